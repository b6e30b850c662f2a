import type { MatchOptions, TokenizeValue } from '../../plan/index.ts';
import { asciiLower, encodePathValue, kindOfLinkValue } from '../../plan/index.ts';
import type { SegmentPlan } from '../plan/index.ts';
import { describeValue, type Part, prepareValue, type ReadText } from './match-value.ts';

type Segment = {
  readonly read: ReadText;
  /** A sentence about a matching segment with an unacceptable value; undefined if the segment doesn't match. */
  readonly complaint: (text: string, options: MatchOptions) => string | undefined;
  /** Writes the segment of a proxied link. Values go through `tokenize` if the rule accepts tokens. */
  readonly write: (text: string, tokenize: TokenizeValue) => string;
};

type FunctionPlan = Extract<SegmentPlan, { type: 'function' }>;
type ParameterPlan = Extract<SegmentPlan, { type: 'parameter' }>;
type LiteralPlan = Extract<SegmentPlan, { type: 'literal' }>;

const literal = ({ text, callable }: LiteralPlan): Segment => {
  const names = callable ? [asciiLower(text), `${asciiLower(text)}()`] : [asciiLower(text)];
  return {
    read: (written) => (names.includes(asciiLower(written)) ? [{ text }] : undefined),
    complaint: () => undefined,
    write: () => text,
  };
};

const parameter = ({ name, value }: ParameterPlan): Segment => ({
  read: prepareValue(value, 'segment'),
  complaint: (_text, options) => `path parameter ${name} must be ${describeValue(value, options)}`,
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

export type PathMatcher = {
  readonly match: (
    segments: readonly string[],
    options: MatchOptions,
  ) => /** The parts of each segment. */
    | { readonly ok: true; readonly segments: readonly (readonly Part[])[] }
    /** `fitted`: the number of segments that match before one that doesn't; `later`: after it. `why` is absent if a literal differs. */
    | { readonly ok: false; readonly fitted: number; readonly later: number; readonly why?: string };
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
        if (parts === undefined) {
          const why = segments[index]?.complaint(text, options);
          const later = texts.filter((each, place) => place > index && segments[place]?.read(each, options)).length;
          return { ok: false, fitted: index, later, ...(why !== undefined && { why }) };
        }
        matched.push(parts);
      }
      if (matched.length < segments.length) return { ok: false, fitted: matched.length, later: 0 };
      return { ok: true, segments: matched };
    },
    write: (texts, tokenize) =>
      segments.map((segment, index) => `/${segment.write(texts[index] ?? '', tokenize)}`).join(''),
  };
};
