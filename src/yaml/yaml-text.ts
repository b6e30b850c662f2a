import {
  type Alias,
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Diagnostic, Position } from '../diagnostics/index.ts';

export type YamlPath = readonly PropertyKey[];

/** A YAML text as plain values, which remembers where each of them stands. */
export type YamlText = {
  readonly value: unknown;
  readonly problems: readonly Diagnostic[];
  /** Of the value at a path; of the nearest thing around it where there is none. */
  readonly positionOf: (path: YamlPath) => Position;
  /** Of the key at the end of a path. */
  readonly keyPositionOf: (path: YamlPath) => Position;
};

const pairOf = (node: unknown, key: PropertyKey): Pair | undefined =>
  isMap(node)
    ? (node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key)) as Pair | undefined)
    : undefined;

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** The text of the key that begins at an offset. */
const keyAt = (document: Document.Parsed, offset: number): string | undefined => {
  let found: string | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || startOf(key) !== offset) return undefined;
      found = String(key.value);
      return visit.BREAK;
    },
  });
  return found;
};

type Saying = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

const twoDocuments: Saying = {
  code: 'yaml/documents',
  message: 'a second document begins here, expected one in a file',
  hint: 'keep one of them',
};

const sayingOf = ({ code, message, pos }: YAMLError, document: Document.Parsed): Saying => {
  const key = code === 'DUPLICATE_KEY' ? keyAt(document, pos[0]) : undefined;
  if (key !== undefined)
    return {
      code: 'yaml/duplicate-key',
      message: `the key ${key} stands twice in its mapping`,
      hint: 'keep one of the two',
    };
  if (code === 'MULTIPLE_DOCS') return twoDocuments;
  return {
    code: 'yaml/syntax',
    message: message.replace(/\n[\s\S]*$/, '').replace(/^./, (first) => first.toLowerCase()),
    hint: 'correct the YAML here; nothing after it was looked at',
  };
};

/** What is left of bytes that are no UTF-8, and control characters that no YAML holds. */
const notText = /[\0-\x08\x0e-\x1f\ufffd]/;

const notUtf8: Saying = {
  code: 'yaml/encoding',
  message: 'the file is not UTF-8 text here',
  hint: 'save it as UTF-8',
};

const aliasSaying = (alias: Alias, document: Document.Parsed, around: readonly unknown[]): Saying | undefined => {
  const target = alias.resolve(document);
  if (target !== undefined && !around.includes(target)) return undefined;
  return {
    code: 'yaml/alias',
    message:
      target === undefined
        ? `no anchor &${alias.source} stands before this alias`
        : `the alias *${alias.source} stands within what it means`,
    hint: 'write the value out',
  };
};

const lostKey: Saying = {
  code: 'yaml/key',
  message: 'the key __proto__ cannot be used',
  hint: 'use another name',
};

/** What the parser lets pass and plain values can't hold: aliases that lead nowhere or in a circle, a key that gets lost. */
const unreadable = (document: Document.Parsed): readonly (Saying & { readonly offset: number })[] => {
  const found: (Saying & { readonly offset: number })[] = [];
  const note = (node: unknown, saying: Saying | undefined): void => {
    if (saying !== undefined) found.push({ ...saying, offset: startOf(node) ?? 0 });
  };
  visit(document, {
    Alias: (_, alias, around) => note(alias, aliasSaying(alias, document, around)),
    Pair: (_, { key }) => note(key, isScalar(key) && key.value === '__proto__' ? lostKey : undefined),
  });
  return found;
};

/**
 * Reads one YAML document (1.2, so `no` is a word; duplicate keys are mistakes; aliases at most 50). Every mistake of the
 * text is a diagnostic; the value is undefined when there is one.
 */
export const readYamlText = (text: string, file: string): YamlText => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };

  const offsetOf = (path: YamlPath, wanted: 'key' | 'value'): number => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const [depth, step] of path.entries()) {
      const pair = pairOf(node, step);
      const next = pair === undefined ? itemOf(node, step) : pair.value;
      const last = depth === path.length - 1;
      offset =
        (last && wanted === 'key' ? startOf(pair?.key) : undefined) ?? startOf(next) ?? startOf(pair?.key) ?? offset;
      if (next === undefined || next === null) break;
      node = next;
    }
    return offset;
  };

  const mistake = (offset: number, saying: Saying): Diagnostic => ({
    severity: 'error',
    position: at(offset),
    ...saying,
  });
  const foreign = text.search(notText);
  const problems =
    foreign >= 0
      ? [mistake(foreign, notUtf8)]
      : document.errors.map((error) => mistake(error.pos[0], sayingOf(error, document)));
  if (problems.length === 0)
    problems.push(...unreadable(document).map(({ offset, ...saying }) => mistake(offset, saying)));
  const read = (): unknown => {
    try {
      return document.toJS({ maxAliasCount: 50 });
    } catch {
      problems.push(
        mistake(0, {
          code: 'yaml/too-many-aliases',
          message: 'the file repeats itself through too many aliases, expected at most 50',
          hint: 'write the values out',
        }),
      );
      return undefined;
    }
  };

  const value = problems.length === 0 ? read() : undefined;
  return {
    value,
    problems,
    positionOf: (path) => at(offsetOf(path, 'value')),
    keyPositionOf: (path) => at(offsetOf(path, 'key')),
  };
};

/** A text that stands under a key at the top of a YAML file, whatever else the file holds; undefined where there is none. */
export const yamlTextAt = (text: string, key: string): string | undefined => {
  const { contents } = parseDocument(text, { logLevel: 'silent' });
  const value = isMap(contents) ? contents.get(key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

const itemOf = (node: unknown, step: PropertyKey): Node | undefined => {
  if (typeof step !== 'number' || !isNode(node) || !('items' in node)) return undefined;
  const item = (node.items as unknown[])[step];
  return isNode(item) ? item : undefined;
};
