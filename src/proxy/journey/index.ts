/** The steps of a call's journey; their order stands in `handle-call.ts`. */

export { healthPath } from './health.ts';
export { createSteps } from './steps.ts';
