/** What the domain asks of the world: small types, adapters fulfil them. */

export type { Clock, RandomBytes, Wait } from './clock.ts';
export { type Http, type UpstreamAnswer, UpstreamFault, type UpstreamFaultKind, type UpstreamRequest } from './http.ts';
export type { KeyringSource, KeyringStore } from './keyrings.ts';
export type { CallRecord, Log } from './log.ts';
export type { AccessToken, AccessTokens, IdentityTokens } from './tokens.ts';
