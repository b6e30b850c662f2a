// A `terraform` for tests, which runs the real one on provider-free resources of the same shape. A stack's folder gets a
// neighbor with the translated stack, from which relative paths lead to the same places.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { providerFree } from './provider-free.ts';

const [, , ...args] = process.argv;
const { CALLS: calls, REAL_TERRAFORM: real = 'terraform' } = process.env;
if (calls !== undefined) appendFileSync(calls, `${args.join(' ')}\n`);

const chdir = args.find((arg) => arg.startsWith('-chdir='));
const folder = chdir?.replace('-chdir=', '') ?? '.';
const neighbor = `${folder === '.' ? process.cwd() : folder}.shape`;

if (args.some((arg) => ['init', 'plan', 'apply'].includes(arg))) {
  const stack = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as Parameters<typeof providerFree>[0];
  mkdirSync(neighbor, { recursive: true });
  writeFileSync(join(neighbor, 'cdk.tf.json'), JSON.stringify(providerFree(stack)));
}
const own = args.some((arg) => arg === 'version' || arg === '-v') ? [] : [`-chdir=${neighbor}`];
const { status } = spawnSync(real, [...own, ...args.filter((arg) => arg !== chdir)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
