/** Matching of the in-place form. */
export { linkInPlace } from './link-in-place.ts';
