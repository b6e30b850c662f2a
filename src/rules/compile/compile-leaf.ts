import {
  compileOptions,
  type OptionDialect,
  type OptionProblem,
  type PatternUse,
  type WrittenOption,
} from '../../compile/index.ts';
import type { Position } from '../../diagnostics/index.ts';
import type { PatternPlan } from '../../plan/index.ts';
import { transforms } from '../../transforms/index.ts';
import { describeNode, type YamlMapping, type YamlNode } from '../../yaml/index.ts';
import type { Entry, KeepRule, Located, TransformRule } from '../format/index.ts';
import type { FormatPlan, TransformNode } from '../plan/index.ts';
import { compilePattern } from './compile-pattern.ts';
import { type Session, safetyOf } from './session.ts';

/** An option as written, with word lists expanded and the positions of its items. */
type Given = { readonly value: WrittenOption; readonly items: readonly Position[] };

const asText = (node: YamlNode): Located<string> | undefined =>
  node.kind === 'scalar' && node.tag === undefined && typeof node.value === 'string'
    ? { value: node.value, position: node.position }
    : undefined;

/** Resolves `{ $list: name }` to the words of the list. */
const readListReference = (node: YamlMapping, session: Session): readonly Located<string>[] | undefined => {
  const [entry, ...more] = node.entries;
  const name = entry?.key === '$list' && more.length === 0 ? asText(entry.value) : undefined;
  if (name !== undefined) return session.library.list(name);
  session.report.error('rules/value:option', node.position, { got: describeNode(node) });
  return undefined;
};

const readGiven = (node: YamlNode, session: Session): Given | undefined => {
  if (node.kind === 'scalar') return { value: node.value, items: [] };
  if (node.kind === 'mapping') {
    const words = readListReference(node, session);
    return words && { value: words.map(({ value }) => value), items: words.map(({ position }) => position) };
  }
  const values: (string | number | boolean | null)[] = [];
  for (const item of node.items) {
    if (item.kind !== 'scalar') {
      session.report.error('rules/value:item', item.position, { got: describeNode(item) });
      return undefined;
    }
    values.push(item.value);
  }
  return { value: values, items: node.items.map(({ position }) => position) };
};

/** Reads the words of `keep`; returns undefined after a reported mistake. */
export const readWords = (node: YamlNode, session: Session): readonly string[] | undefined => {
  const given = readGiven(node, session);
  if (given === undefined) return undefined;
  const words = Array.isArray(given.value) ? given.value : [given.value];
  if (words.length > 0 && words.every((word) => typeof word === 'string')) return words;
  session.report.error('rules/value:words', node.position);
  return undefined;
};

const positionOf = (problem: OptionProblem, rule: TransformRule, given: ReadonlyMap<string, Given>): Position => {
  const option = problem.option ?? '';
  const written = rule.options.get(option);
  if (written === undefined) return rule.position;
  if (problem.code === 'rules/unknown-option') return written.keyPosition;
  return given.get(option)?.items[problem.item ?? -1] ?? written.value.position;
};

/** Compiles a transform. Returns undefined after a reported mistake, such as an unknown name or a wrong option. */
export const compileTransform = (rule: TransformRule, session: Session): TransformNode | undefined => {
  if (!session.transforms.has(rule)) session.transforms.set(rule, compileUse(rule, session));
  return session.transforms.get(rule);
};

/** The allow-list form's notation of options. `ignoreCase` applies to every pattern next to it. */
export const optionDialect = (safety: PatternUse['safety'], ignoreCase: WrittenOption | undefined): OptionDialect => ({
  offers: ({ only }) => only !== 'psoxy',
  compilePattern: (source, use) => compilePattern(source, { ...use, safety, ignoreCase: ignoreCase === true }),
});

const compileUse = (rule: TransformRule, session: Session): TransformNode | undefined => {
  const { report } = session;
  const transform = transforms.get(rule.name);
  if (transform === undefined) {
    const known = ['keep', ...transforms.keys()];
    report.error('rules/unknown-transform', rule.position, { name: rule.name, known });
    return undefined;
  }
  const given = new Map<string, Given>();
  const unreadable = new Set<string>();
  for (const [name, { value }] of rule.options as ReadonlyMap<string, Entry<YamlNode>>) {
    const read = readGiven(value, session);
    if (read === undefined) unreadable.add(name);
    given.set(name, read ?? { value: null, items: [] });
  }
  const values = new Map([...given].map(([name, { value }]) => [name, value]));
  const { options, problems } = compileOptions(
    transform,
    values,
    optionDialect(safetyOf(session), values.get('ignoreCase')),
  );
  for (const problem of problems) {
    if (problem.code !== 'rules/unknown-option' && unreadable.has(problem.option ?? '')) continue;
    report.add(problem.severity, positionOf(problem, rule, given), problem);
  }
  return options && unreadable.size === 0 ? { node: 'transform', transform: rule.name, options } : undefined;
};

/** Reads a pattern that must match the whole text; returns undefined after a reported mistake. */
export const readPattern = (
  { value, position }: Located<string>,
  ignoreCase: Located<boolean> | undefined,
  safety: PatternUse['safety'],
  { report }: Session,
): PatternPlan | undefined => {
  const { plan, problems } = compilePattern(value, { match: 'whole', safety, ignoreCase: ignoreCase?.value === true });
  for (const problem of problems) report.add(problem.severity, position, problem);
  return plan;
};

/** Reads the explicit format of a `keep`; returns undefined without a format, or after a reported mistake. */
export const writtenFormat = (rule: KeepRule, session: Session): FormatPlan | undefined => {
  if (rule.values !== undefined) {
    const members = readWords(rule.values, session);
    return members && { format: 'identifier', members };
  }
  if (rule.pattern === undefined) return undefined;
  const pattern = readPattern(rule.pattern, rule.ignoreCase, safetyOf(session), session);
  return pattern && { format: 'pattern', pattern };
};
