import type { ProblemCode } from './codes.ts';

/** A refusal or a fault as a value: a code of the closed list and one of our own sentences about it. */
export type Problem = {
  readonly code: ProblemCode;
  /** The part that failed, in our own words; never a value from a caller, from upstream or of a person. */
  readonly detail?: string;
  /** Overrides the code's status if upstream's own status is passed on (429, 404 …). */
  readonly status?: number;
  /** Graph's own error code, if it is on the known list. */
  readonly graphCode?: string;
  /** Permissions without consent. */
  readonly missingPermissions?: readonly string[];
  /** Extra reply headers; only `retry-after` passes. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown for an outage or a bug. Contains the problem that is reported to the caller. */
export class Fault extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.code}${problem.detail === undefined ? '' : `: ${problem.detail}`}`, { cause });
    this.name = 'Fault';
    this.problem = problem;
  }
}
