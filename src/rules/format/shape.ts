import type { Position, Report } from '../../diagnostics/index.ts';
import { describeNode, type YamlMapping, type YamlNode } from '../../yaml/index.ts';
import type { Entries, Entry, Located } from './rules.ts';

/** The part of JSON Schema that editors need. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The format of one part of a rule file: a parser that records positions, and a schema for editors. Returns undefined
 * after a reported mistake.
 */
export type Shape<T> = {
  readonly read: (node: YamlNode, report: Report) => T | undefined;
  readonly schema: JsonSchema;
};

const wrongValue = (node: YamlNode, expected: string, report: Report): undefined => {
  report.error('rules/value', node.position, { expected, got: describeNode(node) });
  return undefined;
};

const scalar = <T extends string | number | boolean>(
  expected: string,
  fits: (value: string | number | boolean | null) => value is T,
  schema: JsonSchema,
): Shape<Located<T>> => ({
  schema,
  read: (node, report) =>
    node.kind === 'scalar' && node.tag === undefined && fits(node.value)
      ? { value: node.value, position: node.position }
      : wrongValue(node, expected, report),
});

export const text = (): Shape<Located<string>> =>
  scalar('text', (value): value is string => typeof value === 'string' && value !== '', { type: 'string' });

export const integer = (): Shape<Located<number>> =>
  scalar('a whole number', (value): value is number => Number.isSafeInteger(value), { type: 'integer' });

export const boolean = (): Shape<Located<boolean>> =>
  scalar('true or false', (value): value is boolean => typeof value === 'boolean', { type: 'boolean' });

export const textOrBoolean = (): Shape<Located<string | boolean>> =>
  scalar(
    'a text, true or false',
    (value): value is string | boolean => typeof value === 'boolean' || (typeof value === 'string' && value !== ''),
    { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
  );

/** One of a set of words. A near miss is reported with the closest word. */
export const oneOf = <const T extends string>(words: readonly T[]): Shape<Located<T>> => ({
  schema: { enum: words },
  read: (node, report) => {
    const word = words.find((candidate) => node.kind === 'scalar' && node.value === candidate);
    if (word !== undefined && node.tag === undefined) return { value: word, position: node.position };
    const written = node.kind === 'scalar' ? String(node.value) : '';
    report.error('rules/value:word', node.position, { words, written, got: describeNode(node) });
    return undefined;
  },
});

/** A list; a single value counts as a list of one. */
export const list = <T>(item: Shape<T>): Shape<Located<readonly T[]>> => ({
  schema: { anyOf: [{ type: 'array', items: item.schema }, item.schema] },
  read: (node, report) => {
    const items = node.kind === 'list' ? node.items : [node];
    if (node.tag !== undefined) return wrongValue(node, 'a list', report);
    const read = items.map((each) => item.read(each, report)).filter((each) => each !== undefined);
    return { value: read, position: node.position };
  },
});

const asMapping = (node: YamlNode, report: Report): YamlMapping | undefined =>
  node.kind === 'mapping' && node.tag === undefined ? node : wrongValue(node, 'a mapping', report);

/** A mapping with arbitrary names, whose values have the same shape. */
export const mapOf = <T>(value: Shape<T>): Shape<Entries<T>> => ({
  schema: { type: 'object', additionalProperties: value.schema },
  read: (node, report) => {
    const named = asMapping(node, report);
    if (named === undefined) return undefined;
    const entries = new Map<string, Entry<T>>();
    for (const { key, keyPosition, value: written } of named.entries) {
      const read = value.read(written, report);
      if (read !== undefined) entries.set(key, { keyPosition, value: read });
    }
    return entries;
  },
});

/** One key of a mapping. */
export type Field<T> = { readonly shape: Shape<T>; readonly describe: string };

type FieldValues<F> = { readonly [K in keyof F]?: F[K] extends Field<infer T> ? T : never };

/** The values of a mapping with known keys. */
export type Read<F> = FieldValues<F> & {
  readonly position: Position;
  /** Keys whose values couldn't be read, which was reported. */
  readonly unread?: ReadonlySet<string>;
};

/** A mapping with known keys; reports unknown ones with the nearest known name. */
export const mapping = <F extends Readonly<Record<string, Field<unknown>>>>(
  what: string,
  fields: F,
): Shape<Read<F>> => {
  const known = Object.keys(fields);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(fields).map(([key, { shape, describe }]) => [key, { description: describe, ...shape.schema }]),
      ),
      additionalProperties: false,
    },
    read: (node, report) => {
      const written = asMapping(node, report);
      if (written === undefined) return undefined;
      const read: Record<string, unknown> = {};
      const unread = new Set<string>();
      for (const { key, keyPosition, value } of written.entries) {
        const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (field === undefined) report.error('rules/unknown-key', keyPosition, { what, key, known });
        const member = field?.shape.read(value, report);
        if (member !== undefined) read[key] = member;
        else unread.add(key);
      }
      return { ...(read as FieldValues<F>), position: node.position, ...(unread.size > 0 && { unread }) };
    },
  };
};
