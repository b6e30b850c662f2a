import { fitsPlainKind, isKindName, kinds } from '../plan/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
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

/** True where replies hold some ids in plain (`plain-ids`): then a plain one in a call tells nothing new. */
export const keepsIds = (endpoints: readonly EndpointProof[]): boolean =>
  endpoints.some(({ rows }) => rows.some((row) => row.disposition === 'kept' && row.class === 'opaque-id'));

/** What a call may ask that would tell whose pseudonym is whose. `idsKept`: see `keepsIds`. */
export const plainQuestions = (request: AllowListRequest, idsKept: boolean): readonly Gap[] => {
  const values = new Map(valuesOf(request).map(({ name, value }) => [name, value]));
  return [...values].flatMap(([name, value]) => {
    if (takesAnything(value)) return [describe('proof/takes-anything', { name })];
    return !idsKept && takesPlainIds(value) ? [describe('proof/takes-plain-ids', { name })] : [];
  });
};
