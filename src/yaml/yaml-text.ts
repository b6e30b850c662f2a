import { createReport, type Diagnostic, hasErrors, type Position } from '../diagnostics/index.ts';
import { readYaml } from './read-yaml.ts';
import type { YamlNode } from './yaml-node.ts';

export type YamlPath = readonly PropertyKey[];

/** A YAML text as plain values, with the position of each. */
export type YamlText = {
  /** Undefined if there is a problem. */
  readonly value: unknown;
  readonly problems: readonly Diagnostic[];
  /** Top-level keys, as far as they can be recognized despite problems. */
  readonly topKeys: readonly string[];
  /** Position of the value at a path; of the closest parent if the path doesn't exist. */
  readonly positionOf: (path: YamlPath) => Position;
  /** Position of the key at the end of a path. */
  readonly keyPositionOf: (path: YamlPath) => Position;
};

/** Converts a node to plain values, without tags. */
export const plainValue = (node: YamlNode): unknown => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
};

const entryOf = (node: YamlNode, step: PropertyKey) =>
  node.kind === 'mapping' ? node.entries.find(({ key }) => key === String(step)) : undefined;

const positionIn = (root: YamlNode, path: YamlPath, of: 'key' | 'value'): Position => {
  let node = root;
  let { position } = root;
  for (const step of path) {
    const entry = entryOf(node, step);
    const next = node.kind === 'list' && typeof step === 'number' ? node.items[step] : entry?.value;
    if (next === undefined) return position;
    position = of === 'key' && entry !== undefined ? entry.keyPosition : next.position;
    node = next;
  }
  return position;
};

const keyLine = /^["']?([A-Za-z][A-Za-z0-9]*)["']?[ \t]*:/gm;

/** Finds keys at the beginning of lines, which remain readable when a mistake makes the rest unreadable. */
const legibleKeys = (text: string): readonly string[] => [...text.matchAll(keyLine)].map(([, key = '']) => key);

/** Reads one YAML document as plain values. Reports all syntax errors. */
export const readYamlText = (text: string, file: string): YamlText => {
  const report = createReport();
  const root = readYaml(text, file, report);
  const problems = report.all();
  const keys = root?.kind === 'mapping' ? root.entries.map(({ key }) => key) : [];
  const at = (path: YamlPath, of: 'key' | 'value'): Position =>
    root === undefined ? { file, line: 1, column: 1 } : positionIn(root, path, of);
  return {
    value: root === undefined || hasErrors(problems) ? undefined : plainValue(root),
    problems,
    topKeys: problems.length === 0 ? keys : [...new Set([...keys, ...legibleKeys(text)])],
    positionOf: (path) => at(path, 'value'),
    keyPositionOf: (path) => at(path, 'key'),
  };
};

/** Returns the text under a top-level key of a YAML file, despite mistakes elsewhere in the file. */
export const yamlTextAt = (text: string, key: string): string | undefined => {
  const root = readYaml(text, '', createReport());
  const value = root && entryOf(root, key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
};
