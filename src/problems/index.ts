/**
 * The closed list of codes that a reply can have, with status, cause and remedy. The reference is generated from it.
 */
export { type ProblemCode, type ProblemEntry, problemCodes } from './codes.ts';
export { Fault, type Problem } from './problem.ts';
