import { env } from 'node:process';
import { CommanderError } from 'commander';
import { createProgram } from '../program.ts';
import { CliError, exitCodes } from '../shared/exit.ts';

export type Ran = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Hides credentials of a developer's machine, so that they can't affect a test. */
const nothingOutside: Readonly<Record<string, string>> = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

const statusOf = (error: unknown, say: (text: string) => void): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (!(error instanceof CliError)) throw error;
  say(`${error.message}\n${error.hint ?? ''}`);
  return error.exitCode;
};

/** Runs `graphveil …` in this process with these variables, and returns its output. One command at a time. */
export const runCommand = async (
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> => {
  const before = { ...env };
  const printed = { stdout: '', stderr: '' };
  const real = { stdout: process.stdout.write, stderr: process.stderr.write };
  Object.assign(env, nothingOutside, variables);
  for (const stream of ['stdout', 'stderr'] as const)
    process[stream].write = (text: string | Uint8Array) => {
      printed[stream] += String(text);
      return true;
    };
  try {
    const program = await createProgram(args[0]);
    const status = await program.parseAsync([...args], { from: 'user' }).then(
      () => Number(process.exitCode ?? exitCodes.fine),
      (error: unknown) =>
        statusOf(error, (text) => {
          printed.stderr += text;
        }),
    );
    return { status, ...printed };
  } finally {
    process.exitCode = undefined;
    process.stdout.write = real.stdout;
    process.stderr.write = real.stderr;
    for (const name of Object.keys(env)) if (!(name in before)) Reflect.deleteProperty(env, name);
    Object.assign(env, before);
  }
};
