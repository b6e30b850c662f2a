import type { AccessToken, AccessTokens, Clock } from '../ports/index.ts';

/**
 * Minimum age of a token before it is renewed. A younger token already has the current roles, so another one wouldn't
 * help.
 */
const oldEnoughMs = 30_000;

export type Consent = {
  /** Expected roles that the token lacks. */
  readonly missing: (token: AccessToken) => readonly string[];
  /**
   * Returns a fresh token after a 401, or after a 403 while roles are missing, and whether to retry with it. Returns
   * the held token if it is too young or if the status has a cause other than consent.
   */
  readonly heal: (
    status: number,
    held: AccessToken,
  ) => Promise<{ readonly token: AccessToken; readonly askAgain: boolean }>;
};

/** Picks up late consent without a restart. `expected`: roles of a complete token. */
export const createConsent = (accessTokens: AccessTokens, expected: readonly string[], clock: Clock): Consent => {
  const missing = ({ roles }: AccessToken): readonly string[] => expected.filter((role) => !roles.includes(role));

  /** Returns the current token if another call has renewed it in the meantime; otherwise renews it. */
  const fresher = async (held: AccessToken): Promise<AccessToken> => {
    const current = await accessTokens.get();
    return current.obtainedAt > held.obtainedAt ? current : accessTokens.renew();
  };

  return {
    missing,
    heal: async (status, held) => {
      const suspicious = status === 401 || (status === 403 && missing(held).length > 0);
      if (!suspicious || clock() - held.obtainedAt <= oldEnoughMs) return { token: held, askAgain: false };
      const token = await fresher(held);
      return { token, askAgain: status === 401 || missing(token).length < missing(held).length };
    },
  };
};
