/** Caches in front of ports: what may be kept, how long, and what an outage then means. */
export { type CachedAccessTokensOptions, cachedAccessTokens } from './access-tokens.ts';
export { cachedKeyrings } from './keyrings.ts';
