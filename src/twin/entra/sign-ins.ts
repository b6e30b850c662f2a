import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/index.ts';

/** A person's sign-in to an application. `authTime` is in seconds. */
export type SignIn = {
  readonly clientId: string;
  readonly personId: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly authTime: number;
};

export type CodeRequest = SignIn & { readonly redirectUri: string; readonly challenge: string };

type Code = CodeRequest & { readonly issuedAt: number; redeemed: boolean };
type Refresh = SignIn & { readonly issuedAt: number; lastUsed: number };

/** A browser's session at Microsoft Entra ID. */
export type BrowserSession = { readonly personId: string; readonly authTime: number };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Lifetime of an authorization code. */
export const codeLifetimeMs = 10 * minuteMs;
/** A refresh token ends when nobody used it for this long. */
export const refreshIdleMs = 90 * dayMs;

/** Sessions, authorization codes and refresh tokens of people. */
export type SignIns = {
  readonly openSession: (session: BrowserSession) => string;
  readonly session: (id: string | undefined) => BrowserSession | undefined;
  readonly closeSession: (id: string | undefined) => void;
  readonly issueCode: (request: CodeRequest) => string;
  readonly findCode: (code: string) => Code | undefined;
  readonly issueRefreshToken: (signIn: SignIn) => string;
  readonly findRefreshToken: (token: string) => Refresh | undefined;
  /** Ends a person's sessions and refresh tokens, as an administrator does with "Revoke sessions". */
  readonly revoke: (personId: string) => void;
  readonly isRevoked: (signIn: SignIn & { readonly issuedAt: number }) => boolean;
};

const secret = (): string => randomBytes(32).toString('base64url');

export const makeSignIns = (clock: Clock): SignIns => {
  const sessions = new Map<string, BrowserSession>();
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, Refresh>();
  const revokedAt = new Map<string, number>();
  return {
    openSession: (session) => {
      const id = secret();
      sessions.set(id, session);
      return id;
    },
    session: (id) => sessions.get(id ?? ''),
    closeSession: (id) => {
      sessions.delete(id ?? '');
    },
    issueCode: (request) => {
      const code = `1.${secret()}`;
      codes.set(code, { ...request, issuedAt: clock(), redeemed: false });
      return code;
    },
    findCode: (code) => codes.get(code),
    issueRefreshToken: (signIn) => {
      const token = `1.${secret()}${secret()}`;
      refreshTokens.set(token, { ...signIn, issuedAt: clock(), lastUsed: clock() });
      return token;
    },
    findRefreshToken: (token) => refreshTokens.get(token),
    revoke: (personId) => {
      revokedAt.set(personId, clock());
      for (const [id, session] of sessions) if (session.personId === personId) sessions.delete(id);
    },
    isRevoked: ({ personId, issuedAt }) => issuedAt <= (revokedAt.get(personId) ?? Number.NEGATIVE_INFINITY),
  };
};
