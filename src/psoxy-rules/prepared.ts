/** Psoxy's form as a running function needs it. */
export { prepareMatcher } from './match/match-endpoint.ts';
export { prepareRunners } from './run/prepare-runners.ts';
