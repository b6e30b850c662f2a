/** Replies: Graph's shapes, headers of a closed list, bodies that only the rules or we ourselves have made. */
export { type CallIds, emptyBody, errorBody, ownBody, problemMessage, problemStatus } from './error-body.ts';
export { type Maker, refusal, reply, statement, type Wish } from './reply.ts';
