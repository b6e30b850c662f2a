/** The in-place form: Plan → runner. */
export { linkInPlace } from './link-in-place.ts';
