// For releases: synthesizes the example with cdktf and with its maintained fork, cdktn, and compares the outputs, without
// the name and version of the synthesizer. Then validates the stacks against the newest schema of provider aws in the range
// that they accept. Needs the npm registry.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';

const fork = { cdktn: '0.24.0', constructs: '10.7.0' };

/** The fork's bindings of provider aws 6.66.0. Other providers have no newer bindings than the project's. */
const newest = { '@cdktn/provider-aws': '25.7.0' };

const run = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): void => {
  const { status } = spawnSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
};

const synth = (out: string, preload: readonly string[], env?: NodeJS.ProcessEnv): void =>
  run(
    process.execPath,
    ['--import', 'tsx', ...preload, 'scripts/synth.ts', '--settings', 'graphveil.example.yaml', '--out', out],
    root,
    env,
  );

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Returns a file without the name of the synthesizer, and with unordered lists in a fixed order. */
const content = (folder: string, path: string): string => {
  const bytes = readFileSync(join(folder, path));
  if (!path.endsWith('.json')) return bytes.toString('base64');
  const { '//': _, version: __, ...json } = JSON.parse(bytes.toString()) as Record<string, unknown>;
  return JSON.stringify(json, sorted);
};

const folder = mkdtempSync(join(tmpdir(), 'graphveil-fork-'));
try {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { ...fork, ...newest } }));
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], folder);
  const [own, other] = [join(folder, 'own'), join(folder, 'other')];
  synth(own, []);
  synth(other, ['--import', join(root, 'scripts/synth/resolve-fork.mjs')], {
    ...process.env,
    GRAPHVEIL_FORK: join(folder, 'package.json'),
  });
  const paths = [...new Set([...files(own), ...files(other)])];
  const differing = paths.filter((path) => content(own, path) !== content(other, path));
  console.log(
    differing.length === 0
      ? `cdktn ${fork.cdktn} gives the same ${paths.length} files`
      : `cdktn ${fork.cdktn} gives others: ${differing.join(', ')}`,
  );
  process.exitCode = differing.length === 0 ? 0 : 1;
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@cdktf'));
  symlinkSync(join(root, 'node_modules/@cdktf/provider-azuread'), join(modules, '@cdktf/provider-azuread'));
  run(process.execPath, ['--import', 'tsx', 'scripts/check-terraform.ts', modules], root);
  console.log('checked the stacks with these bindings: ', newest);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
