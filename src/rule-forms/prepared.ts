import type { Plan, Runners } from '../plan/index.ts';
import { withRunningForm } from './running-form.ts';

/** The forms as a running function needs them: Plan → matcher and runners. Nothing of build time is reachable from here. */
export { type LinkTarget, type Matcher, prepareMatcher } from './match-endpoint.ts';

/** Prepares the runners of a Plan, once at start. */
export const prepareRunners = (plan: Plan): Runners => withRunningForm(plan, (form, own) => form.prepareRunners(own));
