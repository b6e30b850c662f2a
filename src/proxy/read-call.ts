import type { MatchInput, OtherEndpoints, ParsedTarget, QueryPair, Unopened } from '../plan/index.ts';
import { asciiLower } from '../plan/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Call } from './call.ts';
import type { CallTrace } from './call-trace.ts';
import { type FollowedLink, followedLink } from './follow-link.ts';

type Parsing =
  | { readonly ok: true; readonly target: ParsedTarget }
  /** `why` is one of our own sentences and contains nothing from the target. */
  | { readonly ok: false; readonly why: string };

/** Longest accepted target, in characters: the limit of common gateways, with room for a sealed link. */
export const longestTarget = 16_384;

/** RFC 3986 `pchar` without `;`, whose parameters frameworks read differently. */
const pathText = /^(?:[A-Za-z0-9._~!$&'()*+,=:@/-]|%[0-9A-Fa-f]{2})*$/;
const queryText = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/;
const encodedSeparator = /%(?:2f|5c)/i;
const control = /\p{Cc}/u;

const refused = (why: string): Parsing => ({ ok: false, why });

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const badSegment = (segment: string | undefined): boolean =>
  segment === undefined || segment === '.' || segment === '..' || segment.includes(';') || control.test(segment);

const readPair = (piece: string): QueryPair | undefined => {
  const equals = piece.indexOf('=');
  const name = decoded((equals < 0 ? piece : piece.slice(0, equals)).replaceAll('+', ' '));
  const value = equals < 0 ? undefined : decoded(piece.slice(equals + 1).replaceAll('+', ' '));
  if (name === undefined || (equals >= 0 && value === undefined)) return undefined;
  return control.test(name) || (value !== undefined && control.test(value)) ? undefined : { name, value };
};

const allThere = <T>(items: readonly (T | undefined)[]): items is readonly T[] => !items.includes(undefined);

const doubledSlash = /^(\/(?:v1\.0|beta))\/\/(?=[^/])/i;

/**
 * Parses a request target in origin form (RFC 9112, 3.2.1). A WHATWG URL parser reads every accepted target the same
 * way: same host, segments and query. Rejects dot segments in any encoding, encoded slashes and backslashes, `;` in the
 * path, control characters, `//`, a fragment, malformed percent-encoding, invalid UTF-8, and targets that are too long. One `//`
 * after the version counts as a slash, since tools join a base URL that ends with one.
 */
export const parseTarget = (text: string): Parsing => {
  if (text.length > longestTarget) return refused(`the target is longer than ${longestTarget} characters`);
  if (!text.startsWith('/')) return refused('the target must be in origin form: a path that begins with a slash');
  const mark = text.indexOf('?');
  const path = (mark < 0 ? text : text.slice(0, mark)).replace(doubledSlash, '$1/');
  const query = mark < 0 ? undefined : text.slice(mark + 1);

  if (!pathText.test(path)) return refused('the path holds a character that must be percent-encoded, or a broken %');
  if (path.includes('//')) return refused('the path has an empty segment');
  if (encodedSeparator.test(path)) return refused('the path has an encoded slash or backslash');
  const segments = path.slice(1).split('/').map(decoded);
  if (!allThere(segments) || segments.some(badSegment))
    return refused('a path segment is a dot segment, is not UTF-8, or holds a control character or semicolon');

  if (query !== undefined && !queryText.test(query))
    return refused('the query holds a character that must be percent-encoded, or a broken %');
  const pieces = (query ?? '').split('&').filter((piece) => piece !== '');
  const pairs = pieces.map(readPair);
  if (!allThere(pairs)) return refused('a query parameter is not UTF-8 or holds a control character');
  return { ok: true, target: { path, query, segments, pairs } };
};

/**
 * Returns the path and query of an absolute http(s) URL without parsing or decoding them; other text stays unchanged.
 */
export const originForm = (url: string): string => {
  const [origin] = /^https?:\/\/[^/?#]*/i.exec(url) ?? [''];
  const rest = url.slice(origin.length);
  return origin !== '' && !rest.startsWith('/') ? `/${rest}` : rest;
};

/**
 * Reads a call before any other step. Rejects bodies, and targets that parsers could interpret differently. `link`: the
 * call follows a link, which then decides about its target.
 */
export const readCall = ({
  method,
  target: text,
  headers,
  hasBody,
}: Call):
  | ({ readonly ok: true; readonly link?: FollowedLink } & MatchInput)
  | { readonly ok: false; readonly problem: Problem } => {
  const parsed = parseTarget(text);
  if (!parsed.ok) return { ok: false, problem: { code: 'Graphveil.TargetInvalid', detail: parsed.why } };
  const { target } = parsed;
  const batch = systemSegmentOf(target) === '$batch';
  if (hasBody)
    return { ok: false, problem: { code: 'Graphveil.BodyNotAllowed', ...(batch && { detail: batchNotSupported }) } };
  const link = method === 'GET' ? followedLink(target, headers) : undefined;
  return { ok: true, method, target, headers, ...(link !== undefined && { link }) };
};

const batchNotSupported = "$batch isn't supported; send each of its requests by itself";

/** System segments of OData and Graph. A message may repeat them, since they contain nothing of the caller. */
const systemSegments = new Set(['$batch', '$count', '$links', '$metadata', '$ref', '$value']);

const systemSegmentOf = ({ segments }: ParsedTarget): string | undefined => {
  const lower = segments.map(asciiLower);
  return lower.find((segment) => systemSegments.has(segment));
};

/** Compares a path with a template: literals and function names ignoring case; a parameter matches all but system segments and casts. */
const templateFits = (template: string, segments: readonly string[]): boolean => {
  const parts = template.slice(1).split('/');
  const calleeOf = (text: string): string => asciiLower(text.replace(/\(.*$/s, '').replace(/^microsoft\.graph\./i, ''));
  const rest = segments.values();
  const fits = parts.every((part) => {
    const { value: segment } = rest.next();
    if (segment === undefined) return false;
    return part.startsWith('{') ? !/^(?:$|\$|microsoft\.graph\.)/i.test(segment) : calleeOf(part) === calleeOf(segment);
  });
  return fits && rest.next().done === true;
};

const literalsOf = (template: string): number => template.split('/').filter((part) => !part.startsWith('{')).length;

/** Explains a path that no endpoint has; undefined if nothing is known about it. */
const explainPath = (target: ParsedTarget, elsewhere: readonly OtherEndpoints[]): string | undefined => {
  const segment = systemSegmentOf(target);
  if (segment === '$batch') return batchNotSupported;
  if (segment !== undefined) return `no endpoint of the rules has ${segment} at this path`;
  if (asciiLower(target.segments[1] ?? '') === 'me')
    return 'there is no signed-in user; ask with /users/ and a pseudonym where the path has /me';
  const found = elsewhere
    .flatMap(({ servedBy, pathTemplates }) => pathTemplates.map((template) => ({ servedBy, template })))
    .filter(({ template }) => templateFits(template, target.segments))
    .toSorted((one, other) => literalsOf(other.template) - literalsOf(one.template));
  return found[0] === undefined ? undefined : `no endpoint of the rules has this path; ${found[0].servedBy}`;
};

/**
 * Prepares the refusal of a call that no endpoint accepts. It names the failed part, and either the nearest endpoint by its
 * template or the connector, extra or source that serves the path. It repeats nothing that the caller sent, except words
 * of OData.
 */
export const prepareRefusal =
  (elsewhere: readonly OtherEndpoints[] = []) =>
  (
    { target }: MatchInput,
    {
      why,
      nearest,
      onPath,
    }: {
      readonly why: string;
      readonly nearest: { readonly pathTemplate: string } | undefined;
      readonly onPath: boolean;
    },
  ): Problem => {
    const explained = onPath ? undefined : explainPath(target, elsewhere);
    const near = nearest === undefined ? '' : ` (nearest endpoint: ${nearest.pathTemplate})`;
    return { code: 'Graphveil.EndpointNotAllowed', detail: explained ?? `${why}${near}` };
  };

/** The problem of a pseudonym that can't be opened: one message for every cause, except for a `t~` that everyone can see. */
export const notOpened = ({ reason }: Unopened): Problem => ({
  code: 'Graphveil.PseudonymInvalid',
  ...(reason === 'irreversible' && {
    detail: 't~ pseudonyms are one-way; send the p~ pseudonym that replies give as id',
  }),
});

/** Returns the trace's part of a match. The endpoint of a link is known only after the link is opened. */
export const endpointOf = (
  match: FollowedLink | { readonly endpoint: { readonly pathTemplate: string } },
): Pick<CallTrace, 'endpoint'> => ('endpoint' in match ? { endpoint: match.endpoint.pathTemplate } : {});
