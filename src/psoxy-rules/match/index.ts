/** Matching of Psoxy's form. */
export { prepareMatcher } from './prepare-matcher.ts';
