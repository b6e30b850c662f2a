import type { EndpointPlan, Match, MatchInput, UpstreamTarget } from '../plan/index.ts';
import type { Clock } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import type { Call } from './call.ts';
import type { ProxiedConnector } from './connector.ts';
import { type FollowedLink, followedLink, followLink } from './follow-link.ts';
import { parseTarget } from './parse-target.ts';

/** Where a call goes: the endpoint, and what is asked upstream. */
export type Route = { readonly index: number; readonly endpoint: EndpointPlan; readonly asked: UpstreamTarget };

type Refused = { readonly ok: false; readonly problem: Problem };
export type Opened = { readonly ok: true; readonly route: Route } | Refused;

/** A call that the rules let through as it is written; its pseudonyms or its link are still closed. */
export type Found = {
  readonly ok: true;
  readonly open: (keyring: Keyring) => Opened | { readonly ok: false; readonly reason: 'unknown-epoch' };
  /** Known before opening, unless the call follows a link. */
  readonly endpoint?: EndpointPlan;
  /** What it means when no keyring opens it. */
  readonly unopened: Problem;
};

const refused = (problem: Problem): Refused => ({ ok: false, problem });
const invalidPseudonym: Problem = { code: 'Graphveil.PseudonymInvalid' };
const invalidLink: Problem = { code: 'Graphveil.LinkInvalid' };

const foundMatch = ({ index, endpoint, open }: Match): Found => ({
  ok: true,
  endpoint,
  unopened: invalidPseudonym,
  open: ({ pseudonyms }) => {
    const opening = open(pseudonyms.open);
    if (opening.ok) return { ok: true, route: { index, endpoint, asked: opening.asked } };
    return opening.reason === 'unknown-epoch' ? { ok: false, reason: opening.reason } : refused(invalidPseudonym);
  },
});

const foundLink = (
  { target }: MatchInput,
  link: FollowedLink,
  { name, plan }: ProxiedConnector,
  matcher: Matcher,
  clock: Clock,
): Found => ({
  ok: true,
  unopened: invalidLink,
  open: (keyring) => {
    const followed = followLink(target, link, { connector: name, plan, matcher, keyring, now: clock() });
    if (!followed.ok) return followed;
    const { index, endpoint, asked } = followed;
    return { ok: true, route: { index, endpoint, asked } };
  },
});

/** Names the nearest endpoint, by its template, and which part failed; nothing that the caller sent. */
const notAllowed = (why: string, nearest: EndpointPlan | undefined): Refused =>
  refused({
    code: 'Graphveil.EndpointNotAllowed',
    detail: nearest === undefined ? why : `${why} (nearest endpoint: ${nearest.pathTemplate})`,
  });

/** The first step: reads the target strictly and finds the endpoint, or the sealed link, that it names. */
export const createFind =
  (connector: ProxiedConnector, matcher: Matcher, clock: Clock) =>
  ({ method, target: text, headers, hasBody }: Call): Found | Refused => {
    const parsed = parseTarget(text);
    if (!parsed.ok) return refused({ code: 'Graphveil.TargetInvalid', detail: parsed.why });
    if (hasBody) return refused({ code: 'Graphveil.BodyNotAllowed' });
    const asking: MatchInput = { method, target: parsed.target, headers };
    const link = followedLink(parsed.target);
    if (link !== undefined && method === 'GET') return foundLink(asking, link, connector, matcher, clock);
    const matching = matcher.match(asking);
    return matching.ok ? foundMatch(matching.match) : notAllowed(matching.why, matching.nearest);
  };
