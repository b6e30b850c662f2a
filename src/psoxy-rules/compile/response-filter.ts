import type { Report } from '../../diagnostics/index.ts';
import type { YamlNode } from '../../yaml/index.ts';
import type { ConditionPlan, FilterPlan, PsoxyResponse } from '../plan/index.ts';
import { type Fields, isNull, readEntries, readFields, readList, readMapping, readText } from './reading.ts';

/** Schemas of the rule set's `definitions`, with those that were looked at. */
export type Definitions = ReadonlyMap<string, FilterPlan>;

const keys = ['type', '$ref', 'format', 'properties', 'items', 'definitions', 'anyOf', 'if', 'then', 'else', 'const'];
const ignored = ['title', 'required', 'additionalProperties', '$schema'];
const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
const nothing: FilterPlan = { filter: 'nothing' };

type Names = { readonly names: readonly string[]; readonly report: Report };
type Properties = readonly (readonly [string, FilterPlan])[];

const readProperties = (node: YamlNode | undefined, context: Names): Properties => {
  return readEntries(node, context.report).map(({ key, value }) => [key, readFilter(value, context)]);
};

const readReference = (node: YamlNode, { names, report }: Names): FilterPlan => {
  const placed = readText(node, report);
  if (placed === undefined) return nothing;
  if (placed.text === '#') return { filter: 'scalar' };
  const [, name] = /^#\/definitions\/(.+)$/.exec(placed.text) ?? [];
  if (name !== undefined && names.includes(name)) return { filter: 'definition', name };
  report.error('rules/unknown-definition', node.position, { name: name ?? '', known: names });
  return nothing;
};

const readSub = (fields: Fields, key: string, context: Names): Fields | undefined => {
  const node = fields.get(key);
  const mapping = node === undefined || isNull(node) ? undefined : readMapping(node, context.report);
  return mapping && readFields(mapping, [...keys, ...ignored], 'response schema', context.report);
};

/** Reads the conditions. `else` is a second condition for `then`; only the first property of each is used. */
const readConditions = (fields: Fields, context: Names): readonly ConditionPlan[] => {
  const when = ['if', 'else'].flatMap((key) => {
    const [first] = readProperties(readSub(fields, key, context)?.get('properties'), context);
    return first === undefined ? [] : [{ property: first[0], filter: first[1] }];
  });
  const then = readSub(fields, 'then', context);
  return then === undefined || when.length === 0
    ? []
    : [{ when, properties: readProperties(then.get('properties'), context) }];
};

const readType = (node: YamlNode | undefined, report: Report): string | undefined => {
  if (node === undefined || isNull(node)) return undefined;
  const type = readText(node, report)?.text;
  if (type === undefined || types.includes(type)) return type;
  report.error('rules/response-schema', node.position, { known: types });
  return 'null';
};

const readScalar = (
  filter: 'string' | 'number' | 'integer' | 'boolean',
  fields: Fields,
  report: Report,
): FilterPlan => {
  const constant = fields.get('const');
  const equals = constant === undefined || isNull(constant) ? undefined : readText(constant, report)?.text;
  return { filter, ...(equals !== undefined && { equals }) };
};

const readArray = (items: YamlNode | undefined, node: YamlNode, context: Names): FilterPlan => {
  if (items !== undefined && !isNull(items)) return { filter: 'array', item: readFilter(items, context) };
  context.report.warning('rules/response-schema:items', node.position);
  return { filter: 'array' };
};

const readTyped = (type: string, fields: Fields, node: YamlNode, context: Names): FilterPlan => {
  switch (type) {
    case 'object':
      return {
        filter: 'object',
        properties: readProperties(fields.get('properties'), context),
        conditions: readConditions(fields, context),
      };
    case 'array':
      return readArray(fields.get('items'), node, context);
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
      return readScalar(type, fields, context.report);
    default:
      return nothing;
  }
};

const readUntyped = (fields: Fields, node: YamlNode, context: Names): FilterPlan => {
  const anyOf = fields.get('anyOf');
  if (anyOf !== undefined && !isNull(anyOf))
    return { filter: 'first', of: readList(anyOf, context.report).map((item) => readFilter(item, context)) };
  if (fields.has('if')) return { filter: 'object', properties: [], conditions: readConditions(fields, context) };
  if (fields.has('properties') || fields.has('items'))
    context.report.warning('rules/response-schema:untyped', node.position, {
      type: fields.has('items') ? 'array' : 'object',
    });
  return { filter: 'scalar' };
};

const readFilter = (node: YamlNode, context: Names): FilterPlan => {
  const mapping = readMapping(node, context.report);
  if (mapping === undefined) return nothing;
  const fields = readFields(mapping, [...keys, ...ignored], 'response schema', context.report);
  const reference = fields.get('$ref');
  if (reference !== undefined && !isNull(reference)) return readReference(reference, context);
  const type = readType(fields.get('type'), context.report);
  return type === undefined ? readUntyped(fields, node, context) : readTyped(type, fields, node, context);
};

/** Returns the definitions that a definition refers to without descending into the value. */
const standsFor = (plan: FilterPlan | undefined): readonly string[] => {
  if (plan?.filter === 'definition') return [plan.name];
  return plan?.filter === 'first' ? plan.of.flatMap(standsFor) : [];
};

const isEndless = (name: string, definitions: Definitions): boolean => {
  const met = new Set(standsFor(definitions.get(name)));
  for (const next of met) for (const further of standsFor(definitions.get(next))) met.add(further);
  return met.has(name);
};

/** Reads all definitions of a rule set. They may refer to one another, and to themselves from a property or an item. */
export const readDefinitions = (node: YamlNode | undefined, report: Report): Definitions => {
  const entries = readEntries(node, report);
  const context: Names = { names: entries.map(({ key }) => key), report };
  const definitions = new Map(entries.map(({ key, value }) => [key, readFilter(value, context)]));
  for (const { key, value } of entries)
    if (isEndless(key, definitions)) report.error('rules/endless-definition', value.position);
  return definitions;
};

const referredIn = (plan: FilterPlan): readonly string[] => {
  switch (plan.filter) {
    case 'definition':
      return [plan.name];
    case 'object':
      return [
        ...plan.properties,
        ...plan.conditions.flatMap(({ when, properties }) => [
          ...properties,
          ...when.map(({ property, filter }) => [property, filter] as const),
        ]),
      ].flatMap(([, property]) => referredIn(property));
    case 'array':
      return plan.item === undefined ? [] : referredIn(plan.item);
    case 'first':
      return plan.of.flatMap(referredIn);
    default:
      return [];
  }
};

/** Reads the filter of an endpoint and the definitions that it refers to. */
export const readResponseSchema = (
  node: YamlNode | undefined,
  definitions: Definitions,
  report: Report,
): PsoxyResponse['filter'] => {
  if (node === undefined || isNull(node)) return undefined;
  const root = readFilter(node, { names: [...definitions.keys()], report });
  const needed = new Set(referredIn(root));
  for (const name of needed) {
    const definition = definitions.get(name);
    if (definition !== undefined) for (const next of referredIn(definition)) needed.add(next);
  }
  return { root, definitions: [...definitions].filter(([name]) => needed.has(name)) };
};
