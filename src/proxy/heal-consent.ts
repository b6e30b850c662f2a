import type { AccessToken, AccessTokens, Clock } from '../ports/index.ts';

/** A refusal with a younger token is no reason for another one: it can't know more. */
const oldEnoughMs = 30_000;

export type Consent = {
  /** Expected roles that the token lacks. */
  readonly missing: (token: AccessToken) => readonly string[];
  /**
   * After a 401, or a 403 while roles are missing: a fresh token, and whether it is worth asking again with it. The held
   * token comes back where it is too young or where consent is not what the status is about.
   */
  readonly heal: (
    status: number,
    held: AccessToken,
  ) => Promise<{ readonly token: AccessToken; readonly askAgain: boolean }>;
};

/** Lets late consent heal by itself, without a restart. `expected`: roles of a complete token. */
export const createConsent = (accessTokens: AccessTokens, expected: readonly string[], clock: Clock): Consent => {
  const missing = ({ roles }: AccessToken): readonly string[] => expected.filter((role) => !roles.includes(role));

  /** A token that another call has renewed meanwhile serves as well. */
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
