import type { EndpointMatch, EndpointPlan, MatchInput } from '../plan/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Call } from './call.ts';
import type { CallTrace } from './call-trace.ts';
import { type FollowedLink, followedLink } from './follow-link.ts';
import { parseTarget } from './parse-target.ts';

/** A call that was read strictly; `link` if it follows one, which then decides where it goes. */
type ReadCall =
  | ({ readonly ok: true; readonly link?: FollowedLink } & MatchInput)
  | { readonly ok: false; readonly problem: Problem };

/** Reads a call before anything else looks at it. Rejects targets that readers could take differently, and bodies. */
export const readCall = ({ method, target: text, headers, hasBody }: Call): ReadCall => {
  const parsed = parseTarget(text);
  if (!parsed.ok) return { ok: false, problem: { code: 'Graphveil.TargetInvalid', detail: parsed.why } };
  if (hasBody) return { ok: false, problem: { code: 'Graphveil.BodyNotAllowed' } };
  const { target } = parsed;
  const link = method === 'GET' ? followedLink(target) : undefined;
  return { ok: true, method, target, headers, ...(link !== undefined && { link }) };
};

/** Names the nearest endpoint by its template, and the part that failed; nothing that the caller sent. */
export const notAllowed = ({ why, nearest }: Extract<EndpointMatch, { ok: false }>): Problem => ({
  code: 'Graphveil.EndpointNotAllowed',
  detail: nearest === undefined ? why : `${why} (nearest endpoint: ${nearest.pathTemplate})`,
});

/** The trace's part of a match; the endpoint of a link is known only when it is open. */
export const endpointOf = (match: FollowedLink | { readonly endpoint: EndpointPlan }): Pick<CallTrace, 'endpoint'> =>
  'endpoint' in match ? { endpoint: match.endpoint.pathTemplate } : {};
