/** Psoxy's form: rules → Plan. */
export { compilePsoxyRules } from './compile-rules.ts';
