import type { Plan, Runners } from '../plan/index.ts';
import { prepareRunners as preparePsoxyRunners } from '../psoxy-rules/run/index.ts';
import { prepareRunners as prepareAllowListRunners } from '../rules/run/index.ts';

/** Makes the runners of a Plan, once at start. */
export const prepareRunners = (plan: Plan): Runners =>
  plan.form === 'allow-list' ? prepareAllowListRunners(plan) : preparePsoxyRunners(plan);
