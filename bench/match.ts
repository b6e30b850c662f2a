// Matching the last endpoint of 1,000 against the last of 32.
import { type Matcher, prepareMatcher } from '../src/rule-forms/prepared.ts';
import type { AllowListPlan } from '../src/rules/plan/index.ts';
import { plans } from './documents.ts';

const rounds = 15;
const calls = 2_000;

/** The endpoints of a plan again and again, each time below another segment, until there are `count`. */
const planOf = (plan: AllowListPlan, count: number): AllowListPlan => ({
  ...plan,
  endpoints: Array.from({ length: count }, (_, index) => {
    const endpoint = plan.endpoints[index % plan.endpoints.length] as AllowListPlan['endpoints'][number];
    const [version, ...rest] = endpoint.request.segments;
    const below = {
      type: 'literal',
      text: `part${Math.floor(index / plan.endpoints.length)}`,
      callable: false,
    } as const;
    const segments = version === undefined ? rest : [version, below, ...rest];
    return { ...endpoint, request: { ...endpoint.request, segments } };
  }),
});

const time = (matcher: Matcher, path: string): number => {
  const target = { path, query: undefined, segments: path.slice(1).split('/'), pairs: [] };
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call += 1)
    if (!matcher.match({ method: 'GET', target, headers: {} }, { plainValues: true }).ok) throw new Error('no match');
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
};

/** Microseconds of processor time, and the ratio of both. */
export const measureMatching = (): { readonly of32: number; readonly of1000: number; readonly ratio: number } => {
  const plan = plans().get('outlook-calendar');
  if (plan === undefined) throw new Error('no plan');
  const size = plan.endpoints.length;
  const last = (count: number): string => {
    const index =
      count - 1 - ((count - 1) % size) + plan.endpoints.findIndex(({ pathTemplate }) => pathTemplate === '/v1.0/users');
    return `/v1.0/part${Math.floor(index / size)}/users`;
  };
  const [small, large] = [prepareMatcher(planOf(plan, 2 * size)), prepareMatcher(planOf(plan, 1_008))];
  const of32: number[] = [];
  const of1000: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    of32.push(time(small, last(2 * size)));
    of1000.push(time(large, last(1_008)));
  }
  const [least, most] = [Math.min(...of32), Math.min(...of1000)];
  return { of32: least, of1000: most, ratio: most / least };
};
