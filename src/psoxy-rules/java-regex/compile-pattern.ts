import type { PatternPlan } from '../../plan/index.ts';
import { type Description, describe } from '../../problems/diagnostics/index.ts';
import { type Growth, growthOf } from './check-safety.ts';
import { isSurelyLinear } from './linear-time.ts';
import { printSimply } from './print-pattern.ts';
import { type Translation, translatePattern } from './translate-pattern.ts';

/** How an expression is used, which decides what is asked of it. */
export type PatternUse = {
  /** It has to match the whole text, or is looked for anywhere in it. */
  readonly match: 'whole' | 'anywhere';
  /** The text of its first group is used: where there is one, or always. */
  readonly captures?: 'if-any' | 'required';
  /** ASCII letters match in either case. */
  readonly ignoreCase?: boolean;
  /** `strict` (built-in rules) refuses what may take polynomial time; `capped` warns and limits the text. */
  readonly safety: 'strict' | 'capped';
};

export type PatternProblem = Description & {
  readonly severity: 'error' | 'warning';
  /** UTF-16 units from the start of the expression. */
  readonly at: number;
};

export type CompiledPattern = {
  /** Absent where a problem is an error. */
  readonly plan?: PatternPlan;
  readonly problems: readonly PatternProblem[];
  /** Numbers, in the Plan's expression, of the author's named groups. */
  readonly names: ReadonlyMap<string, number>;
  /** Which of `( ) $` the expression spells. */
  readonly spells: string;
};

/** UTF-16 units: a text that is longer is not tried on an expression that could take polynomial time. */
export const longestForSlow = 32 * 1024;

const growthProblem = (growth: Growth, safety: PatternUse['safety']): PatternProblem | undefined => {
  if (growth === 'linear') return undefined;
  const capped = growth !== 'exponential' && safety === 'capped';
  return { severity: capped ? 'warning' : 'error', at: 0, ...describe('rules/pattern-slow', { growth, capped }) };
};

const groupProblem = (translation: Translation, captures: PatternUse['captures']): PatternProblem | undefined => {
  if (captures === 'required' && translation.group === undefined)
    return { severity: 'error', at: 0, ...describe('rules/pattern-group') };
  if (captures === undefined || translation.reportsAlike) return undefined;
  return { severity: 'error', at: 0, ...describe('rules/pattern-group:repeated') };
};

/**
 * Translates an expression, written as `java.util.regex` reads it, for the Plan, and checks that it can't be made to run
 * for long. All problems are said; an error leaves the plan out.
 */
export const compilePattern = (source: string, use: PatternUse): CompiledPattern => {
  const translation = translatePattern(source, use.ignoreCase);
  if (!translation.ok) {
    const { at, code, message, hint } = translation;
    return { problems: [{ severity: 'error', at, code, message, hint }], names: new Map(), spells: '' };
  }
  const whole = use.match === 'whole';
  const anchored = (pattern: string): string => (whole ? `^(?:${pattern})$` : pattern);
  const { root } = translation;
  const growth = isSurelyLinear(root, whole) ? 'linear' : growthOf(anchored(printSimply(root)), 'u');
  const problems = [groupProblem(translation, use.captures), growthProblem(growth, use.safety)].filter(
    (problem) => problem !== undefined,
  );
  const { names, spells, group } = translation;
  if (problems.some(({ severity }) => severity === 'error')) return { problems, names, spells };
  const plan: PatternPlan = {
    source: anchored(translation.source),
    flags: 'u',
    ...(group !== undefined && { group }),
    ...(growth !== 'linear' && { longest: longestForSlow }),
  };
  return { plan, problems, names, spells };
};
