import type { Report } from '../../diagnostics/index.ts';
import type { YamlNode } from '../../yaml/index.ts';
import type { TextPlan } from '../plan/index.ts';
import {
  type Fields,
  isNull,
  readEntries,
  readFields,
  readFlag,
  readList,
  readMapping,
  readText,
  readTexts,
  readWholePattern,
} from './reading.ts';

const keys = ['type', 'format', 'pattern', 'enum', 'anyOf', 'required'];
const types = ['string', 'integer', 'number'];
const formats = ['reversible-pseudonym', 'pseudonym'];

const readWord = (
  node: YamlNode | undefined,
  words: readonly string[],
  what: string,
  report: Report,
): string | undefined => {
  if (node === undefined || isNull(node)) return undefined;
  const placed = readText(node, report);
  if (placed === undefined || words.includes(placed.text)) return placed?.text;
  report.error('rules/parameter-schema', node.position, { what, known: words });
  return undefined;
};

const given = (fields: Fields, key: string): YamlNode | undefined => {
  const node = fields.get(key);
  return isNull(node) ? undefined : node;
};

/** The schema of a parameter's value, and whether it is required. */
export const readTextSchema = (
  node: YamlNode,
  report: Report,
): { readonly value: TextPlan; readonly required: boolean } => {
  const mapping = readMapping(node, report);
  if (mapping === undefined) return { value: {}, required: false };
  const fields = readFields(mapping, keys, 'parameter schema', report);
  const type = readWord(fields.get('type'), types, 'type', report);
  const token = readWord(fields.get('format'), formats, 'format', report) !== undefined;
  const patternNode = given(fields, 'pattern');
  const placed = patternNode && readText(patternNode, report);
  const pattern = placed && readWholePattern(placed, report);
  const words = given(fields, 'enum');
  const anyOf = given(fields, 'anyOf');
  return {
    value: {
      ...((type === 'integer' || type === 'number') && { type }),
      ...(token && { token }),
      ...(pattern !== undefined && { pattern }),
      ...(words !== undefined && { enum: readTexts(words, report).map(({ text }) => text) }),
      ...(anyOf !== undefined && { anyOf: readList(anyOf, report).map((item) => readTextSchema(item, report).value) }),
    },
    required: readFlag(fields.get('required'), report),
  };
};

/** Parameter names and their schemas. */
export const readTextSchemas = (
  node: YamlNode | undefined,
  report: Report,
): readonly {
  readonly name: string;
  readonly node: YamlNode;
  readonly required: boolean;
  readonly value: TextPlan;
}[] => {
  return readEntries(node, report).map(({ key, value }) => ({
    name: key,
    node: value,
    ...readTextSchema(value, report),
  }));
};
