import type { AccessTokens } from '../../ports/index.ts';
import { cachedAccessTokens } from '../caching/index.ts';
import { requestToken, type TokenSource } from './request-token.ts';

export type EntraTokensOptions = TokenSource & {
  /** Application permissions that the connector expects in `roles`. */
  readonly expectedRoles: readonly string[];
  /** Spreads early refreshes; returns a number in [0, 1). @default Math.random */
  readonly jitter?: () => number;
};

/**
 * Access tokens of one connector from Microsoft Entra ID, through a federated credential. Concurrent callers share one
 * request; tokens are renewed early; one with incomplete roles is kept for at most 60 s; `renew` always makes a new
 * request. Rejects with the faults `Graphveil.IdentityTokenUnavailable` and `Graphveil.SignInFailed`.
 */
export const entraTokens = (options: EntraTokensOptions): AccessTokens =>
  cachedAccessTokens({
    fetch: () => requestToken(options),
    expectedRoles: options.expectedRoles,
    clock: options.clock,
    jitter: options.jitter ?? Math.random,
  });
