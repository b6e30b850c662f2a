/** Psoxy's form: rules → Plan. */
export { compilePsoxyRules } from './compile-rules.ts';
export { explainAnswer } from './explain-answer.ts';
