import type { NewId } from '../../ports/index.ts';

/** Error codes of RFC 6749, 5.2, and of RFC 7009. */
export type OauthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'unsupported_token_type'
  | 'temporarily_unavailable';

export type RefusalEntry = {
  readonly status: number;
  readonly error: OauthError;
  /** Entra's number for the same problem, which libraries and people look up. */
  readonly number: number;
  readonly text: string;
};

/**
 * The closed list of the token service's refusals. Microsoft Entra ID tells an unknown client from a wrong secret; here one
 * refusal covers both, and every other reason that a client isn't authenticated.
 */
export const refusals = {
  'Graphveil.ClientRefused': {
    status: 401,
    error: 'invalid_client',
    number: 7_000_215,
    text: 'The client is unknown, or its credential is wrong, expired or of another client.',
  },
  'Graphveil.RequestMalformed': {
    status: 400,
    error: 'invalid_request',
    number: 900_144,
    text: 'The request must be a form with each parameter once, and with a grant_type.',
  },
  'Graphveil.TwoCredentials': {
    status: 400,
    error: 'invalid_request',
    number: 900_144,
    text: 'The request has two client credentials, or two client ids that differ.',
  },
  'Graphveil.GrantTypeUnsupported': {
    status: 400,
    error: 'unsupported_grant_type',
    number: 70_003,
    text: 'The grant types are client_credentials and refresh_token.',
  },
  'Graphveil.ResourceUnknown': {
    status: 400,
    error: 'invalid_scope',
    number: 70_011,
    text: 'The scope must name Microsoft Graph (https://graph.microsoft.com/.default); this service has no tokens for other resources.',
  },
  'Graphveil.RefreshTokenRefused': {
    status: 400,
    error: 'invalid_grant',
    number: 70_000,
    text: 'The refresh token is unknown, expired, replaced or revoked, or its grant has ended or is suspended.',
  },
  'Graphveil.ClaimRefused': {
    status: 400,
    error: 'invalid_grant',
    number: 70_000,
    text: 'The claim code is wrong or expired, or its grant has ended or is suspended; five wrong codes end the claim.',
  },
  'Graphveil.ClaimLocked': {
    status: 400,
    error: 'invalid_grant',
    number: 50_053,
    text: 'The claim had five wrong codes; ask the owner of the group for a new code.',
  },
  'Graphveil.ClaimUsed': {
    status: 400,
    error: 'invalid_grant',
    number: 54_005,
    text: 'The claim code was used before; if that wasn’t you, tell the owner of the group, who sees an alarm.',
  },
  'Graphveil.TenantUnknown': {
    status: 400,
    error: 'invalid_request',
    number: 90_002,
    text: 'The tenant in the path must be adfs, graphveil, or the id of the tenant of this deployment.',
  },
  'Graphveil.AddressRefused': {
    status: 403,
    error: 'invalid_request',
    number: 53_003,
    text: 'The settings of this deployment don’t allow requests from this address.',
  },
  'Graphveil.TooManyRequests': {
    status: 429,
    error: 'temporarily_unavailable',
    number: 90_055,
    text: 'Too many requests come from this address; access tokens are valid for hours and can be reused.',
  },
  'Graphveil.RecordsUnavailable': {
    status: 503,
    error: 'temporarily_unavailable',
    number: 90_033,
    text: 'The records of clients, or the keys, are not available; try again.',
  },
} as const satisfies Record<string, RefusalEntry>;

export type RefusalCode = keyof typeof refusals;

/** A reply of the token service. */
export type TokenReply = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** RFC 6749, 5.1: token replies are never cached. */
const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

export const jsonReply = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): TokenReply => ({
  status,
  headers: { ...uncached, 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const emptyReply = (status: number, headers: Readonly<Record<string, string>> = {}): TokenReply => ({
  status,
  headers: { ...uncached, ...headers },
  body: '',
});

export type RefusalContext = { readonly correlationId: string; readonly newId: NewId; readonly now: number };

/** Seconds to wait after a refusal that passes. */
const retryAfter: Partial<Record<RefusalCode, string>> = {
  'Graphveil.TooManyRequests': '10',
  'Graphveil.RecordsUnavailable': '5',
};

/**
 * Returns a refusal in the shape of Microsoft Entra ID: `error`, `error_description`, `error_codes`, `timestamp`, `trace_id`
 * and `correlation_id`. Source: Microsoft identity platform, client credentials flow, error response.
 */
export const refusalReply = (code: RefusalCode, { correlationId, newId, now }: RefusalContext): TokenReply => {
  const { status, error, number, text }: RefusalEntry = refusals[code];
  const trace = newId();
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = `${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  const wait = retryAfter[code];
  return jsonReply(
    status,
    {
      error,
      error_description: description,
      error_codes: [number],
      timestamp,
      trace_id: trace,
      correlation_id: correlationId,
    },
    {
      ...(status === 401 && { 'www-authenticate': 'Basic realm="graphveil"' }),
      ...(wait !== undefined && { 'retry-after': wait }),
    },
  );
};
