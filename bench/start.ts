// Measures the time to the first reply of a new function: `npm run bench:start -- [--node PATH]… [--runs 9] [--write]`. Runs
// the built function as Lambda does, against the twin and a stand-in of AWS on loopback, beside a handler that does nothing.
// `--write` puts the table into docs/performance.md.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { stop } from 'esbuild';
import { makeCompileCache } from '../scripts/build/compile-cache.ts';
import { bundledOf } from '../scripts/build/connectors.ts';
import { startAwsStandIn } from '../src/adapters/aws/testing/aws-stand-in.ts';
import { readyConnectors, resolveConnector } from '../src/connectors/index.ts';
import {
  clientId,
  credentials,
  type FunctionResult,
  filesOf,
  functionUrlEvent,
  makeKeyring,
  region,
  roleOf,
  variablesOf,
} from '../src/lambda/testing/deployment.ts';
import { graphUnderItsName } from '../src/lambda/testing/graph-under-its-name.ts';
import { runFunction } from '../src/lambda/testing/run-function.ts';
import { loadSources } from '../src/sources/index.ts';
import { startTwin } from '../src/twin/index.ts';
import { writeOutput } from './write-output.ts';

const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [process.execPath] },
    runs: { type: 'string', default: '9' },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const root = new URL('..', import.meta.url).pathname;

const empty = {
  'index.js': Buffer.from('exports.handler = async () => ({ statusCode: 200, headers: {}, body: "{}" });'),
};

const source = loadSources(`${root}/rules`).sources.find(({ id }) => id === 'outlook-calendar');
if (source === undefined) throw new Error('the source outlook-calendar is gone');
const connector = resolveConnector(source);
const [ready] = readyConnectors([connector]).connectors;
if (ready === undefined) throw new Error('the rules have problems');
const { expectedRoles } = connector;
const role = roleOf(source.id);

const application = { displayName: 'function', clientId, federatedCredentials: [{ subject: role }] };
const twin = await startTwin({
  applications: [{ ...application, requested: expectedRoles, consented: expectedRoles }],
});
const graph = await graphUnderItsName(twin, 'https://graph.microsoft.com', { remember: true });
const identityToken = ([audience]: readonly string[]) => twin.identityTokens(role, audience).get();
const aws = await startAwsStandIn({ region, credentials, identityToken });
await makeKeyring(aws);

/** One process: times in milliseconds, memory in MB. */
type Start = {
  /** From the start of the process to its first reply. */
  readonly first: number;
  /** Processor time of the process by then. */
  readonly cpu: number;
  readonly second: number;
  /** Most memory that the process held in all calls. */
  readonly memory: number;
};

const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const start = async (node: string, files: Readonly<Record<string, Uint8Array>>): Promise<Start> => {
  const began = performance.now();
  const running = await runFunction({
    node,
    files,
    variables: variablesOf(connector.source.id, twin.tenantId, aws),
    routes: { 'login.microsoftonline.com': Number(new URL(twin.entra).port), 'graph.microsoft.com': graph.port },
    ca: twin.caCertificate,
  });
  const { pid = 0 } = running;
  try {
    const ask = async (path: string, query = ''): Promise<{ text: string; processorTime: number }> => {
      const event = functionUrlEvent(path, query, { 'accept-encoding': 'gzip' });
      const invoked = await Promise.race([running.invoke(event), running.initFailed, running.died]);
      const result = invoked.ok ? (invoked.result as FunctionResult) : undefined;
      if (!invoked.ok || result?.statusCode !== 200)
        throw new Error(`${path}: ${JSON.stringify(invoked)} ${running.log.join('\n')}`);
      const { body, headers, isBase64Encoded } = result;
      const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
      const text = String(headers['content-encoding'] === undefined ? bytes : gunzipSync(bytes));
      return { text, processorTime: invoked.processorTime };
    };
    const { text, processorTime: cpu } = await ask('/v1.0/users', '%24top=3');
    const first = performance.now() - began;
    const again = performance.now();
    await ask('/v1.0/users', '%24top=3');
    const second = performance.now() - again;
    const [, user] = /"id":"(p~[^"]+)"/.exec(text) ?? [];
    for (const { path } of connector.source.exampleCalls) {
      const [target = '', query = ''] = path.replaceAll('{userId}', user ?? '').split('?');
      if (!target.includes('{')) await ask(target, query);
    }
    return { first, cpu, second, memory: peakOf(pid) };
  } finally {
    await running.stop();
  }
};

const files = await filesOf(root, connector);
const lines: string[] = [];
const print = (line: string): void => {
  console.log(line);
  lines.push(line);
};
const row = (...cells: readonly (string | number)[]): void => print(`| ${cells.join(' | ')} |`);
const least = (starts: readonly Start[], pick: (one: Start) => number): number =>
  Math.round(Math.min(...starts.map(pick)));
const load = (): string => (loadavg()[0] ?? 0).toFixed(0);
const before = load();

try {
  row('', 'first reply, ms', 'processor time, ms', 'second reply, ms', 'peak memory, MB');
  row('---', '---', '---', '---', '---');
  for (const node of values.node) {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().replace('v', 'Node ');
    const starts: Record<'nothing' | 'function' | 'cached', Start[]> = { nothing: [], function: [], cached: [] };
    const cached = { ...files, ...makeCompileCache(files, bundledOf(ready, '0.0.0', []), node) };
    for (let run = 0; run < runs; run += 1) {
      starts.nothing.push(await start(node, empty));
      starts.function.push(await start(node, files));
      starts.cached.push(await start(node, cached));
    }
    const rows = [
      ['a handler that does nothing', starts.nothing],
      ['the function', starts.function],
      ['the function with a compile cache', starts.cached],
    ] as const;
    const figures = (measured: readonly Start[]) =>
      (['first', 'cpu', 'second', 'memory'] as const).map((name) => least(measured, (one) => one[name]));
    const nothing = figures(starts.nothing);
    for (const [title, measured] of rows) {
      const over = figures(measured).map((figure, column) =>
        measured === starts.nothing || column === 3
          ? `${figure}`
          : `${figure} (${figure - (nothing[column] ?? 0)} more)`,
      );
      row(`${version}, ${title}`, ...over);
    }
  }
  const { model = 'unknown' } = cpus()[0] ?? {};
  print('');
  print(`${cpus().length} cores of ${model.trim()}, load ${before} to ${load()}; least of ${runs} processes each.`);
} finally {
  await graph.stop();
  await aws.stop();
  await twin.stop();
  await stop();
}

if (values.write) writeOutput('npm run bench:start -- --write', lines);
