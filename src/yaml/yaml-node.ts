import type { Position } from '../diagnostics/index.ts';

/** A YAML value with its position and with aliases expanded. `tag` as in `!<pseudonymize>`, without brackets. */
export type YamlNode = YamlMapping | YamlList | YamlScalar;

export type YamlMapping = {
  readonly kind: 'mapping';
  readonly position: Position;
  readonly tag?: string;
  /** In file order. Only the first of duplicate keys. */
  readonly entries: readonly YamlEntry[];
};

export type YamlEntry = { readonly key: string; readonly keyPosition: Position; readonly value: YamlNode };

export type YamlList = {
  readonly kind: 'list';
  readonly position: Position;
  readonly tag?: string;
  readonly items: readonly YamlNode[];
};

export type YamlScalar = {
  readonly kind: 'scalar';
  readonly position: Position;
  readonly tag?: string;
  readonly value: string | number | boolean | null;
  /** The source text of a number or word (`1.10`). */
  readonly source?: string;
  /** Position of the first character of a text; absent unless the text is written without escapes, on one line. */
  readonly textPosition?: Position;
};

/** The kind of a node, for messages. */
export const describeNode = (node: YamlNode): string => {
  if (node.tag !== undefined) return `!<${node.tag}>`;
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a mapping';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return node.value === '' ? 'empty text' : 'text';
  return typeof node.value === 'boolean' ? String(node.value) : 'a number';
};
