// Sanitizing against JSON.parse + JSON.stringify of the same bytes: `npm run bench`. Each figure is measured in processes of its own.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { documents } from './documents.ts';
import type { Measured, MeasuredMemory } from './measure.ts';

const launches = Number(process.argv[2] ?? 3);
const rounds = 15;

const measure = <Result>(engine: string, document: string, mode: string): Result | undefined => {
  const args = ['--expose-gc', '--import', 'tsx', 'bench/measure.ts', engine, document, mode, String(rounds)];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Result) : undefined;
};

/** The least of several processes: other work on the machine only ever makes a figure larger. */
const leastOf = (engine: string, document: string, mode: string): string => {
  const ratios = Array.from({ length: launches }, () => measure<Measured>(engine, document, mode)?.ratio);
  const known = ratios.filter((ratio) => ratio !== undefined);
  return known.length === 0 ? '–' : Math.min(...known).toFixed(2);
};

const row = (...cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);

const made = await documents();
console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}`,
);
console.log(
  `Processor time ÷ that of JSON.parse + JSON.stringify of the same bytes; least of ${launches} × ${rounds} rounds.\n`,
);

row('document', 'MB', 'engine', 'steady', 'warm', 'cold');
row('---', '---', '---', '---', '---', '---');
for (const { name, bytes } of made)
  for (const engine of name === 'users' || name === 'events'
    ? ['graphveil', 'by hand', 'jsonpath-plus']
    : ['graphveil'])
    row(
      name,
      (bytes / 1e6).toFixed(2),
      engine,
      ...['steady', 'warm', 'cold'].map((mode) => leastOf(engine, name, mode)),
    );

console.log('\nPeak memory over base while one page is sanitized, MB for each MB of the page:\n');
row('document', 'graphveil');
row('---', '---');
for (const { name, bytes } of made.filter((document) => document.bytes > 1e6)) {
  const over = measure<MeasuredMemory>('graphveil', name, 'memory')?.over;
  row(name, over === undefined ? '–' : (over / (bytes / 1e6)).toFixed(1));
}
