import type { Description } from '../../problems/diagnostics/index.ts';
import type { CharSet } from './char-set.ts';

/** A parsed regular expression with Java's meaning and flags already applied. */
export type PatternNode =
  /** One code point. */
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly type: 'group'; readonly number: number; readonly body: PatternNode }
  /** `(?>…)` and possessive quantifiers: never backtracks into a match. */
  | { readonly type: 'atomic'; readonly body: PatternNode }
  | { readonly type: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly body: PatternNode }
  | {
      readonly type: 'repeat';
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      readonly body: PatternNode;
    }
  /**
   * Matches no text. `source` is its JavaScript, `simple` an approximation for the checker; `ends`: the characters that
   * may follow, if they are limited; `start`: only at the start of the text.
   */
  | {
      readonly type: 'assertion';
      readonly source: string;
      readonly simple?: string;
      readonly ends?: CharSet;
      readonly start?: true;
    }
  | { readonly type: 'back'; readonly number: number; readonly at: number };

export type ParsedPattern = {
  readonly root: PatternNode;
  /** Number of groups in the author's expression. */
  readonly groups: number;
  /** Named groups and their numbers. */
  readonly names: ReadonlyMap<string, number>;
  /** The characters of `( ) $` that the expression contains literally, in a class or outside. */
  readonly spells: string;
};

/**
 * A construct that JavaScript doesn't support or interprets differently; `at` counts UTF-16 units from the expression's
 * start.
 */
export class PatternMistake extends Error {
  readonly at: number;
  readonly description: Description;

  constructor(at: number, description: Description) {
    super(description.message);
    this.name = 'PatternMistake';
    this.at = at;
    this.description = description;
  }
}
