import type { EndpointMatcher, Plan, PlanParts, Runners } from '../plan/index.ts';
import { prepareMatcher as preparePsoxyMatcher } from '../psoxy-rules/match/index.ts';
import { isPsoxyPlan, type PsoxyParts } from '../psoxy-rules/plan/index.ts';
import { prepareRunners as preparePsoxyRunners } from '../psoxy-rules/run/index.ts';
import { prepareMatcher as prepareAllowListMatcher } from '../rules/match/index.ts';
import { type AllowListParts, isAllowListPlan } from '../rules/plan/index.ts';
import { prepareRunners as prepareAllowListRunners } from '../rules/run/index.ts';

/** A rule form as the running function needs it. */
export type RunningForm<Parts extends PlanParts> = {
  readonly name: Parts['form'];
  readonly prepareMatcher: (request: Parts['request']) => EndpointMatcher;
  readonly prepareRunners: (plan: Plan<Parts>) => Runners;
};

const allowListForm: RunningForm<AllowListParts> = {
  name: 'allow-list',
  prepareMatcher: prepareAllowListMatcher,
  prepareRunners: prepareAllowListRunners,
};

const psoxyForm: RunningForm<PsoxyParts> = {
  name: 'psoxy',
  prepareMatcher: preparePsoxyMatcher,
  prepareRunners: preparePsoxyRunners,
};

/** Hands a Plan over with the form that it is of. Throws on a Plan that mixes forms, and on one of no known form. */
export const withRunningForm = <Result>(
  plan: Plan,
  use: <Parts extends PlanParts>(form: RunningForm<Parts>, plan: Plan<Parts>) => Result,
): Result => {
  if (isAllowListPlan(plan)) return use(allowListForm, plan);
  if (isPsoxyPlan(plan)) return use(psoxyForm, plan);
  throw new Error('the plan is of no known rule form, or mixes two');
};
