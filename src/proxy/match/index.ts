/** Finds the endpoint that lets a call through, and says what then goes upstream. */
export type {
  Asked,
  Asking,
  EndpointMatch,
  EndpointMatcher,
  LinkPaths,
  Match,
  Matching,
  MatchOptions,
  Opening,
  OpenToken,
  Unopened,
} from './match.ts';
export { createMatcher, type LinkTarget, type Matcher } from './match-call.ts';
