/** Psoxy's form: Plan → runner. */
export { prepareRunners } from './prepare-runners.ts';
