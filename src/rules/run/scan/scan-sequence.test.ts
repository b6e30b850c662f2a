import type { RunContext } from '../../../plan/index.ts';
import { documentationPseudonyms } from '../../../pseudonyms/documentation-keyring.ts';
import type { Pseudonyms } from '../../../pseudonyms/index.ts';
import { deriveKey } from '../../../pseudonyms/primitives.ts';
import { v1Pseudonyms } from '../../../pseudonyms/v1-tokens.ts';
import type { AllowListPlan, AllowListResponse, ResponseNode } from '../../plan/index.ts';
import { randomOf } from '../testing/bend-document.ts';
import { prepareBoth } from '../testing/compare-runs.ts';

const root = (fill: number): Buffer => Buffer.alloc(32, fill);

const otherKeyring = (number: number): Pseudonyms => {
  const epoch = {
    number,
    series: {
      pseudonymKey: deriveKey(root(number), 'pseudonym'),
      domainKey: deriveKey(root(number), 'domain'),
      settings: { plusTags: 'drop' as const, ownDomains: new Set<string>() },
    },
    nonceKey: deriveKey(root(number), 'nonce'),
    encryptionKey: deriveKey(root(number), 'encryption'),
  };
  return v1Pseudonyms(epoch, new Map([[number, epoch]]));
};

const object = (properties: Readonly<Record<string, number>>): ResponseNode => ({
  node: 'object',
  properties,
  links: [],
});
const transform = (name: string, options: Readonly<Record<string, string | boolean>>): ResponseNode => ({
  node: 'transform',
  transform: name,
  options,
});
const keep = (format: 'date' | 'any'): ResponseNode => ({ node: 'keep', format: { format } });

/** Several properties share a leaf, and so its cache; lists stand before a property with a token. */
const nodes: readonly ResponseNode[] = [
  object({ id: 1, list: 5, mail: 2, directory: 3, day: 4, text: 7, ip: 8 }),
  transform('tokenize', { of: 'event-id' }),
  transform('pseudonymize', { of: 'mail-address', domain: 'keep', includeReversible: true }),
  transform('pseudonymize', { of: 'directory-object-id', includeReversible: true }),
  keep('date'),
  { node: 'array', item: 6 },
  object({ id: 1, mail: 2, list: 5 }),
  keep('any'),
  transform('encryptIp', {}),
];
/** The same with tokens within a text, which the scanner leaves to the walk if it has to sort by them. */
const nodesWithJson: readonly ResponseNode[] = nodes.with(
  2,
  transform('pseudonymize', { of: 'mail-address', encoding: 'JSON' }),
);

const planOf = (shape: AllowListResponse['shape'], given: readonly ResponseNode[]): AllowListPlan =>
  ({
    form: 'allow-list',
    endpoints: [{ response: { form: 'allow-list', shape, root: 0 } }],
    nodes: given,
  }) as unknown as AllowListPlan;

type Item = Readonly<Record<string, unknown>>;

/** Pages whose texts repeat within a page and between pages, and now and then are more than a cache holds. */
const createPages = (seed: number) => {
  const random = randomOf(seed);
  const below = (end: number): number => Math.floor(random() * end);
  let texts = 20;

  const word = (): string => {
    const number = below(texts);
    const odd = ['', 'x'.repeat(500 + (number % 30)), '"\\é😀', '\ud83d', 'y'.repeat(2_100)][number % 40];
    return number % 40 === 5 ? '\u0000token' : `v${number}${odd ?? ''}`;
  };
  const mail = (): string => {
    const number = below(texts);
    return [`no address ${number}`, `U <U${number}+t@Fabrikam.example>`][number % 30] ?? `u${number}@contoso.example`;
  };
  const value = (make: () => string): unknown => {
    const odd = [null, 7, [1], { a: 1 }][below(100)];
    return odd === undefined ? make() : odd;
  };
  const makers: Readonly<Record<string, () => string>> = {
    '@odata.type': () => ['#microsoft.graph.user', 'microsoft.graph.Group', '#other'][below(3)] ?? '',
    id: word,
    mail,
    directory: () => `0a1b2c3d-0000-4000-8000-${String(below(texts)).padStart(12, '0')}`,
    day: () => `2026-03-${String(1 + below(40)).padStart(2, '0')}`,
    text: word,
    ip: () => `198.51.100.${below(256)}`,
    secret: word,
  };
  const item = (depth: number): Item => {
    const own = Object.entries(makers).flatMap(([name, make]) => (random() < 0.5 ? [[name, value(make)]] : []));
    const list = depth < 3 && random() < 0.3 && { list: Array.from({ length: below(4) }, () => item(depth + 1)) };
    return { ...Object.fromEntries(own), ...list };
  };

  return {
    random,
    below,
    /** A page as JSON; one of ten is cut, so that its tokens are never made. */
    page: (): Buffer => {
      texts = [20, 200, 30_000][below(3)] ?? 20;
      const items = Array.from({ length: random() < 0.04 ? 2_000 : below(40) }, () => item(0));
      const fails = random() < 0.05 && { '@odata.nextLink': 'https://graph.microsoft.com/page' };
      const text = JSON.stringify({ value: items, ...fails });
      return Buffer.from(random() < 0.1 ? text.slice(0, below(text.length)) : text);
    },
  };
};

describe('pages one after another', () => {
  const keyrings = [documentationPseudonyms(), otherKeyring(3), otherKeyring(9)];
  let seals = 0;
  /** Seals the link of a page for the walk, and then fails for the scanner, whose tokens are still pending. */
  const seal: RunContext['seal'] = () => {
    seals += 1;
    if (seals > 1) throw new Error('no keys');
    return { ok: true, url: 'https://proxy.example/x' };
  };

  it('are sanitized as if each were the only one', () => {
    const { random, below, page } = createPages(20_261_130);
    const plans = [
      prepareBoth(planOf('collection', nodes), 1),
      prepareBoth(planOf('delta', nodes), 1),
      prepareBoth(planOf('collection', nodesWithJson), 1),
    ];
    const ends = { sanitized: 0, refused: 0, thrown: 0 };
    let pseudonyms = keyrings[0] as Pseudonyms;
    for (let count = 0; count < 200; count += 1) {
      if (random() < 0.1) pseudonyms = keyrings[below(keyrings.length)] ?? pseudonyms;
      const both = plans[below(plans.length)] as (typeof plans)[number];
      const body = page();
      const tools = { pseudonyms, seal, random: (bytes: number) => new Uint8Array(bytes), ordered: random() < 0.2 };
      seals = 0;
      try {
        ends[both.at(0).run(body, tools).ok ? 'sanitized' : 'refused'] += 1;
      } catch (error) {
        if (seals < 2) throw error;
        ends.thrown += 1;
      }
    }
    expect(ends.sanitized).toBeGreaterThan(150);
    expect(ends.refused).toBeGreaterThan(5);
    expect(ends.thrown).toBeGreaterThan(2);
  }, 120_000);

  it('keep what a full cache knows until its pending tokens are made', () => {
    const header = transform('pseudonymizeEmailHeader', { encoding: 'URL_SAFE_TOKEN' });
    const both = prepareBoth(planOf('collection', [object({ to: 1 }), header]), 1);
    const [pseudonyms] = keyrings as [Pseudonyms];
    const tools = { pseudonyms, seal, random: (bytes: number) => new Uint8Array(bytes) };
    // The token of a single address is pending; the text of several is made at once. The cache holds 4,096 texts.
    const headerOf = (index: number): string =>
      Array.from({ length: 1 + (index % 3) }, (_, part) => `u${part}-${index}@contoso.example`).join();
    const numbers = Array.from({ length: 5_200 }, (_, index) => index);
    const pages = [[...numbers, ...numbers.slice(4_000), ...numbers.slice(0, 200)], numbers.slice(0, 1_200)];
    for (const page of pages) {
      const body = Buffer.from(JSON.stringify({ value: page.map((index) => ({ to: headerOf(index) })) }));
      expect(both.at(0).run(body, tools).ok).toBe(true);
    }
    expect(both.left()).toBe(0);
  });
});
