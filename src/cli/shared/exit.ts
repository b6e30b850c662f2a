import {
  type CliArgs,
  type CliCode,
  type CliKey,
  describeFailure,
  type ExitKind,
} from '../../problems/command-line/index.ts';
import type { ProblemCode } from '../../problems/index.ts';
import type { RegistryCode } from '../../problems/registry/index.ts';

/** Exit codes of every command. */
export const exitCodes = { fine: 0, no: 1, usage: 2, world: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type Failure = {
  readonly exitCode: ExitCode;
  readonly code: CliCode | ProblemCode | RegistryCode;
  readonly message: string;
  readonly hint: string;
  /** Additional fields for `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Ends a command with a message of the closed list; thrown only below a command's action. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly code: Failure['code'];
  readonly hint: string;
  readonly details: NonNullable<Failure['details']>;

  constructor({ exitCode, code, message, hint, details = {} }: Failure) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
    this.details = details;
  }

  /** Returns the same error with additional fields. */
  with(details: NonNullable<Failure['details']>): CliError {
    const { exitCode, code, message, hint } = this;
    return new CliError({ exitCode, code, message, hint, details });
  }
}

const exitCodeOf: Readonly<Record<ExitKind, ExitCode>> = {
  usage: exitCodes.usage,
  negative: exitCodes.no,
  outside: exitCodes.world,
};

/** Creates the error for a message of the command line. */
export const cliError = <K extends CliKey>(key: K, ...args: CliArgs<K>): CliError => {
  const { kind, ...texts } = describeFailure(key, ...args);
  return new CliError({ exitCode: exitCodeOf[kind], ...texts });
};
