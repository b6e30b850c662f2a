/** What the domain asks of the world: small types, adapters fulfil them. */

export type { Clock, NewId, RandomBytes, Wait } from './clock.ts';
export {
  type Http,
  UpstreamFault,
  type UpstreamFaultKind,
  type UpstreamRequest,
  type UpstreamResponse,
} from './http.ts';
export type { KeyringSource, KeyringStore } from './keyrings.ts';
export type { CallRecord, Log } from './log.ts';
export type { AccessToken, AccessTokens, IdentityTokens } from './tokens.ts';
