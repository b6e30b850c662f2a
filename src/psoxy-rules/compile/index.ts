/** Compiles rules of Psoxy's form to a Plan. */
export { compilePsoxyRules } from './compile-rules.ts';
export { explainAnswer } from './explain-answer.ts';
