import type { ComparisonRule, Entry, Located, QueryRule } from '../format/index.ts';
import type { ComparisonOperator, ComparisonPlan } from '../plan/index.ts';
import type { Session } from './session.ts';
import { compileValue } from './value-plan.ts';

const pathText = /^[A-Za-z_][A-Za-z0-9_]*(?:\/(?:\$count|[A-Za-z_][A-Za-z0-9_]*))*$/;

/**
 * Splits `groupTypes/any` or `assignedLicenses/any/skuId` into the collection and the path below the variable of `any`.
 */
const splitPath = (path: string): Pick<ComparisonPlan, 'path' | 'any'> => {
  const [collection = '', inner] = path.split(/\/any(?=\/|$)/);
  return inner === undefined ? { path } : { path: collection, any: inner.slice(1) };
};

const order = ['gt', 'ge', 'lt', 'le'];

const checkOperators = (
  { operators, type }: ComparisonRule,
  { keyPosition }: Entry<ComparisonRule>,
  { report }: Session,
): void => {
  if (operators === undefined || operators.value.length === 0) {
    report.error('rules/value:operators', operators?.position ?? keyPosition);
    return;
  }
  if (type !== undefined && type.value !== 'string' && type.value !== 'boolean') return;
  for (const { value, position } of operators.value)
    if (order.includes(value)) report.error('rules/value:order', position, { operator: value });
};

const checkQuoted = (quoted: Located<boolean> | undefined, type: string | undefined, { report }: Session): void => {
  if (quoted !== undefined && type !== 'date' && type !== 'date-time')
    report.error('rules/options-clash:quoted', quoted.position);
};

/** Strings become string literals; OData keywords (`null`), numbers, booleans and dates stay bare. */
const isQuoted = ({ quoted, type, enum: words }: ComparisonRule): boolean => {
  if (type !== undefined && type.value !== 'string') return quoted?.value === true;
  return words === undefined || words.value.some(({ value }) => value !== 'null');
};

const compileComparison = (path: string, entry: Entry<ComparisonRule>, session: Session): ComparisonPlan => {
  const { value: rule, keyPosition } = entry;
  if (!pathText.test(path)) session.report.error('rules/value:property-path', keyPosition, { path });
  if (rule.removed === true) session.report.error('rules/removed', keyPosition, { what: 'comparison', name: path });
  else checkOperators(rule, entry, session);
  checkQuoted(rule.quoted, rule.type?.value, session);
  const quoted = isQuoted(rule);
  const operators = (rule.operators?.value ?? []).map(({ value }) => value as ComparisonOperator);
  const value = compileValue(rule, path, keyPosition, quoted ? 'quoted' : 'query', session);
  return { ...splitPath(path), operators, value, quoted };
};

/** Compiles the comparisons that `$filter` may contain, in the rule's order. */
export const compileComparisons = (
  comparisons: NonNullable<QueryRule['comparisons']>,
  session: Session,
): readonly ComparisonPlan[] => [...comparisons].map(([path, entry]) => compileComparison(path, entry, session));
