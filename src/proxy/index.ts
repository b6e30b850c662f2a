/** The journey of a call; pure but for the ports that it is handed. */
export type { Call, HandleCall, Reply } from './call.ts';
export { expectedRoles, type ProxiedConnector, type ProxyPorts } from './connector.ts';
export { createProxy } from './handle-call.ts';
export { healthPath } from './journey/index.ts';
export { readLinkTarget } from './links/index.ts';
export {
  type Asked,
  type Asking,
  createMatcher,
  type Matcher,
  type Matching,
  type MatchOptions,
} from './match/index.ts';
export { type CallIds, errorBody, problemMessage, problemStatus } from './reply/index.ts';
export { originForm, type ParsedTarget, parseTarget, type Target } from './target/index.ts';
