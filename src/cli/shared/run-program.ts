import { execFile } from 'node:child_process';
import { env, platform } from 'node:process';
import type { z } from 'zod';

/** The output of another command line, or why there is none. */
export type ProgramAnswer =
  | { readonly kind: 'answered'; readonly output: string }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'failed'; readonly output: string };

const timeoutMs = 30_000;

/** How a shell of Windows words that there is no such program. */
const unknownToShell = /is not recognized as an internal or external command/;

/**
 * Runs a program on the PATH, such as `aws` or `az`. Arguments must be free of characters that a shell reads, because on
 * Windows these programs are scripts.
 */
export const runProgram = (name: string, args: readonly string[]): Promise<ProgramAnswer> =>
  new Promise((resolve) => {
    const options = { env, timeout: timeoutMs, shell: platform === 'win32' };
    execFile(name, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'answered', output: stdout.trim() });
      else if (error.code === 'ENOENT' || unknownToShell.test(stderr)) resolve({ kind: 'not-installed' });
      else resolve({ kind: 'failed', output: stderr });
    });
  });

/** Reads the JSON of an answer. Undefined if it has another shape. */
export const readAnswer = <Shape extends z.ZodType>(
  answer: ProgramAnswer,
  shape: Shape,
): z.infer<Shape> | undefined => {
  if (answer.kind !== 'answered') return undefined;
  try {
    return shape.safeParse(JSON.parse(answer.output)).data;
  } catch {
    return undefined;
  }
};
