/** Parses rule files of Psoxy's form into nodes with positions. */
export { readRules } from './read-rules.ts';
