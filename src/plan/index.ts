/** The Plan: the compiled rules as plain JSON, shared by compile, run and the proxy. */
export { type Bound, isOwnedKind, isSubjectKind, type OwnedKind } from './bound.ts';
export { isDate } from './calendar-date.ts';
export {
  type DeclaredKind,
  type DeclaredKinds,
  declaredKind,
  declaredKindsOf,
  fitsKind,
  fitsPlainKind,
  isKindName,
  isValueKindName,
  type Kind,
  type KindName,
  kindNamed,
  kindOfLinkValue,
  kinds,
  takesKind,
  tokenKindOf,
  type ValueKindName,
  valueKinds,
} from './kinds.ts';
export type {
  EndpointMatch,
  EndpointMatcher,
  LinkPaths,
  MatchInput,
  MatchOptions,
  NamedValue,
  OpenedToken,
  OpenRequest,
  OpenToken,
  OtherEndpoints,
  ParsedTarget,
  QueryPair,
  Refusal,
  RepeatedCall,
  RepeatLink,
  RequestMatch,
  TokenizeValue,
  Unopened,
  UpstreamTarget,
} from './match/match.ts';
export {
  allowedHeaders,
  appliedPreferences,
  asciiLower,
  choosePreferences,
  encodePathValue,
  encodeQueryValue,
  openHeaders,
  optionOfOData,
  pageSizePreference,
  repeatPreferences,
} from './match/upstream-text.ts';
export type { PatternPlan } from './pattern.ts';
export type { EndpointPlan, FormName, Plan, PlanParts } from './plan.ts';
export {
  asSanitizedBody,
  type Counts,
  type DropCounts,
  noDrops,
  type PopulationView,
  type RunContext,
  type Runner,
  type Runners,
  type RunResult,
  type SanitizedBody,
  type SealedUrl,
  tooLargeToParse,
  type UpstreamLink,
} from './runner.ts';
export type { Options, OptionValue, TransformUse } from './transform-use.ts';
