import type {
  EndpointMatcher,
  MatchInput,
  MatchOptions,
  OpenRequest,
  OpenToken,
  ParsedTarget,
  RequestMatch,
} from '../../plan/index.ts';
import { allowedHeaders, encodePathValue, openHeaders, optionOfOData } from '../../plan/index.ts';
import { preparePattern } from '../../transforms/index.ts';
import type { PsoxyRequest, TextPlan } from '../plan/index.ts';
import { openTarget } from './open-target.ts';

/** One query parameter, as Psoxy's form splits it; `value` is undefined without `=`. */
type QueryPart = { readonly name: string; readonly value: string | undefined };

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/** Splits a query at `&` and `;`, and decodes names and values once. Leaves out parts without a name. */
const queryParts = (query: string | undefined): readonly QueryPart[] =>
  (query ?? '')
    .split(/[&;]/)
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals < 0) return { name: decoded(part), value: undefined };
      return { name: decoded(part.slice(0, equals)), value: decoded(part.slice(equals + 1)) };
    })
    .filter(({ name }) => name !== '');

/** A sample token for rules that require one. */
const sample = `p~${'A'.repeat(64)}`;

const withSamples = (segments: readonly string[], places: readonly number[]): string =>
  `/${segments.map((segment, place) => (places.includes(place) ? sample : encodePathValue(segment))).join('/')}`;

/**
 * Returns the ways in which a caller could write an upstream path: plain, or with a token in place of one or two
 * segments, because rules may accept only tokens there.
 */
const callerPaths = (segments: readonly string[]): readonly string[] => {
  const places = [...segments.keys()];
  const pairs = places.flatMap((first) => places.slice(first + 1).map((second) => [first, second]));
  return [[], ...places.map((place) => [place]), ...pairs].map((chosen) => withSamples(segments, chosen));
};

type Fits = (text: string, options: MatchOptions) => boolean;

const token = /^p~[A-Za-z0-9_-]{43,}$/;
const edges = /^[\x00-\x20]+|[\x00-\x20]+$/g;
const digits = /^[0-9]+$/;
/** Texts that Java parses as a double, including signs, exponents, hexadecimal, `NaN` and type suffixes. */
const double =
  /^[+-]?(?:NaN|Infinity|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+)[fFdD]?)$/;

const typeCheck = (type: 'integer' | 'number'): Fits => {
  const pattern = type === 'integer' ? digits : double;
  return (text) => pattern.test(text.replaceAll(edges, ''));
};

/** Prepares the check of a parameter's value, which must meet every part of its schema. */
const prepareText = (plan: TextPlan): Fits => {
  const checks: Fits[] = [];
  if (plan.type !== undefined) checks.push(typeCheck(plan.type));
  if (plan.token === true) checks.push((text, { plainValues }) => plainValues || token.test(text));
  if (plan.pattern !== undefined) checks.push(preparePattern(plan.pattern).matches);
  if (plan.enum !== undefined) {
    const words = new Set(plan.enum);
    checks.push((text) => words.has(text));
  }
  if (plan.anyOf !== undefined) {
    const options = plan.anyOf.map(prepareText);
    checks.push((text, given) => options.some((fits) => fits(text, given)));
  }
  return (text, given) => checks.every((fits) => fits(text, given));
};

/** The part of a call that failed, and its nearness. */
type Failure = Extract<RequestMatch, { ok: false }>;
type Check = (input: MatchInput, options: MatchOptions) => Failure | undefined;

const failure = (nearness: number, why: string): Failure => ({
  ok: false,
  refusal: () => ({ nearness, why, onPath: nearness > 1 }),
});

const cast = 'microsoft.graph.';

/** Rejects OData key, cast and system syntax that the rules don't contain themselves. */
const spellingCheck = (spells: readonly string[]): Check => {
  const characters = ['(', ')'].filter((character) => !spells.includes(character));
  return ({ target: { segments } }) => {
    if (segments.some((segment) => characters.some((character) => segment.includes(character))))
      return failure(2, 'the path holds parentheses that the rules do not spell');
    if (!spells.includes('$') && segments.some((segment) => segment.startsWith('$')))
      return failure(2, 'the path holds a system segment that the rules do not spell');
    const casts = segments.some((segment) => segment.toLowerCase().startsWith(cast));
    return casts && !spells.includes(cast)
      ? failure(2, 'the path holds a cast that the rules do not spell')
      : undefined;
  };
};

const preparePath = (plan: PsoxyRequest): Check => {
  const whole = plan.pathAndQuery && preparePattern(plan.pathAndQuery);
  const path = plan.path && preparePattern(plan.path);
  const parameters = plan.parameters.map(({ group, value }) => ({ group, fits: prepareText(value) }));
  return ({ target }, options) => {
    if (whole?.matches(withQuery(target)) === true) return undefined;
    const match = path?.first(target.path);
    if (match === undefined) return failure(1, 'the path is another one');
    const pass = parameters.every(({ group, fits }) => group !== undefined && fits(match[group] ?? '', options));
    return pass ? undefined : failure(2, 'a parameter in the path is not of the kind that the rules ask for');
  };
};

const withQuery = ({ path, query }: ParsedTarget): string => (query === undefined ? path : `${path}?${query}`);

type QueryCheck = (parts: readonly QueryPart[], options: MatchOptions) => Failure | undefined;

const prepareQuery = (plan: PsoxyRequest): QueryCheck => {
  const allowed = plan.allowedQuery && new Set(plan.allowedQuery);
  const schemas = plan.query.map(({ name, required, value }) => ({ name, required, fits: prepareText(value) }));
  return (parts, options) => {
    const unlisted = parts.find(({ name }) => allowed?.has(name.toLowerCase()) === false);
    if (unlisted !== undefined) {
      const option = optionOfOData(unlisted.name);
      const named = option === undefined ? 'a query parameter' : `query parameter ${option}`;
      return failure(3, `${named} is not on the list of the rules`);
    }
    for (const { name, required, fits } of schemas) {
      const given = parts.filter((part) => part.name.toLowerCase() === name);
      if (required && (given.length === 0 || given.some(({ value }) => value === undefined)))
        return failure(4, 'a query parameter that the rules require is missing');
      if (given.some(({ value }) => value !== undefined && !fits(value, options)))
        return failure(4, 'a query parameter is not of the kind that the rules ask for');
    }
    return undefined;
  };
};

/** Returns the headers that the rules name. `Prefer` stays unchanged. */
const headersOf = ({ headers }: MatchInput, names: readonly string[]): Readonly<Record<string, string>> => {
  const { prefer } = headers;
  const preferred = prefer !== undefined && names.includes('prefer') && /^[\t\x20-\x7e]{1,1024}$/.test(prefer);
  return { ...allowedHeaders(headers, names), ...(preferred && { prefer }) };
};

const openCall = (input: MatchInput, names: readonly string[], openToken: OpenToken): ReturnType<OpenRequest> => {
  const target = openTarget(input.target, openToken);
  if (!target.ok) return target;
  const headers = openHeaders(headersOf(input, names), openToken);
  return headers.ok ? { ok: true, request: { target: target.text, headers: headers.headers } } : headers;
};

/**
 * Prepares the request plan of an endpoint of Psoxy's form. Patterns match the path and query as received, undecoded.
 * The upstream request keeps their text, except for tokens, which are opened.
 */
export const prepareMatcher = (plan: PsoxyRequest): EndpointMatcher => {
  const spelling = spellingCheck(plan.spells);
  const path = preparePath(plan);
  const query = prepareQuery(plan);
  const [whole, template] = [plan.pathAndQuery, plan.path].map((pattern) => pattern && preparePattern(pattern));
  return {
    match: (input, options) => {
      const failed =
        path(input, options) ??
        spelling(input, options) ??
        query(queryParts(input.target.query), options) ??
        (plan.methods.includes(input.method.toUpperCase())
          ? undefined
          : failure(5, 'the method is not on the list of the rules'));
      return failed ?? { ok: true, open: (openToken) => openCall(input, plan.headers, openToken) };
    },
    linkTexts: [],
    leadsHere: ({ segments, query: asked }) =>
      callerPaths(segments).some(
        (text) =>
          [text, `${text}?${asked}`].some((target) => whole?.matches(target)) || template?.matches(text) === true,
      ),
  };
};
