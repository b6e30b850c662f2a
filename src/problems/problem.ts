import type { ProblemCode } from './codes.ts';

/** A refusal or a fault as a value: a code of the closed list and one of our own sentences about it. */
export type Problem = {
  readonly code: ProblemCode;
  /** Which part failed, in our words; never a value that came from a caller, upstream or a person. */
  readonly detail?: string;
  /** Overrides the code's status where upstream's own status passes (429, 404 …). */
  readonly status?: number;
  /** Graph's own `code` word, when it is on the known list. */
  readonly graphCode?: string;
  /** Permissions that consent is missing for. */
  readonly missingPermissions?: readonly string[];
  /** Extra reply headers; only `retry-after` passes. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** A fault is thrown: an outage or a bug, carrying the problem that the caller is told. */
export class Fault extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.code}${problem.detail === undefined ? '' : `: ${problem.detail}`}`, { cause });
    this.name = 'Fault';
    this.problem = problem;
  }
}
