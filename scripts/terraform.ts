// Synthesizes and then plans, applies or destroys each stack with plain terraform (or tofu), Entra before AWS.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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

const run = (name: string, stack: StackName, args: readonly string[], outdir: string): void => {
  const { status } = spawnSync(name, [`-chdir=${join(outdir, 'stacks', stack)}`, ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${name} ${args[0]} of ${stack} ended with ${status}`);
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
    await synthesizeDeployment({ root, settings, outdir, only: [stack] });
    run(terraform, stack, ['init', '-input=false'], outdir);
    run(terraform, stack, [verb, ...rest], outdir);
  }
};

await runScript(usage, main);
