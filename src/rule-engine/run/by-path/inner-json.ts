import { type JsonValue, parseJson, printJson } from '../../json/index.ts';
import type { PathPlan } from '../../plan/index.ts';
import { numberText, psoxyDigest } from '../../transforms/index.ts';
import { changeAt, type Draft } from './change.ts';
import { linkPath } from './select.ts';

/** A digest as the text that Psoxy writes. */
export const digestText = (value: JsonValue, keywords: readonly string[]): JsonValue =>
  typeof value === 'string' ? printJson(psoxyDigest(value, keywords)) : null;

/** A text that holds JSON, with digests in the place of the texts at a path; undefined where it holds none. */
type DigestInner = (text: string) => { readonly text: string; readonly found: boolean } | undefined;

/** Everything that the path does not find is written again as it was, numbers in Java's way. */
export const linkInner = (path: PathPlan, keywords: readonly string[]): DigestInner => {
  const select = linkPath(path);
  return (text) => {
    const value = parseJson(text);
    if (value === undefined) return undefined;
    const draft: Draft = { value };
    const places = select(value);
    changeAt(draft, places, (found) => digestText(found, keywords));
    return { text: printJson(draft.value, (number) => numberText({ number })), found: places.length > 0 };
  };
};
