import type { Plan } from '../plan/index.ts';
import { linkByPath } from './by-path/index.ts';
import { linkInPlace } from './in-place/index.ts';
import type { Runners } from './runner.ts';

/** Makes the runners of a Plan, once at start. */
export const link = (plan: Plan): Runners => (plan.form === 'in-place' ? linkInPlace(plan) : linkByPath(plan));
