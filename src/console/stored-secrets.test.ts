import fc from 'fast-check';
import { pages } from './pages/index.ts';
import { everything, fill, formOf, inputOf, related, requestOf } from './testing/acts.ts';
import { makeConsoleWorld } from './testing/console-world.ts';
import { verbList } from './verbs/index.ts';

/** Secrets of clients and refresh tokens, and claim codes. */
const secretsIn = (text: string): readonly string[] => [
  ...(text.match(/\bgv[a-z]_[\w-]{30,}/g) ?? []),
  ...(text.match(/\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/g) ?? []),
];

/** Codes that the key service made, however deep in a record. */
const macsIn = (value: unknown, name = ''): readonly string[] => {
  if (typeof value === 'string') return /mac/i.test(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => macsIn(one, /^\d+$/.test(key) ? name : key));
};

const acts = [
  ...verbList.map((verb) => ({ kind: 'api', verb }) as const),
  ...pages.map((page) => ({ kind: 'page', page }) as const),
];

it('shows each secret once, and stores none: not in a page, a reply, the ledger or another record', async () => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(acts.length - 1), { minLength: 20, maxLength: 40 }), async (chosen) => {
      const faults: unknown[] = [];
      const world = makeConsoleWorld({ onFault: (fault) => faults.push(fault) });
      const objects = related(await fill(world, [everything]), everything, 'own');
      const [browser, other] = [world.browser(), world.browser()];
      await browser.signIn(everything);
      await other.signIn(everything);
      const sessions = [...browser.cookies.values(), ...other.cookies.values()];
      const otherToken = await other.token();
      const known = new Set<string>();
      const send = async (index: number): Promise<Response> => {
        const act = acts[index % acts.length];
        if (act?.kind === 'api') {
          const { method, path, body } = requestOf(act.verb, inputOf(act.verb.verb, objects));
          return browser.api(method, path, body);
        }
        const {
          verb,
          path: pattern,
          method,
        } = act?.page ?? pages[0] ?? { verb: 'client.list', path: '/', method: 'get' };
        const { path, form } = formOf(verb, pattern, objects);
        return method === 'get' ? browser.get(path) : browser.post(path, form);
      };
      for (const index of [...chosen, ...chosen]) {
        const text = await (await send(index)).text();
        for (const secret of known) expect(text).not.toContain(secret);
        for (const hidden of [...sessions, otherToken, ...macsIn(world.written)]) expect(text).not.toContain(hidden);
        for (const secret of secretsIn(text)) known.add(secret);
      }
      expect(macsIn(world.written).length).toBeGreaterThan(0);
      const stored = JSON.stringify([world.written, world.removed, faults.map(String)]);
      for (const secret of [...known, ...sessions]) expect(stored).not.toContain(secret);
      shown += known.size;
    }),
    { numRuns: 4 },
  );
  expect(shown).toBeGreaterThan(0);
}, 60_000);
