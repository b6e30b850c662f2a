import type { EndpointPlan, LinkPaths, MatchInput, Matching, MatchOptions, Plan } from '../plan/index.ts';
import { withRunningForm } from './running-form.ts';

/** An upstream link read into plain segments, and its query as it stands. */
export type LinkTarget = { readonly segments: readonly string[]; readonly query: string };

/** The request plans of all endpoints, made ready once. */
export type Matcher = {
  /** The first endpoint in file order that lets the call through, or what the nearest one says. */
  readonly match: (asking: MatchInput, options?: MatchOptions) => Matching;
  /** Index of the first endpoint that an upstream link leads to. */
  readonly leadsTo: (link: LinkTarget) => number | undefined;
  /** How the endpoint's own links are written; undefined where its form can't. */
  readonly pathsOf: (index: number) => LinkPaths | undefined;
};

const asCalled: MatchOptions = { plainValues: false };

/** Prepares a Plan's endpoints for matching. */
export const prepareMatcher = (plan: Plan): Matcher => {
  const endpoints = withRunningForm(plan, (form, { endpoints: own }) =>
    own.map((endpoint, index) => ({ endpoint, index, matcher: form.prepareMatcher(endpoint.request) })),
  );

  return {
    match: (asking, options = asCalled) => {
      let nearest: { readonly nearness: number; readonly why: string; readonly endpoint?: EndpointPlan } = {
        nearness: -1,
        why: 'the rules have no endpoint',
      };
      for (const { endpoint, index, matcher } of endpoints) {
        const match = matcher.match(asking, options);
        if (match.ok) return { ok: true, match: { index, endpoint, open: match.open } };
        if (match.nearness > nearest.nearness) nearest = { nearness: match.nearness, why: match.why, endpoint };
      }
      return { ok: false, nearest: nearest.endpoint, why: nearest.why };
    },
    leadsTo: (link) => endpoints.find(({ matcher }) => matcher.leadsHere(link))?.index,
    pathsOf: (index) => endpoints[index]?.matcher.paths,
  };
};
