/**
 * The closed list of codes that a reply can have, with status, cause and remedy. The reference is generated from it.
 */
export { type ProblemCode, problemCodes } from './codes.ts';
export { type ExplainedProblem, explainedProblems, problemExplanations } from './explanations.ts';
export { Fault, type Problem } from './problem.ts';
