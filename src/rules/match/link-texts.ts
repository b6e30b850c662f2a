import type { AllowListRequest, QueryParameterPlan } from '../plan/index.ts';

const textsOfQuery = (plan: QueryParameterPlan): readonly string[] => {
  const names = [`${plan.name}=`, `${encodeURIComponent(plan.name)}=`];
  if (plan.type === 'enum') return [...names, ...plan.values, ...plan.values.map(encodeURIComponent)];
  if (plan.type !== 'select') return names;
  const all = plan.kept.join(',');
  return [...names, all, encodeURIComponent(all), ...plan.kept.map((name) => `,${name}`)];
};

/** What Graph's links repeat of an endpoint's rule; the same list as long as the request plan is the same. */
export const linkTextsOf = ({ segments, query, headers, prefer }: AllowListRequest): readonly string[] => [
  ...segments.flatMap((segment) => (segment.type === 'parameter' ? [] : [`/${segment.text}`])),
  ...query.flatMap(textsOfQuery),
  ...[...headers, 'prefer'].map((name) => `${name}: `),
  ...prefer.always,
  ...prefer.allowed.map((name) => `${name}=`),
];
