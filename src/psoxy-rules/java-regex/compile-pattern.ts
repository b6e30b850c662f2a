import type { PatternPlan } from '../../plan/index.ts';
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

export type PatternProblem = {
  readonly severity: 'error' | 'warning';
  readonly code: 'rules/pattern-not-readable' | 'rules/pattern-group' | 'rules/pattern-slow';
  /** UTF-16 units from the start of the expression. */
  readonly at: number;
  readonly message: string;
  readonly hint: string;
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

const errorHint = 'say what may follow each repetition, with a class that excludes it';

const growthProblem = (growth: Growth, safety: PatternUse['safety']): PatternProblem | undefined => {
  if (growth === 'linear') return undefined;
  const base = { code: 'rules/pattern-slow', at: 0 } as const;
  if (growth === 'exponential')
    return { ...base, severity: 'error', message: 'this expression can take exponential time', hint: errorHint };
  const doubt = growth === 'unknown' ? 'could not be shown to be fast' : 'can take polynomial time';
  if (safety === 'strict') return { ...base, severity: 'error', message: `this expression ${doubt}`, hint: errorHint };
  const message = `this expression ${doubt}, so texts over 32 KiB count as not matching`;
  return { ...base, severity: 'warning', message, hint: errorHint };
};

const groupProblem = (translation: Translation, captures: PatternUse['captures']): PatternProblem | undefined => {
  const base = { severity: 'error', code: 'rules/pattern-group', at: 0 } as const;
  if (captures === 'required' && translation.group === undefined)
    return { ...base, message: 'the expression has no group', hint: 'put parentheses around the part that is meant' };
  if (captures === undefined || translation.reportsAlike) return undefined;
  return {
    ...base,
    message: 'the first group may take part in some rounds of a repetition only, which JavaScript reports otherwise',
    hint: 'put the group outside of the repetition, or let every round match it',
  };
};

/**
 * Translates an expression, written as `java.util.regex` reads it, for the Plan, and checks that it can't be made to run
 * for long. All problems are said; an error leaves the plan out.
 */
export const compilePattern = (source: string, use: PatternUse): CompiledPattern => {
  const translation = translatePattern(source, use.ignoreCase);
  if (!translation.ok) {
    const { at, message, hint } = translation;
    const problem = { severity: 'error', code: 'rules/pattern-not-readable', at, message, hint } as const;
    return { problems: [problem], names: new Map(), spells: '' };
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
