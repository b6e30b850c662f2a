import type { PatternPlan } from './pattern.ts';

/** The value of an option in the Plan, with patterns translated and lists expanded. */
export type OptionValue = null | boolean | number | string | PatternPlan | readonly (number | string | PatternPlan)[];

/** Checked options of one use of a transform, with defaults for those that the rule omits. */
export type Options = Readonly<Record<string, OptionValue>>;

/** One use of a transform in rules. */
export type TransformUse = { readonly transform: string; readonly options: Options };
