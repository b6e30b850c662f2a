import type { CompiledRules } from '../../connectors/index.ts';
import type {
  AllowListPlan,
  FormatPlan,
  KeepNode,
  ObjectNode,
  ResponseNode,
  TransformNode,
} from '../../rules/plan/index.ts';
import { transforms } from '../../transforms/index.ts';

/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses. */
export type Schema = { readonly [key: string]: unknown };

export type Schemas = {
  /** The schema of a node, or a reference to it. */
  readonly of: (node: number) => Schema;
  /** Schemas of all objects by name, for `components`. */
  readonly components: () => Readonly<Record<string, Schema>>;
};

/** A longer list of words, such as all products of Microsoft, isn't written. */
const longestEnum = 64;

const formats: Readonly<Partial<Record<FormatPlan['format'], Schema>>> = {
  'date-time': { format: 'date-time' },
  date: { format: 'date' },
  time: { format: 'time' },
  duration: { format: 'duration' },
  guid: { pattern: '^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' },
  language: { description: 'A language tag.' },
  'time-zone': { description: 'The name of a time zone.' },
  'mime-type': { description: 'A media type.' },
  'file-extension': { description: 'The extension of a file name.' },
};

const textSchema = (format: FormatPlan): Schema => {
  if (format.format !== 'identifier') return formats[format.format] ?? {};
  return format.members.length > longestEnum
    ? { description: 'A word of a list of Microsoft, or unknownFutureValue.' }
    : { enum: [...new Set([...format.members, 'unknownFutureValue']), null] };
};

const numbers: Readonly<Record<'int32' | 'int64' | 'decimal', Schema>> = {
  int32: { type: ['integer', 'null'], format: 'int32' },
  int64: { type: ['integer', 'null'], format: 'int64' },
  decimal: { type: ['number', 'null'] },
};

const keepSchema = ({ format, only }: KeepNode): Schema => {
  if (only === 'text') return { type: ['string', 'null'], ...textSchema(format) };
  if (only === 'boolean') return { type: ['boolean', 'null'] };
  if (only !== undefined) return numbers[only];
  return { type: [...(format.format === 'none' ? [] : ['string']), 'number', 'boolean', 'null'] };
};

/** Schemas that replies of all connectors share. Their names aren't types of Microsoft. */
export const sharedSchemas: Readonly<Record<string, Schema>> = {
  'pseudonym.oneWay': {
    type: ['string', 'null'],
    pattern: '^t~[A-Za-z0-9_-]{43}(?:@.+)?$',
    description: 'A pseudonym. Equal values of a kind have equal pseudonyms. The domain of an address can follow.',
  },
  'pseudonym.forCalls': {
    type: ['string', 'null'],
    pattern: '^[tp]~[A-Za-z0-9_-]{43,}(?:@.+)?$',
    description: 'A pseudonym. If it begins with p~, calls can use it where a parameter has the same kind.',
  },
};

const shared = (name: keyof typeof sharedSchemas, kind: Schema): Schema => ({
  $ref: `#/components/schemas/${name}`,
  ...kind,
});

const digest: Schema = {
  type: ['object', 'null'],
  properties: {
    length: { type: 'integer' },
    wordCount: { type: 'integer' },
    keywords: { type: 'object', additionalProperties: { type: 'integer' } },
  },
};

/** Results of transforms that aren't text. */
const results: Readonly<Record<string, Schema>> = {
  textDigest: digest,
  countOnly: { type: ['integer', 'null'] },
};

const transformSchema = ({ transform, options }: TransformNode): Schema => {
  const { of, encoding, includeReversible } = options;
  const description = transforms.get(transform)?.summary;
  const kind = typeof of === 'string' ? { 'x-graphveil-kind': of } : {};
  const text = { type: ['string', 'null'], ...kind, ...(description && { description }) };
  if (transform === 'pseudonymize' && (encoding ?? 'URL_SAFE_TOKEN') === 'URL_SAFE_TOKEN')
    return shared(includeReversible === true ? 'pseudonym.forCalls' : 'pseudonym.oneWay', kind);
  if (transform === 'tokenize' && options['regex'] === undefined) return shared('pseudonym.forCalls', kind);
  return results[transform] ?? text;
};

/** The names of objects: Microsoft's type, with a number if several rules treat it. */
const namesOf = ({ nodes }: AllowListPlan, notes: CompiledRules['notes']): ReadonlyMap<number, string> => {
  const counts = new Map<string, number>();
  const names = new Map<number, string>();
  for (const [index, { node }] of nodes.entries()) {
    if (node !== 'object' && node !== 'by-type') continue;
    const type = (notes.nodes[index]?.types[0] ?? 'object').replaceAll(/[^A-Za-z0-9._-]/g, '');
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    names.set(index, count === 1 ? type : `${type}_${count}`);
  }
  return names;
};

/** The objects that can be removed items of a list of changes. */
const removable = ({ nodes, endpoints }: AllowListPlan): ReadonlySet<number> =>
  new Set([
    ...endpoints.flatMap(({ response }) => (response.shape === 'delta' ? [response.root] : [])),
    ...nodes.flatMap((node) => (node.node === 'array' && node.removed === true ? [node.item] : [])),
  ]);

const removed: Schema = { type: 'object', properties: { reason: { enum: ['changed', 'deleted'] } } };
const link: Schema = { type: 'string', format: 'uri' };

/** Prepares the schemas of the responses of a Plan. */
export const responseSchemas = (plan: AllowListPlan, notes: CompiledRules['notes']): Schemas => {
  const names = namesOf(plan, notes);
  const changing = removable(plan);

  const of = (index: number): Schema => {
    const name = names.get(index);
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
    const node = plan.nodes[index] as ResponseNode;
    if (node.node === 'array') return { type: ['array', 'null'], items: of(node.item) };
    return node.node === 'keep' ? keepSchema(node) : transformSchema(node as TransformNode);
  };

  const objectSchema = (index: number, { properties, types, links }: ObjectNode): Schema => ({
    type: ['object', 'null'],
    properties: {
      ...(types !== undefined && { '@odata.type': { enum: types } }),
      ...(changing.has(index) && { '@removed': removed }),
      ...Object.fromEntries(
        Object.entries(properties)
          .filter(([, child]) => !isRedacted(plan.nodes[child]))
          .map(([name, child]) => [name, of(child)]),
      ),
      ...Object.fromEntries(links.map((name) => [`${name}@odata.nextLink`, link])),
    },
    additionalProperties: false,
  });

  return {
    of,
    components: () =>
      Object.fromEntries(
        [...names].map(([index, name]) => {
          const node = plan.nodes[index] as ResponseNode;
          return [
            name,
            node.node === 'by-type'
              ? { anyOf: [...new Set(Object.values(node.types))].map(of) }
              : objectSchema(index, node as ObjectNode),
          ];
        }),
      ),
  };
};

const isRedacted = (node: ResponseNode | undefined): boolean =>
  node?.node === 'transform' && node.transform === 'redact';

/** The schema of a list with its links. */
export const listSchema = (item: Schema, delta: boolean): Schema => ({
  type: 'object',
  required: ['value'],
  properties: {
    value: { type: 'array', items: item },
    '@odata.count': { type: 'integer' },
    '@odata.nextLink': link,
    ...(delta && { '@odata.deltaLink': link }),
  },
  additionalProperties: false,
});
