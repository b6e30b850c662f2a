import type { EndpointPlan, Plan } from '../../plan/index.ts';
import type { Proof } from '../../proof/index.ts';
import {
  type AllowListEndpoint,
  isAllowListEndpoint,
  type QueryParameterPlan,
  type ValuePlan,
} from '../../rules/plan/index.ts';
import type { OwnRules, OwnRulesEndpoint } from './model.ts';

const listed = (words: readonly string[]): string => words.join(', ');

const kindOf = ({ kind }: ValuePlan): string => (kind === undefined ? '' : ` (${kind})`);

const range = ({ minimum, maximum }: ValuePlan): string =>
  `${minimum === undefined ? '' : ` from ${minimum}`}${maximum === undefined ? '' : ` to ${maximum}`}`;

/** A value that a caller may give, in words. */
const valueText = (value: ValuePlan): string => {
  const { type, kind, token, enum: words, pattern, oneOf } = value;
  if (oneOf !== undefined) return oneOf.map(valueText).join(' or ');
  if (token === 'required') return `a pseudonym${kindOf(value)}`;
  if (words !== undefined) return `one of ${listed(words)}`;
  if (pattern !== undefined) return `a text that matches ${pattern}`;
  if (kind !== undefined) return `${kind} ${token === 'accepted' ? 'in plain or as a pseudonym' : 'in plain'}`;
  return type === 'string' ? 'any text' : `${type}${range(value)}`;
};

const queryTexts = (parameter: QueryParameterPlan): readonly string[] => {
  const { name } = parameter;
  switch (parameter.type) {
    case 'value':
      return [`${name}: ${valueText(parameter.value)}`];
    case 'select':
      return [`${name}: properties that are kept`];
    case 'enum':
      return parameter.values.map((text) => `${name}: ${text}`);
    case 'filter':
      return parameter.comparisons.map(({ path, any, operators, value }) => {
        const below = any === undefined || any === '' ? path : `${path}/${any}`;
        return `${name}: ${below} ${operators.join(', ')} ${valueText(value)}`;
      });
    case 'forms':
      return parameter.forms.map(({ text }) => `${name}: ${text}`);
  }
};

const allowListAsks = ({ request: { segments, query, headers, prefer } }: AllowListEndpoint): readonly string[] => [
  ...segments.flatMap((segment) => {
    if (segment.type === 'literal') return [];
    if (segment.type === 'parameter') return [`{${segment.name}}: ${valueText(segment.value)}`];
    return segment.holes.map(({ parameter, value }) => `${parameter}: ${valueText(value)}`);
  }),
  ...query.flatMap(queryTexts),
  ...[...headers, ...prefer.allowed.map((name) => `prefer: ${name}`)].map((name) => `header ${name}`),
];

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

/** A list of texts in a part of the Plan whose form this module doesn't know. */
const textsIn = (part: object, name: string): readonly string[] | undefined => {
  const value: unknown = Object.entries(part).find(([key]) => key === name)?.[1];
  return isTexts(value) ? value : undefined;
};

const psoxyAsks = ({ request }: EndpointPlan): readonly string[] => [
  `methods: ${listed(textsIn(request, 'methods') ?? [])}`,
  `query: ${listed(textsIn(request, 'allowedQuery') ?? ['any parameter that has no schema'])}`,
  ...(textsIn(request, 'headers') ?? []).map((name) => `header ${name}`),
];

const endpointsOf = ({ endpoints }: Plan): readonly OwnRulesEndpoint[] =>
  endpoints.map((endpoint) => ({
    path: endpoint.pathTemplate,
    asks: isAllowListEndpoint(endpoint) ? allowListAsks(endpoint) : psoxyAsks(endpoint),
  }));

type Found = { readonly expressions: Set<string>; readonly lists: Map<string, string> };

const isPattern = (value: object): value is { readonly source: string; readonly flags: string } =>
  'source' in value && 'flags' in value && typeof value.source === 'string' && typeof value.flags === 'string';

/** Options with lists of words that values are compared with. Lists of property names reveal nothing about values. */
const lists = new Set(['allowedPhrases', 'keywords', 'members', 'enum']);

const collect = (value: unknown, found: Found): void => {
  if (typeof value !== 'object' || value === null) return;
  if (isPattern(value)) found.expressions.add(`/${value.source}/${value.flags}`);
  for (const [name, below] of Object.entries(value)) {
    if (lists.has(name) && isTexts(below)) found.lists.set(JSON.stringify(below), listed(below));
    else if (name === 'pattern' && typeof below === 'string') found.expressions.add(`/${below}/`);
    else collect(below, found);
  }
};

const reasonsOf = ({ endpoints }: Proof): OwnRules['reasons'] => {
  const reasons = endpoints.flatMap(({ entity = '', rows }) =>
    rows.flatMap(({ path, reason, undeclared }) =>
      [reason, undeclared].flatMap((why) =>
        why === undefined ? [] : [{ property: `${entity}.${path}`, reason: why }],
      ),
    ),
  );
  return [...new Map(reasons.map((each) => [JSON.stringify(each), each])).values()];
};

/**
 * Returns everything in a custom rule file that decides about requests and about data that leaves. None of it is built
 * in.
 */
export const ownRulesOf = (plan: Plan, proof: Proof): OwnRules => {
  const found: Found = { expressions: new Set(), lists: new Map() };
  collect([plan.nodes, plan.endpoints], found);
  return {
    endpoints: endpointsOf(plan),
    expressions: [...found.expressions],
    lists: [...found.lists.values()],
    reasons: reasonsOf(proof),
  };
};
