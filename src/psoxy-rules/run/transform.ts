import { isArray, isNumber, isObject, type JsonValue } from '../../json/index.ts';
import type { RunContext } from '../../plan/index.ts';
import { type Accepts, textsOf, transforms } from '../../transforms/index.ts';
import type { PathTransformPlan } from '../plan/index.ts';
import { changeAt, type Draft, digestText, prepareInner } from './change.ts';
import { preparePath } from './select.ts';

type Run = (value: JsonValue, tools: RunContext) => JsonValue | undefined;

/** Where the original fails on a value of the wrong type, it is taken out; everywhere else it becomes null. */
const takesOut: ReadonlySet<string> = new Set([
  'redact',
  'pseudonymize',
  'pseudonymizeEmailHeader',
  'pseudonymizeRegexMatches',
]);

const typeOf = (value: JsonValue): Accepts => {
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (isNumber(value)) return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
};

const prepareDigest = ({ inner, options }: PathTransformPlan): Run => {
  const keywords = textsOf(options['keywords']);
  if (inner === undefined) return (value) => digestText(value, keywords);
  const digest = prepareInner(inner, keywords);
  return (value) => (typeof value === 'string' ? (digest(value)?.text ?? value) : null);
};

const prepareRun = (plan: PathTransformPlan): Run => {
  const { transform: name, options } = plan;
  if (name === 'textDigest') return prepareDigest(plan);
  const transform = transforms.get(name);
  if (transform === undefined) return () => undefined;
  const run = transform.compile(options);
  const otherwise = takesOut.has(name) ? undefined : null;
  return (value, tools) => {
    if (value === null) return name === 'redact' ? undefined : null;
    return transform.accepts.includes(typeOf(value)) ? run(value, tools) : otherwise;
  };
};

/** Makes one transform of an endpoint ready: it changes a document at all its paths, one path after the other. */
export const prepareTransform = (plan: PathTransformPlan): ((draft: Draft, tools: RunContext) => void) => {
  const run = prepareRun(plan);
  const selects = plan.paths.map(preparePath);
  const condition = plan.onlyWhen === undefined ? undefined : preparePath(plan.onlyWhen);
  return (draft, tools) => {
    if (condition?.(draft.value).length === 0) return;
    for (const select of selects) changeAt(draft, select(draft.value), (value) => run(value, tools));
  };
};
