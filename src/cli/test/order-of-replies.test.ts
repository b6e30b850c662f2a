import fc from 'fast-check';
import { documentationPseudonyms } from '../../pseudonyms/documentation-keyring.ts';
import { prepareRunners } from '../../rule-forms/prepared.ts';
import { createOfflineProxy, loadCases, loadCast, runCase } from '../../rule-tests/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { readySources } from '../shared/choose-rules.ts';

const idOf = (item: unknown): unknown => (item as { readonly id?: unknown } | null)?.id;

/** In a delta the later of two entries with one id is the newer state, so those keep their sequence. */
const inSequence = (items: readonly unknown[], before: readonly unknown[]): readonly unknown[] => {
  const left = [...before];
  return items.map((item) => {
    if (idOf(item) === undefined) return item;
    const [next] = left.splice(
      left.findIndex((each) => idOf(each) === idOf(item)),
      1,
    );
    return next;
  });
};

/** Puts every list of a document, however deep, in another sequence; `draw` gives numbers from 0 to 1. */
const shuffled = (value: unknown, draw: () => number): unknown => {
  if (Array.isArray(value)) {
    const inner = value.map((item) => shuffled(item, draw));
    const ranked = inner.map((item) => ({ item, rank: draw() })).sort((a, b) => a.rank - b.rank);
    return inSequence(
      ranked.map(({ item }) => item),
      inner,
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shuffled(member, draw)]));
};

const lists = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce((sum: number, member) => sum + lists(member), 0);
  return inner + (Array.isArray(value) && value.length > 1 ? 1 : 0);
};

describe('documents whose lists differ only in order', () => {
  it.each(readySources().map(({ source, rules }) => ({ id: source.id, source, plan: rules.plan })))(
    'give the same bytes in $id',
    async ({ source, plan }) => {
      const runners = prepareRunners(plan);
      const { cast } = loadCast(rulesFolder);
      if (cast === undefined) throw new Error('the cast can’t be read');
      const tools = {
        pseudonyms: documentationPseudonyms(),
        seal: () => ({ ok: true, url: 'https://proxy.example/sealed' }) as const,
        random: (count: number) => new Uint8Array(count),
      };
      const proxy = createOfflineProxy(plan);
      let compared = 0;
      for (const { file } of loadCases(source.folder, source.folder)) {
        if (file?.upstream?.body === undefined || file.variants.length + file.extras.length > 0) continue;
        const { endpoint, example } = await runCase(file, cast, proxy);
        const index = plan.endpoints.findIndex(({ pathTemplate }) => pathTemplate === endpoint);
        if (index < 0 || lists(example.before) === 0) continue;
        const bytesOf = (body: unknown): string => {
          const result = runners.at(index).run(new TextEncoder().encode(JSON.stringify(body)), tools);
          return result.ok ? new TextDecoder().decode(result.body) : result.code;
        };
        const expected = bytesOf(example.before);
        if (expected.startsWith('Graphveil')) continue;
        compared += 1;
        fc.assert(
          fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (draws) => {
            const draw = (): number => draws.next().value ?? 0;
            if (bytesOf(shuffled(example.before, draw)) !== expected) throw new Error(`${endpoint} shows an order`);
          }),
          { numRuns: 20 },
        );
      }
      expect(compared).toBeGreaterThan(3);
    },
  );
});
