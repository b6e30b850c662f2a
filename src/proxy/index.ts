/** The journey of a call; pure but for the ports that it is handed. */
export type { Call, HandleCall, Reply } from './call.ts';
export type { ProxiedConnector, ProxyPorts } from './connector.ts';
export { followedLink } from './follow-link.ts';
export { createProxy } from './handle-call.ts';
export { healthPath } from './health.ts';
export { findDestination, readLinkTarget } from './normalize-link.ts';
export { originForm, parseTarget } from './read-call.ts';
export { errorBody, problemMessage, problemStatus } from './reply.ts';
