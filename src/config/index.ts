/** Environment, settings file and the table of clouds, as typed values. */
export { type Cloud, type CloudName, clouds } from './clouds.ts';
export { type PsoxyEnvironment, readPsoxyEnvironment } from './psoxy-environment.ts';
