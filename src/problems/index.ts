/** Every code a reply can carry, its status, cause and remedy, in one list; docs are generated from it. */
export { type ProblemCode, type ProblemEntry, problemCodes } from './codes.ts';
export { Fault, type Problem } from './problem.ts';
