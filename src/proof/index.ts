/** Holds rules against Microsoft's types: the type index, the privacy table, `prove`, cases, canaries, non-interference. */
export { countProof, findingsOf, type ProofCounts, proven } from './prove/count-proof.ts';
export type { Knowledge } from './prove/knowledge.ts';
export type { Disposition, EndpointProof, Finding, Gap, Proof, ProofRow } from './prove/proof.ts';
export { type CompiledRules, type ProveOptions, prove } from './prove/prove.ts';
export { privacyTable, typeIndex, typesPackages } from './type-index/type-index.ts';
