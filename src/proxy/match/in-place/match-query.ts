import type { QueryParameterPlan } from '../../../rule-engine/plan/index.ts';
import type { QueryPair } from '../../target/index.ts';
import { asciiLower } from '../encode.ts';
import type { MatchOptions } from '../match.ts';
import { describeValue } from './fit-value.ts';
import { linkGiven, type Part } from './given.ts';
import { linkForms } from './match-form.ts';
import { linkSelect } from './narrow-select.ts';

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

const linkParameter = (plan: QueryParameterPlan): Parameter => {
  const { name, required } = plan;
  switch (plan.type) {
    case 'value': {
      const read = linkGiven(plan.value, 'query');
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
      return { name, required, expected: 'a list of property names', ...linkSelect(plan.kept) };
    case 'enum':
      return {
        name,
        required,
        expected: `one of: ${plan.values.join(' | ')}`,
        read: (text) => (plan.values.includes(text) ? [{ text }] : undefined),
        supplied: undefined,
      };
    case 'forms':
      return {
        name,
        required,
        expected: `of one of these forms: ${plan.forms.map(({ text }) => text).join(' | ')}`,
        read: linkForms(plan.forms),
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

/**
 * Makes ready the query parameters that an endpoint names: each at most once, however it is spelled, and no other.
 * They go upstream under the rule's own spelling, in the rule's order.
 */
export const linkQuery = (plans: readonly QueryParameterPlan[], pages: boolean): QueryMatcher => {
  const named = plans.map(linkParameter);
  const allowed = named.length === 0 ? 'none' : named.map(({ name }) => name).join(', ');

  return (pairs, options) => {
    const parameters = pages && options.plainValues ? [...named, ...linkParameters] : named;
    const given = new Map<string, string>();
    for (const { name, value } of pairs) {
      const canonical = canonicalName(name);
      const parameter = parameters.find((candidate) => canonicalName(candidate.name) === canonical);
      if (parameter === undefined)
        return { ok: false, why: `a query parameter is not allowed here; allowed: ${allowed}` };
      if (given.has(canonical)) return { ok: false, why: `query parameter ${parameter.name} is given twice` };
      if (value === undefined) return { ok: false, why: `query parameter ${parameter.name} has no value` };
      given.set(canonical, value);
    }

    const query: QueryParts[] = [];
    for (const { name, required, expected, read, supplied } of parameters) {
      const text = given.get(canonicalName(name));
      const parts = text === undefined ? supplied : read(text, options);
      if (parts !== undefined) query.push({ name, parts });
      else if (text !== undefined) return { ok: false, why: `query parameter ${name} must be ${expected}` };
      else if (required) return { ok: false, why: `query parameter ${name} is required: ${expected}` };
    }
    return { ok: true, query };
  };
};
