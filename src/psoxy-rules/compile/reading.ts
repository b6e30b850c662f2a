import type { PatternUse } from '../../compile/index.ts';
import type { Position, Report } from '../../diagnostics/index.ts';
import type { PatternPlan } from '../../plan/index.ts';
import { describeNode, type YamlMapping, type YamlNode } from '../../yaml/index.ts';
import { type CompiledPattern, compilePattern } from '../java-regex/index.ts';
import { compilePath } from '../json-path/index.ts';
import type { PathPlan } from '../plan/index.ts';

/** A text with its position. */
export type Placed = { readonly text: string; readonly node: Scalar };

type Scalar = Extract<YamlNode, { kind: 'scalar' }>;

/** Returns the position of a character in a text, or the start of its node if the text is written with escapes. */
const placeIn = ({ position, textPosition: start }: Scalar, at: number): Position => {
  return start === undefined ? position : { ...start, column: start.column + at };
};

export const wrongType = (node: YamlNode, expected: string, report: Report): undefined => {
  report.error('rules/type', node.position, { expected, got: describeNode(node) });
  return undefined;
};

/** True for a key without a value. */
export const isNull = (node: YamlNode | undefined): boolean =>
  node === undefined || (node.kind === 'scalar' && node.value === null && node.tag === undefined);

export const readMapping = (node: YamlNode, report: Report): YamlMapping | undefined => {
  if (node.kind === 'mapping') return node;
  // A tag without a value counts as an empty mapping.
  if (node.kind === 'scalar' && (node.value === null || (node.value === '' && node.tag !== undefined)))
    return { kind: 'mapping', position: node.position, entries: [] };
  return wrongType(node, 'a mapping', report);
};

export type Fields = ReadonlyMap<string, YamlNode>;

/** Reads the keys of a mapping without null values, and reports unknown ones. */
export const readFields = (mapping: YamlMapping, known: readonly string[], what: string, report: Report): Fields => {
  const fields = new Map<string, YamlNode>();
  for (const { key, keyPosition, value } of mapping.entries) {
    if (known.includes(key)) fields.set(key, value);
    else report.error('rules/unknown-key', keyPosition, { what, key, known });
  }
  return fields;
};

/** Reads a scalar as text. Numbers and words keep their notation. */
export const readText = (node: YamlNode, report: Report): Placed | undefined => {
  if (node.kind !== 'scalar' || node.value === null) return wrongType(node, 'text', report);
  return { text: typeof node.value === 'string' ? node.value : String(node.source), node };
};

/** Reads the members of a mapping; none if there is no value. */
export const readEntries = (node: YamlNode | undefined, report: Report): YamlMapping['entries'] =>
  node === undefined || isNull(node) ? [] : (readMapping(node, report)?.entries ?? []);

export const readList = (node: YamlNode | undefined, report: Report): readonly YamlNode[] => {
  if (node === undefined || isNull(node)) return [];
  return node.kind === 'list' ? node.items : (wrongType(node, 'a list', report) ?? []);
};

export const readTexts = (node: YamlNode | undefined, report: Report): readonly Placed[] =>
  readList(node, report)
    .map((item) => readText(item, report))
    .filter((text) => text !== undefined);

export const readFlag = (node: YamlNode | undefined, report: Report): boolean => {
  if (node === undefined || isNull(node)) return false;
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return wrongType(node, 'true or false', report) ?? false;
};

/** Compiles an expression and reports its mistakes. `quietly` suppresses warnings. */
export const readPattern = (
  { text, node }: Placed,
  use: Omit<PatternUse, 'safety'>,
  report: Report,
  quietly = false,
): CompiledPattern => {
  const compiled = compilePattern(text, { ...use, safety: 'capped' });
  for (const problem of compiled.problems)
    if (problem.severity === 'error' || !quietly) report.add(problem.severity, placeIn(node, problem.at), problem);
  return compiled;
};

export const readWholePattern = (placed: Placed, report: Report): PatternPlan | undefined =>
  readPattern(placed, { match: 'whole' }, report).plan;

export const readPath = ({ text, node }: Placed, report: Report): PathPlan | undefined => {
  const compiled = compilePath(text, 'capped');
  const problems = compiled.ok ? compiled.warnings : [compiled.problem];
  for (const problem of problems) report.add(compiled.ok ? 'warning' : 'error', placeIn(node, problem.at), problem);
  return compiled.ok ? compiled.path : undefined;
};

export const readPaths = (node: YamlNode | undefined, report: Report): readonly PathPlan[] =>
  readTexts(node, report)
    .map((placed) => readPath(placed, report))
    .filter((path) => path !== undefined);

/** Warns about keys that are accepted but have no effect. */
export const warnIgnored = (fields: Fields, key: string, report: Report): void => {
  const node = fields.get(key);
  if (node !== undefined && !isNull(node)) report.warning('rules/no-effect', node.position, { key });
};
