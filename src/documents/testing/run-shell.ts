import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Shells that are installed on this machine. */
export const shells = ['sh', 'bash', 'zsh'].filter(
  (shell) => spawnSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' }).status === 0,
);

/** Returns the problems that a shell finds in commands without running them. */
export const syntaxErrors = (shell: string, commands: string): string =>
  spawnSync(shell, ['-n'], { input: commands, encoding: 'utf8' }).stderr;

/** One run of a program: its name, its arguments, and its environment variables. */
export type Run = {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

const stub = (name: string, output: string, log: string, variables: readonly string[]): string => `#!/bin/sh
{
  printf '%s\\0' ${name} "$#" "$@"
${variables.map((variable) => `  printf '%s\\0' "$${variable}"`).join('\n')}
} >> '${log}'
printf '%s\\n' '${output}'
`;

/**
 * Runs commands in a shell with fake programs that record their arguments.
 * @param programs output of each program
 */
export const runShell = (
  shell: string,
  commands: string,
  programs: Readonly<Record<string, string>>,
  variables: readonly string[] = [],
): readonly Run[] => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-shell-'));
  const log = join(folder, 'log');
  try {
    writeFileSync(log, '');
    for (const [name, output] of Object.entries(programs)) {
      writeFileSync(join(folder, name), stub(name, output, log, variables));
      chmodSync(join(folder, name), 0o755);
    }
    execFileSync(shell, ['-eu'], {
      input: commands,
      cwd: folder,
      env: {
        PATH: [folder, '/usr/bin', '/bin'].join(delimiter),
        ...Object.fromEntries(variables.map((name) => [name, ''])),
      },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    return readRuns(readFileSync(log, 'utf8'), variables);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const readRuns = (log: string, variables: readonly string[]): readonly Run[] => {
  const words = log.split('\0').slice(0, -1);
  const runs: Run[] = [];
  while (words.length > 0) {
    const [program = '', count = '0'] = words.splice(0, 2);
    const args = words.splice(0, Number(count));
    const values = words.splice(0, variables.length);
    const environment = Object.fromEntries(
      variables.flatMap((name, index) => (values[index] ? [[name, values[index]]] : [])),
    );
    runs.push({ program, args, environment });
  }
  return runs;
};
