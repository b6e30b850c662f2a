import type {
  EndpointMatch,
  EndpointMatcher,
  EndpointPlan,
  LinkPaths,
  MatchInput,
  MatchOptions,
  NamedValue,
  Plan,
  PlanParts,
  QueryPair,
  Refusal,
  RepeatLink,
  RequestMatch,
  Runners,
} from '../plan/index.ts';
import { asciiLower } from '../plan/index.ts';
import { isPsoxyPlan, type PsoxyParts } from '../psoxy-rules/plan/index.ts';
import * as psoxy from '../psoxy-rules/prepared.ts';
import { type AllowListParts, isAllowListPlan } from '../rules/plan/index.ts';
import * as allowList from '../rules/prepared.ts';
import { type EndpointIndex, indexEndpoints } from './endpoint-index.ts';

/** The parts of a rule form that a running function needs. */
type RunningForm<Parts extends PlanParts> = {
  readonly name: Parts['form'];
  readonly prepareMatcher: (request: Parts['request']) => EndpointMatcher;
  readonly prepareRunners: (plan: Plan<Parts>) => Runners;
};

const allowListForm: RunningForm<AllowListParts> = {
  name: 'allow-list',
  ...allowList,
};

const psoxyForm: RunningForm<PsoxyParts> = {
  name: 'psoxy',
  ...psoxy,
};

/** Passes a Plan on together with its form. Throws if the Plan mixes forms or has an unknown one. */
const withRunningForm = <Result>(
  plan: Plan,
  use: <Parts extends PlanParts>(form: RunningForm<Parts>, plan: Plan<Parts>) => Result,
): Result => {
  if (isAllowListPlan(plan)) return use(allowListForm, plan);
  if (isPsoxyPlan(plan)) return use(psoxyForm, plan);
  throw new Error('the plan is of no known rule form, or mixes two');
};

/** An upstream link as plain segments, and its unchanged query. */
export type LinkTarget = { readonly segments: readonly string[]; readonly query: string };

/** The prepared request plans of all endpoints. */
export type Matcher = {
  /** The first endpoint in file order that accepts the call, or the nearest one. */
  readonly match: (input: MatchInput, options?: MatchOptions) => EndpointMatch;
  /** Index of the first endpoint that an upstream link leads to. */
  readonly leadsTo: (link: LinkTarget) => number | undefined;
  /**
   * Returns how an endpoint has this path, with any query: `0` for each fixed segment, `1` for each parameter; of several, that with the
   * earliest fixed segments. Undefined if none has it, or if its form has expressions for paths.
   */
  readonly patternOf: (segments: readonly string[]) => string | undefined;
  /** Applies the parameters that a call repeats beside a link to the endpoint. */
  readonly repeat: (index: number) => RepeatLink;
  /** Returns the values in an upstream link to the endpoint; undefined if the path isn't the endpoint's. */
  readonly namedIn: (
    index: number,
    segments: readonly string[],
    pairs: readonly QueryPair[],
  ) => readonly NamedValue[] | undefined;
  /** True for an endpoint whose links follow changes. */
  readonly isDelta: (index: number) => boolean;
  /** Rewrites an upstream link to the endpoint into the form that the proxy requests. */
  readonly followable: (index: number, target: string) => string;
  /** Returns the texts of the endpoint's rule that its links repeat. */
  readonly linkTextsOf: (index: number) => readonly string[];
  /** Writes the endpoint's own links; undefined if its form can't. */
  readonly pathsOf: (index: number) => LinkPaths | undefined;
};

const asCalled: MatchOptions = { plainValues: false };
const ofGraph: readonly MatchOptions[] = [{ plainValues: true }, { plainValues: true, anyId: true }];

/** A form whose links take nothing but themselves. */
const repeatNothing: RepeatLink = (request, { pairs }) =>
  pairs.length === 0 ? { ok: true, request } : { ok: false, why: 'a link takes no further query parameters' };

/**
 * Reads a path of Graph's beta version that the rules have only in v1.0 as the path in v1.0. Tools that ask beta for everything then get
 * the reply of v1.0.
 */
const inServedVersion = (segments: readonly string[], patternOf: EndpointIndex['pattern']): readonly string[] => {
  const [version = '', ...rest] = segments;
  if (asciiLower(version) !== 'beta' || patternOf(segments) !== undefined) return segments;
  const inVersion1 = ['v1.0', ...rest];
  return patternOf(inVersion1) === undefined ? segments : inVersion1;
};

const withSegments = (input: MatchInput, segments: readonly string[]): MatchInput => {
  const { target } = input;
  if (segments === target.segments) return input;
  const path = `/${segments[0]}${target.path.slice(target.path.indexOf('/', 1))}`;
  return { ...input, target: { ...target, segments, path } };
};

/** Prepares each Plan once: Plans don't change, and commands ask the same one for many calls. */
const oncePerPlan = <Prepared>(prepare: (plan: Plan) => Prepared): ((plan: Plan) => Prepared) => {
  const prepared = new WeakMap<Plan, Prepared>();
  return (plan) => {
    const found = prepared.get(plan) ?? prepare(plan);
    prepared.set(plan, found);
    return found;
  };
};

/** The segments of a path of the template, with a text in place of each parameter. */
export const samplePath = (template: string): readonly string[] =>
  template
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll(/\{[^}]*\}/g, 'x'));

/** Prepares a Plan's endpoints for matching. */
export const prepareMatcher = oncePerPlan((plan): Matcher => {
  const endpoints = withRunningForm(plan, (form, { endpoints: own }) =>
    own.map((endpoint, at) => ({ endpoint, index: at, matcher: form.prepareMatcher(endpoint.request) })),
  );

  const index = indexEndpoints(endpoints.map(({ matcher }) => matcher));
  const texts = endpoints.flatMap(({ matcher }) => matcher.linkTexts);
  const words = new Set(texts.filter((text) => text.startsWith('/')).map((text) => asciiLower(text.slice(1))));

  return {
    match: (given, options = asCalled) => {
      const input = withSegments(given, inServedVersion(given.target.segments, index.pattern));
      for (const candidate of index.candidates(input.target.segments)) {
        const { endpoint, matcher } = endpoints[candidate] as (typeof endpoints)[number];
        const match = matcher.match(input, options);
        if (match.ok) return { ok: true, index: candidate, endpoint, open: match.open };
      }
      // Only a refusal compares the call with every endpoint.
      let nearest: { readonly endpoint?: EndpointPlan; readonly refusal: Refusal } = {
        refusal: { nearness: -1, why: 'the rules have no endpoint', onPath: false },
      };
      const refusals: { readonly endpoint: EndpointPlan; readonly of: Extract<RequestMatch, { ok: false }> }[] = [];
      for (const { endpoint, matcher } of endpoints) {
        const match = matcher.match(input, options);
        if (match.ok) throw new Error('the index of endpoints lacks one that accepts the call');
        refusals.push({ endpoint, of: match });
      }
      for (const { endpoint, of } of refusals) {
        const refusal = of.refusal(words);
        if (refusal.nearness > nearest.refusal.nearness) nearest = { endpoint, refusal };
      }
      const { nearness, why, onPath } = nearest.refusal;
      return { ok: false, nearest: nearness > 0 ? nearest.endpoint : undefined, why, onPath };
    },
    leadsTo: (link) => {
      // An id can be spelled like the name of another endpoint (`delta`), so known spellings are tried first.
      for (const options of ofGraph) {
        const found = endpoints.find(({ matcher }) => matcher.leadsHere(link, options));
        if (found !== undefined) return found.index;
      }
      return undefined;
    },
    followable: (at, target) => endpoints[at]?.matcher.followable?.(target) ?? target,
    patternOf: (segments) => index.pattern(inServedVersion(segments, index.pattern)),
    repeat: (at) => endpoints[at]?.matcher.repeat ?? repeatNothing,
    linkTextsOf: (at) => endpoints[at]?.matcher.linkTexts ?? [],
    pathsOf: (at) => endpoints[at]?.matcher.paths,
    namedIn: (at, segments, pairs) => endpoints[at]?.matcher.namedIn?.(segments, pairs),
    isDelta: (at) => endpoints[at]?.matcher.delta === true,
  };
});

/**
 * Returns the names of the connectors whose rules have a path, in the given order. Only those that spell most of it count: a path
 * such as `/v1.0/users/delta` isn't that of a person, as for the routes of API Gateway.
 */
export const mostSpecific = (
  connectors: readonly { readonly name: string; readonly matcher: Pick<Matcher, 'patternOf'> }[],
  segments: readonly string[],
): readonly string[] => {
  const found = connectors.flatMap(({ name, matcher }) => {
    const pattern = matcher.patternOf(segments);
    return pattern === undefined ? [] : [{ name, pattern }];
  });
  const [least] = found.map(({ pattern }) => pattern).sort();
  return found.filter(({ pattern }) => pattern === least).map(({ name }) => name);
};

/** Prepares the runners of a Plan, once at start. */
export const prepareRunners = oncePerPlan(
  (plan): Runners => withRunningForm(plan, (form, own) => form.prepareRunners(own)),
);
