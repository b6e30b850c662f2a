import {
  type FilterComparison,
  type FormPlan,
  type QueryParameterPlan,
  readFilter,
  type ValuePlan,
} from '../../rules/plan/index.ts';
import type { Comparison } from './judge-comparison.ts';

/** Text that replaces a placeholder when a form is parsed as a filter. No rule contains such text. */
const holeText = (index: number): string => `0000000000.${index}`;

const below = (path: string, any: string | undefined): string =>
  any === undefined || any === '' ? path : `${path}/${any}`;

const comparisonOf = (
  { path, any, operator, literal }: FilterComparison,
  holes: ReadonlyMap<string, ValuePlan>,
): Comparison => {
  const value = holes.get(literal.text);
  return {
    path: below(path, any),
    operators: [operator],
    with: value === undefined ? literal : { value },
  };
};

/**
 * Parses a form of `$filter` into comparisons. Returns undefined if it uses anything else, such as `or` or text
 * functions.
 */
const readForm = ({ parts }: FormPlan): readonly Comparison[] | undefined => {
  const holes = new Map<string, ValuePlan>();
  const text = parts.map((part) => {
    if (part.type === 'text') return part.text;
    const name = holeText(holes.size);
    holes.set(name, part.value);
    return name;
  });
  return readFilter(text.join(''))?.map((comparison) => comparisonOf(comparison, holes));
};

/** Lists the comparisons that the rules allow in `$filter`. An undefined entry is a text that can't be parsed. */
export const comparisonsOf = (parameter: QueryParameterPlan): readonly (Comparison | undefined)[] => {
  switch (parameter.type) {
    case 'filter':
      return parameter.comparisons.map(({ path, any, operators, value }) => ({
        path: below(path, any),
        operators,
        with: { value },
      }));
    case 'forms':
      return parameter.forms.flatMap((form): readonly (Comparison | undefined)[] => readForm(form) ?? [undefined]);
    case 'enum':
      return parameter.values.flatMap(
        (text): readonly (Comparison | undefined)[] =>
          readFilter(text)?.map((comparison) => comparisonOf(comparison, new Map())) ?? [undefined],
      );
    default:
      return [undefined];
  }
};
