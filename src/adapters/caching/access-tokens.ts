import type { AccessToken, AccessTokens, Clock } from '../../ports/index.ts';
import { shared } from './shared.ts';

export type CachedAccessTokensOptions = {
  /** Obtains a newly issued token; nothing below this may cache. */
  readonly fetch: () => Promise<AccessToken>;
  /** Application permissions that a complete token carries in `roles`. */
  readonly expectedRoles: readonly string[];
  readonly clock: Clock;
  /** A number in [0, 1) that spreads early refreshes, so that functions started together don't refresh together. */
  readonly jitter: () => number;
  /** Minimum time before expiry at which a token is renewed early; up to half as much again is added. Milliseconds. */
  readonly refreshAheadMs?: number;
  /** Maximum time that a token without all expected roles is kept, in milliseconds. */
  readonly incompleteMs?: number;
};

/** A token this close to its expiry isn't used, because the call that carries it has to arrive in time. */
const expiryMarginMs = 60_000;
/** After a failed early refresh, the cached token is used for this long before the next attempt. */
const earlyRetryMs = 30_000;

type Held = { readonly token: AccessToken; readonly usableUntil: number; earlyFrom: number };

/**
 * Caches one access token in memory. Concurrent callers share one request. A token close to expiry is renewed while it
 * is still valid, so a failed renewal doesn't cause an outage. A token with incomplete roles is kept for at most 60 s,
 * so that late consent takes effect without a restart.
 */
export const cachedAccessTokens = (options: CachedAccessTokensOptions): AccessTokens => {
  const { clock, expectedRoles, incompleteMs = 60_000, refreshAheadMs = 300_000 } = options;
  let held: Held | undefined;

  const hold = (token: AccessToken): AccessToken => {
    if (held !== undefined && held.token.obtainedAt > token.obtainedAt) return token;
    const complete = expectedRoles.every((role) => token.roles.includes(role));
    const lasting = token.expiresAt - expiryMarginMs;
    const ahead = Math.min(refreshAheadMs * (1 + options.jitter() / 2), (token.expiresAt - token.obtainedAt) / 2);
    held = {
      token,
      usableUntil: complete ? lasting : Math.min(lasting, token.obtainedAt + incompleteMs),
      earlyFrom: token.expiresAt - ahead,
    };
    return token;
  };

  const { run: renew } = shared(async () => hold(await options.fetch()), clock);

  const renewEarly = (current: Held, now: number): void => {
    current.earlyFrom = now + earlyRetryMs;
    renew().catch(() => undefined);
  };

  return {
    renew,
    get: async () => {
      const now = clock();
      if (held === undefined || now >= held.usableUntil) return renew();
      if (now >= held.earlyFrom) renewEarly(held, now);
      return held.token;
    },
  };
};
