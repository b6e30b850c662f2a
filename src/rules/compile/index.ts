/** The allow-list form: rules → Plan. */
export { compileAllowList } from './compile-rules.ts';
export { explainAnswer } from './explain-answer.ts';
