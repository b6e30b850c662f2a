export { type CaseFile, type CaseGoldens, readCaseFile, updateCaseFile } from './case-file.ts';
export { loadCases, loadCast } from './cases/load-cases.ts';
export { createOfflineProxy, type OfflineProxy } from './cases/offline-proxy.ts';
export { UnknownPlaceholder } from './cases/placeholders.ts';
export { type CaseExample, runCase } from './cases/run-case.ts';
export { type Cast, readCastFile } from './cast-file.ts';
export { checkRules, type NamedRules, type RulesCheck } from './suite/check-rules.ts';
export { incomplete, runCases, type TestedCase } from './suite/run-cases.ts';
export { passed, type SourceTest, testSource } from './suite/test-source.ts';
