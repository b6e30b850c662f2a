/** The Plan: the compiled rules as plain JSON, shared by compile, run and the proxy. */
export { type Counts, noDrops } from './counts.ts';
export { fitsKind, fitsPlainKind, isKindName, type Kind, type KindName, kinds } from './kinds.ts';
export { asciiLower, encodePathValue, encodeQueryValue } from './match/encode.ts';
export type {
  EndpointMatch,
  EndpointMatcher,
  LinkPaths,
  Match,
  MatchInput,
  Matching,
  MatchOptions,
  Opening,
  OpenToken,
  QueryPair,
  RequestTarget,
  Unopened,
  UpstreamTarget,
} from './match/match.ts';
export { choosePreferences } from './match/prefer.ts';
export { allowedHeaders, openHeaders } from './match/request-headers.ts';
export type { PatternPlan } from './pattern.ts';
export type { EndpointPlan, FormName, Plan, PlanParts } from './plan.ts';
export type { RunContext, UpstreamLink } from './run-context.ts';
export type { DropCounts, Runner, Runners, RunResult } from './runner.ts';
export { asSanitizedBody, type SanitizedBody } from './sanitized-body.ts';
export type { Options, OptionValue, TransformUse } from './transform-use.ts';
