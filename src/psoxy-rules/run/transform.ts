import { isArray, isNumber, isObject, type JsonValue, parseJson, printJson } from '../../json/index.ts';
import type { RunContext } from '../../plan/index.ts';
import { type Accepts, numberText, psoxyDigest, textsOf, transforms } from '../../transforms/index.ts';
import type { PathPlan, PathStep, PathTransformPlan } from '../plan/index.ts';
import { type Place, preparePath } from './select.ts';

/** A document while it is being changed; the root value may be replaced too. */
export type Draft = { value: JsonValue };

/** Returns undefined to remove the value. */
type Change = (value: JsonValue) => JsonValue | undefined;

/** Keeps the place of a removed item until all changes of a path are made, so that indexes stay valid. */
const gap: JsonValue = new Map();

const changeItem = (array: JsonValue[], key: number, change: Change): void => {
  const value = array[key];
  if (value === undefined || value === gap) return;
  const changed = change(value);
  array[key] = changed === undefined ? gap : changed;
};

const changeMember = (object: Map<string, JsonValue>, key: string, change: Change): void => {
  const value = object.get(key);
  if (value === undefined) return;
  const changed = change(value);
  if (changed === undefined) object.delete(key);
  else object.set(key, changed);
};

/** Changes the values at all places, one after another. A place that was found twice is changed twice. */
export const changeAt = (draft: Draft, places: readonly Place[], change: Change): void => {
  const arrays = new Set<JsonValue[]>();
  for (const place of places) {
    if (place.in === 'document') draft.value = change(draft.value) ?? null;
    else if (place.in === 'object') changeMember(place.of, place.key, change);
    else {
      arrays.add(place.of);
      changeItem(place.of, place.key, change);
    }
  }
  for (const array of arrays) {
    const kept = array.filter((item) => item !== gap);
    array.length = 0;
    for (const item of kept) array.push(item);
  }
};

/** Formats a digest as Psoxy does. */
const digestText = (value: JsonValue, keywords: readonly string[]): JsonValue =>
  typeof value === 'string' ? printJson(psoxyDigest(value, keywords)) : null;

/**
 * Replaces the texts at a path inside a JSON text with digests; undefined if the text isn't JSON. `reached` is false if
 * the definite part of the path finds nothing, which Jayway reports as a failure.
 */
type DigestInner = (text: string) => { readonly text: string; readonly reached: boolean } | undefined;

const leadsToOne = (step: PathStep): boolean =>
  (step.step === 'names' && step.names.length === 1) || (step.step === 'indexes' && step.indexes.length === 1);

/** Returns the part of a path before the first step that can find several places. */
const definitePart = ({ text, steps, definite }: PathPlan): PathPlan => {
  const end = definite ? steps.length : steps.findIndex((step) => !leadsToOne(step));
  return { text, steps: steps.slice(0, end), definite: true };
};

/** Everything that the path doesn't find is serialized again, numbers in Java's format. */
export const prepareInner = (path: PathPlan, keywords: readonly string[]): DigestInner => {
  const select = preparePath(path);
  const lead = preparePath(definitePart(path));
  return (text) => {
    const value = parseJson(text);
    if (value === undefined) return undefined;
    const reached = lead(value).length > 0;
    const draft: Draft = { value };
    changeAt(draft, select(value), (found) => digestText(found, keywords));
    return { text: printJson(draft.value, (number) => numberText({ number })), reached };
  };
};

type Run = (value: JsonValue, tools: RunContext) => JsonValue | undefined;

/**
 * Transforms that remove a value of the wrong type, because the original fails on it; all others replace it with null.
 */
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

/** Prepares one transform of an endpoint, which changes a document at all its paths, one path after another. */
export const prepareTransform = (plan: PathTransformPlan): ((draft: Draft, tools: RunContext) => void) => {
  const same = plan.kinds === undefined ? prepareRun(plan) : undefined;
  const places = plan.paths.map((path, index) => ({
    select: preparePath(path),
    run: same ?? prepareRun({ ...plan, options: { ...plan.options, of: plan.kinds?.[index] ?? '' } }),
  }));
  const condition = plan.onlyWhen === undefined ? undefined : preparePath(plan.onlyWhen);
  return (draft, tools) => {
    if (condition?.(draft.value).length === 0) return;
    for (const { select, run } of places) changeAt(draft, select(draft.value), (value) => run(value, tools));
  };
};
