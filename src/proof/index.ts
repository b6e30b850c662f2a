/** Verifies rules against Microsoft's types and the privacy table. */
export { compareTypes, type TypeDifference } from './against/compare-types.ts';
export { type OtherTypes, readTypesFolder } from './against/read-types-folder.ts';
export { type BoundCounts, boundMeanings, countBounds, describeBound, whyUnbounded } from './bounds.ts';
export { type ChangedDisposition, compareProofs } from './compare-proofs.ts';
export { countProof, findingsOf, type ProofCounts, proven } from './count-proof.ts';
export { alikeEndpoints, dispositionSections, dispositionTable, dispositionText } from './disposition-table.ts';
export type { Knowledge } from './knowledge.ts';
export type { Disposition, EndpointProof, Finding, Gap, Proof, ProofRow } from './proof.ts';
export { type CompiledRules, type ProveOptions, prove } from './prove.ts';
