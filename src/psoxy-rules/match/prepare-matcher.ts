import type {
  EndpointMatch,
  EndpointMatcher,
  MatchInput,
  MatchOptions,
  Opening,
  OpenToken,
  RequestTarget,
} from '../../plan/index.ts';
import { allowedHeaders, openHeaders } from '../../plan/index.ts';
import { preparePattern } from '../../transforms/index.ts';
import type { PsoxyRequest } from '../plan/index.ts';
import { prepareText } from './fit-text.ts';
import { callerPaths } from './leads-here.ts';
import { openTarget } from './open-target.ts';
import { type QueryPart, queryParts } from './query-parts.ts';

/** What stands against a call, and how far it came. */
type Failure = Extract<EndpointMatch, { ok: false }>;
type Check = (asking: MatchInput, options: MatchOptions) => Failure | undefined;

const failure = (nearness: number, why: string): Failure => ({ ok: false, nearness, why });

const cast = 'microsoft.graph.';

/** OData key, cast and system syntax passes only where the rules spell it. */
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

const withQuery = ({ path, query }: RequestTarget): string => (query === undefined ? path : `${path}?${query}`);

type QueryCheck = (parts: readonly QueryPart[], options: MatchOptions) => Failure | undefined;

const prepareQuery = (plan: PsoxyRequest): QueryCheck => {
  const allowed = plan.allowedQuery && new Set(plan.allowedQuery);
  const schemas = plan.query.map(({ name, required, value }) => ({ name, required, fits: prepareText(value) }));
  return (parts, options) => {
    if (allowed !== undefined && parts.some(({ name }) => !allowed.has(name.toLowerCase())))
      return failure(3, 'a query parameter is not on the list of the rules');
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

/** The headers that the rules name; `Prefer` goes as it came. */
const headersOf = ({ headers }: MatchInput, names: readonly string[]): Readonly<Record<string, string>> => {
  const { prefer } = headers;
  const preferred = prefer !== undefined && names.includes('prefer') && /^[\t\x20-\x7e]{1,1024}$/.test(prefer);
  return { ...allowedHeaders(headers, names), ...(preferred && { prefer }) };
};

const openCall = (asking: MatchInput, names: readonly string[], openToken: OpenToken): Opening => {
  const target = openTarget(asking.target, openToken);
  if (!target.ok) return target;
  const headers = openHeaders(headersOf(asking, names), openToken);
  return headers.ok ? { ok: true, asked: { target: target.text, headers: headers.headers } } : headers;
};

/**
 * Makes ready the request plan of an endpoint of Psoxy's form. Patterns see path and query as they came, undecoded; a
 * call keeps its text on the way upstream, but for tokens, which are opened.
 */
export const prepareMatcher = (plan: PsoxyRequest): EndpointMatcher => {
  const spelling = spellingCheck(plan.spells);
  const path = preparePath(plan);
  const query = prepareQuery(plan);
  const [whole, template] = [plan.pathAndQuery, plan.path].map((pattern) => pattern && preparePattern(pattern));
  return {
    match: (asking, options) => {
      const failed =
        path(asking, options) ??
        spelling(asking, options) ??
        query(queryParts(asking.target.query), options) ??
        (plan.methods.includes(asking.method.toUpperCase())
          ? undefined
          : failure(5, 'the method is not on the list of the rules'));
      return failed ?? { ok: true, open: (openToken) => openCall(asking, plan.headers, openToken) };
    },
    leadsHere: ({ segments, query: asked }) =>
      callerPaths(segments).some(
        (text) =>
          [text, `${text}?${asked}`].some((target) => whole?.matches(target)) || template?.matches(text) === true,
      ),
  };
};
