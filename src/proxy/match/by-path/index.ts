/** Matching of Psoxy's form. */
export { linkByPath } from './link-by-path.ts';
