/** Exit codes of every command. */
export const exitCodes = { fine: 0, no: 1, usage: 2, world: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a message and a code; thrown only below a command's action. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  /** A problem's code, or what sort of mistake it is. */
  readonly code: string;
  readonly hint: string | undefined;
  /** What belongs to it beside the message, for `--json`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    exitCode: ExitCode,
    code: string,
    message: string,
    hint?: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}
