import type { UpstreamResponse } from '../ports/index.ts';
import type { Problem, ProblemCode } from '../problems/index.ts';
import { errorCodes } from './error-codes.generated.ts';
import { finalRetryAfter, passableRetryAfter } from './fetch-upstream.ts';

/**
 * Microsoft Graph error codes that a reply may carry. They are a fixed vocabulary and name nobody. Graphveil drops any
 * other code because the field can contain free text. Sources: src/graph-types/published/error-codes.json.
 */
const words: ReadonlySet<string> = new Set(errorCodes.split(' '));

/** Longest body, in bytes, that is parsed as an error. Graph's error bodies are small. */
const longestBody = 65_536;

type Json = { readonly [name: string]: Json } | string | null | undefined;

const member = (value: Json, name: string): Json =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined;

const parse = (body: Uint8Array): Json => {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as Json;
  } catch {
    return undefined;
  }
};

/** Returns the code of an error body if it is on the list, the outer code first. Reads nothing else of the body. */
export const graphCode = (body: Uint8Array): string | undefined => {
  if (body.length > longestBody) return undefined;
  const root = parse(body);
  const error = member(root, 'error') ?? member(root, 'odata.error');
  const inner = member(error, 'innerError') ?? member(error, 'innererror');
  return [member(error, 'code'), member(inner, 'code')].find(
    (word): word is string => typeof word === 'string' && words.has(word),
  );
};

/**
 * Minimum `Retry-After`, in seconds, when consent is missing. Tokens that lack roles aren't cached longer than this.
 */
const consentRetrySeconds = '60';

/** Returns the usual cause of a 403 for a fully consented application, by Graph's error code. */
const forbidden = (code: string | undefined): string => {
  if (code === 'ErrorAccessDenied')
    return 'no expected permission is missing; an application access policy or role scope of Exchange leaves this mailbox out';
  if (code === 'Forbidden' || code === 'Unauthorized')
    return 'no expected permission is missing; Teams also asks for an application access policy for this person';
  return 'no expected permission is missing; a policy of the tenant, a license or a scope speaks against this one';
};

/** Returns the problem for permissions that a token lacks. */
export const consentMissing = (permissions: readonly string[]): Problem => ({
  code: 'Graphveil.ConsentMissing',
  detail: `missing are ${permissions.join(', ')}`,
  missingPermissions: permissions,
  headers: { 'retry-after': consentRetrySeconds },
});

/** Statuses of Graph that mean something else than a refusal. A 501 is one: Graph doesn't know the request. */
const codeOf = (status: number): ProblemCode => {
  if (status === 404) return 'Graphveil.NotFound';
  if (status === 410) return 'Graphveil.LinkExpired';
  if (status === 429) return 'Graphveil.Throttled';
  return status < 500 || status === 501 ? 'Graphveil.UpstreamRefused' : 'Graphveil.UpstreamUnavailable';
};

/** Statuses that Graph throttles with. */
const throttling = new Set([429, 503]);

const refused = (word: string | undefined, { status, headers }: UpstreamResponse, now: number): Problem => {
  const named = headers['retry-after'];
  const retryAfter = throttling.has(status) ? finalRetryAfter(named, now) : passableRetryAfter(named);
  return {
    code: codeOf(status),
    status,
    ...(word !== undefined && { graphCode: word }),
    ...(status === 403 && { detail: forbidden(word) }),
    ...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
  };
};

/** Explains why a status that is neither a success nor an error can't be used. */
const unusable = (status: number): string => {
  if (status === 304) return 'it answered 304 Not Modified, though no condition was sent';
  if (status >= 300 && status < 400) return 'it answered with a redirect, which is never followed';
  return 'it answered with a status that HTTP does not know as an answer';
};

/**
 * Returns the problem of a Graph response; undefined if the response can be sanitized. Passes on its status and, if it
 * is on the known list, its error code; nothing else of its body. `missing`: permissions that the token lacked. `now`:
 * milliseconds since the Unix epoch.
 */
export const checkResponse = (
  response: UpstreamResponse,
  missing: readonly string[],
  now: number,
): Problem | undefined => {
  const { status, body } = response;
  if (status === 206)
    return { code: 'Graphveil.UpstreamInvalid', detail: 'it answered with a part (206), though none was asked for' };
  if (status >= 200 && status < 300) return undefined;
  if (status < 400 || status > 599)
    return {
      code: 'Graphveil.UpstreamRefused',
      status: 502,
      detail: unusable(status),
    };
  if ((status === 401 || status === 403) && missing.length > 0) return consentMissing(missing);
  const word = graphCode(body);
  if (status === 401)
    return {
      code: 'Graphveil.SignInFailed',
      detail: 'Graph does not accept the access token, though it has every role',
      ...(word !== undefined && { graphCode: word }),
    };
  return refused(word ?? (status === 410 ? 'resyncRequired' : undefined), response, now);
};
