import type { ReadyConnector } from '../../connectors/index.ts';
import type { CaseFile, Cast } from '../../rule-tests/index.ts';
import {
  alignItems,
  createOfflineProxy,
  loadCases,
  type OfflineProxy,
  runCase,
  type Sanitize,
  UnknownPlaceholder,
} from '../../rule-tests/index.ts';
import { compareDocuments } from './compare-documents.ts';
import type { ReportExample } from './model.ts';

const longest = 110;

type Lines = ReportExample['lines'];

/** Rates how well lines show the treatment: many lines of each kind, no oddities, not too long. */
const worth = (lines: Lines): number => {
  const marks = { kept: 0, changed: 0, gone: 0 };
  for (const { mark } of lines) marks[mark] += 1;
  const balanced = Math.min(marks.kept, marks.changed * 3, marks.gone * 2);
  const odd = lines.filter(({ text }) => /: null$|unknownFutureValue/.test(text)).length;
  return balanced - Math.max(0, lines.length - longest) * 2 - odd * 5;
};

const listOf = (body: unknown): readonly unknown[] | undefined => {
  const value = (body as { readonly value?: unknown } | null | undefined)?.value;
  return Array.isArray(value) ? value : undefined;
};

/** Reduces a response to one item before and after the rules; for a list, the item that shows most. */
const telling = (before: unknown, after: unknown): Lines => {
  const [left, right] = [listOf(before), listOf(after)];
  if (left === undefined || right === undefined || left.length !== right.length) {
    const [first = before] = left ?? [];
    const [second = after] = right ?? [];
    return compareDocuments(first, second);
  }
  const items = left.map((item, index) => compareDocuments(item, right[index]));
  return items.reduce((best, lines) => (worth(lines) > worth(best) ? lines : best), items[0] ?? []);
};

type Candidate = ReportExample & { readonly worth: number };

/** Cases that let something through. Under a variant they run with it, so their descriptions may not apply. */
const casesFor = ({ source, variants }: ReadyConnector): readonly CaseFile[] =>
  loadCases(source.folder, source.folder)
    .flatMap(({ file }) => file ?? [])
    .filter(({ upstream }) => upstream?.body !== undefined && upstream.status === 200)
    .filter((file) => file.variants.length + file.extras.length === 0)
    .map((file) => (variants.length === 0 ? file : { ...file, shows: 'an answer as Microsoft documents it' }));

const answerOf = (body: unknown) => ({
  status: 200,
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(body)),
});

const candidate = async (
  file: CaseFile,
  cast: Cast,
  proxy: OfflineProxy,
  weights: ReadonlyMap<string, number>,
): Promise<Candidate | undefined> => {
  try {
    const { goldens, example, endpoint = '' } = await runCase(file, cast, proxy);
    if (goldens.reply.status !== 200 || example.after === undefined) return undefined;
    const sanitize: Sanitize = async (before) =>
      JSON.parse((await proxy({ target: example.url }, answerOf(before))).body);
    const lines = telling(await alignItems(example.before, sanitize), example.after);
    const chosen = file.example ? 1_000_000 : (weights.get(endpoint) ?? 0);
    return { shows: file.shows, call: `GET ${endpoint}`, lines, worth: chosen + worth(lines) };
  } catch (error) {
    if (error instanceof UnknownPlaceholder) return undefined;
    throw error;
  }
};

/**
 * Chooses the most instructive case of a connector: one marked `example: true`, otherwise one of the source's main
 * endpoints. Returns undefined if no case fits.
 * @param weights of endpoints, by path template
 */
export const chooseExample = async (
  connector: ReadyConnector,
  cast: Cast,
  weights: ReadonlyMap<string, number>,
): Promise<ReportExample | undefined> => {
  const proxy = createOfflineProxy(connector.rules.plan);
  let best: Candidate | undefined;
  for (const file of casesFor(connector)) {
    const found = await candidate(file, cast, proxy, weights);
    if (found !== undefined && found.worth > (best?.worth ?? Number.NEGATIVE_INFINITY)) best = found;
  }
  return best && { shows: best.shows, call: best.call, lines: best.lines };
};
