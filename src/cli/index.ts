/** The `graphveil` command line. Only the generated reference imports it from outside. */
export { createProgram } from './program.ts';
