/** The infrastructure of the twin's Graph: paths, routes, permissions, lists, delta, refusals. */
export { authorize, holdsAny, type MailboxOwner, type Place, unauthenticated } from './authorize.ts';
export type { GraphCall, Route, Workload, World } from './call.ts';
export { type Changes, makeChanges } from './changes.ts';
export { answerCollection, type Collection } from './collection.ts';
export { answerDelta, type DeltaCollection, resumeDelta } from './delta.ts';
export { answerEntity, type Entity } from './entity.ts';
export { type Match, routeMatcher, segmentUnknown } from './match-route.ts';
export { type GraphPath, readPath } from './path.ts';
export { badRequest, GraphRefusal, refusalBody } from './refusal.ts';
