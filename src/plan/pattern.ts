/** A regular expression as the Plan holds it: JavaScript syntax, checked and translated at compile. */
export type PatternPlan = {
  readonly source: string;
  readonly flags: string;
  /** The number of the first group that the author wrote; absent where there is none. */
  readonly group?: number;
  /** Longest text, in UTF-16 units, that the expression may be tried on: it could take long on more. */
  readonly longest?: number;
};
