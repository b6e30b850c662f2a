/** What the domain asks of the world: small types, adapters fulfil them. */

export type { Clock, RandomBytes } from './clock.ts';
export type { Http, UpstreamAnswer, UpstreamRequest } from './http.ts';
export type { KeyringSource, KeyringStore } from './keyrings.ts';
export type { CallRecord, Log } from './log.ts';
export type { AccessToken, AccessTokens, IdentityTokens } from './tokens.ts';
