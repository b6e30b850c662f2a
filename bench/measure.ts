// measure.ts ENGINE DOCUMENT MODE: one measurement in a separate process; prints one line of JSON. Memory is measured with
// … large MEGABYTES, which writes the page, and then … memory MEGABYTES.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents, readDocument } from './documents.ts';
import { engines, parseAndStringify } from './engines.ts';

/** A ratio to `JSON.parse` + `JSON.stringify` of the same bytes in the same round, and milliseconds of the fastest round. */
export type Measured = { readonly ratio: number; readonly ms: number };

/** Peak memory of the process above its level before the first page, for each byte of the page. */
export type MeasuredMemory = { readonly over: number };

const [engineName = '', documentName = '', mode = 'warm', size = ''] = process.argv.slice(2);
/** Both ways of a page are warmed up for this time, and then measured for about as long as `measuring`, in milliseconds. */
const [warming, measuring] = [400, 800];
const [fewestRounds, mostRounds] = [6, 15];
const document = (await documents()).find(({ name }) => name === documentName);
const makeEngine = engines[engineName];
if (document === undefined || makeEngine === undefined) throw new Error('unknown engine or document');
const largePath = join('dist', 'bench-documents', `large-${documentName}-${size}.json`);
const bytes = mode === 'memory' ? readFileSync(largePath) : readDocument(document);
const engine = makeEngine(document);

const idOf =
  /"(?:id|iCalUId|joinUrl|internetMessageId|seriesMasterId|conversationId|etag)":"(?:AAkA|AAMk|0400|http|<|AAQk|01)[^"]{20}/g;

/** Creates a page of the same people with new items: four characters of each item's ids change. */
const nextPage = (text: string, round: number): Buffer => {
  const mark = (round * 7_919 + 104_729).toString(36).padStart(4, '0').slice(-4);
  return Buffer.from(text.replace(idOf, (head) => head.slice(0, -4) + mark));
};

/** Writes a page of the same people with more items, of at least this many MB, for a process that measures memory. */
const writeLarge = (text: string, megabytes: number): void => {
  const list = '"value":[';
  const [start, end] = [text.indexOf(list) + list.length, text.lastIndexOf(']')];
  const parts: string[] = [];
  for (let length = 0, round = 1; length < megabytes * 2 ** 20; round += 1) {
    const page = nextPage(text, round).toString('utf8');
    parts.push(page.slice(start, end));
    length += end - start;
  }
  writeFileSync(largePath, `${text.slice(0, start)}${parts.join(',')}${text.slice(end)}`);
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

/** Measures the first page of a process, whose input is in its base. */
const memory = (): MeasuredMemory => {
  globalThis.gc?.();
  const base = statusOf('VmRSS');
  // Resets the peak (Linux, proc(5)).
  writeFileSync('/proc/self/clear_refs', '5');
  engine.run(bytes);
  return { over: (statusOf('VmHWM') - base) / (bytes.length / 2 ** 20) };
};

const ratio = (): Measured => {
  const text = bytes.toString('utf8');
  for (const work of [() => engine.run(bytes), () => parseAndStringify(bytes)]) {
    const until = performance.now() + warming;
    for (let count = 0; performance.now() < until || count < 3; count += 1) {
      if (mode === 'cold') engine.forget();
      work();
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (const until = performance.now() + measuring; pairs.length < mostRounds; ) {
    if (pairs.length >= fewestRounds && performance.now() > until) break;
    if (mode === 'cold') engine.forget();
    const page = mode === 'steady' ? nextPage(text, pairs.length + 1) : bytes;
    pairs.push([time(() => engine.run(page)), time(() => parseAndStringify(page))]);
  }
  const least = (which: 0 | 1): number => Math.min(...pairs.map((pair) => pair[which]));
  return { ratio: least(0) / least(1), ms: least(0) };
};

if (mode === 'large') writeLarge(bytes.toString('utf8'), Number(size));
else console.log(JSON.stringify(mode === 'memory' ? memory() : ratio()));
