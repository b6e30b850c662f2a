/** The processing of a call; pure except for its ports. */
export type { Call, HandleCall, Reply } from './call.ts';
export type { ProxiedConnector, ProxyPorts } from './connector.ts';
export { followedLink } from './follow-link.ts';
export { createProxy } from './handle-call.ts';
export { healthPath } from './health.ts';
export { findDestination, readLinkTarget } from './normalize-link.ts';
export { notOpened, originForm, parseTarget, prepareRefusal } from './read-call.ts';
export { errorBody, problemMessage, problemStatus } from './reply.ts';
