import type { Position, Report } from '../../diagnostics/index.ts';
import { kinds } from '../../plan/index.ts';
import { describeNode, type YamlNode } from '../../yaml/index.ts';
import { responseRule } from './response-shape.ts';
import type { ComparisonRule, EndpointRule, Entries, Located, QueryRule, RuleFile, ValueRule } from './rules.ts';
import { boolean, type Field, integer, list, mapOf, mapping, oneOf, type Shape, text, textOrBoolean } from './shape.ts';

export const comparisonOperators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;

export const valueTypes = ['string', 'integer', 'boolean', 'date', 'date-time', 'guid'] as const;

const simpleFields = {
  type: { shape: oneOf(valueTypes), describe: 'The type of the value. Default: string.' },
  kind: {
    // A source declares further kinds, whose names have a hyphen.
    shape: { ...text(), schema: { anyOf: [{ enum: Object.keys(kinds) }, { type: 'string', pattern: '-' }] } },
    describe: 'The kind of thing that the value, or the pseudonym when opened, must be: user-id, outlook-id …',
  },
  format: { shape: oneOf(['reversible-pseudonym']), describe: 'Only a pseudonym is accepted, never a plain value.' },
  minimum: { shape: integer(), describe: 'Least integer.' },
  maximum: { shape: integer(), describe: 'Greatest integer.' },
  enum: { shape: list(text()), describe: 'The only accepted texts.' },
  pattern: { shape: text(), describe: 'A JavaScript regular expression that the whole value must match.' },
  ignoreCase: { shape: boolean(), describe: 'Letters match the pattern in either case.' },
} as const satisfies Readonly<Record<string, Field<unknown>>>;

const valueFields = {
  ...simpleFields,
  oneOf: {
    shape: list(mapping<typeof simpleFields>('value', simpleFields)),
    describe: 'Several forms of values, each a type or an enum: [{ enum: [latest] }, { type: date-time }]',
  },
};

const valueMapping: Shape<ValueRule> = mapping('value', valueFields);

/** `from: date-time` is short for `from: { type: date-time }`, and `user: user-id` for `user: { kind: user-id }`. */
const hole: Shape<ValueRule> = {
  schema: { anyOf: [{ type: 'string' }, valueMapping.schema] },
  read: (node, report) => {
    if (node.kind !== 'scalar' || node.tag !== undefined) return valueMapping.read(node, report);
    const word = text().read(node, report);
    if (word === undefined) return undefined;
    const key = valueTypes.some((type) => type === word.value) ? 'type' : 'kind';
    return { position: node.position, [key]: word };
  },
};

/** The word `removed` in place of a parameter or a comparison removes that of the base. */
const removable = <Rule extends { readonly position: Position }>(
  shape: Shape<Rule>,
): Shape<Rule | { readonly position: Position; readonly removed: true }> => ({
  schema: { anyOf: [shape.schema, { const: 'removed' }] },
  read: (node, report) =>
    node.kind === 'scalar' && node.tag === undefined && node.value === 'removed'
      ? { position: node.position, removed: true }
      : shape.read(node, report),
});

const comparison: Shape<ComparisonRule> = mapping('comparison', {
  ...valueFields,
  operators: { shape: list(oneOf(comparisonOperators)), describe: 'The accepted operators: eq, ne, gt, ge, lt, le.' },
  quoted: {
    shape: boolean(),
    describe: 'Of a date or date-time: Graph declares the property as a string, so the value goes upstream in quotes.',
  },
});

const queryRule: Shape<QueryRule> = mapping('query parameter', {
  ...valueFields,
  required: { shape: boolean(), describe: 'A call without it is refused.' },
  properties: {
    shape: oneOf(['kept']),
    describe: 'Of $select: narrowed to the kept properties, supplied when the caller sends none.',
  },
  onRequest: {
    shape: list(text()),
    describe:
      'Kept properties that $select holds only if the caller names them, since they change which items Graph returns.',
  },
  notSelectable: { shape: list(text()), describe: 'Kept properties that Graph does not take in $select.' },
  comparisons: {
    shape: mapOf(removable(comparison)),
    describe:
      'Of $filter: the properties that may be compared, by path (start/dateTime, groupTypes/any, assignedLicenses/any/skuId). Calls join comparisons with `and`, in any order and spelling.',
  },
  forms: { shape: list(text()), describe: 'The accepted texts, with {holes} for values.' },
  holes: { shape: mapOf(hole), describe: 'The values of each hole of the forms.' },
});

const collection: Shape<Located<boolean | 'delta' | 'count'>> = {
  schema: { enum: [true, false, 'delta', 'count'] },
  read: (node, report) => {
    const value = node.kind === 'scalar' && node.tag === undefined ? node.value : undefined;
    if (value === 'delta' || value === 'count' || typeof value === 'boolean') return { value, position: node.position };
    report.error('rules/value:collection', node.position, { got: describeNode(node) });
    return undefined;
  },
};

export const endpointRule: Shape<EndpointRule> = mapping('endpoint', {
  $ref: { shape: text(), describe: 'A named endpoint of shared/*.yaml; siblings override it.' },
  adds: { shape: boolean(), describe: 'In an overlay: may add names that the base lacks.' },
  removed: { shape: boolean(), describe: 'In an overlay: the base’s endpoint with this path isn’t served.' },
  pathTemplate: { shape: text(), describe: 'The path with {parameters}: /v1.0/users/{userId}/events' },
  entity: { shape: text(), describe: "Microsoft's type of the answer, or of its items." },
  collection: {
    shape: collection,
    describe:
      'true: {value: [entity]} with paging links. delta: with delta links and removals too. count: the number of entities, as text.',
  },
  pathParameterSchemas: { shape: mapOf(valueMapping), describe: 'The values of each {parameter} of the path.' },
  queryParamSchemas: {
    shape: mapOf(removable(queryRule)),
    describe: 'The accepted query parameters; everything else is refused.',
  },
  allowedRequestHeaders: { shape: list(text()), describe: 'Headers that go to Graph unchanged.' },
  preferences: {
    shape: list(text()),
    describe:
      'Of Prefer, only these pass: a name, or a name with its only value (return=minimal). With the key, even as [], an endpoint of Outlook always asks for immutable ids.',
  },
  response: { shape: responseRule, describe: 'The properties that leave.' },
  order: {
    shape: text(),
    describe:
      'Of a list: a time that is kept at full precision, by which items are written (`start/dateTime`, `receivedDateTime desc`). Otherwise, items are in the order of their tokens, which reveals nothing.',
  },
  dropItems: {
    shape: mapOf(textOrBoolean()),
    describe:
      'Items whose properties have all of these values are dropped entirely; a request for a single one returns 404. The properties are always selected.',
  },
});

type Endpoints = { readonly listed: readonly EndpointRule[]; readonly named: Entries<EndpointRule> };

const byName = { ...endpointRule, schema: { $ref: '#/$defs/endpoint' } };
const endpointNames = mapOf(byName);
const endpointList = list(byName);

/** A list; in shared files a mapping of names, by which `$ref` finds them. */
const endpoints: Shape<Endpoints> = {
  schema: { anyOf: [{ type: 'array', items: byName.schema }, endpointNames.schema] },
  read: (node, report) => {
    if (node.kind === 'list') return { listed: endpointList.read(node, report)?.value ?? [], named: new Map() };
    const named = endpointNames.read(node, report);
    return named && { listed: [...named.values()].map(({ value }) => value), named };
  },
};

const fileMapping = mapping('rule file', {
  summary: { shape: text(), describe: 'Of a variant or extra: one sentence on its changes.' },
  adds: {
    shape: boolean(),
    describe: 'Of an overlay: it may name endpoints, definitions and properties that the base lacks.',
  },
  endpoints: {
    shape: endpoints,
    describe: 'The allowed calls; all others are refused. The first match wins.',
  },
  definitions: { shape: mapOf(responseRule), describe: 'Responses and parts of them, for $ref.' },
  lists: { shape: mapOf(list(text())), describe: 'Lists of words, for { $list: name }.' },
  undeclared: {
    shape: mapOf(mapOf(text())),
    describe: "Properties that rules name although Microsoft's type doesn't declare them: type, property, reason.",
  },
});

export const fileSchema = fileMapping.schema;

/** Reads a rule file of the allow-list form. Returns undefined if it isn't a mapping. Adds mistakes to the report. */
export const readRules = (node: YamlNode, report: Report): RuleFile | undefined => {
  const read = fileMapping.read(node, report);
  if (read === undefined) return undefined;
  const { endpoints: written, definitions, lists, undeclared, ...rest } = read;
  const words = [...(lists ?? [])].map(
    ([name, { keyPosition, value }]) => [name, { keyPosition, value: value.value }] as const,
  );
  return {
    ...rest,
    endpoints: written?.listed ?? [],
    namedEndpoints: written?.named ?? new Map(),
    definitions: definitions ?? new Map(),
    lists: new Map(words),
    undeclared: undeclared ?? new Map(),
  };
};
