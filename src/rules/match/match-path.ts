import type { MatchOptions, Refusal, TokenizeValue } from '../../plan/index.ts';
import { asciiLower, encodePathValue, kindOfLinkValue } from '../../plan/index.ts';
import type { SegmentPlan } from '../plan/index.ts';
import { describeValue, notToken, type Part, prepareValue, type ReadText } from './match-value.ts';

type Segment = {
  /** The literal or the function's name in lower case; undefined for a parameter. */
  readonly word: string | undefined;
  readonly read: ReadText;
  /** A sentence about a matching segment with an unacceptable value; undefined if the segment doesn't match. */
  readonly complaint: (text: string, options: MatchOptions) => string | undefined;
  /** Writes the segment of a proxied link. Values go through `tokenize` if the rule accepts tokens. */
  readonly write: (text: string, tokenize: TokenizeValue) => string;
};

type FunctionPlan = Extract<SegmentPlan, { type: 'function' }>;
type ParameterPlan = Extract<SegmentPlan, { type: 'parameter' }>;
type LiteralPlan = Extract<SegmentPlan, { type: 'literal' }>;

/** A bound function without arguments, with or without its namespace and parentheses. */
const spellingsOfFunction = (name: string): readonly string[] =>
  [name, `microsoft.graph.${name}`].flatMap((each) => [each, `${each}()`]);

const namesOf = ({ text, callable }: LiteralPlan): readonly string[] =>
  callable ? spellingsOfFunction(asciiLower(text)) : [asciiLower(text)];

/** Returns the names in lower case that each segment may have; undefined for a segment that takes values. */
export const segmentNamesOf = (plans: readonly SegmentPlan[]): readonly (readonly string[] | undefined)[] =>
  plans.map((plan) => (plan.type === 'literal' ? namesOf(plan) : undefined));

const literal = (plan: LiteralPlan): Segment => {
  const { text } = plan;
  const names = namesOf(plan);
  return {
    word: asciiLower(text),
    read: (written) => (names.includes(asciiLower(written)) ? [{ text }] : undefined),
    complaint: () => undefined,
    write: () => text,
  };
};

const parameter = ({ name, value }: ParameterPlan): Segment => ({
  word: undefined,
  read: prepareValue(value, 'segment'),
  complaint: (text, options) =>
    `path parameter ${name} must be ${describeValue(value, options)}${notToken(value, text)}`,
  write: (text, tokenize) =>
    value.token === 'refused' ? encodePathValue(text) : tokenize(text, kindOfLinkValue(value.kind)),
});

const call = /^([A-Za-z][A-Za-z0-9.]*)\((.*)\)$/;
const argument = /\s*([A-Za-z]+)\s*=\s*(?:'((?:[^']|'')*)'|([^',()\s]+))\s*(,|$)/y;

type Argument = { readonly text: string; readonly quoted: boolean };
type FunctionCall = { readonly name: string; readonly values: ReadonlyMap<string, Argument> };

/**
 * Parses the arguments of a bound function call, by lower-case name. Returns undefined for other text and for duplicate
 * names.
 */
const readCall = (text: string): FunctionCall | undefined => {
  const [, name, list] = call.exec(text) ?? [];
  if (name === undefined || list === undefined) return undefined;
  const values = new Map<string, Argument>();
  const reader = new RegExp(argument);
  while (reader.lastIndex < list.length || values.size === 0) {
    const [, key, quoted, bare = '', end] = reader.exec(list) ?? [];
    if (key === undefined || values.has(asciiLower(key))) return undefined;
    values.set(asciiLower(key), {
      text: quoted === undefined ? bare : quoted.replaceAll("''", "'"),
      quoted: quoted !== undefined,
    });
    if (end === '') break;
    if (reader.lastIndex === list.length) return undefined;
  }
  return { name, values };
};

type Hole = FunctionPlan['holes'][number] & { readonly read: ReadText };

const functionCall = (plan: FunctionPlan): Segment => {
  const callee = plan.text;
  const holes: readonly Hole[] = plan.holes.map((hole) => ({
    ...hole,
    read: prepareValue(hole.value, 'segment', hole.quoted),
  }));

  const callOf = (text: string): FunctionCall | undefined => {
    const written = readCall(text);
    return written !== undefined && asciiLower(written.name) === asciiLower(callee) ? written : undefined;
  };
  const readHole = ({ parameter: key, quoted, read }: Hole, { values }: FunctionCall, options: MatchOptions) => {
    const value = values.get(asciiLower(key));
    return value?.quoted === quoted ? read(value.text, options) : undefined;
  };

  return {
    word: asciiLower(callee),
    read: (text, options) => {
      const written = callOf(text);
      if (written === undefined || written.values.size > holes.length) return undefined;
      const parts: Part[] = [{ text: `${callee}(` }];
      for (const [index, hole] of holes.entries()) {
        const value = readHole(hole, written, options);
        if (value === undefined) return undefined;
        const quote = hole.quoted ? "'" : '';
        parts.push({ text: `${index === 0 ? '' : ','}${hole.parameter}=${quote}` }, ...value, { text: quote });
      }
      return [...parts, { text: ')' }];
    },
    complaint: (text, options) => {
      const written = callOf(text);
      if (written === undefined) return undefined;
      const unfit = holes.find((hole) => readHole(hole, written, options) === undefined);
      return unfit === undefined
        ? `${callee} has an argument that the rule does not name`
        : `argument ${unfit.parameter} must be ${describeValue(unfit.value, options)}`;
    },
    write: (text, tokenize) => {
      const values = readCall(text)?.values;
      const list = holes.map(({ parameter: key, quoted, value }) => {
        const plain = values?.get(asciiLower(key))?.text ?? '';
        const written =
          value.token === 'refused' ? encodePathValue(plain) : tokenize(plain, kindOfLinkValue(value.kind));
        return `${key}=${quoted ? `'${written}'` : written}`;
      });
      return `${callee}(${list.join(',')})`;
    },
  };
};

const prepareSegment = (plan: SegmentPlan): Segment => {
  switch (plan.type) {
    case 'literal':
      return literal(plan);
    case 'parameter':
      return parameter(plan);
    case 'function':
      return functionCall(plan);
  }
};

const noSuchPath = 'no endpoint of the rules has this path';

/** Nearness if only a value of the path fails: above every likeness, below a path that matches. */
const valueFailed = 500;

type Fitness = {
  /** True if the text can be meant for the segment. */
  readonly here: boolean;
  /** From 0 to 2; literals count more than ids. */
  readonly weight: number;
  readonly complaint?: string;
};

const noFit: Fitness = { here: false, weight: 0 };

/** True for system segments, casts, and literals of the rules: no caller means them as ids. */
const isName = (text: string, words: ReadonlySet<string>): boolean =>
  /^(?:\$|microsoft\.graph\.)/i.test(text) || words.has(asciiLower(text).replace(/\(.*$/s, ''));

const commonStart = (one: string, other: string): number => {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
};

const fitness = (segment: Segment, text: string, options: MatchOptions, words: ReadonlySet<string>): Fitness => {
  const { word } = segment;
  if (segment.read(text, options) !== undefined) return { here: true, weight: word === undefined ? 1 : 2 };
  const complaint = segment.complaint(text, options);
  if (complaint !== undefined && (word !== undefined || !isName(text, words)))
    return { here: true, weight: word === undefined ? 0.5 : 1.5, complaint };
  if (word === undefined) return noFit;
  return { here: false, weight: commonStart(word, asciiLower(text)) / Math.max(word.length, text.length) };
};

/** Paths with more segments are like none of Graph's, and comparing them would take long. */
const mostSegments = 32;

/** The deduction for each segment more or less. */
const lengthCost = 0.75;

/** Least weight of a misspelled literal, such as `group` for `groups`. */
const leastLikeness = 0.5;

/**
 * Returns the weight of the segments that match in order (a longest common subsequence), less the difference in length. 0 if
 * only the version matches.
 */
const likeness = (
  segments: readonly Segment[],
  texts: readonly string[],
  options: MatchOptions,
  words: ReadonlySet<string>,
): number => {
  type Cell = { readonly text: string; readonly weight: number; readonly literals: number };
  const none = { text: '', weight: 0, literals: 0 };
  const heavier = (one: Cell, other: Cell): Cell => (other.weight > one.weight ? other : one);
  let above: readonly Cell[] = texts.map((text) => ({ ...none, text }));
  for (const [index, segment] of segments.entries()) {
    const row: Cell[] = [];
    for (const [place, over] of above.entries()) {
      const { weight } = fitness(segment, over.text, options, words);
      const before = above[place - 1] ?? none;
      const literal = weight >= leastLikeness && index > 0 && segment.word !== undefined ? 1 : 0;
      const both = { weight: before.weight + weight, literals: before.literals + literal };
      const { weight: most, literals: ofMost } = heavier(heavier(over, row[place - 1] ?? none), { ...none, ...both });
      row.push({ text: over.text, weight: most, literals: ofMost });
    }
    above = row;
  }
  const { weight, literals } = above.at(-1) ?? none;
  const difference = Math.abs(segments.length - texts.length);
  return literals === 0 ? 0 : Math.max(0, weight - lengthCost * difference);
};

export type PathMatcher = {
  readonly match: (
    segments: readonly string[],
    options: MatchOptions,
  ) => /** The parts of each segment. */
  { readonly ok: true; readonly segments: readonly (readonly Part[])[] } | { readonly ok: false };
  /** Why these segments, which don't match, don't; see `Refusal`. */
  readonly refusal: (segments: readonly string[], options: MatchOptions, words: ReadonlySet<string>) => Refusal;
  readonly write: (segments: readonly string[], tokenize: TokenizeValue) => string;
};

/** Prepares a path template. Literals ignore ASCII case; each segment is decoded and compared as a whole. */
export const preparePath = (plans: readonly SegmentPlan[]): PathMatcher => {
  const segments = plans.map(prepareSegment);
  return {
    match: (texts, options) => {
      const matched: (readonly Part[])[] = [];
      for (const [index, text] of texts.entries()) {
        const parts = segments[index]?.read(text, options);
        if (parts === undefined) return { ok: false };
        matched.push(parts);
      }
      return matched.length < segments.length ? { ok: false } : { ok: true, segments: matched };
    },
    refusal: (texts, options, words) => {
      const whole = texts.at(-1) === '' ? texts.slice(0, -1) : texts;
      if (whole.length > mostSegments) return { nearness: 0, why: noSuchPath, onPath: false };
      const fits = segments.map((segment, index) => fitness(segment, whole[index] ?? '', options, words));
      if (whole.length === segments.length && fits.every(({ here }) => here)) {
        const complaints = fits.flatMap(({ complaint }) => complaint ?? []);
        const why = complaints[0] ?? 'the path ends with a slash';
        return { nearness: valueFailed - complaints.length, why, onPath: true };
      }
      return { nearness: likeness(segments, whole, options, words), why: noSuchPath, onPath: false };
    },
    write: (texts, tokenize) =>
      segments.map((segment, index) => `/${segment.write(texts[index] ?? '', tokenize)}`).join(''),
  };
};
