import { createRequire } from 'node:module';
import type * as Recheck from 'recheck';
import type { PatternPlan } from '../plan/index.ts';
import { type Description, describe } from '../problems/diagnostics/index.ts';

/** The use of an expression, which determines its checks. */
export type PatternUse = {
  /** Whether it must match the whole text or may match anywhere in it. */
  readonly match: 'whole' | 'anywhere';
  /** Whether the text of the first group is used: if there is a group, or always. */
  readonly captures?: 'if-any' | 'required';
  /** Ignores the case of letters. */
  readonly ignoreCase?: boolean;
  /** `strict` (built-in rules) rejects polynomial time; `capped` warns and limits the length of the text. */
  readonly safety: 'strict' | 'capped';
};

export type PatternProblem = Description & {
  readonly severity: 'error' | 'warning';
  /** UTF-16 units from the start of the expression. */
  readonly at: number;
};

/**
 * Compiles an expression in a rule form's notation. Reports all problems; leaves the plan out if one of them is an
 * error.
 */
export type CompilePattern = (
  source: string,
  use: Pick<PatternUse, 'match' | 'captures' | 'ignoreCase'>,
) => { readonly plan?: PatternPlan; readonly problems: readonly PatternProblem[] };

/** Growth of the matching time with the length of the text. `unknown`: the checker's steps didn't decide it. */
export type Growth = 'linear' | 'polynomial' | 'exponential' | 'unknown';

/** UTF-16 units. A longer text doesn't match an expression that could take polynomial time. */
export const longestForSlow = 32 * 1024;

/**
 * Limits of the checker in steps instead of time, so that a slow machine gets the same result as a fast one. An
 * automaton with up to `maxNFASize` transitions is decided exactly, within seconds. A larger one, or one with more
 * repeats, would be attacked with random texts, which proves nothing and may never end: `barelyAttacked`.
 */
const barelyAttacked = {
  attackLimit: 1,
  incubationLimit: 1,
  maxIteration: 0,
  maxAttackStringSize: 10,
  maxInitialGenerationSize: 1,
  maxGenerationSize: 1,
} as const satisfies Recheck.Parameters;

const steps = {
  ...barelyAttacked,
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  maxNFASize: 9_000,
  maxRepeatCount: 12,
} as const satisfies Recheck.Parameters;

/** Loaded on first use, because it is large. */
const load = (): typeof Recheck => createRequire(import.meta.url)('recheck/lib/browser.js');

const known = new Map<string, Growth>();

const askChecker = (source: string, flags: string): Growth => {
  const answer = load().checkSync(source, flags, steps);
  if (answer.checker !== 'automaton' || answer.status === 'unknown') return 'unknown';
  return answer.status === 'safe' ? 'linear' : answer.complexity.type;
};

/** Runs the checker of regular expressions once for each expression, because a run can take seconds. */
export const growthOf = (source: string, flags: string): Growth => {
  const key = `${flags} ${source}`;
  const growth = known.get(key) ?? askChecker(source, flags);
  known.set(key, growth);
  return growth;
};

/** Returns the problem of an expression that may be slow. `capsUnknown`: undecided expressions are capped, not rejected. */
export const slowness = (
  growth: Growth,
  safety: PatternUse['safety'],
  { capsUnknown }: { readonly capsUnknown: boolean },
): readonly PatternProblem[] => {
  if (growth === 'linear') return [];
  const capped = safety === 'capped' && (growth === 'polynomial' || (growth === 'unknown' && capsUnknown));
  return [{ severity: capped ? 'warning' : 'error', at: 0, ...describe('rules/pattern-slow', { growth, capped }) }];
};

/** The problem of an expression that lacks a required group. */
export const missingGroup: PatternProblem = { severity: 'error', at: 0, ...describe('rules/pattern-group') };

/** Adds anchors if the expression must match the whole text. */
export const anchored = (source: string, match: PatternUse['match']): string =>
  match === 'whole' ? `^(?:${source})$` : source;

/** Completes an expression that has been translated to JavaScript, unless one of its problems is an error. */
export const finishPattern = (
  plan: Omit<PatternPlan, 'longest'>,
  growth: Growth,
  problems: readonly PatternProblem[],
): ReturnType<CompilePattern> =>
  problems.some(({ severity }) => severity === 'error')
    ? { problems }
    : { plan: { ...plan, ...(growth !== 'linear' && { longest: longestForSlow }) }, problems };
