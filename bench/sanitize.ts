// Compares sanitizing with JSON.parse + JSON.stringify of the same bytes: `npm run bench -- [PROCESSES] [--write]`. Each figure is
// measured in processes of its own. `--write` puts the tables into docs/performance.md. Takes about five minutes on a quiet machine.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { nodeBundle } from '../scripts/node-bundle.mjs';
import { documents } from './documents.ts';
import { measureMatching } from './match.ts';
import type { Measured, MeasuredMemory } from './measure.ts';
import { writeOutput } from './write-output.ts';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const processes = Number(positionals[0] ?? 2);
const modes = ['steady', 'warm', 'cold'] as const;
/** Sizes of the pages that memory is measured with, in MB. */
const sizes = [6, 30, 64];

const script = join('dist', 'bench', 'measure.mjs');
await build({ ...nodeBundle, entryPoints: ['bench/measure.ts'], outfile: script });

const run = (...args: readonly string[]): string | undefined => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) console.error(`${args.join(' ')}: ${stderr.trim()}`);
  return status === 0 ? stdout : undefined;
};

const measure = <Result>(...args: readonly string[]): Result | undefined => {
  const output = run(...args);
  return output === undefined ? undefined : (JSON.parse(output) as Result);
};

/** The least of several processes: other work on the machine only makes a figure larger. */
const leastOf = (engine: string, document: string, mode: string): string => {
  const ratios = Array.from({ length: processes }, () => measure<Measured>(engine, document, mode)?.ratio);
  const known = ratios.filter((ratio) => ratio !== undefined);
  return known.length === 0 ? '–' : Math.min(...known).toFixed(2);
};

const lines: string[] = [];
const print = (line: string): void => {
  console.log(line);
  lines.push(line);
};
const row = (...cells: readonly string[]): void => print(`| ${cells.join(' | ')} |`);

const made = await documents();
const load = (): string => (loadavg()[0] ?? 0).toFixed(0);
const before = load();

row('document', 'MB', 'by', ...modes);
row('---', '---', '---', '---', '---', '---');
for (const { name, items, bytes } of made) {
  const compared = name === 'users' || name === 'events';
  for (const engine of compared ? ['graphveil', 'limited', 'by hand', 'jsonpath-plus'] : ['graphveil', 'limited']) {
    const ratios = modes.map((mode) => leastOf(engine, name, mode));
    row(`${name}, ${items}`, (bytes / 1e6).toFixed(2), engine, ...ratios);
  }
}
print('');
row('peak memory over base for each MB of page', ...sizes.map((size) => `${size} MB`));
row('---', ...sizes.map(() => '---'));
for (const name of ['users', 'messages', 'events']) {
  const over = sizes.map(String).map((size) => {
    run('graphveil', name, 'large', size);
    return measure<MeasuredMemory>('graphveil', name, 'memory', size)?.over;
  });
  row(name, ...over.map((one) => one?.toFixed(2) ?? '–'));
}
const matching = measureMatching();
print('');
print(
  `Matching the last of 1,000 endpoints takes ${matching.ratio.toFixed(2)} times as long as the last of 32 (${matching.of1000.toFixed(1)} µs).`,
);
print('');
const { model = 'unknown' } = cpus()[0] ?? {};
print(
  `Node ${process.versions.node}, ${cpus().length} cores of ${model.trim()}, load ${before} to ${load()}; least of ${processes} processes with 6 to 15 rounds each.`,
);

if (values.write === true) writeOutput('npm run bench -- --write', lines);
