// Synthesizes and then plans, applies or destroys each stack with plain terraform (or tofu), Entra before AWS.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { StackName } from '../infra/main.ts';
import { settingsPath } from './build/connectors.ts';
import { root } from './root.ts';
import { runScript } from './run-script.ts';
import { readStackOptions } from './synth/stack-options.ts';
import { stacksInOrder, synthesizeDeployment } from './synth/synthesize-deployment.ts';

const verbs = ['plan', 'apply', 'destroy'];

const program = (): string => {
  const found = ['terraform', 'tofu'].find((name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0);
  if (found === undefined)
    throw new Error(
      'neither terraform nor tofu is on the PATH; install one of them (terraform 1.11 or newer, tofu 1.10 or newer)',
    );
  return found;
};

const ended = (name: string, verb: string, stack: StackName, status: number | null): Error =>
  new Error(`${name} ${verb} of ${stack} ended with ${status}`);

/** Terraform's words for a state that is kept elsewhere now, and for one whose place it can't compare. */
const movedState = /Backend (?:configuration changed|initialization required)|Migrating.*state/i;

/** Prepares the stack's folder. Terraform's own advice on a moved state would copy one state over another. */
const init = (name: string, stack: StackName, folder: string): void => {
  const { status, stderr } = spawnSync(name, [`-chdir=${folder}`, 'init', '-input=false'], {
    stdio: ['inherit', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) {
    process.stderr.write(stderr);
    return;
  }
  if (movedState.test(stderr))
    throw new Error(
      `the settings keep the state of ${stack} in another place than the last ${name} init in this folder did; nothing was ` +
        `changed. To move the state on purpose, run ${name} -chdir=${folder} init -migrate-state once. Otherwise set state ` +
        `in the settings back, or remove ${folder}/.terraform to start with the state that is there`,
    );
  process.stderr.write(stderr);
  throw ended(name, 'init', stack, status);
};

/** Returns the addresses that the last apply protected, from the state's own output; none before the first apply. */
const keptByOutputs = (name: string, folder: string): readonly string[] => {
  const { status, stdout } = spawnSync(name, [`-chdir=${folder}`, 'output', '-json', 'kept'], { encoding: 'utf8' });
  if (status !== 0) return [];
  const found = z.array(z.string()).safeParse(JSON.parse(stdout));
  return found.data ?? [];
};

const usage = `
Usage: npm run plan|deploy|destroy -- [options] [options of terraform]

Synthesizes the deployment in graphveil.yaml and passes each stack to terraform, or to tofu if terraform isn't installed.

Options:
  --settings <file>  other settings
  --only <stack>     this stack only (may be repeated): graphveil, or graphveil-entra and graphveil-aws if they are separate
  --out <folder>     where the stacks are written; default: cdktf.out

All other arguments go to terraform unchanged:
  npm run plan -- -out=plan.tfplan
  npm run deploy -- -auto-approve
`;

const main = async ([verb = '', ...args]: readonly string[]): Promise<void> => {
  if (!verbs.includes(verb)) throw new Error(`expected one of ${verbs.join(', ')}`);
  const { settings: named, only, out, rest } = readStackOptions(args);
  const outdir = out ?? join(root, 'cdktf.out');
  const settings = settingsPath(root, named, false);
  const terraform = program();
  const order = only ?? stacksInOrder(root, settings);
  for (const stack of verb === 'destroy' ? [...order].reverse() : order) {
    const options = { root, settings, outdir, only: [stack] };
    const { folders, earlier } = await synthesizeDeployment(options);
    const folder = relative(process.cwd(), folders[0] ?? outdir);
    init(terraform, stack, folder);
    const kept = keptByOutputs(terraform, folder);
    // Another machine may have applied addresses that this folder's last synthesis doesn't contain.
    if (kept.some((address) => !earlier.get(stack)?.includes(address)))
      await synthesizeDeployment({ ...options, kept: new Map([[stack, kept]]) });
    const { status } = spawnSync(terraform, [`-chdir=${folder}`, verb, ...rest], { stdio: 'inherit' });
    if (status !== 0) throw ended(terraform, verb, stack, status);
  }
};

await runScript(usage, main);
