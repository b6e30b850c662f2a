import type { CliError } from './exit.ts';
import { paint } from './paint.ts';
import { table } from './table.ts';

/** The result of one check. */
export type Finding = {
  readonly check: string;
  readonly state: 'ok' | 'wrong' | 'not-checked';
  readonly says: string;
  /** The person who can fix it, if that isn't the user of the command. */
  readonly who?: string;
  /** The exact command, or the change to make. */
  readonly command?: string;
  /** The code of the command line's closed list, if the check itself failed. */
  readonly code?: string;
};

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });

export const wrong = (check: string, says: string, command: string, who?: string): Finding => ({
  check,
  state: 'wrong',
  says,
  command,
  ...(who !== undefined && { who }),
});

/** The finding of a check that failed, with the code of the failure. */
export const failed = (check: string, { message, hint, code }: CliError): Finding => ({
  ...wrong(check, message, hint),
  code,
});

/** True for a finding that a failure of the network explains. */
export const isOfNetwork = ({ code }: Finding): boolean => code?.startsWith('Network.') === true;

export const notChecked = (check: string, says: string): Finding => ({ check, state: 'not-checked', says });

const marks = {
  ok: () => paint('green', 'ok'),
  wrong: () => paint('red', 'WRONG'),
  'not-checked': () => '-',
} as const;

const lines = ({ check, state, says, who, command }: Finding): readonly string[] => [
  ...table([[marks[state](), `${check}: ${says}`]], { columns: [{ width: 5 }] }),
  ...table([...(who === undefined ? [] : [['who:', who]]), ...(command === undefined ? [] : [['do:', command]])], {
    indent: 8,
  }),
];

/** Renders the findings for people. */
export const findingsText = (findings: readonly Finding[]): string => findings.flatMap(lines).join('\n');
