// A `terraform` for tests, which runs the real one on provider-free resources of the same shape. A stack's folder gets a
// neighbor with the translated stack, from which relative paths lead to the same places. `state` speaks of the real types.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { providerFree, realAddress, standInAddress } from './provider-free.ts';

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
const given = args.filter((arg) => arg !== chdir);
if (given[0] === 'state' && given[1] === 'list') {
  const { status, stdout } = spawnSync(real, [...own, ...given], { encoding: 'utf8' });
  process.stdout.write(stdout.replace(/^.+$/gm, (address) => realAddress(address) ?? address));
  process.exitCode = status ?? 1;
} else {
  const { status } = spawnSync(real, [...own, ...(given[0] === 'state' ? given.map(standInAddress) : given)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
