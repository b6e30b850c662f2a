// Compares sanitizing with JSON.parse + JSON.stringify of the same bytes: `npm run bench -- [PROCESSES] [--write]`. Each figure is
// measured in processes of its own. `--write` puts the tables into docs/performance.md.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { documents } from './documents.ts';
import { measureMatching } from './match.ts';
import type { Measured, MeasuredMemory } from './measure.ts';
import { writeOutput } from './write-output.ts';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const processes = Number(positionals[0] ?? 3);
const rounds = 15;
const modes = ['steady', 'warm', 'cold'] as const;

const measure = <Result>(engine: string, document: string, mode: string): Result | undefined => {
  const args = ['--expose-gc', '--import', 'tsx', 'bench/measure.ts', engine, document, mode, String(rounds)];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Result) : undefined;
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
row('document', 'peak memory over base, MB for each MB');
row('---', '---');
for (const { name, items, bytes } of made.filter((document) => document.bytes > 1e6)) {
  const over = measure<MeasuredMemory>('graphveil', name, 'memory')?.over;
  row(`${name}, ${items}`, over === undefined ? '–' : (over / (bytes / 1e6)).toFixed(1));
}
const matching = measureMatching();
print('');
print(
  `Matching the last of 1,000 endpoints takes ${matching.ratio.toFixed(2)} times as long as the last of 32 (${matching.of1000.toFixed(1)} µs).`,
);
print('');
const { model = 'unknown' } = cpus()[0] ?? {};
print(
  `Node ${process.versions.node}, ${cpus().length} cores of ${model.trim()}, load ${before} to ${load()}; least of ${processes} processes with ${rounds} rounds each.`,
);

if (values.write === true) writeOutput('npm run bench -- --write', lines);
