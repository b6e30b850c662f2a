import type { MatchOptions } from '../../plan/index.ts';
import { asciiLower, encodePathValue } from '../../plan/index.ts';
import type { SegmentPlan } from '../plan/index.ts';
import { describeValue } from './fit-value.ts';
import { type Part, prepareInput, type ReadGiven } from './input-value.ts';

/** One segment of a path that matched, in parts. */
export type SegmentParts = readonly Part[];

export type PathMatch =
  | { readonly ok: true; readonly segments: readonly SegmentParts[] }
  /** `fitted`: how many segments matched before one did not; `later`: after it. `why` is absent where a literal differs. */
  | { readonly ok: false; readonly fitted: number; readonly later: number; readonly why?: string };

/** `parts` where the segment fits, a sentence where its value does not, undefined where it is another segment. */
type SegmentMatch = { readonly parts: SegmentParts } | { readonly why: string } | undefined;

type Segment = {
  readonly match: (text: string, options: MatchOptions) => SegmentMatch;
  /** The segment of a proxied link; values are handed to `tokenize` where the rule takes tokens. */
  readonly write: (text: string, tokenize: (value: string) => string) => string;
};

type FunctionPlan = Extract<SegmentPlan, { type: 'function' }>;
type ParameterPlan = Extract<SegmentPlan, { type: 'parameter' }>;
type LiteralPlan = Extract<SegmentPlan, { type: 'literal' }>;

const literal = ({ text, callable }: LiteralPlan): Segment => {
  const names = callable ? [asciiLower(text), `${asciiLower(text)}()`] : [asciiLower(text)];
  return {
    match: (given) => (names.includes(asciiLower(given)) ? { parts: [{ text }] } : undefined),
    write: () => text,
  };
};

const parameter = ({ name, value }: ParameterPlan): Segment => {
  const read = prepareInput(value, 'segment');
  return {
    match: (text, options) => {
      const given = read(text, options);
      if (given === undefined) return { why: `path parameter ${name} must be ${describeValue(value)}` };
      return { parts: [{ given, quoted: false }] };
    },
    write: (text, tokenize) => (value.token === 'refused' ? encodePathValue(text) : tokenize(text)),
  };
};

const call = /^([A-Za-z][A-Za-z0-9.]*)\((.*)\)$/;
const argument = /\s*([A-Za-z]+)\s*=\s*(?:'((?:[^']|'')*)'|([^',()\s]+))\s*(,|$)/y;

type Argument = { readonly text: string; readonly quoted: boolean };
type FunctionCall = { readonly name: string; readonly values: ReadonlyMap<string, Argument> };

/** Arguments of a bound function's call by lower-case name; undefined for what is no such call or names one twice. */
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

type Hole = FunctionPlan['holes'][number] & { readonly read: ReadGiven };

const functionCall = (plan: FunctionPlan): Segment => {
  const callee = plan.text;
  const holes: readonly Hole[] = plan.holes.map((hole) => ({ ...hole, read: prepareInput(hole.value, 'segment') }));

  return {
    match: (text, options) => {
      const asked = readCall(text);
      if (asked === undefined || asciiLower(asked.name) !== asciiLower(callee)) return undefined;
      const parts: Part[] = [{ text: `${callee}(` }];
      for (const [index, hole] of holes.entries()) {
        const value = asked.values.get(asciiLower(hole.parameter));
        const given = value?.quoted === hole.quoted ? hole.read(value.text, options) : undefined;
        if (given === undefined) return { why: `argument ${hole.parameter} must be ${describeValue(hole.value)}` };
        const quote = hole.quoted ? "'" : '';
        parts.push({ text: `${index === 0 ? '' : ','}${hole.parameter}=${quote}` });
        parts.push({ given, quoted: hole.quoted }, { text: quote });
      }
      if (asked.values.size > holes.length) return { why: `${callee} has an argument that the rule does not name` };
      return { parts: [...parts, { text: ')' }] };
    },
    write: (text, tokenize) => {
      const values = readCall(text)?.values;
      const list = holes.map(({ parameter: key, quoted, value }) => {
        const given = values?.get(asciiLower(key))?.text ?? '';
        const written = value.token === 'refused' ? encodePathValue(given) : tokenize(given);
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

export type PathMatcher = {
  readonly match: (segments: readonly string[], options: MatchOptions) => PathMatch;
  readonly write: (segments: readonly string[], tokenize: (value: string) => string) => string;
};

/** Makes ready a path template. Literals ignore ASCII case; each segment is compared decoded, and as a whole. */
export const preparePath = (plans: readonly SegmentPlan[]): PathMatcher => {
  const segments = plans.map(prepareSegment);
  const fits = (text: string, index: number, options: MatchOptions): boolean => {
    const match = segments[index]?.match(text, options);
    return match !== undefined && 'parts' in match;
  };
  return {
    match: (texts, options) => {
      const matched: SegmentParts[] = [];
      for (const [index, text] of texts.entries()) {
        const match = segments[index]?.match(text, options);
        if (match === undefined || 'why' in match) {
          const later = texts.filter((each, place) => place > index && fits(each, place, options)).length;
          return { ok: false, fitted: index, later, ...match };
        }
        matched.push(match.parts);
      }
      if (matched.length < segments.length) return { ok: false, fitted: matched.length, later: 0 };
      return { ok: true, segments: matched };
    },
    write: (texts, tokenize) =>
      segments.map((segment, index) => `/${segment.write(texts[index] ?? '', tokenize)}`).join(''),
  };
};
