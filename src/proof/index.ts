/** Holds rules against Microsoft's types: the type index, the privacy table, `prove`, cases, canaries, non-interference. */
export { compareTypes, type TypeDifference } from './against/compare-types.ts';
export { type OtherTypes, readTypesFolder } from './against/read-types-folder.ts';
export { loadCases, loadCast } from './cases/load-cases.ts';
export type { CaseExample } from './cases/run-case.ts';
export { type AnswerDispositions, answerDispositions } from './connectors/dispositions.ts';
export { type PreparedConnector, type PrepareOptions, prepareConnectors } from './connectors/prepare-connectors.ts';
export { type ChangedDisposition, compareProofs } from './prove/compare-proofs.ts';
export { countProof, findingsOf, type ProofCounts, proven } from './prove/count-proof.ts';
export { alikeEndpoints, dispositionSections, dispositionTable, dispositionText } from './prove/disposition-table.ts';
export type { Knowledge } from './prove/knowledge.ts';
export type { Disposition, EndpointProof, Finding, Gap, Proof, ProofRow } from './prove/proof.ts';
export { type CompiledRules, type ProveOptions, prove } from './prove/prove.ts';
export { type GatherOptions, gatherReport, type ReportedConnector } from './report/gather-report.ts';
export { checkRules, type NamedRules, type RulesCheck } from './suite/check-rules.ts';
export { incomplete, runCases, type TestedCase } from './suite/run-cases.ts';
export { passed, type SourceTest, testSource } from './suite/test-source.ts';
export { privacyTable, typeIndex, typesPackages } from './type-index/type-index.ts';
