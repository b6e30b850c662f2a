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
} from 'yaml';
import type { Position, Report } from '../diagnostics/index.ts';
import { beyondLimits, yamlLimits } from './yaml-limits.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yaml-node.ts';

type Reading = {
  readonly report: Report;
  readonly text: string;
  readonly at: (offset: number) => Position;
  /** Where the tag of the node begins that stands at an offset. */
  readonly tagAt: (offset: number) => Position;
  /** Anchored nodes on the way to where reading is, so that an alias can't lead into itself. */
  readonly open: Set<unknown>;
  /** What an alias means where reading is: the last anchor of its name. */
  readonly anchors: Map<string, unknown>;
  nodes: number;
};

type Saying = { readonly code: string; readonly hint: string };

const sayings: Readonly<Record<string, Saying>> = {
  MULTIPLE_DOCS: { code: 'yaml/documents', hint: 'keep one document in a file' },
  TAB_AS_INDENT: { code: 'yaml/tab', hint: 'indent with spaces' },
};

/** Every node of the parser has a place. */
const startOf = ({ range }: Node): number => range?.[0] ?? 0;

const empty = (position: Position): YamlNode => ({ kind: 'scalar', position, value: null });

const readScalar = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** How a scalar is written, where that says more than its value. */
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
  const keyPosition = isNode(key) ? reading.at(startOf(key)) : around;
  if (!isScalar(key) || key.value === null) {
    reading.report.error('yaml/key', keyPosition, 'a key must be text', 'write a name before the colon');
    return undefined;
  }
  const text = typeof key.value === 'string' ? key.value : String(key.source);
  return { key: text, keyPosition, value: readNode(value, keyPosition, depth, reading) };
};

const readEntries = (items: readonly Pair[], position: Position, depth: number, reading: Reading) => {
  const entries = new Map<string, YamlEntry>();
  for (const item of items) {
    const entry = readEntry(item, position, depth, reading);
    if (entry === undefined) continue;
    if (entries.has(entry.key))
      reading.report.error(
        'yaml/duplicate-key',
        entry.keyPosition,
        `the key ${entry.key} stands twice in its mapping`,
        'keep one of the two; only the first is read',
      );
    else entries.set(entry.key, entry);
  }
  return [...entries.values()];
};

const tooMuch = (position: Position, reading: Reading): YamlNode => {
  const limits = `${yamlLimits.nodes} values, ${yamlLimits.depth} levels`;
  reading.report.error(
    'yaml/too-much',
    position,
    `the file grows beyond what is read (${limits}), or an alias leads into itself`,
    'write the values out, or use definitions and $ref',
  );
  return empty(position);
};

/** Reads a node of the parser, aliases written out; `around` is where it stands when it has no place of its own. */
const readNode = (node: unknown, around: Position, depth: number, reading: Reading): YamlNode => {
  if (isAlias(node)) {
    const target = reading.anchors.get(node.source);
    if (target === undefined) {
      const position = reading.at(startOf(node));
      const message = `no anchor &${node.source} stands before this alias`;
      reading.report.error('yaml/alias', position, message, 'write the value out, or name an anchor');
      return empty(position);
    }
    return reading.open.has(target) ? tooMuch(around, reading) : readNode(target, around, depth, reading);
  }
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return empty(around);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  const position = node.tag === undefined ? reading.at(startOf(node)) : reading.tagAt(startOf(node));
  reading.nodes += 1;
  if (depth > yamlLimits.depth) return tooMuch(position, reading);
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

/** What is left of bytes that are no UTF-8, and control characters that no YAML holds. */
const notText = /[\0-\x08\x0e-\x1f\ufffd]/;

/**
 * Reads one YAML 1.2 document. What the text gets wrong goes to the report, and as much as could be understood comes
 * back; undefined where that is nothing. Never throws, whatever the text.
 */
export const readYaml = (text: string, file: string, report: Report): YamlNode | undefined => {
  const start: Position = { file, line: 1, column: 1 };
  const foreign = text.search(notText);
  if (foreign >= 0) {
    const before = text.slice(0, foreign).split('\n');
    const position = { file, line: before.length, column: before.slice(-1).join('').length + 1 };
    report.error('yaml/encoding', position, 'the file is not UTF-8 text here', 'save it as UTF-8');
    return undefined;
  }
  const beyond = beyondLimits(text);
  if (beyond !== undefined) {
    report.error('yaml/too-much', start, beyond, 'split the file; rules are small');
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  for (const error of document.errors) {
    const { code, hint } = sayings[error.code] ?? { code: 'yaml/syntax', hint: 'correct the YAML here' };
    report.error(
      code,
      at(error.pos[0]),
      error.message.replace(/^./, (first) => first.toLowerCase()),
      hint,
    );
  }
  if (document.contents === null) {
    report.error('yaml/empty', start, 'the file holds nothing', 'begin with endpoints:');
    return undefined;
  }
  const tagAt = (offset: number): Position => at(Math.max(0, text.lastIndexOf('!', offset)));
  const reading: Reading = { report, text, at, tagAt, open: new Set(), anchors: new Map(), nodes: 0 };
  const root = readNode(document.contents, start, 0, reading);
  if (reading.nodes <= yamlLimits.nodes) return root;
  tooMuch(start, reading);
  return undefined;
};
