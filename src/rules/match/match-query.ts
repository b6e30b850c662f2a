import type { MatchOptions, QueryPair } from '../../plan/index.ts';
import { asciiLower, optionOfOData } from '../../plan/index.ts';
import type { FormPlan, QueryParameterPlan } from '../plan/index.ts';
import { describeFilter, prepareFilter } from './match-filter.ts';
import { describeValue, notToken, type Part, prepareValue, type ReadText } from './match-value.ts';

/** A query parameter of the upstream request, in parts. */
export type QueryParts = { readonly name: string; readonly parts: readonly Part[] };

type QueryMatch =
  | { readonly ok: true; readonly query: readonly QueryParts[] }
  | { readonly ok: false; readonly why: string };

type Parameter = {
  readonly name: string;
  readonly required: boolean;
  /** Describes the accepted values; `text`: the caller's value. */
  readonly expected: (options: MatchOptions, text?: string) => string;
  readonly read: ReadText;
  /** Sent if the caller doesn't set the parameter. */
  readonly supplied: readonly Part[] | undefined;
};

type Piece = { readonly text: string } | { readonly quoted: boolean; readonly read: ReadText };

const quotedHole = "((?:[^']|'')*)";
const bareHole = "([^\\s'(),]+)";
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Prepares one form. Its literal text is compared exactly; each placeholder is parsed as a value. */
const prepareForm = (plan: FormPlan): ReadText => {
  const pieces = plan.parts.map((part): Piece => {
    if (part.type === 'text') return { text: part.text };
    return { quoted: part.quoted, read: prepareValue(part.value, part.quoted ? 'literal' : 'bare') };
  });
  const source = pieces.map((piece) => ('text' in piece ? escaped(piece.text) : piece.quoted ? quotedHole : bareHole));
  const whole = new RegExp(`^${source.join('')}$`);

  return (text, options) => {
    const values = whole.exec(text)?.slice(1).values();
    if (values === undefined) return undefined;
    const parts: Part[] = [];
    for (const piece of pieces) {
      if ('text' in piece) {
        parts.push(piece);
        continue;
      }
      const value = values.next().value ?? '';
      const read = piece.read(piece.quoted ? value.replaceAll("''", "'") : value, options);
      if (read === undefined) return undefined;
      parts.push(...read);
    }
    return parts;
  };
};

/** Prepares the forms of a `$filter` or `$expand`. The first match wins. */
const prepareForms = (plans: readonly FormPlan[]): ReadText => {
  const forms = plans.map(prepareForm);
  return (text, options) => {
    for (const form of forms) {
      const parts = form(text, options);
      if (parts !== undefined) return parts;
    }
    return undefined;
  };
};

const topLevel = (name: string): string => asciiLower(name.trim().replace(/\/.*$/s, ''));

type SelectPlan = Extract<QueryParameterPlan, { type: 'select' }>;

/**
 * Narrows `$select` to the kept properties, in the caller's order, so that nothing is fetched only to be dropped. The
 * list is never empty, because Graph reads an empty one as everything; it then contains `id` or the first kept
 * property. `always`: properties that the rules decide by, added to every selection. `onRequest`: names that are
 * selected only if the caller names them.
 */
const prepareSelect = ({ kept, always = [], onRequest = [] }: SelectPlan): Pick<Parameter, 'read' | 'supplied'> => {
  const spelled = new Map([...kept, ...onRequest].map((name) => [asciiLower(name), name]));
  const least = spelled.get('id') ?? kept.slice(0, 1).join('');
  const withAlways = (names: readonly string[]): readonly Part[] => [
    { text: [...new Set([...names, ...always])].join(',') },
  ];
  const all = withAlways(kept);
  return {
    supplied: all,
    read: (text) => {
      const names = text.split(',').map(topLevel);
      if (names.includes('*') || names.every((name) => name === '')) return all;
      const known = new Set(names.flatMap((name) => spelled.get(name) ?? []));
      return withAlways(known.size === 0 ? [least] : [...known]);
    },
  };
};

const prepareParameter = (plan: QueryParameterPlan): Parameter => {
  const { name, required } = plan;
  switch (plan.type) {
    case 'value':
      return {
        name,
        required,
        expected: (options, text = '') => `${describeValue(plan.value, options)}${notToken(plan.value, text)}`,
        read: prepareValue(plan.value, 'query'),
        supplied: undefined,
      };
    case 'select':
      return { name, required, expected: () => 'a list of property names', ...prepareSelect(plan) };
    case 'enum':
      return {
        name,
        required,
        expected: () => `one of: ${plan.values.join(' | ')}`,
        read: (text) => (plan.values.includes(text) ? [{ text }] : undefined),
        supplied: undefined,
      };
    case 'filter':
      return {
        name,
        required,
        expected: (options) => describeFilter(plan.comparisons, options),
        read: prepareFilter(plan.comparisons),
        supplied: undefined,
      };
    case 'forms':
      return {
        name,
        required,
        expected: () => `of one of these forms: ${plan.forms.map(({ text }) => text).join(' | ')}`,
        read: prepareForms(plan.forms),
        supplied: undefined,
      };
  }
};

/** Graph accepts `$top` and `top`, in any letter case, as the same option. */
const canonicalName = (name: string): string => asciiLower(name.startsWith('$') ? name.slice(1) : name);

/**
 * Parameters that Graph itself puts into links. They contain Graph's free text, and are accepted only in upstream URLs.
 */
const linkParameters: readonly Parameter[] = ['$skiptoken', '$deltatoken'].map((name) => ({
  name,
  required: false,
  expected: () => '',
  read: (text) => [{ text }],
  supplied: undefined,
}));

const isLinkParameter = (name: string): boolean =>
  linkParameters.some((each) => canonicalName(each.name) === canonicalName(name));

type Refusal = Extract<QueryMatch, { ok: false }>;

const refused = (why: string): Refusal => ({ ok: false, why });

/** Returns the given values by canonical name, or a mistake in the names. */
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
      const option = optionOfOData(`$${canonical}`);
      const unlisted = option === undefined ? 'a query parameter' : `query parameter ${option}`;
      return refused(`${unlisted} isn't allowed here; allowed: ${allowed === '' ? 'none' : allowed}`);
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
  if (text === undefined)
    return required ? refused(`query parameter ${name} is missing: ${expected(options)}`) : supplied;
  return read(text, options) ?? refused(`query parameter ${name} must be ${expected(options, text)}`);
};

/**
 * Prepares the query parameters that an endpoint names. Each may occur once, in any spelling; others are rejected. The
 * upstream request uses the rule's spelling and order.
 */
export const prepareQuery = (plans: readonly QueryParameterPlan[], pages: boolean) => {
  const named = plans.map(prepareParameter);
  const repeatable = named.filter(({ name }) => !isLinkParameter(name));
  const asGraphLinks = [...repeatable, ...linkParameters];

  const match = (pairs: readonly QueryPair[], options: MatchOptions): QueryMatch => {
    const parameters = pages && options.plainValues ? asGraphLinks : named;
    const given = readNames(pairs, parameters);
    if ('ok' in given) return given;
    // Graph's links carry the required parameters of the first call in their token.
    const follows = parameters === asGraphLinks && linkParameters.some(({ name }) => given.has(canonicalName(name)));
    const query: QueryParts[] = [];
    for (const parameter of follows ? parameters.map((each) => ({ ...each, required: false })) : parameters) {
      const parts = readParameter(parameter, given.get(canonicalName(parameter.name)), options);
      if (parts === undefined) continue;
      if ('ok' in parts) return parts;
      query.push({ name: parameter.name, parts });
    }
    return { ok: true, query };
  };

  /** Reads the parameters that a call repeats beside a link: nothing is required, and nothing is added. */
  const repeated = (pairs: readonly QueryPair[], options: MatchOptions): QueryMatch => {
    const given = readNames(pairs, repeatable);
    if ('ok' in given) return given;
    const query: QueryParts[] = [];
    for (const { name, expected, read } of repeatable) {
      const text = given.get(canonicalName(name));
      if (text === undefined) continue;
      const parts = read(text, options);
      if (parts === undefined) return refused(`query parameter ${name} must be ${expected(options)}`);
      query.push({ name, parts });
    }
    return { ok: true, query };
  };

  /** Reads the parameters of Graph's own link that the rules can read, and skips all others. */
  const readable = (pairs: readonly QueryPair[], options: MatchOptions): readonly (readonly Part[])[] =>
    pairs.flatMap(({ name, value = '' }) => {
      const parts = repeatable
        .find((parameter) => canonicalName(parameter.name) === canonicalName(name))
        ?.read(value, options);
      return parts === undefined ? [] : [parts];
    });

  return { match, repeated, readable };
};
