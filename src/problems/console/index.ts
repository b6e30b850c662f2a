/** The closed list of codes with which the console and its API refuse. The reference is generated from it. */
export { type ConsoleCode, consoleProblems } from './codes.ts';
