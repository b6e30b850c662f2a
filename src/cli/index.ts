/** `graphveil <command>`: the command line; only the generated reference looks in from outside. */
export { createProgram } from './program.ts';
