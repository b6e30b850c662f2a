import type { PatternPlan } from './pattern.ts';

/** What an option's value may be in the Plan: patterns are translated, lists are written out. */
export type OptionValue = null | boolean | number | string | PatternPlan | readonly (number | string | PatternPlan)[];

/** Checked options of one place in the rules; those that the rule leaves out stand here with their defaults. */
export type Options = Readonly<Record<string, OptionValue>>;

/** A transform where rules name it. */
export type TransformUse = { readonly transform: string; readonly options: Options };
