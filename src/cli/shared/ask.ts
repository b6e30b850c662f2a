import type {
  EndpointMatch,
  EndpointPlan,
  OtherEndpoints,
  ParsedTarget,
  Plan,
  UpstreamTarget,
} from '../../plan/index.ts';
import type { Problem } from '../../problems/index.ts';
import {
  findDestination,
  followedLink,
  notOpened,
  originForm,
  parseTarget,
  prepareRefusal,
  readLinkTarget,
} from '../../proxy/index.ts';
import type { Pseudonyms } from '../../pseudonyms/index.ts';
import { type Matcher, prepareMatcher } from '../../rule-forms/prepared.ts';

/** A call on the command line. */
export type WrittenCall = { readonly method: string; readonly url: string; readonly plainValues: boolean };

/** The rules' decision about a call, made without the network. */
export type Answer =
  | { readonly allowed: true; readonly index: number; readonly endpoint: EndpointPlan; readonly asked: UpstreamTarget }
  | { readonly allowed: false; readonly problem: Problem; readonly nearest?: EndpointPlan };

/** Characters that clients percent-encode but people write plainly: `$filter=a eq 'b'`. */
const leftPlain = /[ "<>`{|}]/g;

/** Returns the path and query of a URL in a client's encoding, without its fragment. */
export const targetOf = (url: string): string =>
  originForm(url.replace(/#.*$/s, '')).replaceAll(leftPlain, encodeURIComponent);

/** Returns Microsoft Graph's origin in a URL, or the global cloud's if there is none. */
export const graphOf = async (url: string): Promise<string> => {
  const given = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  return given ?? (await import('../../config/index.ts')).clouds.global.graph;
};

/** Returns other spellings of a path in Graph's own links: keys in parentheses, namespaces, a trailing slash. */
const otherReadings = (target: ParsedTarget): readonly ParsedTarget[] =>
  (readLinkTarget(target.path)?.readings ?? []).map((segments) => ({ ...target, segments }));

const anyOrigin = 'https://graph.example';

/**
 * Finds the endpoint of a URL that only a link of Graph can have: it continues a list, so its other parameters are Graph's
 * own. The proxy decides in the same way.
 */
const matchLink = (plan: Plan, { path, query, pairs }: ParsedTarget, matcher: Matcher): EndpointMatch | undefined => {
  if (!pairs.some(({ name }) => /^\$?skip(?:token)?$|^\$?deltatoken$/i.test(name))) return undefined;
  const destination = findDestination(`${anyOrigin}${path}?${query}`, anyOrigin, matcher);
  const endpoint = destination && plan.endpoints[destination.index];
  if (destination === undefined || endpoint === undefined) return undefined;
  const { index, target } = destination;
  return { ok: true, index, endpoint, open: () => ({ ok: true, request: { target, headers: {} } }) };
};

const matchAny = (plan: Plan, method: string, target: ParsedTarget, plainValues: boolean): EndpointMatch => {
  const matcher = prepareMatcher(plan);
  const match = (reading: ParsedTarget): EndpointMatch =>
    matcher.match({ method, target: reading, headers: {} }, { plainValues });
  const written = match(target);
  if (written.ok || !plainValues) return written;
  const found = otherReadings(target)
    .map(match)
    .find(({ ok }) => ok);
  return found ?? matchLink(plan, target, matcher) ?? written;
};

/** Matches a call against rules and opens its pseudonyms, as the proxy would. `elsewhere`: who has endpoints that the rules lack. */
export const askRules = (
  plan: Plan,
  { method, url, plainValues }: WrittenCall,
  pseudonyms: Pseudonyms,
  elsewhere: () => readonly OtherEndpoints[] = () => [],
): Answer => {
  const parsed = parseTarget(targetOf(url));
  if (!parsed.ok) return { allowed: false, problem: { code: 'Graphveil.TargetInvalid', detail: parsed.why } };
  // In rules of Psoxy's form these are ordinary parameters offline.
  if (!plainValues && plan.form === 'allow-list' && followedLink(parsed.target) !== undefined)
    return {
      allowed: false,
      problem: { code: 'Graphveil.LinkInvalid', detail: 'only the deployment that gave a link can open it' },
    };
  const matching = matchAny(plan, method, parsed.target, plainValues);
  if (!matching.ok) {
    const { nearest, why } = matching;
    const input = { method, target: parsed.target, headers: {} };
    const problem = prepareRefusal(elsewhere())(input, { ...matching, nearest: undefined });
    const near = nearest !== undefined && problem.detail === why;
    return { allowed: false, problem, ...(near && { nearest }) };
  }
  const { index, endpoint, open } = matching;
  const opening = open(pseudonyms.open);
  if (!opening.ok) return { allowed: false, problem: notOpened(opening), nearest: endpoint };
  return { allowed: true, index, endpoint, asked: opening.request };
};
