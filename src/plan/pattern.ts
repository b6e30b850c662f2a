/** A regular expression in the Plan: JavaScript syntax, checked and translated by `compile`. */
export type PatternPlan = {
  readonly source: string;
  readonly flags: string;
  /** The number of the author's first group; absent if there is none. */
  readonly group?: number;
  /** Longest text, in UTF-16 units, for expressions that could be slow on a longer one. */
  readonly longest?: number;
};
