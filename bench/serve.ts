// Measures `graphveil serve`, as a process of its own, against the twin, as another one: `npm run bench:serve -- [ROUNDS]`.
// 20 parallel pages of 1,000 events with and without the proxy, then small calls beside such pages.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent as HttpAgent, get as httpGet } from 'node:http';
import { Agent, get, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openKeyringFile } from '../src/adapters/node/index.ts';
import { plans } from './documents.ts';
import type { Recording, TwinFacts } from './serve/twin.ts';

const rounds = Number(process.argv[2] ?? 5);
const parallel = 20;
const source = 'outlook-calendar';

type Answer = {
  readonly status: number;
  readonly ms: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
};

/** Asks once; the time ends with the last byte, still compressed. */
const ask = (url: string, options: RequestOptions = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const send = url.startsWith('https:') ? get : httpGet;
    const headers = { 'accept-encoding': 'gzip', ...options.headers };
    const sent = send(url, { ...options, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const headersOfAnswer = response.headers as Record<string, string>;
        const [ms, body] = [performance.now() - started, Buffer.concat(parts)];
        resolve({ status: response.statusCode ?? 0, ms, headers: headersOfAnswer, body });
      });
    });
    // A kept-alive connection may be closed by the time it is used.
    sent.on('error', (error) => (sent.reusedSocket ? ask(url, options).then(resolve, reject) : reject(error)));
  });

const textOf = ({ body, headers }: Answer): string =>
  (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

const folder = mkdtempSync(join(tmpdir(), 'graphveil-bench-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const twin = fork('bench/serve/twin.ts', { execArgv: ['--import', 'tsx'] });
const [facts] = (await once(twin, 'message')) as [TwinFacts];
const cli = join('dist', 'cli', 'graphveil.js');
const keyring = join(folder, 'keyring.json');
await once(spawn(process.execPath, [cli, 'keys', 'init', '--file', keyring], { stdio: 'ignore' }), 'exit');
const options = {
  source,
  tenant: facts.tenantId,
  'client-id': facts.clientId,
  authority: facts.entra,
  graph: facts.graph,
  ca: file('ca.pem', facts.ca),
  'identity-token-file': file('token', facts.identityToken),
  keyring,
  port: '0',
};
const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
const proxy = spawn(process.execPath, [cli, 'serve', '--json', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
let remarks = '';
proxy.stderr.setEncoding('utf8').on('data', (text: string) => {
  remarks = `${remarks}${text}`.slice(-2_000);
});

const stop = (): void => {
  proxy.kill();
  twin.kill();
  rmSync(folder, { recursive: true, force: true });
};
const expectOk = (answer: Answer): Answer => {
  if (answer.status === 200) return answer;
  throw new Error(`${answer.status} ${textOf(answer).slice(0, 500)}\n${remarks}`);
};

/** The query that the proxy sends for a page. */
const queryOf = (): string => {
  const endpoints = plans().get(source)?.endpoints ?? [];
  const endpoint = endpoints.find(({ pathTemplate }) => pathTemplate === '/v1.0/users/{userId}/events');
  const select = endpoint?.request.query.find((one) => one.type === 'select');
  return `${select?.type === 'select' ? `$select=${select.kept.join(',')}&` : ''}$top=1000`;
};

try {
  const [ready] = (await once(proxy.stdout, 'data')) as [Buffer];
  const { serving: [base = ''] = [] } = JSON.parse(ready.toString('utf8')) as { serving?: string[] };
  if (base === '') throw new Error(`serve didn't start: ${ready.toString('utf8')}`);
  const direct: RequestOptions = {
    agent: new Agent({ keepAlive: true, ca: facts.ca }),
    headers: { authorization: `Bearer ${facts.accessToken}`, prefer: 'IdType="ImmutableId"' },
  };
  const proxied: RequestOptions = { agent: new HttpAgent({ keepAlive: true }) };
  const { pseudonyms } = await openKeyringFile(keyring);
  const path = `${base}/v1.0/users/${pseudonyms.tokenize(facts.person, 'user-id')}/events?$top=1000`;
  const graphPath = `${facts.graph}/v1.0/users/${facts.person}/events?${queryOf()}`;

  const together = async (url: string, how: RequestOptions, count = parallel): Promise<readonly number[]> => {
    const answers = await Promise.all(Array.from({ length: count }, () => ask(url, how)));
    return answers.map((answer) => expectOk(answer).ms);
  };
  const ms = (value: number): string => `${value.toFixed(0)} ms`;

  for (const [url, how] of [
    [graphPath, direct],
    [path, proxied],
  ] as const)
    await together(url, how);
  const [ofDirect, ofProxied]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ofDirect.push(quantile(await together(graphPath, direct), 0.5));
    ofProxied.push(quantile(await together(path, proxied), 0.5));
  }
  const [p50Direct, p50Proxied] = [quantile(ofDirect, 0.5), quantile(ofProxied, 0.5)];
  console.log(
    `${parallel} parallel pages of 1,000 events: p50 ${ms(p50Direct)} from the twin, ${ms(p50Proxied)} through serve: ${(p50Proxied / p50Direct).toFixed(2)} times`,
  );

  const recorded = expectOk(await ask(graphPath, direct));
  const { 'content-type': type = '', 'odata-version': version = '' } = recorded.headers;
  const recording: Recording = {
    urlIncludes: '/events',
    headers: { 'content-type': type, 'odata-version': version },
    body: textOf(recorded),
  };
  twin.send(recording);
  await once(twin, 'message');
  const small = `${base}/v1.0/users?$top=1`;
  const once20 = async (): Promise<number> => {
    const { ms: took } = expectOk(await ask(small, proxied));
    await new Promise((resolve) => setTimeout(resolve, 20));
    return took;
  };
  await together(path, proxied);
  const [alone, beside, pages]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    for (let call = 0; call < 20; call += 1) alone.push(await once20());
    let busy = true;
    const answered = together(path, proxied).finally(() => {
      busy = false;
    });
    while (busy) beside.push(await once20());
    pages.push(...(await answered));
  }
  const summary = (values: readonly number[]): string =>
    `p50 ${ms(quantile(values, 0.5))}, p95 ${ms(quantile(values, 0.95))}, longest ${ms(Math.max(...values))}`;
  console.log(`small calls through serve alone: ${summary(alone)}`);
  console.log(`${beside.length} small calls beside ${parallel} recorded pages: ${summary(beside)}`);
  console.log(`the recorded pages: ${summary(pages)}`);
} finally {
  stop();
}
