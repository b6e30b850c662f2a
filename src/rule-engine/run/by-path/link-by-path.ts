import type { Plan } from '../../plan/index.ts';
import type { Runners } from '../runner.ts';

/** Links a Plan of Psoxy's form. */
export const linkByPath = (_plan: Plan): Runners => ({
  at: () => ({ run: () => ({ ok: false, code: 'Graphveil.UpstreamInvalid', why: 'this form is not run' }) }),
});
