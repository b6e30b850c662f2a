import type { RunContext } from '../../plan/index.ts';
import type { RunResult } from '../../plan/runner.ts';
import { documentationPseudonyms } from '../../pseudonyms/documentation-keyring.ts';
import type { AllowListPlan, AllowListResponse, ResponseNode } from '../plan/index.ts';
import { prepareBoth as prepareRunners } from './testing/compare-runs.ts';

const tools: RunContext = {
  pseudonyms: documentationPseudonyms(),
  seal: ({ url, kind }) =>
    url.includes('unmapped')
      ? { ok: false, code: 'Graphveil.LinkUnmapped' }
      : { ok: true, url: `sealed:${kind}:${url.length}` },
  random: (bytes) => new Uint8Array(bytes),
};

const planOf = (nodes: readonly ResponseNode[], shape: AllowListResponse['shape']): AllowListPlan =>
  ({
    title: 'test',
    hash: '',
    form: 'allow-list',
    endpoints: [
      { pathTemplate: '/x', request: { form: 'allow-list' }, response: { form: 'allow-list', shape, root: 0 } },
    ],
    nodes,
  }) as unknown as AllowListPlan;

const object = (
  properties: Readonly<Record<string, number>>,
  rest: Partial<Extract<ResponseNode, { node: 'object' }>> = {},
): ResponseNode => ({
  node: 'object',
  properties,
  links: [],
  ...rest,
});
const keep: ResponseNode = { node: 'keep', format: { format: 'any' } };
const date: ResponseNode = { node: 'keep', format: { format: 'date' } };
const list = (item: number): ResponseNode => ({ node: 'array', item });
const redact: ResponseNode = { node: 'transform', transform: 'redact', options: {} };

const run = (nodes: readonly ResponseNode[], body: unknown, shape: AllowListResponse['shape'] = 'entity'): RunResult =>
  prepareRunners(planOf(nodes, shape))
    .at(0)
    .run(typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body)), tools);

const textOf = (result: RunResult): string =>
  result.ok ? Buffer.from(result.body).toString() : `${result.code}: ${result.why}`;

const plain = (result: RunResult): unknown => JSON.parse(textOf(result));

describe('an object', () => {
  it('keeps properties that the Plan names, in the order of the response, and counts the rest', () => {
    const result = run([object({ a: 1, b: 1 }), keep], {
      x: 1,
      b: 2,
      '@odata.context': 'c',
      a: 1,
      'a@odata.type': 't',
      A: 3,
    });
    expect(textOf(result)).toBe('{"b":2,"a":1}');
    expect(result).toMatchObject({
      counts: { unknownProperties: 2, unknownAnnotations: 2, wrongTypes: 0, unfitFormats: 0 },
    });
  });

  it('keeps null for a named property, but removes a redacted one', () => {
    const nodes = [
      object({ a: 1, b: 2, c: 3, d: 4, e: 5 }),
      keep,
      list(1),
      object({}),
      redact,
      { node: 'by-type', types: {} } as const,
    ];
    expect(textOf(run(nodes, '{"a":null,"b":null,"c":null,"d":null,"e":null}'))).toBe(
      '{"a":null,"b":null,"c":null,"e":null}',
    );
  });

  it('drops values of another shape than the Plan names', () => {
    const nodes = [object({ a: 1, b: 2, c: 3, d: 4 }), keep, list(1), object({ x: 1 }), redact];
    const result = run(nodes, { a: {}, b: {}, c: [], d: {} });
    expect(plain(result)).toEqual({});
    expect(result).toMatchObject({ counts: { wrongTypes: 3 } });
    expect(plain(run(nodes, { a: [], b: 'x', c: 1, d: 'x' }))).toEqual({});
  });

  it('writes numbers as they came', () => {
    expect(textOf(run([object({ a: 1, b: 1 }), keep], '{"a":12345678901234.10,"b":1e400}'))).toBe(
      '{"a":12345678901234.10,"b":1e400}',
    );
  });

  it.each([
    ['boolean', ['true', 'false'], ['1', '4917012345678', '"true"']],
    ['int32', ['0', '-2147483648', '2147483647'], ['2147483648', '4917012345678', '1.5', '1e3', 'true']],
    ['int64', ['9007199254740993', '-9223372036854775808'], ['9223372036854775808', '12345678901234567890', '0.5']],
    ['decimal', ['0.25', '-12.50', '123456789012345'], ['1234567890123456', `1.${'1'.repeat(18)}`, 'false']],
    ['text', [], ['1', 'true']],
  ] as const)('keeps values of type %s at a place of that type, and counts the rest', (only, kept, dropped) => {
    const nodes: readonly ResponseNode[] = [object({ a: 1 }), { node: 'keep', format: { format: 'none' }, only }];
    for (const text of kept) expect(textOf(run(nodes, `{"a":${text}}`))).toBe(`{"a":${text}}`);
    for (const text of dropped) expect(textOf(run(nodes, `{"a":${text}}`))).toBe('{}');
  });

  it.each(['1'.repeat(40), '12345678901234567890.10'])('drops the number %s, longer than any that counts', (text) => {
    expect(textOf(run([object({ a: 1 }), keep], `{"a":${text}}`))).toBe('{}');
  });

  it('knows no special names', () => {
    const body = '{"__proto__":1,"constructor":2,"toString":3}';
    expect(textOf(run([object({ a: 1 }), keep], body))).toBe('{}');
    const named = JSON.parse('{"node":"object","properties":{"__proto__":1,"toString":1},"links":[]}');
    expect(textOf(run([named, keep], body))).toBe('{"__proto__":1,"toString":3}');
  });

  it('takes the last of duplicate keys', () => {
    expect(textOf(run([object({ a: 1 }), keep], '{"a":1,"a":2}'))).toBe('{"a":2}');
  });

  it('may hold itself', () => {
    const nodes = [object({ id: 1, replies: 2 }), keep, list(0)];
    expect(plain(run(nodes, { id: 1, replies: [{ id: 2, x: 1, replies: [] }] }))).toEqual({
      id: 1,
      replies: [{ id: 2, replies: [] }],
    });
  });
});

describe('keep', () => {
  it('passes numbers and booleans, and strings that fit', () => {
    const result = run([object({ a: 1, b: 1, c: 1, d: 1 }), date], { a: 1, b: false, c: '2026-01-01', d: 'Alicia' });
    expect(plain(result)).toEqual({ a: 1, b: false, c: '2026-01-01' });
    expect(result).toMatchObject({ counts: { unfitFormats: 1 } });
  });

  it('names the properties whose strings lost their meaning, and no value', () => {
    const word: ResponseNode = { node: 'keep', format: { format: 'identifier', members: ['one', 'two'] } };
    const start: ResponseNode = { node: 'keep', format: { format: 'prefix', members: ['A', 'A.B'] } };
    const nodes = [
      object({ day: 1, kind: 2, inner: 3, list: 4 }),
      date,
      word,
      object({ app: 5, day: 1 }),
      list(3),
      start,
    ];
    const result = run(nodes, {
      day: 'Alicia',
      kind: 'Alicia',
      inner: { app: 'A.Alicia', day: 'Alicia' },
      list: [{ app: 'A.B.Alicia' }, { app: 'Alicia' }, { app: 'a.b' }],
    });
    expect(result).toMatchObject({
      counts: { unfitFormats: 3 },
      unfit: { 'day (date)': 2, 'kind (identifier)': 1, 'inner/app (prefix)': 2 },
    });
    expect(JSON.stringify({ ...result, body: '' })).not.toContain('Alicia');
    expect(run(nodes, { day: '2026-01-01', kind: 'TWO', inner: { app: 'a.b' } })).not.toHaveProperty('unfit');
  });

  it('drops numbers and booleans in places for text', () => {
    const text: ResponseNode = { ...date, only: 'text' };
    const result = run(
      [object({ a: 1, b: 1, c: 1, d: 1 }), text],
      '{"a":12025550134,"b":true,"c":"2026-01-01","d":null}',
    );
    expect(plain(result)).toEqual({ c: '2026-01-01', d: null });
    expect(result).toMatchObject({ counts: { wrongTypes: 2, unfitFormats: 0 } });
  });

  it('leaves out items of a list that do not fit', () => {
    expect(plain(run([object({ a: 1 }), list(2), date], { a: ['2026-01-01', 'Alicia', null, {}, 3] }))).toEqual({
      a: ['2026-01-01', 3, null],
    });
  });
});

describe('a transform', () => {
  const uses = (transform: string): readonly ResponseNode[] => [
    object({ a: 1, b: 1, c: 1, d: 1, e: 1 }),
    {
      node: 'transform',
      transform,
      options: {
        of: 'mail-address',
        includeReversible: false,
        includeOriginal: false,
        encoding: 'URL_SAFE_TOKEN',
        domain: 'keep',
      },
    },
  ];

  it('receives values of its type; others are dropped', () => {
    const result = run(uses('pseudonymize'), { a: 'alicia.thornbury@veldt.example', b: true, c: [], d: {}, e: null });
    expect(plain(result)).toEqual({ a: expect.stringMatching(/^t~[\w-]{43}@veldt\.example$/), e: null });
    expect(result).toMatchObject({ counts: { wrongTypes: 3 } });
    expect(plain(run(uses('countOnly'), { a: [1, 2], b: { x: 1 }, c: 'x', d: 4 }))).toEqual({ a: 2, b: 1 });
  });

  it('removes redacted values', () => {
    expect(plain(run([object({ a: 1, b: 2 }), redact, list(1)], { a: 'x', b: ['y', 'z'] }))).toEqual({ b: [] });
  });
});

describe('@odata.type', () => {
  const types = ['#microsoft.graph.user', '#microsoft.graph.group'];

  it('is written from the list and never echoed', () => {
    const nodes = [object({}, { types })];
    expect(plain(run(nodes, { '@odata.type': 'Microsoft.Graph.USER' }))).toEqual({
      '@odata.type': '#microsoft.graph.user',
    });
    expect(plain(run(nodes, { '@odata.TYPE': '#microsoft.graph.group' }))).toEqual({
      '@odata.type': '#microsoft.graph.group',
    });
    const other = run(nodes, { '@odata.type': '#microsoft.graph.alicia' });
    expect(plain(other)).toEqual({});
    expect(other).toMatchObject({ counts: { unfitFormats: 1 } });
    expect(plain(run(nodes, { '@odata.type': 1 }))).toEqual({});
    expect(run([object({})], { '@odata.type': types[0] })).toMatchObject({ counts: { unknownAnnotations: 1 } });
  });

  it('chooses the treatment; any other type is dropped', () => {
    const nodes: readonly ResponseNode[] = [
      object({ value: 1 }),
      list(2),
      { node: 'by-type', types: { '#microsoft.graph.user': 3, '#microsoft.graph.group': 4 } },
      object({ mail: 5 }, { types }),
      object({ name: 5 }),
      keep,
    ];
    const value = [
      { mail: 'a', name: 'b', '@odata.type': '#microsoft.graph.user' },
      { mail: 'a', name: 'b', '@odata.type': 'microsoft.graph.Group' },
      { mail: 'a', '@odata.type': '#microsoft.graph.device' },
      { mail: 'a' },
      'x',
    ];
    const result = run(nodes, { value });
    expect(plain(result)).toEqual({ value: [{ mail: 'a', '@odata.type': '#microsoft.graph.user' }, { name: 'b' }] });
    expect(result).toMatchObject({ counts: { wrongTypes: 3 } });
  });

  it('refuses a single answer of a type that is not listed', () => {
    const nodes: readonly ResponseNode[] = [
      { node: 'by-type', types: { '#microsoft.graph.user': 1 } },
      object({ a: 2 }),
      keep,
    ];
    expect(textOf(run(nodes, { '@odata.type': '#microsoft.graph.device', a: 1 }))).toMatch(
      /^Graphveil.UpstreamInvalid/,
    );
    expect(plain(run(nodes, { '@odata.type': '#microsoft.graph.user', a: 1 }))).toEqual({ a: 1 });
  });
});

describe('a collection', () => {
  const nodes = [object({ id: 1, replies: 2 }, { links: ['replies'] }), keep, list(0)];

  it('keeps its items and an integer count, and seals the paging link', () => {
    const page = {
      '@odata.context': 'c',
      '@odata.count': 3,
      '@odata.nextLink': 'https://graph/next',
      other: 1,
      value: [{ id: 1, x: 2 }, 'x', []],
    };
    const result = run(nodes, page, 'collection');
    expect(plain(result)).toEqual({ '@odata.count': 3, '@odata.nextLink': 'sealed:page:18', value: [{ id: 1 }] });
    expect(result).toMatchObject({ counts: { unknownProperties: 2, unknownAnnotations: 1, wrongTypes: 2 } });
  });

  it.each(['@odata.NextLink', '@ODATA.NEXTLINK', '@nextLink'])('seals %s under its usual name', (name) => {
    expect(plain(run(nodes, { value: [], [name]: 'u' }, 'collection'))).toEqual({
      value: [],
      '@odata.nextLink': 'sealed:page:1',
    });
  });

  it.each([['text'], [1.5], [-1], [null], [{}]])('drops the count %p', (count) => {
    expect(plain(run(nodes, { '@odata.count': count, value: [] }, 'collection'))).toEqual({ value: [] });
  });

  it('seals links of nested lists that are named, and no others', () => {
    const item = {
      id: 1,
      'replies@odata.nextLink': 'uu',
      'other@odata.nextLink': 'u',
      '@odata.nextLink': 'u',
      replies: [{ id: 2, 'Replies@odata.nextLink': 'u' }],
    };
    expect(plain(run(nodes, { value: [item] }, 'collection'))).toEqual({
      value: [{ id: 1, 'replies@odata.nextLink': 'sealed:page:2', replies: [{ id: 2 }] }],
    });
    expect(plain(run(nodes, { value: [{ 'replies@odata.NextLink': 'uu' }] }, 'collection'))).toEqual({
      value: [{ 'replies@odata.nextLink': 'sealed:page:2' }],
    });
  });

  it('seals delta links and shows removals if they are expected', () => {
    const value = [
      { id: 1, '@removed': { reason: 'deleted', who: 'x' } },
      { id: 2, '@removed': { reason: 'Alicia' } },
      { id: 3, '@removed': 'x' },
    ];
    const page = { '@odata.deltaLink': 'uuu', value };
    expect(plain(run(nodes, page, 'delta'))).toEqual({
      '@odata.deltaLink': 'sealed:delta:3',
      value: [
        { id: 1, '@removed': { reason: 'deleted' } },
        { id: 2, '@removed': {} },
        { id: 3, '@removed': {} },
      ],
    });
    expect(plain(run(nodes, page, 'collection'))).toEqual({ value: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    expect(plain(run(nodes, { value: [{ replies: [{ '@removed': { reason: 'changed' } }] }] }, 'delta'))).toEqual({
      value: [{ replies: [{}] }],
    });
  });

  it('shows removals in lists of changes', () => {
    const changes = [
      object({ 'members@delta': 1 }),
      { node: 'array', item: 2, removed: true } as const,
      object({ id: 3 }),
      keep,
    ];
    const removed = { id: 1, '@removed': { reason: 'changed' } };
    expect(plain(run(changes, { 'members@delta': [removed] }))).toEqual({ 'members@delta': [removed] });
  });

  it('refuses a response with a link that leads nowhere', () => {
    const why = 'Graphveil.LinkUnmapped: a link of the answer leads to no endpoint of the rules';
    expect(textOf(run(nodes, { value: [], '@odata.nextLink': 'unmapped' }, 'collection'))).toBe(why);
    expect(textOf(run(nodes, { value: [], '@odata.nextLink': 7 }, 'collection'))).toBe(why);
    expect(textOf(run(nodes, { value: [{ 'replies@odata.nextLink': 'unmapped' }] }, 'collection'))).toBe(why);
    expect(plain(run(nodes, { value: [], '@odata.nextLink': null }, 'collection'))).toEqual({ value: [] });
  });
});

describe('a root of another shape', () => {
  const nodes = [object({ a: 1 }), keep];

  it.each([
    ['nothing', ''],
    ['HTML', '<html><body>alicia</body></html>'],
    ['cut JSON', '{"a":'],
    ['lines of JSON', '{"a":1}\n{"a":2}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"a"'],
    ['depth without end', '{"a":'.repeat(100_000)],
  ])('refuses %s', (_what, body) => {
    for (const shape of ['entity', 'collection'] as const)
      expect(run(nodes, body, shape)).toMatchObject({ ok: false, code: 'Graphveil.UpstreamInvalid' });
  });

  it('refuses a collection without a list of values', () => {
    for (const body of ['{}', '{"value":null}', '{"value":{}}', '{"Value":[]}'])
      expect(run(nodes, body, 'collection')).toMatchObject({ ok: false, code: 'Graphveil.UpstreamInvalid' });
  });

  it('refuses bytes that are not UTF-8, and takes a byte order mark', () => {
    const runner = prepareRunners(planOf(nodes, 'entity')).at(0);
    expect(runner.run(new Uint8Array([0x7b, 0xff, 0x7d]), tools)).toMatchObject({
      ok: false,
      why: 'the answer is not UTF-8',
    });
    expect(runner.run(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), tools)).toMatchObject({ ok: true });
  });
});

describe('prepareRunners', () => {
  it('refuses Plans that compile did not make', () => {
    expect(() => prepareRunners(planOf([object({ a: 7 })], 'entity'))).toThrow(
      'the plan refers to its node 7, which does not exist',
    );
    expect(() => prepareRunners(planOf([], 'entity'))).toThrow('the plan refers to its node 0, which does not exist');
    expect(() => prepareRunners(planOf([{ node: 'transform', transform: 'x', options: {} }], 'entity'))).toThrow(
      'the transform x, which does not exist',
    );
    expect(() => prepareRunners(planOf([{ node: 'by-type', types: { a: 0 } }], 'entity'))).toThrow(
      'the plan chooses by type twice',
    );
    expect(() => prepareRunners(planOf([object({})], 'entity')).at(1)).toThrow('the plan has no endpoint 1');
  });
});

describe('an error of Graph inside a 200', () => {
  const error = { code: 'UnknownError', message: 'wren@contoso.example' };
  const nodes = [object({ id: 1 }), keep];
  const failed = { ok: false, code: 'Graphveil.UpstreamInvalid', why: 'the answer holds an error of Graph' };

  it.each<[string, AllowListResponse['shape'], unknown]>([
    ['in place of an entity', 'entity', { error }],
    ['in place of an entity, with annotations', 'entity', { '@odata.context': 'c', error }],
    ['in place of a page', 'collection', { error }],
    ['before the items of a page', 'collection', { error, value: [{ id: 'a' }] }],
    ['after the items of a page', 'collection', { value: [{ id: 'a' }], error }],
    ['beside a delta link', 'delta', { value: [], '@odata.deltaLink': 'https://graph.example/x', error }],
    ['as an item', 'collection', { value: [{ id: 'a' }, { error }] }],
    ['as an item of a delta page', 'delta', { value: [{ error }] }],
  ])('rejects one %s', (_, shape, body) => {
    expect(run(nodes, body, shape)).toEqual(failed);
  });

  it.each<[string, AllowListResponse['shape'], unknown]>([
    ['a property called error that the rules name', 'entity', { error: { id: 'a' } }],
    ['an entity that has an error among its properties', 'entity', { id: 'a', error: { code: 'x' } }],
    ['an item whose rules name error', 'collection', { value: [{ error: { id: 'a' } }] }],
  ])('keeps %s', (_, shape, body) => {
    expect(run([object({ error: 1 }), object({ id: 2 }), keep], body, shape).ok).toBe(true);
  });

  it('keeps items of a type that declares an error of its own, but no page with one', () => {
    const [endpoint] = planOf(nodes, 'collection').endpoints;
    const response = { form: 'allow-list', shape: 'collection', root: 0, ownError: true };
    const plan = { ...planOf(nodes, 'collection'), endpoints: [{ ...endpoint, response }] } as unknown as AllowListPlan;
    const ask = (body: unknown) =>
      prepareRunners(plan)
        .at(0)
        .run(Buffer.from(JSON.stringify(body)), tools);
    expect(ask({ value: [{ id: 'a', error }] }).ok).toBe(true);
    expect(ask({ value: [{ id: 'a' }], error })).toEqual(failed);
  });

  it('keeps a page whose error is null', () => {
    expect(run(nodes, { value: [{ id: 'a' }], error: null }, 'collection').ok).toBe(true);
  });
});

describe('a number', () => {
  const number: ResponseNode = { node: 'keep', format: { format: 'none' }, only: 'int32' };

  it.each([
    ['248', '248'],
    ['\ufeff0\r\n', '0'],
    ['999999999', '999999999'],
  ])('keeps the digits of %j', (body, kept) => {
    const result = run([number], body, 'count');

    expect(textOf(result)).toBe(kept);
    expect(result).toMatchObject({ counts: { unknownProperties: 0, wrongTypes: 0 } });
  });

  it.each([
    '2025550131',
    '-1',
    '07',
    '1.5',
    '1e3',
    '"7"',
    '[7]',
    '{"value":7}',
    '7 Alice',
    'Alice',
    `${' '.repeat(64)}7`,
    '',
  ])('rejects %j', (body) => {
    expect(textOf(run([number], body, 'count'))).toBe('Graphveil.UpstreamInvalid: the answer is not a number');
  });
});
