import type { EndpointPlan, Plan, RequestTarget, UpstreamTarget } from '../plan/index.ts';
import { asciiLower } from '../plan/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import { readLinkTarget } from './normalize-link.ts';
import { linkPath } from './seal-links.ts';
import { type LinkKind, linkParameters, openSealed, type SealedLink } from './sealed-link.ts';

/** A call that follows a link: the reserved parameter, still sealed. */
export type FollowedLink = { readonly kind: LinkKind; readonly sealed: string };

export type Followed =
  | { readonly ok: true; readonly index: number; readonly endpoint: EndpointPlan; readonly asked: UpstreamTarget }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly reason: 'unknown-epoch' };

const kindOf = (name: string): LinkKind | undefined => {
  const canonical = asciiLower(name.startsWith('$') ? name : `$${name}`);
  return canonical === linkParameters.page ? 'page' : canonical === linkParameters.delta ? 'delta' : undefined;
};

/** The reserved parameter of a call; undefined where the call follows no link. */
export const followedLink = ({ pairs }: RequestTarget): FollowedLink | undefined => {
  for (const { name, value = '' } of pairs) {
    const kind = kindOf(name);
    if (kind !== undefined) return { kind, sealed: value };
  }
  return undefined;
};

const problem = (code: 'Graphveil.LinkInvalid' | 'Graphveil.LinkExpired', detail?: string): Followed => ({
  ok: false,
  problem: {
    code,
    ...(detail !== undefined && { detail }),
    ...(code === 'Graphveil.LinkExpired' && { graphCode: 'resyncRequired' }),
  },
});

const indexOf = ({ pathTemplate, requestHash }: SealedLink, plan: Plan): number =>
  plan.endpoints.findIndex(
    (endpoint) => endpoint.pathTemplate === pathTemplate && endpoint.requestHash === requestHash,
  );

const spelled = (segments: readonly string[]): string => asciiLower(segments.join('\n'));

/** The path of the call must name the same endpoint and the same ids as what was sealed; which decides. */
const samePath = (
  target: RequestTarget,
  link: SealedLink,
  matcher: Matcher,
  index: number,
  { pseudonyms }: Pick<Keyring, 'pseudonyms'>,
): boolean => {
  const paths = matcher.pathsOf(index);
  if (paths === undefined) return target.path === linkPath;
  const asked = paths.read(target.segments, { plainValues: false }, pseudonyms.open);
  if (asked === undefined) return false;
  const agrees = (segments: readonly string[]): boolean => {
    const read = paths.read(segments, { plainValues: true }, pseudonyms.open);
    return read !== undefined && spelled(read) === spelled(asked);
  };
  return readLinkTarget(link.target)?.readings.some(agrees) === true;
};

/** What links of one connector are followed with. */
export type Following = {
  readonly connector: string;
  readonly plan: Plan;
  readonly matcher: Matcher;
  readonly now: number;
  readonly keyring: Pick<Keyring, 'links' | 'pseudonyms'>;
};

/**
 * Follows a sealed link. What was sealed decides where it leads; the path of the call must agree with it. Forged, changed
 * or foreign: `LinkInvalid`. Too old, or its endpoint asks differently by now: `LinkExpired` with Graph's `resyncRequired`.
 */
export const followLink = (
  target: RequestTarget,
  { kind, sealed }: FollowedLink,
  { connector, plan, matcher, now, keyring }: Following,
): Followed => {
  if (target.pairs.length > 1) return problem('Graphveil.LinkInvalid', 'a link takes no further query parameters');
  const opened = openSealed(sealed, connector, keyring);
  if (!opened.ok)
    return opened.reason === 'unknown-epoch'
      ? { ok: false, reason: 'unknown-epoch' }
      : problem('Graphveil.LinkInvalid');
  const { link } = opened;
  if (link.kind !== kind) return problem('Graphveil.LinkInvalid');
  const index = indexOf(link, plan);
  const endpoint = plan.endpoints[index];
  if (endpoint === undefined || now >= link.expiresAt) return problem('Graphveil.LinkExpired');
  if (!samePath(target, link, matcher, index, keyring))
    return problem('Graphveil.LinkInvalid', 'the path is not the one that the link was given with');
  return { ok: true, index, endpoint, asked: { target: link.target, headers: link.headers } };
};
