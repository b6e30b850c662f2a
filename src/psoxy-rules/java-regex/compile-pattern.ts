import {
  anchored,
  finishPattern,
  type Growth,
  growthOf,
  missingGroup,
  type PatternProblem,
  type PatternUse,
  slowness,
} from '../../compile/index.ts';
import type { PatternPlan } from '../../plan/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import { isAtMostPolynomial, isSurelyLinear } from './linear-time.ts';
import type { PatternNode } from './pattern-node.ts';
import { printSimply } from './print-pattern.ts';
import { type Translation, translatePattern } from './translate-pattern.ts';

export type CompiledPattern = {
  /** Absent if one of the problems is an error. */
  readonly plan?: PatternPlan;
  readonly problems: readonly PatternProblem[];
  /** Group numbers in the Plan's expression, by the author's group names. */
  readonly names: ReadonlyMap<string, number>;
  /** The characters of `( ) $` that the expression contains literally. */
  readonly spells: string;
};

/** UTF-16 units. The checker needs seconds for a longer expression, of which a cap is enough if it is polynomial. */
const longestAsked = 32;

const growthOfPattern = (source: string, root: PatternNode, { match, safety }: PatternUse): Growth => {
  if (isSurelyLinear(root, match === 'whole')) return 'linear';
  if (safety === 'capped' && source.length > longestAsked && isAtMostPolynomial(root)) return 'unknown';
  return growthOf(anchored(printSimply(root), match), 'u');
};

const groupProblems = (translation: Translation, captures: PatternUse['captures']): readonly PatternProblem[] => {
  if (captures === 'required' && translation.group === undefined) return [missingGroup];
  if (captures === undefined || translation.reportsAlike) return [];
  return [{ severity: 'error', at: 0, ...describe('rules/pattern-group:repeated') }];
};

/**
 * Translates a `java.util.regex` expression for the Plan, and checks that no input makes it run for long. Reports all
 * problems; leaves the plan out if one of them is an error.
 */
export const compilePattern = (source: string, use: PatternUse): CompiledPattern => {
  const translation = translatePattern(source, use.ignoreCase);
  if (!translation.ok) {
    const { at, code, message, hint } = translation;
    return { problems: [{ severity: 'error', at, code, message, hint }], names: new Map(), spells: '' };
  }
  const { root, names, spells, group } = translation;
  const growth = growthOfPattern(source, root, use);
  const plan = {
    source: anchored(translation.source, use.match),
    flags: 'u',
    ...(group !== undefined && { group }),
  };
  const problems = [
    ...groupProblems(translation, use.captures),
    ...slowness(growth, use.safety, { capsUnknown: true }),
  ];
  return { ...finishPattern(plan, growth, problems), names, spells };
};
