/** Caches in front of ports: the lifetime of cached values, and the behavior during an outage. */
export { type CachedAccessTokensOptions, cachedAccessTokens } from './access-tokens.ts';
export { cachedKeyrings } from './keyrings.ts';
