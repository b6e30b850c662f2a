/** Reads request targets strictly. */
export { originForm, type ParsedTarget, parseTarget, type QueryPair, type Target } from './parse-target.ts';
