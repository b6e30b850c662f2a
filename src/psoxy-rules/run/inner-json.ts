import { type JsonValue, parseJson, printJson } from '../../json/index.ts';
import { numberText, psoxyDigest } from '../../transforms/index.ts';
import type { PathPlan, PathStep } from '../plan/index.ts';
import { changeAt, type Draft } from './change.ts';
import { preparePath } from './select.ts';

/** A digest as the text that Psoxy writes. */
export const digestText = (value: JsonValue, keywords: readonly string[]): JsonValue =>
  typeof value === 'string' ? printJson(psoxyDigest(value, keywords)) : null;

/**
 * A text that holds JSON, with digests in the place of the texts at a path; undefined where it holds none. `reached` is
 * false where the part of the path that leads to one place finds nothing there, which Jayway calls a failure.
 */
type DigestInner = (text: string) => { readonly text: string; readonly reached: boolean } | undefined;

const leadsToOne = (step: PathStep): boolean =>
  (step.step === 'names' && step.names.length === 1) || (step.step === 'indexes' && step.indexes.length === 1);

/** The part of a path before the first step that may find several places. */
const definitePart = ({ text, steps, definite }: PathPlan): PathPlan => {
  const end = definite ? steps.length : steps.findIndex((step) => !leadsToOne(step));
  return { text, steps: steps.slice(0, end), definite: true };
};

/** Everything that the path does not find is written again as it was, numbers in Java's way. */
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
