/** Microsoft Graph of the twin. */
export { answerGraph, type GraphParts } from './answer-graph.ts';
export { type Changes, makeChanges, type World } from './core/index.ts';
export type { Json } from './odata/index.ts';
export { storedRoutes } from './stored/stored-routes.ts';
