import { type Description, describe } from '../../problems/diagnostics/index.ts';
import { checkBackReferences, reportsAlike } from './captures.ts';
import { parsePattern } from './parse-pattern.ts';
import { PatternMistake, type PatternNode } from './pattern-node.ts';
import { printPattern } from './print-pattern.ts';

export type Translation = {
  readonly ok: true;
  /** JavaScript source, without added anchors. */
  readonly source: string;
  readonly root: PatternNode;
  /** Number of the author's first group in JavaScript. */
  readonly group?: number;
  /** False if JavaScript may report a different text for that group than Java. */
  readonly reportsAlike: boolean;
  /** Numbers of named groups in JavaScript. */
  readonly names: ReadonlyMap<string, number>;
  readonly spells: string;
};

export type Untranslatable = Description & { readonly ok: false; readonly at: number };

const longest = 10_000;

/**
 * Translates a `java.util.regex` expression to JavaScript with the same meaning: ASCII classes, ASCII case, Java's line
 * terminators, possessive quantifiers. Rejects constructs without an equivalent, with their position.
 */
export const translatePattern = (java: string, ignoreCase = false): Translation | Untranslatable => {
  if (java.length > longest)
    return { ok: false, at: longest, ...describe('rules/pattern-not-readable:length', { limit: longest }) };
  try {
    const { root, names, spells } = parsePattern(java, ignoreCase);
    checkBackReferences(root);
    const { source, numbers } = printPattern(root);
    const group = numbers.get(1);
    const named = [...names].map(([name, number]): [string, number] => [name, Number(numbers.get(number))]);
    return {
      ok: true,
      source,
      root,
      ...(group !== undefined && { group }),
      reportsAlike: group === undefined || reportsAlike(root, 1),
      names: new Map(named),
      spells,
    };
  } catch (error) {
    if (!(error instanceof PatternMistake)) throw error;
    return { ok: false, at: error.at, ...error.description };
  }
};
