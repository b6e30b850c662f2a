/** The outside services that the domain needs, as small types that adapters implement. */

export type { Clock, NewId, RandomBytes, Wait } from './clock.ts';
export {
  type Http,
  type MinimumTls,
  UpstreamFault,
  type UpstreamFaultKind,
  type UpstreamRequest,
  type UpstreamResponse,
} from './http.ts';
export type { KeyringSource, KeyringStore } from './keyrings.ts';
export type { CallRecord, Log } from './log.ts';
export type { AccessToken, AccessTokens, IdentityTokens } from './tokens.ts';
