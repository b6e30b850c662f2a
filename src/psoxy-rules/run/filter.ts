import { isArray, isNumber, isObject, type JsonObject, type JsonValue } from '../../json/index.ts';
import type { ConditionPlan, FilterPlan, PsoxyResponse } from '../plan/index.ts';
import type { Added } from './augment.ts';

/** The result of a filter for a value that differs from its constant. */
const mismatch: unique symbol = Symbol('mismatch');

type Filtered = JsonValue | typeof mismatch;
type Filter = (value: JsonValue, added: Added) => Filtered;
type Definitions = Map<string, Filter>;

const largest = 2n ** 63n - 1n;
const smallest = -(2n ** 63n);

/** Truncates the fraction; returns undefined outside of 64 bits. */
const wholeNumber = (number: string): string | undefined => {
  if (!/^-?\d+$/.test(number)) {
    const cut = Math.trunc(Number(number));
    return Number.isFinite(cut) && Math.abs(cut) < 2 ** 63 ? BigInt(cut).toString() : undefined;
  }
  const whole = BigInt(number);
  return whole <= largest && whole >= smallest ? number : undefined;
};

const keepScalar = (kind: 'string' | 'number' | 'integer' | 'boolean', value: JsonValue): JsonValue => {
  if (kind === 'string') return typeof value === 'string' ? value : null;
  if (kind === 'boolean') return value === null ? false : typeof value === 'boolean' ? value : null;
  if (!isNumber(value)) return null;
  if (kind === 'number') return value;
  const number = wholeNumber(value.number);
  return number === undefined ? null : { number };
};

const textOf = (value: JsonValue): string => (isNumber(value) ? value.number : String(value));

type Properties = ReadonlyMap<string, Filter>;
type Condition = { readonly applies: (object: JsonObject) => boolean; readonly properties: Properties };

const prepareProperties = (
  properties: readonly (readonly [string, FilterPlan])[],
  definitions: Definitions,
): Properties => new Map(properties.map(([name, plan]) => [name, prepareFilter(plan, definitions)]));

const prepareCondition = ({ when, properties }: ConditionPlan, definitions: Definitions): Condition => {
  const tests = when.map(({ property, filter }) => ({ property, test: prepareFilter(filter, definitions) }));
  return {
    applies: (object) =>
      tests.some(({ property, test }) => {
        const value = object.get(property);
        return value !== undefined && ![null, mismatch].includes(test(value, new Map()) as null);
      }),
    properties: prepareProperties(properties, definitions),
  };
};

const prepareObject = (plan: Extract<FilterPlan, { filter: 'object' }>, definitions: Definitions): Filter => {
  const properties = prepareProperties(plan.properties, definitions);
  const conditions = plan.conditions.map((condition) => prepareCondition(condition, definitions));
  return (value, added) => {
    if (!isObject(value)) return null;
    const met = conditions.filter(({ applies }) => applies(value));
    const kept = new Map<string, JsonValue>();
    for (const [name, member] of value) {
      const filter =
        properties.get(name) ?? met.find((condition) => condition.properties.has(name))?.properties.get(name);
      const filtered = filter === undefined ? undefined : filter(member, added);
      if (filtered === mismatch) return mismatch;
      if (filtered !== undefined) kept.set(name, filtered);
      else if (added.get(value)?.has(name) === true) kept.set(name, member);
    }
    return kept;
  };
};

const prepareArray = ({ item }: Extract<FilterPlan, { filter: 'array' }>, definitions: Definitions): Filter => {
  const filter = item === undefined ? () => null : prepareFilter(item, definitions);
  return (value, added) => {
    if (!isArray(value)) return null;
    return value.map((member) => filter(member, added)).filter((member) => member !== null && member !== mismatch);
  };
};

const prepareFirst = (of: readonly FilterPlan[], definitions: Definitions): Filter => {
  const filters = of.map((plan) => prepareFilter(plan, definitions));
  return (value, added) => {
    for (const filter of filters) {
      const filtered = filter(value, added);
      if (filtered !== mismatch) return filtered;
    }
    return mismatch;
  };
};

const prepareFilter = (plan: FilterPlan, definitions: Definitions): Filter => {
  switch (plan.filter) {
    case 'object':
      return prepareObject(plan, definitions);
    case 'array':
      return prepareArray(plan, definitions);
    case 'definition':
      return (value, added) => definitions.get(plan.name)?.(value, added) ?? null;
    case 'first':
      return prepareFirst(plan.of, definitions);
    case 'nothing':
      return () => null;
    case 'scalar':
      return (value) => (isArray(value) || isObject(value) ? null : value);
    default: {
      const { filter, equals } = plan;
      return (value) => {
        const kept = keepScalar(filter, value);
        return equals === undefined || kept === null || textOf(kept) === equals ? kept : mismatch;
      };
    }
  }
};

/** Returns the value that replaces a document that doesn't fit the filter's root. */
const emptyOf = (plan: FilterPlan | undefined, definitions: ReadonlyMap<string, FilterPlan>): JsonValue => {
  if (plan?.filter === 'object') return new Map();
  if (plan?.filter === 'array') return [];
  return plan?.filter === 'definition' ? emptyOf(definitions.get(plan.name), definitions) : null;
};

/** Prepares the filter of an endpoint, which reduces a document to its listed parts. */
export const prepareResponseFilter = (
  plan: NonNullable<PsoxyResponse['filter']>,
): ((document: JsonValue, added: Added) => JsonValue) => {
  const definitions: Definitions = new Map();
  for (const [name, definition] of plan.definitions) definitions.set(name, prepareFilter(definition, definitions));
  const root = prepareFilter(plan.root, definitions);
  const empty = emptyOf(plan.root, new Map(plan.definitions));
  return (document, added) => {
    const filtered = root(document, added);
    return filtered === null || filtered === mismatch ? empty : filtered;
  };
};
