import type { MatchOptions, QueryPair } from '../../plan/index.ts';
import { asciiLower } from '../../plan/index.ts';
import type { QueryParameterPlan } from '../plan/index.ts';
import { describeValue } from './fit-value.ts';
import { type Part, prepareInput } from './input-value.ts';
import { describeFilter, prepareFilter } from './match-filter.ts';
import { prepareForms } from './match-form.ts';
import { prepareSelect } from './narrow-select.ts';

/** A query parameter that goes upstream, in parts. */
export type QueryParts = { readonly name: string; readonly parts: readonly Part[] };

export type QueryMatch =
  | { readonly ok: true; readonly query: readonly QueryParts[] }
  | { readonly ok: false; readonly why: string };

export type QueryMatcher = (pairs: readonly QueryPair[], options: MatchOptions) => QueryMatch;

type Parameter = {
  readonly name: string;
  readonly required: boolean;
  readonly expected: string;
  readonly read: (text: string, options: MatchOptions) => readonly Part[] | undefined;
  /** What is sent when the caller gives none. */
  readonly supplied: readonly Part[] | undefined;
};

const prepareParameter = (plan: QueryParameterPlan): Parameter => {
  const { name, required } = plan;
  switch (plan.type) {
    case 'value': {
      const read = prepareInput(plan.value, 'query');
      return {
        name,
        required,
        expected: describeValue(plan.value),
        read: (text, options) => {
          const given = read(text, options);
          return given === undefined ? undefined : [{ given, quoted: false }];
        },
        supplied: undefined,
      };
    }
    case 'select':
      return { name, required, expected: 'a list of property names', ...prepareSelect(plan.kept) };
    case 'enum':
      return {
        name,
        required,
        expected: `one of: ${plan.values.join(' | ')}`,
        read: (text) => (plan.values.includes(text) ? [{ text }] : undefined),
        supplied: undefined,
      };
    case 'filter':
      return {
        name,
        required,
        expected: describeFilter(plan.comparisons),
        read: prepareFilter(plan.comparisons),
        supplied: undefined,
      };
    case 'forms':
      return {
        name,
        required,
        expected: `of one of these forms: ${plan.forms.map(({ text }) => text).join(' | ')}`,
        read: prepareForms(plan.forms),
        supplied: undefined,
      };
  }
};

/** Graph takes `$top` and `top`, in any letter case, for the same option. */
const canonicalName = (name: string): string => asciiLower(name.startsWith('$') ? name.slice(1) : name);

/** What Graph itself puts into links; free text of Graph's, read only when the URL is as Graph sees it. */
const linkParameters: readonly Parameter[] = ['$skiptoken', '$deltatoken'].map((name) => ({
  name,
  required: false,
  expected: '',
  read: (text) => [{ text }],
  supplied: undefined,
}));

type Refusal = Extract<QueryMatch, { ok: false }>;

const refused = (why: string): Refusal => ({ ok: false, why });

/** Given values by canonical name, or what is wrong with the names. */
const readNames = (
  pairs: readonly QueryPair[],
  parameters: readonly Parameter[],
): ReadonlyMap<string, string> | Refusal => {
  const given = new Map<string, string>();
  for (const { name, value } of pairs) {
    const canonical = canonicalName(name);
    const parameter = parameters.find((candidate) => canonicalName(candidate.name) === canonical);
    if (parameter === undefined) {
      const allowed = parameters.map((candidate) => candidate.name).join(', ');
      return refused(`a query parameter is not allowed here; allowed: ${allowed === '' ? 'none' : allowed}`);
    }
    if (given.has(canonical)) return refused(`query parameter ${parameter.name} is given twice`);
    if (value === undefined) return refused(`query parameter ${parameter.name} has no value`);
    given.set(canonical, value);
  }
  return given;
};

const readParameter = (
  { name, required, expected, read, supplied }: Parameter,
  text: string | undefined,
  options: MatchOptions,
): readonly Part[] | Refusal | undefined => {
  if (text === undefined) return required ? refused(`query parameter ${name} is missing: ${expected}`) : supplied;
  return read(text, options) ?? refused(`query parameter ${name} must be ${expected}`);
};

/**
 * Makes ready the query parameters that an endpoint names: each at most once, however it is spelled, and no other.
 * They go upstream under the rule's own spelling, in the rule's order.
 */
export const prepareQuery = (plans: readonly QueryParameterPlan[], pages: boolean): QueryMatcher => {
  const named = plans.map(prepareParameter);

  return (pairs, options) => {
    const parameters = pages && options.plainValues ? [...named, ...linkParameters] : named;
    const given = readNames(pairs, parameters);
    if ('ok' in given) return given;
    // What the first call had to say, Graph's links hold in their token.
    const follows = parameters !== named && linkParameters.some(({ name }) => given.has(canonicalName(name)));
    const query: QueryParts[] = [];
    for (const parameter of follows ? parameters.map((each) => ({ ...each, required: false })) : parameters) {
      const parts = readParameter(parameter, given.get(canonicalName(parameter.name)), options);
      if (parts === undefined) continue;
      if ('ok' in parts) return parts;
      query.push({ name: parameter.name, parts });
    }
    return { ok: true, query };
  };
};
