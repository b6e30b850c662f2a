import { fitsPlainKind, isKindName, kinds } from '../plan/index.ts';
import type { AllowListRequest, SegmentPlan, ValuePlan } from '../rules/plan/index.ts';
import type { EndpointProof, Gap } from './proof.ts';

type Named = { readonly name: string; readonly value: ValuePlan };

const inSegment = (segment: SegmentPlan): readonly Named[] => {
  if (segment.type === 'literal') return [];
  return segment.type === 'parameter' ? [segment] : segment.holes;
};

/** Everything that a caller may fill in, with the name that the rule gives it. */
const valuesOf = ({ segments, query }: AllowListRequest): readonly Named[] => [
  ...segments.flatMap(inSegment),
  ...query.flatMap((parameter): readonly Named[] => {
    if (parameter.type === 'value') return [parameter];
    if (parameter.type === 'filter') return parameter.comparisons.map(({ path, value }) => ({ name: path, value }));
    if (parameter.type !== 'forms') return [];
    return parameter.forms.flatMap(({ parts }) => parts.filter((part) => part.type === 'hole'));
  }),
];

const takesAnything = ({ type, kind, enum: words, pattern, token }: ValuePlan): boolean =>
  type === 'string' && token !== 'required' && (kind ?? words ?? pattern) === undefined;

const takesPlainIds = ({ kind, token }: ValuePlan): boolean =>
  kind !== undefined && token !== 'required' && isKindName(kind) && fitsPlainKind(kind, kinds[kind].example);

const anything = (name: string): Gap => ({
  code: 'proof/takes-anything',
  message: `${name} may be any text, so that callers could ask about people by name`,
  hint: `give it a kind and format: reversible-pseudonym, a type, an enum or a pattern`,
});

const plainIds = (name: string): Gap => ({
  code: 'proof/takes-plain-ids',
  message: `${name} takes ids in plain, and replies hold them as pseudonyms only: callers could ask which pseudonym an id has`,
  hint: 'add format: reversible-pseudonym, so that a token is demanded',
});

/** True where replies hold some ids in plain (`plain-ids`): then a plain one in a call tells nothing new. */
export const keepsIds = (endpoints: readonly EndpointProof[]): boolean =>
  endpoints.some(({ rows }) => rows.some((row) => row.disposition === 'kept' && row.class === 'opaque-id'));

/** What a call may ask that would tell whose pseudonym is whose. `idsKept`: see `keepsIds`. */
export const plainQuestions = (request: AllowListRequest, idsKept: boolean): readonly Gap[] => {
  const values = new Map(valuesOf(request).map(({ name, value }) => [name, value]));
  return [...values].flatMap(([name, value]) => {
    if (takesAnything(value)) return [anything(name)];
    return !idsKept && takesPlainIds(value) ? [plainIds(name)] : [];
  });
};
