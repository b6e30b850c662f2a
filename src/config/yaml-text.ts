import {
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
import type { Diagnostic, Position } from '../rule-engine/diagnostics/index.ts';

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

const sayingOf = ({ code, message, pos }: YAMLError, document: Document.Parsed): Saying => {
  const key = code === 'DUPLICATE_KEY' ? keyAt(document, pos[0]) : undefined;
  if (key !== undefined)
    return {
      code: 'yaml/duplicate-key',
      message: `the key ${key} stands twice in its mapping`,
      hint: 'keep one of the two',
    };
  return {
    code: 'yaml/syntax',
    message: message.replace(/\n[\s\S]*$/, '').replace(/^./, (first) => first.toLowerCase()),
    hint: 'correct the YAML here; nothing after it was looked at',
  };
};

/**
 * Reads one YAML document (1.2, so `no` is a word; duplicate keys are mistakes; aliases at most 50). Every mistake of the
 * text is a diagnostic; the value is undefined when there is one.
 */
export const readYaml = (text: string, file: string): YamlText => {
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

  const problems = document.errors.map(
    (error): Diagnostic => ({ severity: 'error', position: at(error.pos[0]), ...sayingOf(error, document) }),
  );
  const read = (): unknown => {
    try {
      return document.toJS({ maxAliasCount: 50 });
    } catch {
      problems.push({
        severity: 'error',
        code: 'yaml/too-many-aliases',
        position: at(0),
        message: 'the file repeats itself through too many aliases, expected at most 50',
        hint: 'write the values out',
      });
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
