/** The allow-list form: Plan → runners. */
export { prepareRunners } from './prepare-runners.ts';
