/** Psoxy's form: rules → Plan. */
export { compileByPath } from './compile-by-path.ts';
