import type { NamedValue, ParsedTarget, Plan, QueryPair, UpstreamTarget } from '../plan/index.ts';
import { asciiLower } from '../plan/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import { readLinkTarget } from './normalize-link.ts';
import { type LinkKind, linkParameters, linkPath, openSealed, type SealedLink } from './sealed-link.ts';

/** A call that follows a link that is still sealed. */
export type FollowedLink = {
  readonly ok: true;
  readonly kind: LinkKind;
  readonly sealed: string;
  readonly target: ParsedTarget;
  /** Of the call; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
};

/** The decrypted request for Graph and its endpoint. `unknownEpoch`: a newer keyring may be able to open the call. */
export type OpenedCall =
  | {
      readonly ok: true;
      readonly index: number;
      readonly endpoint: { readonly pathTemplate: string };
      readonly request: UpstreamTarget;
      /** Present if the call follows a link, with the digest of the population that it was given for. */
      readonly followed?: { readonly population: string | undefined };
    }
  | { readonly ok: false; readonly problem: Problem; readonly unknownEpoch: boolean };

const kindOf = (name: string): LinkKind | undefined => {
  const canonical = asciiLower(name.startsWith('$') ? name : `$${name}`);
  return canonical === linkParameters.page ? 'page' : canonical === linkParameters.delta ? 'delta' : undefined;
};

/** The value with which Graph starts a delta from now; shorter than any sealed link. */
const fromNow = 'latest';

/**
 * Returns the link that a call follows, from its reserved query parameter; undefined if there isn't one.
 * `$deltatoken=latest` isn't a link, so the rules decide about it.
 */
export const followedLink = (
  target: ParsedTarget,
  headers: Readonly<Record<string, string>> = {},
): FollowedLink | undefined => {
  for (const { name, value = '' } of target.pairs) {
    const kind = kindOf(name);
    if (kind !== undefined && !(kind === 'delta' && value === fromNow))
      return { ok: true, kind, sealed: value, target, headers };
  }
  return undefined;
};

const problem = (
  code: 'Graphveil.LinkInvalid' | 'Graphveil.LinkExpired',
  detail?: string,
): Extract<OpenedCall, { ok: false }> => ({
  ok: false,
  unknownEpoch: false,
  problem: {
    code,
    ...(detail !== undefined && { detail }),
    ...(code === 'Graphveil.LinkExpired' && { graphCode: 'resyncRequired' }),
  },
});

const spelled = (segments: readonly string[]): string => asciiLower(segments.join('\n'));

/** A reading of a link's target, and the parameters of its query. */
type LinkReading = { readonly segments: readonly string[]; readonly pairs: readonly QueryPair[] };

const pairsOf = (query: string): readonly QueryPair[] =>
  [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));

/** Returns the first reading of the link that leads to its endpoint. */
const readingOf = ({ target }: SealedLink, fits: (segments: readonly string[]) => boolean): LinkReading | undefined => {
  const link = readLinkTarget(target);
  const segments = link?.readings.find(fits);
  return link === undefined || segments === undefined ? undefined : { segments, pairs: pairsOf(link.query) };
};

/**
 * Checks that the path of the call names the same endpoint and ids as the sealed link. The sealed link decides where
 * the request goes, so the values in the request are read from it.
 */
const readPath = (
  target: ParsedTarget,
  link: SealedLink,
  matcher: Matcher,
  index: number,
  { pseudonyms }: Pick<Keyring, 'pseudonyms'>,
): { readonly named: readonly NamedValue[] | undefined } | undefined => {
  const paths = matcher.pathsOf(index);
  if (paths === undefined) return target.path === linkPath ? { named: undefined } : undefined;
  const called = paths.read(target.segments, { plainValues: false }, pseudonyms.open);
  if (called === undefined) return undefined;
  const agrees = (segments: readonly string[]): boolean => {
    const read = paths.read(segments, { plainValues: true, anyId: true }, pseudonyms.open);
    return read !== undefined && spelled(read) === spelled(called);
  };
  const reading = readingOf(link, agrees);
  return reading && { named: matcher.namedIn(index, reading.segments, reading.pairs) };
};

/** The connector's parts for following links. */
type Following = {
  readonly connector: string;
  readonly plan: Plan;
  readonly matcher: Matcher;
  readonly now: number;
  readonly keyring: Pick<Keyring, 'links' | 'pseudonyms'>;
};

/**
 * Follows a sealed link to the target stored in it. The path of the call must agree with that target. Returns
 * `LinkInvalid` for a forged, altered or foreign link, and `LinkExpired` with Graph's `resyncRequired` if the link is
 * too old or the request plan of its endpoint has changed.
 */
export const followLink = (
  { kind, sealed, target, headers }: FollowedLink,
  { connector, plan, matcher, now, keyring }: Following,
): OpenedCall => {
  const pairs = target.pairs.filter(({ name }) => kindOf(name) === undefined);
  if (target.pairs.length > pairs.length + 1) return problem('Graphveil.LinkInvalid', 'a link has one token');
  const opened = openSealed(sealed, { connector, plan, matcher }, keyring);
  if (!opened.ok) {
    const code = opened.reason === 'unknown-endpoint' ? 'Graphveil.LinkExpired' : 'Graphveil.LinkInvalid';
    return { ...problem(code), unknownEpoch: opened.reason === 'unknown-epoch' };
  }
  const { link, endpoint } = opened;
  const { index } = link;
  if (link.kind !== kind) return problem('Graphveil.LinkInvalid');
  if (now >= link.expiresAt) return problem('Graphveil.LinkExpired');
  const path = readPath(target, link, matcher, index, keyring);
  if (path === undefined)
    return problem('Graphveil.LinkInvalid', 'the path is not the one that the link was given with');
  const request = {
    target: link.target,
    headers: link.headers,
    ...(link.ordered === true && { ordered: link.ordered }),
  };
  const repeated = matcher.repeat(index)(request, { pairs, headers }, keyring.pseudonyms.open);
  if (!repeated.ok) return problem('Graphveil.LinkInvalid', repeated.why);
  const { named } = path;
  return {
    ok: true,
    index,
    endpoint,
    request: { ...repeated.request, ...(named !== undefined && { named }) },
    followed: { population: link.population },
  };
};
