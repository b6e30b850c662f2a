/** The parts of Psoxy's form that a running function needs. */
export { prepareMatcher } from './match/match-endpoint.ts';
export { prepareRunners } from './run/prepare-runners.ts';
