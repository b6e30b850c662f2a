import type { AccessTokens } from '../../ports/index.ts';
import { cachedAccessTokens } from '../caching/index.ts';
import { requestToken, type TokenSource } from './request-token.ts';

export type EntraTokensOptions = TokenSource & {
  /** Application permissions that the connector expects in `roles`. */
  readonly expectedRoles: readonly string[];
  /** Spreads early refreshes; a number in [0, 1). @default Math.random */
  readonly jitter?: () => number;
};

/**
 * Access tokens of one connector from Microsoft Entra ID, by federated credential. One request serves all who wait; tokens renew
 * early; one with incomplete roles is kept 60 s at most; `renew` always asks anew. Rejects with the faults
 * `Graphveil.IdentityTokenUnavailable` and `Graphveil.SignInFailed`.
 */
export const entraTokens = (options: EntraTokensOptions): AccessTokens =>
  cachedAccessTokens({
    fetch: () => requestToken(options),
    expectedRoles: options.expectedRoles,
    clock: options.clock,
    jitter: options.jitter ?? Math.random,
  });
