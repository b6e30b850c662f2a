/** Rule files of Psoxy's form: text → nodes with positions. */
export { readRules } from './read-rules.ts';
