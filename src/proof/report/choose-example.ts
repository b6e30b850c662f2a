import type { CaseFile, Cast } from '../../config/index.ts';
import { compareDocuments, type ReportExample } from '../../consent/index.ts';
import type { Plan } from '../../rule-engine/plan/index.ts';
import type { Source } from '../../sources/index.ts';
import { loadCases } from '../cases/load-cases.ts';
import { createOfflineProxy } from '../cases/offline-proxy.ts';
import { UnknownPlaceholder } from '../cases/placeholders.ts';
import { runCase } from '../cases/run-case.ts';

const longest = 110;

/** The first item of a list stands for all of them. */
const firstItem = (body: unknown): unknown => {
  const value = (body as { readonly value?: unknown } | null | undefined)?.value;
  return Array.isArray(value) ? value[0] : body;
};

/** What the example is of. */
export type Exemplified = {
  readonly source: Source;
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  readonly plan: Plan;
};

type Candidate = ReportExample & { readonly endpoint: string | undefined };

const equalSets = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item));

/** Cases of the same overlays, and such without any, which then don't say themselves what they show. */
const casesFor = ({ source, variants, extras }: Exemplified): readonly CaseFile[] => {
  const files = loadCases(source.folder, source.folder).flatMap(({ file }) =>
    file?.upstream?.body === undefined || file.upstream.status !== 200 ? [] : [file],
  );
  const same = files.filter((file) => equalSets(file.variants, variants) && equalSets(file.extras, extras));
  const plain = files.filter((file) => file.variants.length + file.extras.length === 0);
  return same.length > 0 && variants.length === 0 ? [...new Set([...same, ...plain])] : plain.map(withoutWords);
};

const withoutWords = (file: CaseFile): CaseFile => ({ ...file, shows: 'an answer as Microsoft documents it' });

const candidates = async (exemplified: Exemplified, cast: Cast): Promise<readonly Candidate[]> => {
  const proxy = createOfflineProxy(exemplified.plan);
  const found: Candidate[] = [];
  for (const file of casesFor(exemplified)) {
    if (file.variants.length + file.extras.length > 0) continue;
    try {
      const { goldens, example, endpoint } = await runCase(file, cast, proxy);
      const [before, after] = [firstItem(example.before), firstItem(example.after)];
      if (goldens.reply.status !== 200 || before === undefined || after === undefined) continue;
      const lines = compareDocuments(before, after);
      found.push({ shows: file.shows, call: `GET ${endpoint ?? ''}`, lines, endpoint });
    } catch (error) {
      if (!(error instanceof UnknownPlaceholder)) throw error;
    }
  }
  return found;
};

/** How well a case shows what is done: much of each kind, nothing odd, not too long, and of what the source is about. */
const worth = ({ lines }: Candidate, weight: number): number => {
  const marks = { kept: 0, changed: 0, gone: 0 };
  for (const { mark } of lines) marks[mark] += 1;
  const balanced = Math.min(marks.kept, marks.changed * 3, marks.gone * 2);
  const odd = lines.filter(({ text }) => /: null$|unknownFutureValue/.test(text)).length;
  return weight + balanced - Math.max(0, lines.length - longest) * 2 - odd * 5;
};

/**
 * The case that shows best what the rules of a connector do. Undefined where no case fits.
 * @param weights of endpoints, by path template: what the source is about weighs most
 */
export const chooseExample = async (
  exemplified: Exemplified,
  cast: Cast,
  weights: ReadonlyMap<string, number>,
): Promise<ReportExample | undefined> => {
  const found = await candidates(exemplified, cast);
  const ranked = found
    .map((candidate) => ({
      candidate,
      worth: worth(candidate, weights.get(candidate.endpoint ?? '') ?? 0),
    }))
    .sort((a, b) => b.worth - a.worth);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const { shows, call, lines } = best.candidate;
  return { shows, call, lines };
};
