import { asciiLower, type MatchOptions } from '../../plan/index.ts';
import type { ComparisonPlan } from '../plan/index.ts';
import { type FilterComparison, type FilterLiteral, readFilter } from '../plan/index.ts';
import { describeValue, type Part, prepareValue, type ReadText } from './match-value.ts';

type Comparison = {
  readonly plan: ComparisonPlan;
  readonly readLiteral: (literal: FilterLiteral, options: MatchOptions) => ReturnType<ReadText>;
};

const keyOf = ({ path, any }: Pick<FilterComparison, 'path' | 'any'>): string =>
  asciiLower(any === undefined ? path : `${path}/any/${any}`);

/** Matches enum members without regard to case, as Graph does. The upstream request uses the rule's spelling. */
const memberOf = ({ value }: ComparisonPlan, text: string): string =>
  value.enum?.find((member) => asciiLower(member) === asciiLower(text)) ?? text;

/**
 * Accepts dates both quoted and bare, because tools send both for properties of either type. Other values must match
 * the quoting of their type.
 */
const quotingFits = ({ value, quoted }: ComparisonPlan, literal: FilterLiteral): boolean =>
  literal.quoted === quoted || value.type === 'date-time' || value.type === 'date';

const prepareComparison = (plan: ComparisonPlan): Comparison => {
  const read = prepareValue(plan.value, plan.quoted ? 'literal' : 'bare');
  return {
    plan,
    readLiteral: (literal, options) =>
      quotingFits(plan, literal) ? read(memberOf(plan, literal.text), options) : undefined,
  };
};

const before = ({ path, any }: ComparisonPlan, operator: string): string => {
  if (any === undefined) return `${path} ${operator} `;
  return `${path}/any(x:x${any === '' ? '' : `/${any}`} ${operator} `;
};

/** Prepares a `$filter` that is compared by meaning: the caller's comparisons are checked and rewritten. */
export const prepareFilter = (plans: readonly ComparisonPlan[]): ReadText => {
  const comparisons = new Map(plans.map((plan) => [keyOf(plan), prepareComparison(plan)]));

  const write = (written: FilterComparison, options: MatchOptions): readonly Part[] | undefined => {
    const comparison = comparisons.get(keyOf(written));
    if (comparison === undefined) return undefined;
    const { plan, readLiteral } = comparison;
    if (!plan.operators.some((operator) => operator === written.operator)) return undefined;
    const value = readLiteral(written.literal, options);
    if (value === undefined) return undefined;
    const quote = plan.quoted ? "'" : '';
    const end = plan.any === undefined ? '' : ')';
    return [{ text: `${before(plan, written.operator)}${quote}` }, ...value, { text: `${quote}${end}` }];
  };

  return (text, options) => {
    const parts: Part[] = [];
    for (const [index, comparison] of (readFilter(text) ?? []).entries()) {
      const written = write(comparison, options);
      if (written === undefined) return undefined;
      if (index > 0) parts.push({ text: ' and ' });
      parts.push(...written);
    }
    return parts.length === 0 ? undefined : parts;
  };
};

const describeComparison = (plan: ComparisonPlan, options?: MatchOptions): string => {
  const path = plan.any === undefined ? plan.path : `${plan.path}/any(x:x${plan.any === '' ? '' : `/${plan.any}`})`;
  return `${path} ${plan.operators.join('|')} ${describeValue(plan.value, options)}`;
};

/** Describes the accepted comparisons to the caller. */
export const describeFilter = (plans: readonly ComparisonPlan[], options?: MatchOptions): string =>
  `comparisons joined by and, each one of: ${plans.map((plan) => describeComparison(plan, options)).join('; ')}`;
