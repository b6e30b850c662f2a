// Compares sanitizing with JSON.parse + JSON.stringify of the same documents in one run: `npm run bench`.
import { randomBytes } from 'node:crypto';
import { ephemeralKeyring } from '../src/adapters/memory/index.ts';
import { resolveConnector } from '../src/connectors/index.ts';
import type { RunContext, Runner } from '../src/plan/index.ts';
import { prepareRunners } from '../src/rule-forms/prepared.ts';
import { loadSources } from '../src/sources/index.ts';
import { eventsPage, usersPage } from './documents.ts';
import { measurePaired } from './measure.ts';

const rounds = Number(process.argv[2] ?? 15);
const { pseudonyms } = ephemeralKeyring();
const tools: RunContext = {
  pseudonyms,
  seal: () => ({ ok: true, url: 'https://proxy.example/sealed' }),
  random: (count) => randomBytes(count),
};

/**
 * Returns the runner of the first endpoint, over all sources, that responds with a collection of this type and whose
 * path has this ending.
 */
const runnerOf = (pathEnd: string): Runner => {
  for (const source of loadSources('rules').sources) {
    const { plan } = resolveConnector(source).rules;
    const index = plan?.endpoints.findIndex(({ pathTemplate }) => pathTemplate.endsWith(pathEnd)) ?? -1;
    if (plan !== undefined && index >= 0) return prepareRunners(plan).at(index);
  }
  throw new Error(`no endpoint ends in ${pathEnd}`);
};

const measure = (title: string, runner: Runner, documents: readonly Uint8Array[]): void => {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const size = documents.reduce((sum, { length }) => sum + length, 0);
  const { a, b, ratio } = measurePaired(
    rounds,
    () => documents.map((document) => runner.run(document, tools)),
    () => documents.map((document) => encoder.encode(JSON.stringify(JSON.parse(decoder.decode(document))))),
  );
  const failed = documents.map((document) => runner.run(document, tools)).filter(({ ok }) => !ok).length;
  const megabytes = (size / 1_000_000).toFixed(1);
  console.log(
    `${title.padEnd(34)} ${megabytes.padStart(5)} MB  sanitize ${a.toFixed(0).padStart(5)} ms  parse+stringify ${b.toFixed(0).padStart(5)} ms  ratio ${ratio.toFixed(2)}`,
  );
  if (failed > 0) throw new Error(`${failed} documents were refused`);
};

console.log(`node ${process.version}, median of ${rounds} paired rounds, bytes to bytes, pseudonyms seen before`);
measure(
  '5 pages of 999 users',
  runnerOf('/users'),
  Array.from({ length: 5 }, (_, page) => usersPage(page, 999)),
);
measure('1 page of 1,000 events', runnerOf('/events'), [eventsPage(1_000)]);
