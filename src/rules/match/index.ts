/** Matching of the allow-list form. */
export { prepareMatcher } from './prepare-matcher.ts';
