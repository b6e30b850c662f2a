import { compileOptions, type OptionDialect, type OptionProblem, type WrittenOption } from '../../compile/index.ts';
import type { Position, Report } from '../../diagnostics/index.ts';
import { type Parameter, type Transform, transforms } from '../../transforms/index.ts';
import type { YamlMapping, YamlNode } from '../../yaml/index.ts';
import { compilePattern } from '../java-regex/index.ts';
import type { AugmentPlan, PathPlan, PathTransformPlan } from '../plan/index.ts';
import {
  type Fields,
  isNull,
  readFields,
  readFlag,
  readList,
  readMapping,
  readPath,
  readPaths,
  readText,
  readTexts,
  warnIgnored,
} from './reading.ts';

const common = ['jsonPaths', 'applyOnlyWhen', 'fields'];
const ofDigest = ['isJsonEscaped', 'jsonPathToProcessWhenEscaped'];

/** Returns the method of a list item: its tag, or its key `method`. */
const methodOf = (mapping: YamlMapping, tag: string | undefined, report: Report): string | undefined => {
  if (tag !== undefined) return tag;
  const node = mapping.entries.find(({ key }) => key === 'method')?.value;
  if (node === undefined) {
    report.error('rules/method-missing', mapping.position);
    return undefined;
  }
  return readText(node, report)?.text;
};

const ofScalar = (node: YamlNode, parameter: Parameter, report: Report): WrittenOption | undefined => {
  if (isNull(node)) return parameter.nullable === true ? null : undefined;
  if (parameter.type === 'boolean') return readFlag(node, report);
  return readText(node, report)?.text;
};

const givenOption = (node: YamlNode, parameter: Parameter, report: Report): WrittenOption | undefined => {
  if (parameter.type === 'numbers')
    return readList(node, report).map((item) =>
      item.kind === 'scalar' && typeof item.value === 'number' ? item.value : null,
    );
  if (parameter.type !== 'texts' && parameter.type !== 'patterns') return ofScalar(node, parameter, report);
  return isNull(node) ? undefined : readTexts(node, report).map(({ text }) => text);
};

const placeOf = (
  { option, item, at = 0 }: OptionProblem,
  fields: Fields,
  mapping: YamlMapping,
): YamlNode['position'] => {
  const node = option === undefined ? undefined : fields.get(option);
  const inner = (node?.kind === 'list' && item !== undefined ? node.items[item] : undefined) ?? node;
  const start = inner?.kind === 'scalar' ? inner.textPosition : undefined;
  return start === undefined ? (inner?.position ?? mapping.position) : { ...start, column: start.column + at };
};

const dialect: OptionDialect = {
  offers: ({ only }) => only !== 'allow-list',
  compilePattern: (source, use) => compilePattern(source, { ...use, safety: 'capped' }),
};

const readOptions = (transform: Transform, fields: Fields, mapping: YamlMapping, report: Report) => {
  const given = new Map<string, WrittenOption>();
  for (const [name, parameter] of Object.entries(transform.parameters)) {
    const node = fields.get(name);
    const option = node && givenOption(node, parameter, report);
    if (option !== undefined) given.set(name, option);
  }
  const { options, problems } = compileOptions(transform, given, dialect);
  for (const problem of problems) report.add(problem.severity, placeOf(problem, fields, mapping), problem);
  return options;
};

const readCondition = (node: YamlNode | undefined, report: Report): PathPlan | undefined => {
  if (node === undefined || isNull(node)) return undefined;
  const placed = readText(node, report);
  const path = placed && readPath(placed, report);
  if (path?.definite !== true) return path;
  report.error('rules/condition-definite', node.position);
  return undefined;
};

/** Reads the path for digests inside a JSON text. */
const readInner = (node: YamlNode | undefined, report: Report): PathPlan | undefined => {
  const placed = node === undefined || isNull(node) ? undefined : readText(node, report);
  return placed && readPath(placed, report);
};

const readEscaped = (fields: Fields, mapping: YamlMapping, report: Report): PathPlan | undefined => {
  const escaped = readFlag(fields.get('isJsonEscaped'), report);
  const inner = readInner(fields.get('jsonPathToProcessWhenEscaped'), report);
  if (escaped && isNull(fields.get('jsonPathToProcessWhenEscaped')))
    report.error('rules/option-missing:inner', mapping.position);
  if (!escaped) warnIgnored(fields, 'jsonPathToProcessWhenEscaped', report);
  return escaped ? inner : undefined;
};

const unknownMethod = (method: string, node: YamlNode, known: readonly string[], report: Report): undefined => {
  if (method === 'sentenceMetadata') report.error('rules/sentence-metadata', node.position);
  else report.error('rules/unknown-transform', node.position, { name: method, known });
  return undefined;
};

const warnWithoutPaths = (fields: Fields, mapping: YamlMapping, report: Report): void => {
  const node = fields.get('jsonPaths');
  if (isNull(node) || (node?.kind === 'list' && node.items.length === 0))
    report.warning('rules/no-effect:paths', mapping.position);
};

const readTransform = (node: YamlNode, report: Report): PathTransformPlan | undefined => {
  const mapping = readMapping(node, report);
  const method = mapping && methodOf(mapping, node.tag, report);
  if (mapping === undefined || method === undefined) return undefined;
  const transform = transforms.get(method);
  if (transform === undefined) return unknownMethod(method, node, [...transforms.keys()], report);
  const offered = Object.entries(transform.parameters).filter(([, parameter]) => dialect.offers(parameter));
  const own = [
    ...offered.map(([name]) => name),
    ...(method === 'textDigest' ? ofDigest : []),
    ...(method === 'pseudonymize' ? ['onlyIfRegex'] : []),
  ];
  const known = [...own, ...common, ...(node.tag === undefined ? ['method'] : [])];
  const fields = readFields(mapping, known, method, report);
  warnIgnored(fields, 'fields', report);
  warnIgnored(fields, 'onlyIfRegex', report);
  const options = readOptions(transform, fields, mapping, report);
  const inner = readEscaped(fields, mapping, report);
  const onlyWhen = readCondition(fields.get('applyOnlyWhen'), report);
  const paths = readPaths(fields.get('jsonPaths'), report);
  warnWithoutPaths(fields, mapping, report);
  if (options === undefined) return undefined;
  return {
    transform: method,
    options,
    paths,
    ...(onlyWhen !== undefined && { onlyWhen }),
    ...(inner !== undefined && { inner }),
  };
};

/** Plans of a list's items in file order, with their positions. */
export type Placed<Plan> = { readonly plans: readonly Plan[]; readonly positions: readonly Position[] };

const readEach = <Plan>(
  node: YamlNode | undefined,
  report: Report,
  read: (item: YamlNode, report: Report) => Plan | undefined,
): Placed<Plan> => {
  const plans: Plan[] = [];
  const positions: Position[] = [];
  for (const item of readList(node, report)) {
    const plan = read(item, report);
    if (plan === undefined) continue;
    plans.push(plan);
    positions.push(item.position);
  }
  return { plans, positions };
};

/** Reads the transforms of an endpoint. */
export const readTransforms = (node: YamlNode | undefined, report: Report): Placed<PathTransformPlan> =>
  readEach(node, report, readTransform);

const readAugment = (node: YamlNode, report: Report): AugmentPlan | undefined => {
  const mapping = readMapping(node, report);
  const method = mapping && methodOf(mapping, node.tag, report);
  if (mapping === undefined || method === undefined) return undefined;
  if (method !== 'textDigest') return unknownMethod(method, node, ['textDigest'], report);
  const known = [
    'jsonPaths',
    'innerJsonPath',
    'outputSchema',
    'keywords',
    ...(node.tag === undefined ? ['method'] : []),
  ];
  const fields = readFields(mapping, known, 'augment', report);
  warnIgnored(fields, 'outputSchema', report);
  const inner = readInner(fields.get('innerJsonPath'), report);
  const paths = readPaths(fields.get('jsonPaths'), report);
  warnWithoutPaths(fields, mapping, report);
  return {
    paths,
    keywords: readTexts(fields.get('keywords'), report).map(({ text }) => text),
    ...(inner !== undefined && { inner }),
  };
};

/** Reads the augments of an endpoint. */
export const readAugments = (node: YamlNode | undefined, report: Report): Placed<AugmentPlan> =>
  readEach(node, report, readAugment);
