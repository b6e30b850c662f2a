import { createRequire } from 'node:module';
import type * as Recheck from 'recheck';
import type { PatternPlan } from '../plan/index.ts';
import { type Description, describe } from '../problems/diagnostics/index.ts';

/** The use of an expression, which decides how it is checked. */
export type PatternUse = {
  /** It has to match the whole text, or is looked for anywhere in it. */
  readonly match: 'whole' | 'anywhere';
  /** The text of its first group is used: where there is one, or always. */
  readonly captures?: 'if-any' | 'required';
  /** Letters match in either case. */
  readonly ignoreCase?: boolean;
  /** `strict` (built-in rules) rejects polynomial time; `capped` warns and limits the text. */
  readonly safety: 'strict' | 'capped';
};

export type PatternProblem = Description & {
  readonly severity: 'error' | 'warning';
  /** UTF-16 units from the start of the expression. */
  readonly at: number;
};

/** Compiles an expression as a rule form spells it. Reports all problems; an error leaves the plan out. */
export type CompilePattern = (
  source: string,
  use: Pick<PatternUse, 'match' | 'captures' | 'ignoreCase'>,
) => { readonly plan?: PatternPlan; readonly problems: readonly PatternProblem[] };

/** The growth of the matching time with the text. `unknown`: the checker found no answer in time. */
export type Growth = 'linear' | 'polynomial' | 'exponential' | 'unknown';

/** UTF-16 units: a longer text counts as not matching an expression that could take polynomial time. */
export const longestForSlow = 32 * 1024;

/** Milliseconds; long, so that a busy machine finds the same as an idle one. */
const defaultTimeout = 3_000;

/** Loaded when first needed, since it is large. */
const load = (): typeof Recheck => createRequire(import.meta.url)('recheck/lib/browser.js');

const known = new Map<string, Growth>();

const askChecker = (source: string, flags: string, timeout: number): Growth => {
  const answer = load().checkSync(source, flags, { timeout });
  if (answer.status === 'safe') return 'linear';
  return answer.status === 'vulnerable' ? answer.complexity.type : 'unknown';
};

/** Asks the checker of regular expressions, once for each of them: an answer can take a second. */
export const growthOf = (source: string, flags: string, timeout = defaultTimeout): Growth => {
  const key = `${flags} ${source}`;
  const growth = known.get(key) ?? askChecker(source, flags, timeout);
  known.set(key, growth);
  return growth;
};

/** The problem of an expression that isn't surely fast. */
export const slowness = (growth: Growth, safety: PatternUse['safety']): readonly PatternProblem[] => {
  if (growth === 'linear') return [];
  const capped = growth !== 'exponential' && safety === 'capped';
  return [{ severity: capped ? 'warning' : 'error', at: 0, ...describe('rules/pattern-slow', { growth, capped }) }];
};

/** The problem of an expression without the group that its use needs. */
export const missingGroup: PatternProblem = { severity: 'error', at: 0, ...describe('rules/pattern-group') };

/** The expression with anchors, if it has to match the whole text. */
export const anchored = (source: string, match: PatternUse['match']): string =>
  match === 'whole' ? `^(?:${source})$` : source;

/** Finishes an expression that is JavaScript's by now, unless one of its problems is an error. */
export const finishPattern = (
  plan: Omit<PatternPlan, 'longest'>,
  growth: Growth,
  problems: readonly PatternProblem[],
): ReturnType<CompilePattern> =>
  problems.some(({ severity }) => severity === 'error')
    ? { problems }
    : { plan: { ...plan, ...(growth !== 'linear' && { longest: longestForSlow }) }, problems };
