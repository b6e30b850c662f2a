import type { Matcher } from '../rule-forms/prepared.ts';

/** An upstream link: Graph's spelling and the possible readings of its path, the plainest last. */
type UpstreamLink = {
  /** Path and query in Graph's spelling, with characters that a request line can't carry percent-encoded. */
  readonly target: string;
  readonly query: string;
  readonly readings: readonly (readonly string[])[];
};

const absolute = /^(https?:\/\/[^/?#\\]*)(\/[^?#]*)(?:\?([^#]*))?$/i;
const loneSurrogate = /\p{Cs}/u;
const unsendable = /[^\x21-\x7e]|["<>\\^`{|}]/gu;
const keyed = /^([A-Za-z][A-Za-z0-9_.]*)\((.*)\)$/s;
const quotedKey = /^(?:id=)?'((?:[^']|'')*)'$/i;
const bareKey = /^(?:id=)?([A-Za-z0-9!_.,:@-]+)$/i;
const namespaced = /^(?:microsoft\.graph\.(?:[A-Za-z]+\.)*)([A-Za-z]+)$/i;
const deltaToken = /^token='(?:[^']|'')*'$/i;

const withoutNamespace = (name: string): string => namespaced.exec(name)?.[1] ?? name;

/**
 * Splits `users('id')` into two segments, shortens `microsoft.graph.delta()` and `delta(token='…')` to `delta`, and
 * strips the namespace from other function calls.
 */
const plainSegments = (segment: string): readonly string[] => {
  const [, name = segment, list] = keyed.exec(segment) ?? [];
  if (list === undefined) return [segment];
  const callee = withoutNamespace(name);
  if (list === '' || deltaToken.test(list)) return [callee];
  const key = quotedKey.exec(list)?.[1]?.replaceAll("''", "'") ?? bareKey.exec(list)?.[1];
  return key === undefined ? [`${callee}(${list})`] : [name, key];
};

/** A slash at the end adds no segment. */
const decodedSegments = (path: string): readonly string[] | undefined => {
  try {
    return path.replace(/\/$/, '').slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
};

const sameOrigin = (given: string, origin: string): boolean =>
  given.toLowerCase().replace(/:443$/, '') === origin.toLowerCase().replace(/:443$/, '');

/** Parses a path and query that begin with `/`. Returns undefined if the percent-encoding is malformed. */
export const readLinkTarget = (target: string): UpstreamLink | undefined => {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const segments = decodedSegments(path);
  if (segments === undefined) return undefined;
  const plain = segments.flatMap(plainSegments);
  return { target, query, readings: [segments, plain, plain.map(withoutNamespace)] };
};

/**
 * Parses a link of a response. Returns undefined unless it is a URL on the pinned host, so that neither the access
 * token nor the caller's headers can go to another host.
 */
export const normalizeLink = (url: string, origin: string): UpstreamLink | undefined => {
  const [, given, path, query] = absolute.exec(url) ?? [];
  if (given === undefined || path === undefined || !sameOrigin(given, origin)) return undefined;
  const target = query === undefined ? path : `${path}?${query}`;
  if (loneSurrogate.test(target)) return undefined;
  return readLinkTarget(target.replace(unsendable, encodeURIComponent));
};

/**
 * The destination of an upstream link: the endpoint's index, the link's path segments, and the path and query in
 * Graph's spelling.
 */
export type LinkDestination = {
  readonly index: number;
  readonly segments: readonly string[];
  readonly target: string;
};

/**
 * Finds the endpoint that an upstream link leads to. Returns undefined for a link to another host, and for one that no
 * endpoint of the rules can follow. The proxy and the offline tools share this function.
 */
export const findDestination = (url: string, graph: string, matcher: Matcher): LinkDestination | undefined => {
  const link = normalizeLink(url, graph);
  if (link === undefined) return undefined;
  for (const segments of link.readings) {
    const index = matcher.leadsTo({ segments, query: link.query });
    if (index !== undefined) return { index, segments, target: link.target };
  }
  return undefined;
};
