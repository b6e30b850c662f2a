import { type SpawnSyncOptions, spawnSync } from 'node:child_process';

/** Terraform or OpenTofu, run in a stack's folder. */
export type Terraform = {
  readonly name: string;
  readonly folder: string;
};

export const findProgram = (): string => {
  const found = ['terraform', 'tofu'].find((name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0);
  if (found === undefined)
    throw new Error(
      'neither terraform nor tofu is on the PATH; install one of them (terraform 1.11 or newer, tofu 1.10 or newer)',
    );
  return found;
};

/** Plans of large deployments have several megabytes. */
const mostBytes = 256 * 1024 * 1024;

const run = ({ name, folder }: Terraform, args: readonly string[], stdio: SpawnSyncOptions['stdio']) =>
  spawnSync(name, [`-chdir=${folder}`, ...args], { stdio, encoding: 'utf8', maxBuffer: mostBytes });

/** Runs a command with the terminal's own input and output, and returns its exit code. */
export const runOpenly = (terraform: Terraform, args: readonly string[]): number | null =>
  run(terraform, args, 'inherit').status;

/** Runs a command and returns its output; its errors go to the terminal. */
export const runCaptured = (
  terraform: Terraform,
  args: readonly string[],
): { readonly status: number | null; readonly stdout: string } => {
  const { status, stdout } = run(terraform, args, ['inherit', 'pipe', 'inherit']);
  return { status, stdout: String(stdout) };
};

export const ended = ({ name }: Terraform, verb: string, stack: string, status: number | null): Error =>
  new Error(`${name} ${verb} of ${stack} ended with ${status}`);

/** Terraform's words for a state that is kept elsewhere now, and for one whose place it can't compare. */
const movedState = /Backend (?:configuration changed|initialization required)|Migrating.*state/i;

/** Prepares the stack's folder. Terraform's own advice on a moved state would copy one state over another. */
export const init = (terraform: Terraform, stack: string): void => {
  const { name, folder } = terraform;
  // Standard output is left to the plan, which programs may read.
  const { status, stderr, stdout } = run(terraform, ['init', '-input=false'], ['inherit', 'pipe', 'pipe']);
  if (status === 0) {
    process.stderr.write(`${stdout}${stderr}`);
    return;
  }
  if (movedState.test(String(stderr)))
    throw new Error(
      `the settings keep the state of ${stack} in another place than the last ${name} init in this folder did; nothing was ` +
        `changed. To move the state on purpose, run ${name} -chdir=${folder} init -migrate-state once. Otherwise set state ` +
        `in the settings back, or remove ${folder}/.terraform to start with the state that is there`,
    );
  process.stderr.write(String(stderr));
  throw ended(terraform, 'init', stack, status);
};

/** One output of the last apply, as JSON; undefined before the first apply. */
export const outputOf = (terraform: Terraform, output: string): string | undefined => {
  const { status, stdout } = run(terraform, ['output', '-json', output], ['ignore', 'pipe', 'ignore']);
  return status === 0 ? String(stdout) : undefined;
};

/** All outputs of the last apply, as JSON. */
export const allOutputs = (terraform: Terraform): string =>
  String(run(terraform, ['output', '-json'], ['ignore', 'pipe', 'inherit']).stdout);
