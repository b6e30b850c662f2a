/** The in-place form: rules → Plan. */
export { compileInPlace } from './compile-in-place.ts';
