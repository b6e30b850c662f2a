/** The in-place form: Plan → runner. */
export { prepareRunners } from './prepare-runners.ts';
