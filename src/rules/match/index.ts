/** Matching of the in-place form. */
export { prepareMatcher } from './prepare-matcher.ts';
