import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml';
import type { Position, Report } from '../diagnostics/index.ts';
import { isParseable, yamlLimits } from './yaml-limits.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yaml-node.ts';

type Reading = {
  readonly report: Report;
  readonly text: string;
  readonly at: (offset: number) => Position;
  /** Position of the tag of the node at an offset. */
  readonly tagAt: (offset: number) => Position;
  /** Anchored nodes around the current one, to detect an alias that refers to its own parent. */
  readonly open: Set<unknown>;
  /** The last anchor of each name so far. */
  readonly anchors: Map<string, unknown>;
  nodes: number;
};

/** Every node of the parser has a range. */
const startOf = ({ range }: Node): number => range?.[0] ?? 0;

const empty = (position: Position): YamlNode => ({ kind: 'scalar', position, value: null });

const readScalar = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** Returns the source text of a scalar if it differs from its value. */
const writing = (scalar: Scalar, { text, at }: Reading): Pick<YamlScalar, 'source' | 'textPosition'> => {
  const { value, source } = scalar;
  if (typeof value !== 'string') return source === undefined ? {} : { source };
  const start = startOf(scalar);
  const written = text.slice(start, scalar.range?.[1]);
  if (value === '' || written.includes('\n')) return {};
  if (written === value) return { textPosition: at(start) };
  return written.slice(1, -1) === value ? { textPosition: at(start + 1) } : {};
};

const readEntry = ({ key, value }: Pair, around: Position, depth: number, reading: Reading): YamlEntry | undefined => {
  const { report, at } = reading;
  const keyPosition = isNode(key) ? at(startOf(key)) : around;
  if (!isScalar(key) || key.value === null) {
    report.error('yaml/key', keyPosition);
    return undefined;
  }
  const text = typeof key.value === 'string' ? key.value : String(key.source);
  if (text !== '__proto__') return { key: text, keyPosition, value: readNode(value, keyPosition, depth, reading) };
  report.error('yaml/key:reserved', keyPosition, { key: text });
  return undefined;
};

const readEntries = (items: readonly Pair[], position: Position, depth: number, reading: Reading) => {
  const entries = new Map<string, YamlEntry>();
  for (const item of items) {
    const entry = readEntry(item, position, depth, reading);
    if (entry === undefined) continue;
    const { key, keyPosition } = entry;
    if (entries.has(key)) reading.report.error('yaml/duplicate-key', keyPosition, { key });
    else entries.set(key, entry);
  }
  return [...entries.values()];
};

const readAlias = (name: string, position: Position, depth: number, reading: Reading): YamlNode => {
  const target = reading.anchors.get(name);
  if (target !== undefined && !reading.open.has(target)) return readNode(target, position, depth, reading);
  reading.report.error(target === undefined ? 'yaml/alias' : 'yaml/alias:loop', position, { name });
  return empty(position);
};

/** Converts a node of the parser and expands aliases. `around` is the position if the node has none. */
const readNode = (node: unknown, around: Position, depth: number, reading: Reading): YamlNode => {
  if (isAlias(node)) return readAlias(node.source, reading.at(startOf(node)), depth, reading);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return empty(around);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  const position = node.tag === undefined ? reading.at(startOf(node)) : reading.tagAt(startOf(node));
  reading.nodes += 1;
  if (depth > yamlLimits.depth) {
    reading.report.error('yaml/too-much:depth', position, { limit: yamlLimits.depth });
    return empty(position);
  }
  if (reading.nodes > yamlLimits.nodes) return empty(position);

  const tag = node.tag === undefined || node.tag.startsWith('tag:yaml.org') ? {} : { tag: node.tag.replace(/^!/, '') };
  if (isScalar(node))
    return { kind: 'scalar', position, ...tag, value: readScalar(node.value), ...writing(node, reading) };
  reading.open.add(node);
  const read: YamlNode = isMap(node)
    ? { kind: 'mapping', position, ...tag, entries: readEntries(node.items, position, depth + 1, reading) }
    : { kind: 'list', position, ...tag, items: node.items.map((item) => readNode(item, position, depth + 1, reading)) };
  reading.open.delete(node);
  return read;
};

const reportSyntax = ({ code, message }: YAMLError, position: Position, report: Report): void => {
  if (code === 'MULTIPLE_DOCS') report.error('yaml/documents', position);
  else if (code === 'TAB_AS_INDENT') report.error('yaml/tab', position);
  else report.error('yaml/syntax', position, { problem: message.replace(/^./, (first) => first.toLowerCase()) });
};

/**
 * Reads one YAML 1.2 document (`no` is a string). Adds syntax errors to the report. Returns as much as could be parsed;
 * undefined for nothing. Never throws, whatever the text.
 */
export const readYaml = (text: string, file: string, report: Report): YamlNode | undefined => {
  if (!isParseable(text, file, report)) return undefined;
  const start: Position = { file, line: 1, column: 1 };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const { lineStarts } = lines;
  let line = 0;
  const at = (offset: number): Position => {
    // Offsets are asked for nearly in order.
    while (line > 0 && (lineStarts[line] ?? 0) > offset) line -= 1;
    while ((lineStarts[line + 1] ?? Number.POSITIVE_INFINITY) <= offset) line += 1;
    return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
  };
  for (const error of document.errors) reportSyntax(error, at(error.pos[0]), report);
  if (document.contents === null) {
    report.error('yaml/empty', start);
    return undefined;
  }
  const tagAt = (offset: number): Position => at(Math.max(0, text.lastIndexOf('!', offset)));
  const reading: Reading = { report, text, at, tagAt, open: new Set(), anchors: new Map(), nodes: 0 };
  const root = readNode(document.contents, start, 0, reading);
  if (reading.nodes <= yamlLimits.nodes) return root;
  report.error('yaml/too-much:values', start, { limit: yamlLimits.nodes });
  return undefined;
};
