// measure.ts ENGINE DOCUMENT MODE ROUNDS: one measurement in a separate process; prints one line of JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import { documents, readDocument } from './documents.ts';
import { engines, parseAndStringify } from './engines.ts';

/** A ratio to `JSON.parse` + `JSON.stringify` of the same bytes in the same round, and milliseconds of the fastest round. */
export type Measured = { readonly ratio: number; readonly ms: number };

/** Peak memory of the process above its level before the first page, in MB. */
export type MeasuredMemory = { readonly over: number };

const [engineName = '', documentName = '', mode = 'warm', roundText = '15'] = process.argv.slice(2);
const rounds = Number(roundText);
const document = (await documents()).find(({ name }) => name === documentName);
const makeEngine = engines[engineName];
if (document === undefined || makeEngine === undefined) throw new Error('unknown engine or document');
const bytes = readDocument(document);
const text = bytes.toString('utf8');
const engine = makeEngine(document);

const idOf =
  /"(?:id|iCalUId|joinUrl|internetMessageId|seriesMasterId|conversationId|etag)":"(?:AAkA|AAMk|0400|http|<|AAQk|01)[^"]{20}/g;

/** Creates a page of the same people with new items: four characters of each item's ids change. */
const nextPage = (round: number): Buffer => {
  const mark = (round * 7_919 + 104_729).toString(36).padStart(4, '0').slice(-4);
  return Buffer.from(text.replace(idOf, (head) => head.slice(0, -4) + mark));
};

/** CPU time of the whole process in milliseconds, which other processes affect less than wall-clock time. */
const time = (work: () => unknown): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
};
const statusOf = (key: string): number =>
  Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

const memory = (): MeasuredMemory => {
  globalThis.gc?.();
  const base = statusOf('VmRSS');
  // Resets the peak (Linux, proc(5)).
  writeFileSync('/proc/self/clear_refs', '5');
  engine.run(bytes);
  return { over: statusOf('VmHWM') - base };
};

const ratio = (): Measured => {
  for (const work of [() => engine.run(bytes), () => parseAndStringify(bytes)]) {
    const until = performance.now() + 500;
    for (let count = 0; performance.now() < until || count < 3; count += 1) {
      if (mode === 'cold') engine.forget();
      work();
    }
  }
  const pairs = Array.from({ length: rounds }, (_, round) => {
    if (mode === 'cold') engine.forget();
    const page = mode === 'steady' ? nextPage(round + 1) : bytes;
    return [time(() => engine.run(page)), time(() => parseAndStringify(page))] as const;
  });
  const least = (which: 0 | 1): number => Math.min(...pairs.map((pair) => pair[which]));
  return { ratio: least(0) / least(1), ms: least(0) };
};

console.log(JSON.stringify(mode === 'memory' ? memory() : ratio()));
