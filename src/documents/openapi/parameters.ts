import { isKindName, kinds } from '../../plan/index.ts';
import type {
  AllowListRequest,
  ComparisonPlan,
  QueryParameterPlan,
  SegmentPlan,
  ValuePlan,
} from '../../rules/plan/index.ts';
import type { Schema } from './schemas.ts';

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
};

const kindTitle = ({ kind, declared }: ValuePlan): string | undefined => {
  if (declared !== undefined) return declared.title;
  return kind !== undefined && isKindName(kind) ? kinds[kind].title : kind;
};

const descriptionOf = (value: ValuePlan): string | undefined => {
  const title = kindTitle(value);
  if (value.token === 'required') return `A pseudonym (p~…) of ${title ?? 'a value'}, as a reply gave it`;
  return title === undefined ? undefined : `${title}, or its pseudonym (p~…)`;
};

const valueSchema = (value: ValuePlan): Schema => {
  const { type, kind, token, enum: words, minimum, maximum, oneOf } = value;
  if (oneOf !== undefined) return { anyOf: oneOf.map(valueSchema) };
  const ofKind = kind === undefined ? {} : { 'x-graphveil-kind': kind };
  if (token === 'required') return { type: 'string', pattern: '^p~', ...ofKind };
  if (words !== undefined) return { enum: words };
  switch (type) {
    case 'integer':
      return {
        type: 'integer',
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
    case 'date-time':
      return { type: 'string', format: type };
    default:
      return { type: 'string', ...ofKind };
  }
};

const parameter = (name: string, place: Parameter['in'], required: boolean, value: ValuePlan): Parameter => {
  const description = descriptionOf(value);
  return { name, in: place, required, ...(description && { description }), schema: valueSchema(value) };
};

const segmentParameters = (segment: SegmentPlan): readonly Parameter[] => {
  if (segment.type === 'literal') return [];
  const holes = segment.type === 'parameter' ? [segment] : segment.holes;
  return holes.map(({ name, value }) => parameter(name, 'path', true, value));
};

const comparisonText = ({ path, any, operators }: ComparisonPlan): string => {
  const asked = any === undefined ? path : `${path}/any(x:x${any === '' ? '' : `/${any}`} …)`;
  return `${asked} ${operators.join(' ')}`;
};

const queryParameter = (plan: QueryParameterPlan): Parameter => {
  const { name, required } = plan;
  const place = { name, in: 'query', required } as const;
  switch (plan.type) {
    case 'value':
      return parameter(name, 'query', required, plan.value);
    case 'enum':
      return { ...place, schema: { enum: plan.values } };
    case 'select':
      return {
        ...place,
        description: `Names separated by commas. Others than these are left out: ${[...plan.kept, ...(plan.onRequest ?? [])].join(', ')}`,
        schema: { type: 'string' },
      };
    case 'filter':
      return {
        ...place,
        description: `Comparisons joined by and: ${plan.comparisons.map(comparisonText).join('; ')}`,
        schema: { type: 'string' },
      };
    case 'forms':
      return {
        ...place,
        description: `One of: ${plan.forms.map(({ text }) => text).join('; ')}`,
        schema: { type: 'string' },
      };
  }
};

/** Returns the parameters that an endpoint accepts. */
export const parametersOf = ({ segments, query, headers, prefer }: AllowListRequest): readonly Parameter[] => [
  ...segments.flatMap(segmentParameters),
  ...query.map(queryParameter),
  ...headers.map((name) => ({ name, in: 'header' as const, required: false, schema: { type: 'string' } })),
  ...(prefer.allowed.length === 0
    ? []
    : [
        {
          name: 'Prefer',
          in: 'header' as const,
          required: false,
          description: `Only these are passed on: ${prefer.allowed.join(', ')}`,
          schema: { type: 'string' },
        },
      ]),
];
