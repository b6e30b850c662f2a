import {
  anchored,
  finishPattern,
  growthOf,
  missingGroup,
  type PatternProblem,
  type PatternUse,
  slowness,
} from '../../compile/index.ts';
import type { PatternPlan } from '../../plan/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import { isSurelyLinear } from './linear-time.ts';
import { printSimply } from './print-pattern.ts';
import { type Translation, translatePattern } from './translate-pattern.ts';

export type CompiledPattern = {
  /** Absent where a problem is an error. */
  readonly plan?: PatternPlan;
  readonly problems: readonly PatternProblem[];
  /** Numbers, in the Plan's expression, of the author's named groups. */
  readonly names: ReadonlyMap<string, number>;
  /** Which of `( ) $` the expression spells. */
  readonly spells: string;
};

const groupProblems = (translation: Translation, captures: PatternUse['captures']): readonly PatternProblem[] => {
  if (captures === 'required' && translation.group === undefined) return [missingGroup];
  if (captures === undefined || translation.reportsAlike) return [];
  return [{ severity: 'error', at: 0, ...describe('rules/pattern-group:repeated') }];
};

/**
 * Translates an expression, written as `java.util.regex` reads it, for the Plan, and checks that it can't be made to
 * run for long. Reports all problems; an error leaves the plan out.
 */
export const compilePattern = (source: string, use: PatternUse): CompiledPattern => {
  const translation = translatePattern(source, use.ignoreCase);
  if (!translation.ok) {
    const { at, code, message, hint } = translation;
    return { problems: [{ severity: 'error', at, code, message, hint }], names: new Map(), spells: '' };
  }
  const { root, names, spells, group } = translation;
  const growth = isSurelyLinear(root, use.match === 'whole')
    ? 'linear'
    : growthOf(anchored(printSimply(root), use.match), 'u');
  const plan = {
    source: anchored(translation.source, use.match),
    flags: 'u',
    ...(group !== undefined && { group }),
  };
  const problems = [...groupProblems(translation, use.captures), ...slowness(growth, use.safety)];
  return { ...finishPattern(plan, growth, problems), names, spells };
};
