/** The forms as a running function needs them: Plan → matcher and runners. Nothing of build time is reachable from here. */
export { createMatcher, type LinkTarget, type Matcher } from './match-endpoint.ts';
export { prepareRunners } from './prepare-runners.ts';
