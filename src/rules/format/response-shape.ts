import type { Position, Report } from '../../diagnostics/index.ts';
import { keepFormats } from '../../graph-types/index.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../../yaml/index.ts';
import type { Entry, KeepRule, Located, ResponseRule } from './rules.ts';
import { boolean, type Field, type JsonSchema, list, mapping, oneOf, type Shape, text } from './shape.ts';

const anyNode: Shape<YamlNode> = {
  schema: { anyOf: [{ type: 'array' }, { type: 'object' }] },
  read: (node) => node,
};

const keepOptions = {
  format: { shape: oneOf(keepFormats), describe: 'The format of a kept string; others are dropped.' },
  pattern: {
    shape: text(),
    describe: 'A JavaScript regular expression that the whole string must match; otherwise, it is dropped.',
  },
  ignoreCase: { shape: boolean(), describe: 'Letters match the pattern in either case.' },
  values: {
    shape: anyNode,
    describe: 'The words of an identifier: a list, or { $list: name }. Others become unknownFutureValue.',
  },
  reason: {
    shape: text(),
    describe: 'The reason to keep a string; without a format it keeps any string. Printed in the proof and the report.',
  },
} as const satisfies Readonly<Record<string, Field<unknown>>>;

const keepShape = mapping('keep', keepOptions);

/** A tag with nothing after it. */
const isEmpty = (node: YamlNode): boolean => node.kind === 'scalar' && (node.value === null || node.value === '');

const readKeep = (node: YamlNode, report: Report): KeepRule => {
  const { position, tag: _, ...plain } = node;
  if (isEmpty(node)) return { rule: 'keep', position };
  const options = keepShape.read({ ...plain, position } as YamlNode, report);
  const ways = [options?.format, options?.pattern, options?.values].filter((way) => way !== undefined);
  if (ways.length > 1) report.error('rules/options-clash:keep', position);
  if (options?.ignoreCase !== undefined && options.pattern === undefined)
    report.error('rules/options-clash:ignore-case', options.ignoreCase.position);
  return { rule: 'keep', ...options, position };
};

const readTransform = (name: string, node: YamlNode, report: Report): ResponseRule => {
  const options = new Map<string, Entry<YamlNode>>();
  let reason: Located<string> | undefined;
  if (node.kind === 'mapping')
    for (const { key, keyPosition, value } of node.entries)
      if (key === 'reason') reason = text().read(value, report);
      else options.set(key, { keyPosition, value });
  else if (!isEmpty(node)) report.error('rules/value:options', node.position, { transform: name });
  return { rule: 'transform', position: node.position, name, options, ...(reason !== undefined && { reason }) };
};

const readProperties = (entries: readonly YamlEntry[], report: Report): ReadonlyMap<string, Entry<ResponseRule>> => {
  const properties = new Map<string, Entry<ResponseRule>>();
  for (const { key, keyPosition, value } of entries) {
    const rule = responseRule.read(value, report);
    if (rule !== undefined) properties.set(key, { keyPosition, value: rule });
  }
  return properties;
};

const readByType = (chosen: YamlEntry, others: readonly YamlEntry[], report: Report): ResponseRule | undefined => {
  for (const { keyPosition } of others) report.error('rules/value:beside-by-type', keyPosition);
  if (chosen.value.kind !== 'mapping' || chosen.value.entries.length === 0) {
    report.error('rules/value:by-type', chosen.value.position);
    return undefined;
  }
  return { rule: 'by-type', position: chosen.keyPosition, types: readProperties(chosen.value.entries, report) };
};

/**
 * `adds: true`, `only` with a list of texts, `$ref` and `$order` are keywords of the language. Graph has no properties with
 * these names.
 */
const readObject = (node: YamlMapping, report: Report): ResponseRule | undefined => {
  const find = (name: string): YamlEntry | undefined => node.entries.find(({ key }) => key === name);
  const [ref, byType, adds, order] = [find('$ref'), find('$byType'), find('adds'), find('$order')];
  const only = find('only');
  const words = new Set([
    ref,
    byType,
    order,
    only,
    ...(adds?.value.kind === 'scalar' && adds.value.value === true ? [adds] : []),
  ]);
  const others = node.entries.filter((entry) => !words.has(entry));
  if (byType !== undefined) return readByType(byType, ref === undefined ? others : [ref, ...others], report);
  if (ref === undefined && only === undefined && others.length === 0) {
    report.error('rules/empty', node.position);
    return undefined;
  }
  const target: Located<string> | undefined = ref === undefined ? undefined : text().read(ref.value, report);
  const staying = only === undefined ? undefined : list(text()).read(only.value, report);
  const ordered = order === undefined ? undefined : text().read(order.value, report);
  const added = adds !== undefined && words.has(adds) ? boolean().read(adds.value, report) : undefined;
  return {
    rule: 'object',
    position: node.position,
    ...(target !== undefined && { ref: target }),
    ...(added !== undefined && { adds: added }),
    ...(ordered !== undefined && { order: ordered }),
    ...(staying !== undefined && { only: staying }),
    properties: readProperties(others, report),
  };
};

const readLeaf = (value: unknown, position: Position, report: Report): ResponseRule | undefined => {
  if (value === 'keep' || value === 'keep-all') return { rule: value, position };
  const written = typeof value === 'string' ? value : '';
  report.error('rules/leaf', position, {
    written,
    got: value === null ? 'nothing' : written === '' ? String(value) : written,
  });
  return undefined;
};

const readList = (items: readonly YamlNode[], node: YamlNode, report: Report): ResponseRule | undefined => {
  const [first, ...more] = items;
  if (first === undefined || more.length > 0) {
    report.error('rules/value:list', node.position, { count: items.length });
    return undefined;
  }
  const item = responseRule.read(first, report);
  return item === undefined ? undefined : { rule: 'array', position: node.position, item };
};

const schema: JsonSchema = { $ref: '#/$defs/response' };

/**
 * Reads a response rule: a mapping is an object, a list of one item is an array, a leaf is `keep`, `keep-all` or a
 * transform.
 */
export const responseRule: Shape<ResponseRule> = {
  schema,
  read: (node, report) => {
    if (node.tag === 'keep') return readKeep(node, report);
    if (node.tag !== undefined) return readTransform(node.tag, node, report);
    if (node.kind === 'scalar') return readLeaf(node.value, node.position, report);
    return node.kind === 'list' ? readList(node.items, node, report) : readObject(node, report);
  },
};

/** The schema `#/$defs/response` for editors. They see a tagged leaf as the mapping of its options. */
export const responseSchema: JsonSchema = {
  description:
    'The treatment of a value: a mapping is an object, a list of one an array, a leaf keep, keep-all or !<transform> { options }.',
  anyOf: [
    { enum: ['keep', 'keep-all'] },
    { type: 'null' },
    { type: 'array', minItems: 1, maxItems: 1, items: schema },
    {
      type: 'object',
      properties: {
        $ref: {
          type: 'string',
          description: 'A definition of this file (#/definitions/x) or of shared/*.yaml; siblings override it.',
        },
        $byType: {
          type: 'object',
          additionalProperties: schema,
          description: 'A list for each @odata.type; other types are dropped.',
        },
        $order: {
          type: 'string',
          description: 'Of an item of a list: the kept time by which the list is written, as `order` of an endpoint.',
        },
        adds: { const: true, description: 'In an overlay: may add names that the base lacks.' },
        only: {
          type: 'array',
          items: { type: 'string' },
          description: 'In an overlay: the properties that stay; all others of the base are dropped.',
        },
      },
      additionalProperties: true,
    },
  ],
};
