import { checkBackReferences, reportsAlike } from './captures.ts';
import { parsePattern } from './parse-pattern.ts';
import { PatternMistake, type PatternNode } from './pattern-node.ts';
import { printPattern } from './print-pattern.ts';

export type Translation = {
  readonly ok: true;
  /** JavaScript's spelling, without anchors of its own. */
  readonly source: string;
  readonly root: PatternNode;
  /** JavaScript's number of the author's first group. */
  readonly group?: number;
  /** False where JavaScript may report another text for that group than Java. */
  readonly reportsAlike: boolean;
  /** JavaScript's numbers of named groups. */
  readonly names: ReadonlyMap<string, number>;
  readonly spells: string;
};

export type Untranslatable = {
  readonly ok: false;
  readonly at: number;
  readonly message: string;
  readonly hint: string;
};

/**
 * Turns a `java.util.regex` expression into one that JavaScript reads in the same way: ASCII classes, ASCII case,
 * Java's line ends, possessive quantifiers. What has no equal is said, with its place, never read otherwise.
 */
export const translatePattern = (java: string, ignoreCase = false): Translation | Untranslatable => {
  try {
    const { root, names, spells } = parsePattern(java, ignoreCase);
    checkBackReferences(root);
    const { source, numbers } = printPattern(root);
    new RegExp(source, 'u');
    const group = numbers.get(1);
    const named = [...names].map(([name, number]): [string, number] => [name, numbers.get(number) ?? 0]);
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
    if (error instanceof PatternMistake) return { ok: false, at: error.at, message: error.message, hint: error.hint };
    if (error instanceof SyntaxError)
      return { ok: false, at: 0, message: 'this expression has no equal in JavaScript', hint: 'write it more simply' };
    throw error;
  }
};
