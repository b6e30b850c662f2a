/** The processing of a call; pure except for its ports. */
export type { Call, HandleCall, Offload, Reply, ResponseToSanitize, SanitizeResult } from './call.ts';
export type { ProxiedConnector, ProxyPorts, SanitizingConnector } from './connector.ts';
export { followedLink } from './follow-link.ts';
export { createProxy } from './handle-call.ts';
export { healthPath } from './health.ts';
export { findDestination, readLinkTarget } from './normalize-link.ts';
export { notOpened, originForm, parseTarget, prepareRefusal } from './read-call.ts';
export { errorBody, problemMessage, problemStatus } from './reply.ts';
export { createSanitizer } from './sanitize-response.ts';
export { type RouteCall, routeByName, shareBaseUrl } from './share-base-url.ts';
