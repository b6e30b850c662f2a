export { type Judgements, judgementsSchema, readJudgementsFile } from './judgements-file.ts';
export { findSource, type LoadedSources, loadSources } from './load-sources.ts';
export { overlaySummary } from './overlay-summary.ts';
export { type TypeKnowledge, withOwnJudgements } from './own-judgements.ts';
export { removedEndpoints } from './removed-endpoints.ts';
export type { Source } from './source.ts';
export { kindsOf, readSourceFile, type SourceFile, sourceFileJsonSchema } from './source-file.ts';
