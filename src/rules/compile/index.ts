/** The in-place form: rules → Plan. */
export { compileAllowList } from './compile-rules.ts';
