/** Psoxy's form: Plan → runner. */
export { linkByPath } from './link-by-path.ts';
