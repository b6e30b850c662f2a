import fc from 'fast-check';
import type { RunContext } from '../../plan/index.ts';
import type { Runner } from '../../plan/runner.ts';
import { documentationPseudonyms } from '../../pseudonyms/documentation-keyring.ts';
import type { AllowListPlan, AllowListResponse, ResponseNode } from '../plan/index.ts';
import { prepareBoth as prepareRunners } from './testing/compare-runs.ts';

const pseudonyms = documentationPseudonyms();

const tools: RunContext = {
  pseudonyms,
  seal: ({ url, kind }) =>
    url.startsWith('no')
      ? { ok: false, code: 'Graphveil.LinkUnmapped' }
      : { ok: true, url: `https://proxy.example/sealed/${kind}` },
  random: (bytes) => new Uint8Array(bytes),
};

const names = ['id', 'mail', 'value', 'replies', '__proto__', 'constructor', '1', 'A', 'ä'] as const;

const name = fc.constantFrom(...names);
const anyName = fc.oneof(
  { weight: 6, arbitrary: name },
  fc.constantFrom(
    '@odata.type',
    '@odata.nextLink',
    '@odata.deltaLink',
    '@odata.count',
    '@removed',
    'replies@odata.NextLink',
    '@odata.context',
  ),
  fc.string({ maxLength: 4 }),
);
const anyText = fc.oneof(
  fc.constantFrom('2026-01-31', '#microsoft.graph.user', 'busy', 'alicia.thornbury@veldt.example', 'no', 'deleted'),
  fc.string({ maxLength: 8 }),
);

const { document } = fc.letrec<{ document: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText,
    fc.constantFrom(null, true, 1.5, -0, 12),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('document'),
  ),
  document: fc
    .uniqueArray(fc.tuple(anyName, tie('value')), { maxLength: 6, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries)),
}));

const collection = fc
  .tuple(fc.array(fc.oneof(document, anyText), { maxLength: 4 }), document)
  .map(([value, rest]) => ({ ...(rest as object), value }));

const leaf: fc.Arbitrary<ResponseNode> = fc.constantFrom<ResponseNode>(
  { node: 'keep', format: { format: 'any' } },
  { node: 'keep', format: { format: 'date' } },
  { node: 'keep', format: { format: 'identifier', members: ['busy'] } },
  { node: 'keep', format: { format: 'none' } },
  { node: 'transform', transform: 'redact', options: {} },
  { node: 'transform', transform: 'countOnly', options: {} },
  { node: 'transform', transform: 'tokenize', options: { of: 'chat-id' } },
);

const size = 6;
const index = fc.nat(size - 1);

const node: fc.Arbitrary<ResponseNode> = fc.oneof(
  leaf,
  index.map((item): ResponseNode => ({ node: 'array', item })),
  fc.record({ properties: fc.dictionary(name, index, { maxKeys: 5 }), typed: fc.boolean(), linked: fc.boolean() }).map(
    ({ properties, typed, linked }): ResponseNode => ({
      node: 'object',
      properties,
      links: linked ? ['replies'] : [],
      ...(typed && { types: ['#microsoft.graph.user'] }),
    }),
  ),
  index.map((chosen): ResponseNode => ({ node: 'by-type', types: { '#microsoft.graph.user': chosen } })),
);

const shape = fc.constantFrom<AllowListResponse['shape']>('entity', 'collection', 'delta');

/** As `compile` makes them: no choice by type leads to another. */
const nodesOfPlan = fc
  .array(node, { minLength: size, maxLength: size })
  .filter((made) =>
    made.every(
      (each) => each.node !== 'by-type' || Object.values(each.types).every((at) => made[at]?.node !== 'by-type'),
    ),
  );

const plan: fc.Arbitrary<AllowListPlan> = fc.tuple(nodesOfPlan, shape).map(
  ([nodes, chosen]) =>
    ({
      form: 'allow-list',
      endpoints: [{ request: { form: 'allow-list' }, response: { form: 'allow-list', shape: chosen, root: 0 } }],
      nodes,
    }) as unknown as AllowListPlan,
);

const runnerOf = (made: AllowListPlan): Runner => prepareRunners(made).at(0);

const bytesOf = (body: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

const textOf = (runner: Runner, body: Uint8Array): string => {
  const result = runner.run(body, tools);
  return result.ok ? new TextDecoder().decode(result.body) : result.code;
};

/** Says of each property in an output whether a Plan names it: the rule in its plainest words. */
const unlisted = (made: AllowListPlan, value: unknown, at: number): readonly string[] => {
  const here = made.nodes[at];
  if (typeof value !== 'object' || value === null || here === undefined) return [];
  if (here.node === 'array') return (value as readonly unknown[]).flatMap((item) => unlisted(made, item, here.item));
  if (here.node === 'by-type') return unlisted(made, value, here.types['#microsoft.graph.user'] ?? -1);
  if (here.node !== 'object') return ['a structure at a leaf'];
  return Object.entries(value).flatMap(([key, member]) => {
    if (
      key === '@removed' ||
      (key === '@odata.type' && here.types) ||
      (key === 'replies@odata.nextLink' && here.links.length > 0)
    )
      return [];
    const next = Object.hasOwn(here.properties, key) ? here.properties[key] : undefined;
    return next === undefined ? [key] : unlisted(made, member, next);
  });
};

const ofRoot = ['value', '@odata.nextLink', '@odata.deltaLink', '@odata.count'];

const unlistedAtRoot = (made: AllowListPlan, output: unknown): readonly string[] => {
  const response = made.endpoints[0]?.response as AllowListResponse;
  if (response.shape === 'entity') return unlisted(made, output, response.root);
  const { value, ...rest } = output as Record<string, unknown>;
  return [
    ...Object.keys(rest).filter((key) => !ofRoot.includes(key)),
    ...(value as readonly unknown[]).flatMap((item) => unlisted(made, item, response.root)),
  ];
};

describe('whatever the Plan and the answer', () => {
  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(
        plan,
        fc.json({ maxDepth: 6 }),
        (made, json) => void runnerOf(made).run(new TextEncoder().encode(json), tools),
      ),
    );
  });

  it('never throws on any bytes', () => {
    const runner = fc.sample(plan, 20).map(runnerOf);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => runner.forEach((each) => void each.run(bytes, tools))),
    );
  });

  it('never changes its input, and gives the same result each time', () => {
    fc.assert(
      fc.property(plan, fc.oneof(document, collection), (made, body) => {
        const runner = runnerOf(made);
        const bytes = bytesOf(body);
        const before = bytes.slice();
        const first = textOf(runner, bytes);
        expect(bytes).toEqual(before);
        expect(textOf(runner, bytes)).toBe(first);
        expect(textOf(runnerOf(made), bytes)).toBe(first);
      }),
    );
  });

  it('never gives out a property that the Plan does not name', () => {
    let answered = 0;
    fc.assert(
      fc.property(plan, fc.oneof(document, collection), (made, body) => {
        const text = textOf(runnerOf(made), bytesOf(body));
        if (text.startsWith('Graphveil')) return;
        answered += 1;
        expect(unlistedAtRoot(made, JSON.parse(text))).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(answered).toBeGreaterThan(100);
  });
});

/** Puts properties that no Plan names into every object. */
const withMore = (value: unknown, more: readonly (readonly [string, unknown])[]): unknown => {
  if (Array.isArray(value)) return value.map((item) => withMore(item, more));
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value).map(([key, member]) => [key, withMore(member, more)] as const);
  const half = own.length >> 1;
  return Object.fromEntries([
    ...own.slice(0, half),
    ...more.map(([key, member]) => [`no.${key}`, member] as const),
    ...own.slice(half),
  ]);
};

describe('non-interference', () => {
  const noCounting = plan.filter(({ nodes }) =>
    nodes.every((each) => each.node !== 'transform' || each.transform !== 'countOnly'),
  );

  it('gives identical bytes whatever the values of unnamed properties', () => {
    fc.assert(
      fc.property(
        noCounting,
        fc.oneof(document, collection),
        fc.array(fc.tuple(fc.string(), anyText), { maxLength: 3 }),
        (made, body, more) => {
          const runner = runnerOf(made);
          expect(textOf(runner, bytesOf(withMore(body, more)))).toBe(textOf(runner, bytesOf(body)));
        },
      ),
    );
  });

  it('gives identical bytes whatever the values of redacted properties, or of those that do not fit', () => {
    const nodes: readonly ResponseNode[] = [
      { node: 'object', properties: { a: 1, b: 2, c: 3 }, links: [] },
      { node: 'transform', transform: 'redact', options: {} },
      { node: 'keep', format: { format: 'date' } },
      { node: 'keep', format: { format: 'none' } },
    ];
    const made = {
      form: 'allow-list',
      endpoints: [{ request: { form: 'allow-list' }, response: { form: 'allow-list', shape: 'entity', root: 0 } }],
      nodes,
    } as unknown as AllowListPlan;
    const runner = runnerOf(made);
    const unfit = fc.string().filter((text) => !/^[0-9]/.test(text));
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => value !== null),
        unfit,
        fc.string(),
        (a, b, c) => {
          expect(textOf(runner, bytesOf({ a, b, c }))).toBe('{}');
        },
      ),
    );
  });
});
