/** Sources are data: reads `rules/<source>/`, compiles their rules, and holds permissions against endpoints. */
export { compileSource, type Overlays, UnknownOverlay } from './compile-source.ts';
export { findSource, type LoadedSources, loadSources } from './load-sources.ts';
export { overlaySummary } from './overlay-summary.ts';
export { type TypeKnowledge, withOwnJudgements } from './own-judgements.ts';
export { permissionGaps, permissionsOf } from './permissions.ts';
export { type ScaffoldOptions, scaffoldSource } from './scaffold.ts';
export type { Source, SourcePermission } from './source.ts';
