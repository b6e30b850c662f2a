import type { RunContext } from '../../plan/index.ts';
import { documentationPseudonyms } from '../../pseudonyms/documentation-keyring.ts';
import type { AllowListPlan, AllowListResponse, ObjectNode, ResponseNode } from '../plan/index.ts';
import { prepareRunners } from '../prepared.ts';
import { byTime, byToken, byTokenInSequence, prepareKeys } from './token-order.ts';
import { annotationKey, typeKey } from './walk.ts';

const pseudonyms = documentationPseudonyms();
const tools: RunContext = {
  pseudonyms,
  seal: ({ url, kind }) =>
    url.includes('/known') ? { ok: true, url: `${kind} of ${url}` } : { ok: false, code: 'Graphveil.LinkUnmapped' },
  random: (bytes) => new Uint8Array(bytes),
};

const object = (properties: Readonly<Record<string, number>>, more: Partial<ObjectNode> = {}): ResponseNode => ({
  node: 'object',
  properties,
  links: [],
  ...more,
});
const keep: ResponseNode = { node: 'keep', format: { format: 'any' } };
const time: ResponseNode = { node: 'keep', format: { format: 'date-time' } };
const token: ResponseNode = { node: 'transform', transform: 'tokenize', options: { of: 'event-id' } };
const list = (item: number, more = {}): ResponseNode => ({ node: 'array', item, ...more });
const byType = (types: Readonly<Record<string, number>>): ResponseNode => ({ node: 'by-type', types });

const run = (nodes: readonly ResponseNode[], body: unknown, response: Partial<AllowListResponse> = {}) => {
  const plan = {
    form: 'allow-list',
    endpoints: [{ response: { form: 'allow-list', shape: 'entity', root: 0, ...response } }],
    nodes,
  } as unknown as AllowListPlan;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return prepareRunners(plan).at(0).run(new TextEncoder().encode(text), tools);
};

const sanitized = (...given: Parameters<typeof run>) => {
  const result = run(...given);
  if (!result.ok) throw new Error(result.why);
  return { body: JSON.parse(new TextDecoder().decode(result.body)), counts: result.counts };
};

const none = { unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 };

describe('the counts of dropped values', () => {
  const nodes = [
    object({ a: 1, to: 2, at: 3, id: 4 }, { types: ['#microsoft.graph.event'] }),
    keep,
    list(1),
    time,
    token,
  ];

  it.each([
    [{ a: 'x', to: ['y'], at: '2026-03-01T10:00:00Z', id: 'z', '@odata.type': '#microsoft.graph.event' }, none],
    [
      { b: 1, c: 2 },
      { ...none, unknownProperties: 2 },
    ],
    [
      { 'a@odata.b': 1, '@odata.etag': 'W/1' },
      { ...none, unknownAnnotations: 2 },
    ],
    [
      { a: {}, to: 'x', id: 5 },
      { ...none, wrongTypes: 3 },
    ],
    [{ a: [] }, { ...none, wrongTypes: 1 }],
    [
      { at: 'yesterday', '@odata.type': '#microsoft.graph.user' },
      { ...none, unfitFormats: 2 },
    ],
    [{ a: null, to: null, at: null, id: null }, none],
  ])('of %j are %j', (body, counts) => {
    expect(sanitized(nodes, body).counts).toEqual(counts);
  });

  it('drop a count that is not a number, and one with too many digits', () => {
    const of = (count: string) =>
      sanitized(nodes, `{ "value": [], "@odata.count": ${count} }`, { shape: 'collection' });
    expect(of('12').body).toEqual({ value: [], '@odata.count': 12 });
    expect(of('123456789012345').body['@odata.count']).toBe(123_456_789_012_345);
    for (const wrong of ['"12"', '-1', '1.5', '1234567890123456', '1e3', 'null'])
      expect([wrong, of(wrong)]).toEqual([wrong, { body: { value: [] }, counts: { ...none, wrongTypes: 1 } }]);
  });
});

describe('a transform', () => {
  const nodes = (transform: string, options = {}): readonly ResponseNode[] => [
    object({ v: 1 }),
    { node: 'transform', transform, options },
  ];

  it.each([
    ['redact', null, {}],
    ['tokenize', null, { v: null }],
    ['countOnly', ['a', 'b'], { v: 2 }],
    ['countOnly', 'text', {}],
    ['countOnly', {}, { v: 0 }],
    ['tokenize', true, {}],
    ['tokenize', 5, {}],
    ['tokenize', ['x'], {}],
    ['tokenize', { x: 1 }, {}],
    ['bucket', 5, { v: '0-10' }],
    ['bucket', '5', {}],
    ['bucket', true, {}],
  ])('%s of %j gives %j', (transform, value, expected) => {
    const options = transform === 'bucket' ? { boundaries: [0, 10] } : { of: 'event-id' };
    const { body } = sanitized(nodes(transform, options), { v: value });
    if (transform === 'bucket' && value === 5) expect(typeof body.v).toBe('string');
    else expect(body).toEqual(expected);
  });

  it('that no release knows stops the start', () => {
    expect(() => run(nodes('shred'), {})).toThrow('the plan names the transform shred, which does not exist');
  });
});

describe('an id of the directory', () => {
  const id: ResponseNode = {
    node: 'transform',
    transform: 'pseudonymize',
    options: {
      of: 'directory-object-id',
      includeReversible: true,
      includeOriginal: false,
      encoding: 'URL_SAFE_TOKEN',
      domain: 'keep',
    },
  };
  const nodes = [object({ id: 1, name: 2 }), id, keep];
  const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const idOf = (type: unknown): string =>
    sanitized(nodes, { ...(type !== undefined && { '@odata.type': type }), id: guid }).body.id;
  const reversible = (kind: 'user-id' | 'group-id') =>
    pseudonyms.pseudonymize(guid, kind, { reversible: true, domain: 'keep' }).token;

  it.each([
    ['#microsoft.graph.user', 'user-id'],
    ['#Microsoft.Graph.User', 'user-id'],
    ['microsoft.graph.group', 'group-id'],
  ] as const)('of an object of type %s is that of %s, and opens', (type, kind) => {
    expect(idOf(type)).toBe(reversible(kind));
  });

  it.each(['#microsoft.graph.device', undefined, 5, ''])(
    'of an object of type %j is of no person, and does not open',
    (type) => {
      const made = pseudonyms.pseudonymize(guid, 'directory-object-id', { reversible: false, domain: 'keep' }).token;
      expect(idOf(type)).toBe(made);
      expect(made.startsWith('t~')).toBe(true);
    },
  );

  it('is judged by the type in any position among the members', () => {
    const { body } = sanitized(nodes, { id: guid, name: 'x', '@odata.type': '#microsoft.graph.user' });
    expect(body).toEqual({ id: reversible('user-id'), name: 'x' });
  });
});

describe('the type of an object', () => {
  const nodes = [object({ id: 1 }, { types: ['#microsoft.graph.user'] }), keep];

  it('is written as Microsoft spells it, however Graph does', () => {
    for (const type of ['#microsoft.graph.user', 'microsoft.graph.USER'])
      expect(sanitized(nodes, { '@odata.type': type }).body).toEqual({ '@odata.type': '#microsoft.graph.user' });
    for (const type of ['##microsoft.graph.user', '#microsoft.graph.us#er', 5, null])
      expect(sanitized(nodes, { '@odata.type': type }).body).toEqual({});
  });

  it('is a key without one number sign before it, in lower case', () => {
    expect(typeKey('#Microsoft.Graph.User')).toBe('microsoft.graph.user');
    expect(typeKey('a#b')).toBe('a#b');
  });

  it.each([
    ['@odata.type', '@type'],
    ['@type', '@type'],
    ['Replies@OData.NextLink', 'Replies@nextlink'],
    ['replies@odata.nextLink', 'replies@nextlink'],
    ['@odata.type2', undefined],
    ['@odata.', undefined],
    ['a@b@odata.type', undefined],
    ['type', undefined],
    ['@odata.type x', undefined],
  ])('and every other annotation: %s is %s', (name, key) => {
    expect(annotationKey(name)).toBe(key);
  });

  it('chooses the rules of a list by type, and drops an item of another one', () => {
    const chosen = [
      byType({ '#microsoft.graph.user': 1, '#microsoft.graph.group': 3 }),
      object({ a: 2 }),
      keep,
      object({ b: 2 }),
    ];
    const value = [
      { '@odata.type': '#microsoft.graph.user', a: '1', b: '2' },
      { '@odata.type': '#microsoft.graph.Group', a: '3', b: '4' },
      { '@odata.type': '#microsoft.graph.device', a: '5' },
      { a: '6' },
      'text',
      null,
    ];
    const { body, counts } = sanitized(chosen, { value }, { shape: 'collection' });
    expect(body.value).toEqual(expect.arrayContaining([null, { a: '1' }, { b: '4' }]));
    expect(body.value).toHaveLength(3);
    expect(counts.wrongTypes).toBe(3);
  });
});

describe('links inside of a reply', () => {
  const nodes = [object({ id: 1, replies: 2 }, { links: ['replies'] }), keep, list(1)];

  it('are sealed if the rules name their list, and dropped otherwise', () => {
    const { body, counts } = sanitized(nodes, {
      'replies@odata.nextLink': 'https://graph/known',
      'other@odata.nextLink': 'https://graph/known',
      '@odata.nextLink': 'https://graph/known',
    });
    expect(body).toEqual({ 'replies@odata.nextLink': 'page of https://graph/known' });
    expect(counts).toEqual({ ...none, unknownAnnotations: 2 });
  });

  it('are left out if they are empty, and end the reply if they lead nowhere', () => {
    for (const link of ['', null]) expect(sanitized(nodes, { 'replies@odata.nextLink': link }).body).toEqual({});
    for (const link of ['https://graph/other', 5, {}])
      expect(run(nodes, { 'replies@odata.nextLink': link })).toEqual({
        ok: false,
        code: 'Graphveil.LinkUnmapped',
        why: 'a link of the answer leads to no endpoint of the rules',
      });
  });

  it('of changes are sealed only for a delta', () => {
    const body = { value: [], '@odata.deltaLink': 'https://graph/known', '@odata.nextLink': '' };
    expect(sanitized(nodes, body, { shape: 'delta' }).body).toEqual({
      value: [],
      '@odata.deltaLink': 'delta of https://graph/known',
    });
    expect(sanitized(nodes, body, { shape: 'collection' }).body).toEqual({ value: [] });
  });
});

describe('removed items', () => {
  const nodes = [object({ id: 1, of: 2 }), keep, object({ id: 1 })];
  const removed = { '@removed': { reason: 'deleted', by: 'bo' }, id: 'a' };

  it('is shown for items of a delta, with Graph’s own reasons', () => {
    const value = [
      removed,
      { '@removed': { reason: 'changed' } },
      { '@removed': { reason: 'bo did' } },
      { '@removed': 5 },
    ];
    const { body } = sanitized(nodes, { value }, { shape: 'delta' });
    expect(body.value.map((item: Record<string, unknown>) => item['@removed'])).toEqual(
      expect.arrayContaining([{ reason: 'deleted' }, { reason: 'changed' }, {}, {}]),
    );
    expect(body.value).toHaveLength(4);
  });

  it('is dropped anywhere else', () => {
    expect(sanitized(nodes, { value: [removed] }, { shape: 'collection' }).body.value).toEqual([{ id: 'a' }]);
    expect(sanitized(nodes, removed).body).toEqual({ id: 'a' });
    expect(sanitized(nodes, { value: [{ id: 'b', of: removed }] }, { shape: 'delta' }).body.value).toEqual([
      { id: 'b', of: { id: 'a' } },
    ]);
  });
});

describe('an invalid response', () => {
  const nodes = [object({ id: 1, error: 2 }), keep, object({ code: 1 })];
  const plain = [object({ id: 1 }), keep];

  it.each([
    ['text that is not JSON', 'x', 'the answer is not one JSON value'],
    ['two values', '{} {}', 'the answer is not one JSON value'],
    ['a list', [], 'the root of the answer has another shape than the rules name'],
    ['an error', { error: { code: 'x' } }, 'the answer holds an error of Graph'],
  ])('is refused: %s', (_what, body, why) => {
    expect(run(plain, body)).toMatchObject({ ok: false, code: 'Graphveil.UpstreamInvalid', why });
  });

  it('is refused if it is not a page', () => {
    for (const body of [{ value: {} }, { id: 'x' }, { value: null }])
      expect(run(plain, body, { shape: 'collection' })).toMatchObject({
        ok: false,
        why: 'the root of the answer has another shape than the rules name',
      });
  });

  it('is refused if an item of its page is an error, by type too', () => {
    const page = { value: [{ id: 'a' }, { error: { code: 'x' } }] };
    const typed = [
      byType({ '#microsoft.graph.user': 1, '#microsoft.graph.group': 3 }),
      object({ id: 2 }),
      keep,
      object({ error: 2 }),
    ];
    expect(run(plain, page, { shape: 'collection' }).ok).toBe(false);
    expect(run(plain, { value: [{ id: 'a', error: 'none' }] }, { shape: 'collection' }).ok).toBe(true);
    expect(run(nodes, page, { shape: 'collection' }).ok).toBe(true);
    expect(run(typed, page, { shape: 'collection' }).ok).toBe(true);
    const first = [byType({ '#microsoft.graph.user': 1 }), object({ id: 2 }), keep];
    expect(run(first, page, { shape: 'collection' }).ok).toBe(false);
  });
});

describe('a Plan with a mistake', () => {
  it.each([
    ['a node that does not exist', [object({ id: 7 })], {}, 'the plan refers to its node 7, which does not exist'],
    ['a list of one that does not exist', [object({ to: 1 }), list(9)], {}, 'the plan refers to its node 9'],
    ['a type of one that does not exist', [byType({ x: 8 })], {}, 'the plan refers to its node 8'],
    ['a root that does not exist', [keep], { root: 3 }, 'the plan refers to its node 3'],
    ['a choice by type of another', [byType({ x: 1 }), byType({ y: 2 }), keep], {}, 'the plan chooses by type twice'],
  ] as const)('stops the start: %s', (_what, nodes, response, message) => {
    expect(() => run(nodes, {}, response)).toThrow(message);
  });
});

describe('the key of an item', () => {
  it('is its first token in the order of the rules, through lists, types and objects', () => {
    const nodes = [object({ a: 1, b: 2, c: 4 }), keep, list(3), object({ d: 5 }), byType({ x: 3 }), token];
    const key = prepareKeys(nodes)(0);
    const map = (value: unknown) =>
      JSON.parse(JSON.stringify(value), (_, each) =>
        each !== null && typeof each === 'object' && !Array.isArray(each) ? new Map(Object.entries(each)) : each,
      );
    expect(key(map({ a: 'kept', b: [{}, { d: 't1' }], c: { d: 't2' } }))).toBe('t1');
    expect(key(map({ a: 'kept', b: [], c: { d: 't2' } }))).toBe('t2');
    expect(key(map({ a: 'kept', c: { d: null } }))).toBeUndefined();
    expect(key(map({ a: 'kept' }))).toBeUndefined();
    expect(key('text')).toBeUndefined();
  });

  it('is undefined for a value that holds no token, and for one that a transform does not make', () => {
    const nodes: readonly ResponseNode[] = [
      object({ a: 1 }),
      { node: 'transform', transform: 'textDigest', options: {} },
    ];
    expect(prepareKeys(nodes)(0)(new Map([['a', 'x']]))).toBeUndefined();
    expect(prepareKeys(nodes)(1)('x')).toBeUndefined();
    expect(prepareKeys([token])(0)('x')).toBe('x');
    expect(prepareKeys([token])(0)(5 as never)).toBeUndefined();
  });
});

describe('the order of items', () => {
  const item = (id: string | null, n: string) =>
    new Map<string, string | null>([
      ['id', id],
      ['n', n],
    ]);
  const keyOf = (value: unknown): string | undefined =>
    (value as ReadonlyMap<string, string | null>).get('id') ?? undefined;
  const seen = (items: readonly unknown[]) => items.map((each) => (each as ReadonlyMap<string, string>).get('n'));

  it('by token is by key, then by text', () => {
    const items = [item('b', '1'), item('a', '9'), item('a', '3'), item('c', '0'), item('a', '3')];
    expect(seen(byToken(keyOf)(items))).toEqual(['3', '3', '9', '1', '0']);
    expect(seen(byToken(keyOf)(items.toReversed()))).toEqual(['3', '3', '9', '1', '0']);
    expect(byToken(keyOf)([])).toEqual([]);
    expect(seen(byToken(keyOf)(items.slice(0, 2)))).toEqual(['9', '1']);
  });

  it('in sequence is by id, and keeps the sequence of one id', () => {
    const items = [item('b', '1'), item('a', '9'), item('a', '3'), item('c', '0'), item('a', '5')];
    expect(seen(byTokenInSequence(() => 'x')(items))).toEqual(['9', '3', '5', '1', '0']);
    expect(seen(byTokenInSequence(keyOf)(items.slice(0, 2)))).toEqual(['9', '1']);
  });

  it('in sequence is by key if an item has no id that is text', () => {
    const keyed = (value: unknown): string | undefined => (value as ReadonlyMap<string, string>).get('n');
    expect(seen(byTokenInSequence(keyed)([item(null, 'q'), item('m', 'z'), item(null, 'c')]))).toEqual(['c', 'z', 'q']);
  });

  it('by time is by the time without its zone, the later first if it descends', () => {
    const at = (time: unknown, n: string) =>
      new Map<string, unknown>([
        ['at', time],
        ['n', n],
      ]) as never;
    const items = [
      at('2026-03-02T00:00:00Z', '3'),
      at('2026-03-01T00:00:00Z', '1'),
      at('2026-03-01T00:00:00.5z', '2'),
      at(5, '0'),
    ];
    const ties = byToken(() => undefined);
    expect(seen(byTime({ path: ['at'], descending: false }, ties)(items))).toEqual(['0', '1', '2', '3']);
    expect(seen(byTime({ path: ['at'], descending: true }, ties)(items))).toEqual(['3', '2', '1', '0']);
    expect(seen(byTime({ path: ['at'], descending: true }, ties)(items.slice(1, 3)))).toEqual(['2', '1']);
    expect(seen(byTime({ path: ['at'], descending: true }, ties)(items.slice(0, 1)))).toEqual(['3']);
  });
});
