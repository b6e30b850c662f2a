import type { PatternPlan } from '../plan/index.ts';
import type { Parameter } from './transform.ts';

/** A prepared pattern of the Plan. */
export type Matcher = {
  /** False for a text that is too long to be tried. Treat it like the least safe text. */
  readonly fits: (text: string) => boolean;
  /** True if it matches; false for a text that is too long. */
  readonly matches: (text: string) => boolean;
  /** The first match. */
  readonly first: (text: string) => RegExpExecArray | undefined;
  /** All matches, one after the other, with the positions of groups. */
  readonly all: (text: string) => Iterable<RegExpExecArray>;
  /** The author's first group in a match; undefined if there is none or it didn't participate. */
  readonly group: (match: RegExpExecArray) => string | undefined;
};

export const preparePattern = ({ source, flags, group, longest }: PatternPlan): Matcher => {
  const once = new RegExp(source, flags);
  const every = new RegExp(source, `${flags}dg`);
  const fits = (text: string): boolean => longest === undefined || text.length <= longest;
  return {
    fits,
    matches: (text) => fits(text) && once.test(text),
    first: (text) => (fits(text) ? (once.exec(text) ?? undefined) : undefined),
    all: (text) => (fits(text) ? text.matchAll(every) : []),
    group: (match) => (group === undefined ? undefined : match[group]),
  };
};

/** The option that applies to patterns. The rule form that offers it compiles it into them. */
export const ignoreCase: Parameter = {
  description: 'Letters match the patterns in either case.',
  type: 'boolean',
  only: 'allow-list',
};

/** Returns the patterns of an option that holds one or several. */
export const patternsOf = (option: unknown): readonly PatternPlan[] =>
  (Array.isArray(option) ? option : [option]).filter((plan): plan is PatternPlan => plan?.source !== undefined);

/** Returns the texts of an option. */
export const textsOf = (option: unknown): readonly string[] =>
  Array.isArray(option) ? option.filter((text): text is string => typeof text === 'string') : [];
