// Bends documents of every source and sanitizes each by the scanner and by the walk over the parsed document.
import { documents, plans, readDocument } from '../bench/documents.ts';
import { resolveConnector } from '../src/connectors/index.ts';
import type { RunContext } from '../src/plan/index.ts';
import { documentationPseudonyms } from '../src/pseudonyms/documentation-keyring.ts';
import { type AllowListPlan, isAllowListPlan } from '../src/rules/plan/index.ts';
import { bendDocument, type Random, randomOf } from '../src/rules/run/testing/bend-document.ts';
import { readCaseDocuments } from '../src/rules/run/testing/case-documents.ts';
import { prepareBoth } from '../src/rules/run/testing/compare-runs.ts';
import { drawPopulation } from '../src/rules/run/testing/draw-population.ts';
import { loadSources } from '../src/sources/index.ts';
import { runScript } from './run-script.ts';

const usage = `
Usage: npm run fuzz -- [DOCUMENTS] [SEED]

Bends documents of every source (values, names, blanks, numbers, cuts, broken bytes) and sanitizes each twice: by the
scanner and by the walk over the parsed document. They must give the same body, the same refusal and the same counts.
Half of them are sanitized for a caller that is limited to a random population, and a part by rules that keep ids in plain.
1,000,000 documents if no number is given. Prints its seed; stops with exit code 1 at the first difference.
`;

type Both = ReturnType<typeof prepareBoth>;

type Seed = { readonly both: Both; readonly endpoint: number; readonly text: () => string };

/** The plans of all sources that keep ids in plain, by the plan of the source without that. */
const plainPlans = (): ReadonlyMap<string, AllowListPlan> =>
  new Map(
    loadSources('rules').sources.flatMap((source) => {
      if (!source.variants.has('plain-ids')) return [];
      const { plan } = resolveConnector(source, { variants: ['plain-ids'] }).rules;
      return plan !== undefined && isAllowListPlan(plan) ? [[source.id, plan] as const] : [];
    }),
  );

/** The documents of all cases, and pages of one or two items from the documents of the benchmark. */
const readSeeds = async (random: Random): Promise<readonly Seed[]> => {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const prepared = new Map<AllowListPlan, Both>();
  const bothOf = (plan: AllowListPlan): Both => {
    const both = prepared.get(plan) ?? prepareBoth(plan, 1);
    prepared.set(plan, both);
    return both;
  };
  const plain = plainPlans();
  const cases = (await readCaseDocuments()).flatMap(({ source, plan, endpoint, text }) =>
    [plan, ...(plain.has(source) ? [plain.get(source) as AllowListPlan] : [])].map((each) => ({
      both: bothOf(each),
      endpoint,
      text: () => text,
    })),
  );
  const known = plans();
  const pages = (await documents()).flatMap((document) => {
    const plan = known.get(document.source);
    const page = JSON.parse(readDocument(document).toString('utf8'));
    if (plan === undefined || !Array.isArray(page.value)) return [];
    const text = () =>
      JSON.stringify({ ...page, value: Array.from({ length: random() < 0.5 ? 1 : 2 }, () => pick(page.value)) });
    return [{ both: bothOf(plan), endpoint: document.endpoint, text }];
  });
  return [...cases, ...pages];
};

await runScript(usage, async ([countText = '1000000', seedText = String(Date.now() % 1_000_000_000)]) => {
  const [count, seed] = [Number(countText), Number(seedText)];
  const random = randomOf(seed);
  const tools: RunContext = {
    pseudonyms: documentationPseudonyms(),
    seal: ({ url }) =>
      url.includes('token')
        ? { ok: true, url: 'https://proxy.example/v1.0/x?$skiptoken=sealed' }
        : { ok: false, code: 'Graphveil.LinkUnmapped' },
    random: (bytes) => new Uint8Array(bytes),
  };
  const seeds = await readSeeds(random);
  let accepted = 0;
  const limited = { documents: 0, accepted: 0, scanned: 0 };
  console.log(`${seeds.length} documents are bent, ${count} times in all, seed ${seed}`);
  for (let done = 0; done < count; done += 1) {
    const { both, endpoint, text } = seeds[Math.floor(random() * seeds.length)] as Seed;
    const bent = bendDocument(text(), random);
    const ordered = random() < 0.1;
    const population = random() < 0.5 ? drawPopulation(random) : undefined;
    const before = both.left();
    try {
      const { ok } = both.at(endpoint).run(bent, { ...tools, ordered, ...(population && { population }) });
      if (ok) accepted += 1;
      if (population === undefined) continue;
      limited.documents += 1;
      if (ok) limited.accepted += 1;
      if (ok && both.left() === before) limited.scanned += 1;
    } catch (error) {
      console.error(bent.toString('utf8').slice(0, 4_000), error);
      throw new Error(`document ${done} of seed ${seed}, endpoint ${endpoint}`);
    }
  }
  const left = [...new Set(seeds.map(({ both }) => both))].reduce((sum, both) => sum + both.left(), 0);
  console.log(
    `${limited.documents} limited documents, ${limited.accepted} accepted, ${limited.scanned} of these by the scanner`,
  );
  console.log(`${count} documents, ${accepted} accepted, ${left} left to the walk, 0 differences`);
});
