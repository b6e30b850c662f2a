import type { RunContext, RunResult } from '../../../plan/index.ts';
import { documentationPseudonyms } from '../../../pseudonyms/documentation-keyring.ts';
import type { AllowListPlan, AllowListResponse, ResponseNode } from '../../plan/index.ts';
import { prepareRunners } from '../prepare-runners.ts';
import { bendDocument, randomOf } from '../testing/bend-document.ts';
import { readCaseDocuments } from '../testing/case-documents.ts';
import { prepareBoth } from '../testing/compare-runs.ts';
import { drawPopulation } from '../testing/draw-population.ts';

const tools: RunContext = {
  pseudonyms: documentationPseudonyms(),
  seal: ({ url }) =>
    url.includes('lost') ? { ok: false, code: 'Graphveil.LinkUnmapped' } : { ok: true, url: 'https://proxy.example/x' },
  random: (bytes) => new Uint8Array(bytes),
};

const planOf = (nodes: readonly ResponseNode[], response: Partial<AllowListResponse> = {}): AllowListPlan =>
  ({
    form: 'allow-list',
    endpoints: [{ response: { form: 'allow-list', shape: 'collection', root: 0, ...response } }],
    nodes,
  }) as unknown as AllowListPlan;

const object = (
  properties: Readonly<Record<string, number>>,
  rest: Partial<Extract<ResponseNode, { node: 'object' }>> = {},
): ResponseNode => ({ node: 'object', properties, links: [], ...rest });
const keep = (format: string, only?: string): ResponseNode =>
  ({ node: 'keep', format: { format }, ...(only !== undefined && { only }) }) as ResponseNode;
const transform = (name: string, options: Readonly<Record<string, string | boolean>> = {}): ResponseNode => ({
  node: 'transform',
  transform: name,
  options,
});
const list = (item: number): ResponseNode => ({ node: 'array', item });
const token = transform('tokenize', { of: 'event-id' });

type Run = { readonly result: RunResult; readonly text: string; readonly left: number };

const run = (plan: AllowListPlan, body: unknown, context: Partial<RunContext> = {}): Run => {
  const both = prepareBoth(plan);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const result = both.at(0).run(bytes, { ...tools, ...context });
  return { result, text: result.ok ? Buffer.from(result.body).toString('utf8') : result.code, left: both.left() };
};

const items = (nodes: readonly ResponseNode[], value: unknown, response: Partial<AllowListResponse> = {}): Run =>
  run(planOf(nodes, response), { value });

describe('a plain document', () => {
  it.each([
    ['blanks', '\ufeff { "value" : [ { "a" : 1 , "b" :\t"x" } ] } ', '{"value":[{"a":1,"b":"x"}]}'],
    ['escapes', '{"value":[{"a":"\\u00e9\\n\\/"},{"a":"\\u00e9\\n\\/"}]}', '{"value":[{"a":"é\\n/"},{"a":"é\\n/"}]}'],
    ['numbers', '{"value":[{"a":[-0,1.10,1e5,2E-7,0.5]}]}', '{"value":[{}]}'],
    ['null', '{"value":[null,{"a":null,"b":null}]}', '{"value":[null,{"a":null,"b":null}]}'],
    ['no items', '{"value":[]}', '{"value":[]}'],
    ['an empty item', '{"value":[{}]}', '{"value":[{}]}'],
    [
      'dropped structures',
      '{"value":[{"c":{"d":[true,{}],"e":[]},"a":true,"b":false}]}',
      '{"value":[{"a":true,"b":false}]}',
    ],
  ])('is sanitized with %s', (_, body, expected) => {
    const both = run(planOf([object({ a: 1, b: 1 }), keep('any')]), body);
    expect(both.text).toBe(expected);
    expect(both.left).toBe(0);
  });

  it('keeps the counts of what was dropped, also for values that are remembered', () => {
    const nodes = [
      object({ a: 1, b: 2, c: 3 }),
      keep('date'),
      keep('none', 'text'),
      transform('pseudonymize', { of: 'user-id' }),
    ];
    const item = { a: 'x', b: 1, c: true, '@odata.etag': 'e', d: 1, 'e@f': 1 };
    const { result, left } = items(nodes, [item, item]);
    expect(left).toBe(0);
    expect(result).toMatchObject({
      counts: { unknownProperties: 2, unknownAnnotations: 4, wrongTypes: 4, unfitFormats: 2 },
    });
  });

  it('drops a property of a wrong type and keeps its neighbors', () => {
    const nodes = [object({ a: 1, b: 2, c: 3 }), object({}), list(3), keep('any')];
    const { text, left } = items(nodes, [{ a: [1], b: {}, c: [2] }]);
    expect([text, left]).toEqual(['{"value":[{}]}', 0]);
  });

  it.each([
    ['int32', '2147483647', '2147483648'],
    ['int64', '9223372036854775807', '9223372036854775808'],
    ['decimal', '-1.5e3', 'true'],
    ['boolean', 'true', '7'],
  ])('keeps a scalar of type %s only if it fits', (only, fitting, other) => {
    const nodes = [object({ a: 1, b: 1 }), keep('none', only)];
    const { text, left } = run(planOf(nodes), `{"value":[{"a":${fitting},"b":${other}}]}`);
    expect([text, left]).toEqual([`{"value":[{"a":${fitting}}]}`, 0]);
  });

  /** Makes a document long enough for the quick check of a time, which reads beyond a short one. */
  const other = 'x'.repeat(40);

  it.each([
    '2026-03-02T09:00:00',
    '2026-03-02T09:00:00Z',
    '2026-03-02T23:59:59.1234567Z',
    '2026-02-28T09:00:00.0',
    '2026-01-31T09:00:00+02:00',
    '2026-03-02T09:00Z',
    '2026-03-02T24:00:00Z',
  ])('keeps the time %s', (time) => {
    const { text, left } = items([object({ a: 1 }), keep('date-time')], [{ a: time, other }]);
    expect([text, left]).toEqual([JSON.stringify({ value: [{ a: time }] }), 0]);
  });

  it.each([
    '2026-02-30T09:00:00Z',
    '2026-13-02T09:00:00Z',
    '2026-03-0aT09:00:00Z',
    'x026-03-02T09:00:00Z',
    '2026-03-02T09:60:00Z',
    '2026-03-02T25:00:00Z',
    '2026-03-02T09:00:61Z',
    '2026-03-02T09:00:00.1234567890Z',
    '2026-03-02T09:00:00.',
    '2026-03-02T09:00:00ZZ',
    '2026-03-02 09:00:00Z',
  ])('drops %s, which is no time', (time) => {
    const { text, left } = items([object({ a: 1 }), keep('date-time')], [{ a: time, other }]);
    expect([text, left]).toEqual(['{"value":[{}]}', 0]);
  });

  it('keeps GUIDs only', () => {
    const guid = '0a1b2c3d-0000-4000-8000-00000000000F';
    const { text } = items(
      [object({ a: 1 }), keep('guid')],
      [{ a: guid }, { a: guid.replace('-', '_') }, { a: 'x'.repeat(36) }],
    );
    expect(text).toBe(`{"value":[{"a":"${guid}"},{},{}]}`);
  });

  it('hands structures to a transform that takes them', () => {
    const nodes = [object({ a: 1, b: 1, c: 2, d: 3 }), transform('countOnly'), transform('redact'), token];
    const { text, left, result } = items(nodes, [
      { a: [1, 2], b: { x: 1 }, c: { y: 1 }, d: {} },
      { c: [1], a: 'x' },
      { c: null },
    ]);
    expect([text, left]).toEqual(['{"value":[{"a":2,"b":1},{},{}]}', 0]);
    expect(result).toMatchObject({ counts: { wrongTypes: 2 } });
  });

  it('knows sixty properties by their duplicates', () => {
    const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const plan = planOf([object(Object.fromEntries(names.map((name) => [name, 1]))), keep('any')]);
    const item = Object.fromEntries(names.map((name) => [name, name]));
    expect(run(plan, { value: [item] })).toMatchObject({ text: JSON.stringify({ value: [item] }), left: 0 });
    expect(run(plan, '{"value":[{"p59":1,"p58":2,"p59":3}]}')).toMatchObject({
      text: '{"value":[{"p59":3,"p58":2}]}',
      left: 1,
    });
  });
});

describe('tokens', () => {
  const { tokenize, pseudonymize } = tools.pseudonyms;

  it('are those that are made one by one, repeated ones too', () => {
    const { text, left } = items([object({ id: 1 }), token], [{ id: 'one' }, { id: 'two' }, { id: 'one' }]);
    const [one, two] = [tokenize('one', 'event-id'), tokenize('two', 'event-id')];
    const sorted = [one, one, two].sort().map((id) => ({ id }));
    expect([text, left]).toEqual([JSON.stringify({ value: sorted }), 0]);
  });

  it('are made in several parts if there are many', () => {
    const value = Array.from({ length: 9_000 }, (_, index) => ({ id: `id ${index % 8_500}` }));
    const { text, left } = items([object({ id: 1 }), token], value);
    const expected = value.map(({ id }) => ({ id: tokenize(id, 'event-id') }));
    expect(text).toBe(JSON.stringify({ value: expected.sort((a, b) => (a.id < b.id ? -1 : 1)) }));
    expect(left).toBe(0);
  });

  it('are made for texts that are too long to be remembered', () => {
    const id = 'x'.repeat(600);
    const { text } = items([object({ id: 1 }), token], [{ id }, { id }]);
    const item = { id: tokenize(id, 'event-id') };
    expect(text).toBe(JSON.stringify({ value: [item, item] }));
  });

  it('stand in every encoding of a pseudonym', () => {
    const of = 'mail-address';
    const nodes = [
      object({ a: 1, b: 2, c: 3, d: 4 }),
      transform('pseudonymize', { of, encoding: 'JSON' }),
      transform('pseudonymize', { of, encoding: 'URL_SAFE_HASH_ONLY' }),
      transform('pseudonymizeEmailHeader', { encoding: 'URL_SAFE_TOKEN' }),
      transform('encryptIp'),
    ];
    const mail = 'avery.quinn@contoso.example';
    const { hash, token: made, domain } = pseudonymize(mail, of, { reversible: false, domain: 'keep' });
    const ip = tools.pseudonyms.pseudonymizeIp('198.51.100.23', { reversible: true });
    const { text, left } = items(nodes, [{ a: mail, b: mail, c: mail, d: '198.51.100.23' }]);
    const expected = { a: JSON.stringify({ domain, hash }), b: hash, c: made, d: ip };
    expect([text, left]).toEqual([JSON.stringify({ value: [expected] }), 0]);
  });

  it('change with the keyring, and are made one by one where it has no batches', () => {
    const both = prepareBoth(planOf([object({ id: 1 }), token]));
    const other = { ...tools.pseudonyms, tokenize: (value: string) => `t~${value.length}` };
    const { batch, ...single } = other;
    expect(batch).toBeDefined();
    const body = Buffer.from('{"value":[{"id":"one"}]}');
    expect(both.at(0).run(body, tools)).toMatchObject({ ok: true });
    const result = both.at(0).run(body, { ...tools, pseudonyms: single });
    expect(result.ok && Buffer.from(result.body).toString('utf8')).toBe('{"value":[{"id":"t~3"}]}');
    expect(both.left()).toBe(0);
  });

  it('depend on the type of the object around them', () => {
    const id = transform('pseudonymize', { of: 'directory-object-id', includeReversible: true });
    const value = ['#microsoft.graph.user', '#microsoft.graph.group', '#microsoft.graph.device', 7, undefined].map(
      (type) => ({
        id: '0a1b2c3d-0000-4000-8000-00000000000f',
        ...(type !== undefined && { '@odata.type': type }),
      }),
    );
    const { text, left } = items([object({ id: 1 }), id], [...value, ...value]);
    const ids = (JSON.parse(text) as { readonly value: readonly { readonly id: string }[] }).value.map(
      (item) => item.id,
    );
    expect(new Set(ids).size).toBe(3);
    expect(left).toBe(0);
  });
});

describe('order', () => {
  it('is by key, inner arrays first, for many items', () => {
    const nodes = [object({ n: 2, to: 1 }), list(3), keep('any'), object({ id: 4 }), token];
    const value = Array.from({ length: 300 }, (_, index) => ({
      n: index,
      to: [{ id: `b${index}` }, { id: `a${index}` }],
    }));
    const { text, left } = items(nodes, value);
    const firsts = (JSON.parse(text) as { readonly value: { to: { id: string }[] }[] }).value.map(({ to }) =>
      to.map(({ id }) => id),
    );
    expect(firsts).toEqual(firsts.map((ids) => [...ids].sort()).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
    expect(left).toBe(0);
  });

  it('is by a later key if a list has none', () => {
    const nodes = [object({ to: 1, id: 2 }), list(3), token, object({ id: 2 })];
    const value = ['a', 'b', 'c', 'd'].map((id) => ({ to: [{}, { id: null }], id }));
    const { text, left } = items(nodes, [...value, { to: [{}, { id: 'e' }] }]);
    const firsts = (JSON.parse(text) as { readonly value: { to: { id?: string }[]; id?: string }[] }).value.map(
      ({ to, id }) => id ?? to.find((one) => typeof one.id === 'string')?.id,
    );
    expect(firsts).toHaveLength(5);
    expect(firsts).toEqual([...firsts].sort());
    expect(left).toBe(0);
  });

  it('is that of UTF-16, not of UTF-8', () => {
    const { text, left } = items(
      [object({ a: 1 }), list(2), keep('any')],
      [{ a: ['\ue000', '😀', '\ud7ff', 'z', '\uffff', '\uee00'] }],
    );
    expect([text, left]).toEqual(['{"value":[{"a":["z","\ud7ff","😀","\ue000","\uee00","\uffff"]}]}', 0]);
  });

  it('is left to the walk if a key holds an escape', () => {
    const blank = (text: string) => ({ id: text });
    const { left } = items([object({ id: 1 }), token], [blank('\n'), blank('\t')]);
    expect(left).toBe(1);
  });

  it('is by time where the list has one, then by key', () => {
    const nodes = [object({ id: 1, at: 2 }), token, object({ time: 3 }), keep('date-time')];
    const value = [
      { id: 'a', at: { time: '2026-03-02T09:00:00Z' } },
      { id: 'b', at: { time: '2026-03-01T09:00:00.5Z' } },
      { id: 'c', at: { time: '2026-03-01T09:00:00Z' } },
      { id: 'd', at: null },
      { id: 'e', at: { time: '2026-03-02T09:00:00Z' } },
    ];
    for (const descending of [false, true]) {
      const { text, left } = items(nodes, value, { order: { path: ['at', 'time'], descending } });
      const times = (JSON.parse(text) as { readonly value: { at: { time: string } | null }[] }).value.map(
        ({ at }) => at?.time,
      );
      const rising = [
        undefined,
        '2026-03-01T09:00:00Z',
        '2026-03-01T09:00:00.5Z',
        '2026-03-02T09:00:00Z',
        '2026-03-02T09:00:00Z',
      ];
      expect(times).toEqual(descending ? [...rising].reverse() : rising);
      expect(left).toBe(0);
    }
  });

  it('keeps the time of an item whose inner lists come later', () => {
    const nodes = [object({ at: 1, to: 2 }), keep('date-time'), list(3), object({ at: 1 })];
    const value = ['2026-03-02T09:00:00Z', '2026-03-01T09:00:00Z'].map((at) => ({
      at,
      to: [{ at: '2020-01-01T00:00:00Z' }, {}],
    }));
    const { text, left } = items(nodes, value, { order: { path: ['at'], descending: false } });
    expect(text.indexOf('2026-03-01')).toBeLessThan(text.indexOf('2026-03-02'));
    expect(left).toBe(0);
  });

  it('keeps the sequence of a delta’s entries of one id', () => {
    const nodes = [object({ id: 1, n: 2 }), token, keep('any')];
    const value = [
      { id: 'x', n: 2 },
      { n: 5 },
      { id: 'a', n: 1 },
      { id: 'x', n: 1 },
      { id: 'x', '@removed': { reason: 'deleted' } },
    ];
    const { text, left } = items(nodes, value, { shape: 'delta' });
    const entries = (JSON.parse(text) as { readonly value: Readonly<Record<string, unknown>>[] }).value;
    const ofX = entries.filter(({ id }) => id === tools.pseudonyms.tokenize('x', 'event-id'));
    expect(ofX.map((entry) => entry['n'] ?? entry['@removed'])).toEqual([2, 1, { reason: 'deleted' }]);
    expect(left).toBe(0);
  });

  it('is the caller’s where the call has one', () => {
    const plan = planOf([object({ n: 1 }), keep('any')]);
    const { text, left } = run(plan, '{"value":[{"n":2},{"n":1}]}', { ordered: true });
    expect([text, left]).toEqual(['{"value":[{"n":2},{"n":1}]}', 0]);
  });
});

describe('annotations', () => {
  const nodes = [
    object({ id: 1, to: 2 }, { types: ['#microsoft.graph.user'], links: ['to'] }),
    keep('any'),
    { node: 'array', item: 3, removed: true } as const,
    object({ id: 1 }),
  ];

  it('are kept, sealed and counted', () => {
    const item = {
      '@odata.type': '#Microsoft.Graph.User',
      id: 'a',
      to: [{ id: 'b', '@removed': { reason: 'changed' } }],
      'to@odata.nextLink': 'https://graph.microsoft.com/next',
    };
    const root = {
      '@odata.count': 2,
      value: [item],
      '@odata.nextLink': 'https://graph.microsoft.com/page',
      '@odata.context': 'c',
    };
    const { text, left } = run(planOf(nodes), root);
    const link = 'https://proxy.example/x';
    const kept = { ...item, '@odata.type': '#microsoft.graph.user', 'to@odata.nextLink': link };
    expect(JSON.parse(text)).toEqual({ '@odata.count': 2, value: [kept], '@odata.nextLink': link });
    expect(left).toBe(0);
  });

  it('are dropped where their value or place is another', () => {
    const item = { '@odata.type': 7, '@removed': { reason: 'deleted' }, 'to@odata.nextLink': null };
    const root = { value: [item], '@odata.deltaLink': 'https://graph.microsoft.com/delta', '@odata.count': 'x' };
    const { text, left, result } = run(planOf(nodes), root);
    expect([text, left]).toEqual(['{"value":[{}]}', 0]);
    expect(result).toMatchObject({ counts: { unfitFormats: 1, unknownAnnotations: 2, wrongTypes: 1 } });
  });

  it('have a delta link in a delta', () => {
    const { text } = run(planOf(nodes, { shape: 'delta' }), {
      value: [],
      '@odata.deltaLink': 'https://graph.microsoft.com/d',
    });
    expect(JSON.parse(text)).toEqual({ value: [], '@odata.deltaLink': 'https://proxy.example/x' });
  });
});

describe('dropped items', () => {
  const nodes = [object({ id: 1, n: 1 }), keep('any')];
  const dropItems = [
    { property: 'isDraft', value: true },
    { property: 'kind', value: 'x' },
  ];

  it('are gone, with everything in them', () => {
    const value = [
      { id: '1', isDraft: true, kind: 'x' },
      { id: '2', kind: 'x', isDraft: false },
      { id: '3', kind: 'y', isDraft: true },
      { id: '4', isDraft: true },
      { id: '5', isDraft: 1, kind: 'x' },
      { id: '6', isDraft: true, kind: 3 },
      null,
    ];
    const { text, left } = items(nodes, value, { dropItems });
    const ids = (JSON.parse(text) as { readonly value: ({ id: string } | null)[] }).value.map((item) => item?.id);
    expect([ids.sort(), left]).toEqual([['2', '3', '4', '5', '6', undefined], 0]);
  });

  it('are not decided by the first of two values', () => {
    const { text, left } = run(planOf(nodes, { dropItems }), '{"value":[{"isDraft":true,"kind":"x","isDraft":false}]}');
    expect([text, left]).toEqual(['{"value":[{}]}', 1]);
  });

  it('are refused as a single entity', () => {
    const plan = planOf(nodes, { shape: 'entity', dropItems });
    expect(run(plan, { isDraft: true, kind: 'x' })).toMatchObject({ text: 'Graphveil.ItemDropped', left: 1 });
    expect(run(plan, { id: 'a', isDraft: true })).toMatchObject({ text: '{"id":"a"}', left: 0 });
  });
});

describe('what the scanner leaves to the walk', () => {
  const nodes = [object({ a: 1, b: 2 }, { types: ['#t'], links: ['a'] }), keep('any'), object({ a: 1 })];
  const deep = (open: string, close: string, count: number): string => `${open.repeat(count)}${close.repeat(count)}`;

  it.each([
    ['a name with an escape', '{"value":[{"\\u0061":1}]}', '{"value":[{"a":1}]}'],
    ['a name twice', '{"value":[{"a":1,"a":2}]}', '{"value":[{"a":2}]}'],
    ['an unknown name twice', '{"value":[{"x":1,"x":2}]}', '{"value":[{}]}'],
    [
      'two spellings of an annotation',
      '{"value":[{"@type":"#t","@odata.type":"#t"}]}',
      '{"value":[{"@odata.type":"#t"}]}',
    ],
    ['two links', '{"value":[],"@odata.nextLink":null,"@nextLink":null}', '{"value":[]}'],
    ['two lists', '{"value":[],"value":[{}]}', '{"value":[{}]}'],
    [
      'many unknown names',
      `{"value":[{${Array.from({ length: 130 }, (_, index) => `"x${index}":1`).join()}}]}`,
      '{"value":[{}]}',
    ],
    ['a long name twice', `{"value":[{"${'x'.repeat(300)}":1,"${'x'.repeat(300)}":2}]}`, '{"value":[{}]}'],
    ['deep nesting', `{"value":[{"x":${deep('[', ']', 498)}}]}`, '{"value":[{}]}'],
    ['an item that only looks like an error', '{"value":[{"error":{},"a":1}]}', '{"value":[{"a":1}]}'],
    ['a root that only looks like an error', '{"error":1,"value":[]}', '{"value":[]}'],
  ])('%s', (_, body, expected) => {
    expect(run(planOf(nodes), body)).toMatchObject({ text: expected, left: 1 });
  });

  it.each([
    ['an error in a page', '{"error":{"code":"x"},"value":[]}'],
    ['an item that is an error', '{"value":[{"error":{"code":"x"}}]}'],
    ['a root of another shape', '[]'],
    ['no list', '{"a":1}'],
    ['a list that is an object', '{"value":{}}'],
    ['a text after the end', '{"value":[]}x'],
    ['a missing comma', '{"value":[{"a":1 "b":{}}]}'],
    ['a missing colon', '{"value":[{"a" 1}]}'],
    ['a missing name', '{"value":[{1:1}]}'],
    ['a missing name that is dropped', '{"value":[{"x":{1:1}}]}'],
    ['an unfinished text', '{"value":[{"a":"'],
    ['a raw control character', '{"value":[{"a":"\t"}]}'],
    ['an unknown escape', '{"value":[{"a":"\\x"}]}'],
    ['a broken escape', '{"value":[{"a":"\\u12g4"}]}'],
    ['a number without digits', '{"value":[{"a":-}]}'],
    ['a number without a fraction', '{"value":[{"a":1.}]}'],
    ['a word that is none', '{"value":[{"a":nul}]}'],
    ['a control character in a name', '{"value":[{"\t":1}]}'],
    ['nesting that is too deep', `{"value":[{"x":${deep('[', ']', 600)}}]}`],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('%s, which is refused', (_, body) => {
    expect(run(planOf(nodes), body)).toMatchObject({ text: 'Graphveil.UpstreamInvalid', left: 1 });
  });

  it('a link that can’t be sealed, which is refused', () => {
    const body = { value: [], '@odata.nextLink': 'https://graph.microsoft.com/lost' };
    expect(run(planOf(nodes), body)).toMatchObject({ text: 'Graphveil.LinkUnmapped', left: 1 });
  });

  it('objects of the Plan within themselves that are too deep', () => {
    const plan = planOf([object({ a: 0, b: 1 }), list(1)], { shape: 'entity' });
    expect(run(plan, `${'{"a":'.repeat(501)}1${'}'.repeat(501)}`)).toMatchObject({
      text: 'Graphveil.UpstreamInvalid',
      left: 1,
    });
    expect(run(plan, `{"b":${deep('[', ']', 501)}}`)).toMatchObject({ text: 'Graphveil.UpstreamInvalid', left: 1 });
  });

  it('unknown names in many objects within each other', () => {
    const plan = planOf([object({ a: 0 })], { shape: 'entity' });
    const names = Array.from({ length: 112 }, (_, index) => `"x${index}":1`).join();
    const body = `${`{${names},"a":`.repeat(80)}{}${'}'.repeat(80)}`;
    expect(run(plan, body)).toMatchObject({ left: 1, result: { ok: true } });
  });

  it.each<readonly [string, readonly ResponseNode[]]>([
    ['chooses by type', [object({ a: 1 }), { node: 'by-type', types: { '#t': 2 } }, object({})]],
    ['names an annotation as a property', [object({ '@odata.type': 1 }, { types: ['#t'] }), keep('any')]],
    ['has a link of the name of a property', [object({ 'a@odata.nextLink': 1 }, { links: ['a'] }), keep('any')]],
    [
      'has too many properties',
      [object(Object.fromEntries(Array.from({ length: 61 }, (_, n) => [`p${n}`, 1]))), keep('any')],
    ],
  ])('every document of an endpoint that %s', (_, given) => {
    expect(run(planOf(given), { value: [{}] })).toMatchObject({ text: '{"value":[{}]}', left: 1 });
  });

  it('nothing of a name with the hash of another one', () => {
    // Equal under a hash that multiplies by 31.
    const { text, left } = run(planOf([object({ Aa: 1 }), keep('any')]), '{"value":[{"BB":1,"Aa":2}]}');
    expect([text, left]).toEqual(['{"value":[{"Aa":2}]}', 0]);
  });

  it('nothing of a large page', () => {
    const value = Array.from({ length: 9 }, (_, index) => ({ a: String(9 - index).repeat(1 << 20) }));
    const { text, left } = items(nodes, value);
    expect(text).toBe(JSON.stringify({ value: [...value].reverse() }));
    expect(left).toBe(0);
  });

  it('nothing of a large list in an item', () => {
    const texts = ['b', 'a'].map((letter) => letter.repeat(1 << 20));
    const { text, left } = items([object({ a: 1 }), list(2), keep('any')], [{ a: texts }, {}]);
    expect(text).toBe(JSON.stringify({ value: [{ a: [...texts].reverse() }, {}] }));
    expect(left).toBe(0);
  });

  it('forgets the tokens that it made no more', () => {
    const both = prepareBoth(planOf([object({ id: 1 }), token]));
    const runs = ['{"value":[{"id":"one"}', '{"value":[{"id":"two"}]}', '{"value":[{"id":"one"}]}'].map((body) =>
      both.at(0).run(Buffer.from(body), tools),
    );
    expect(runs.map(({ ok }) => ok)).toEqual([false, true, true]);
    expect(both.left()).toBe(1);
  });

  it('throws what a port throws', () => {
    const seal = (): never => {
      throw new Error('no keys');
    };
    const body = Buffer.from('{"value":[],"@odata.nextLink":"https://graph.microsoft.com/page"}');
    const { batch: _, ...single } = tools.pseudonyms;
    for (const pseudonyms of [tools.pseudonyms, single]) {
      const { run: scan } = prepareRunners(planOf(nodes)).at(0);
      expect(() => scan(body, { ...tools, seal, pseudonyms })).toThrow('no keys');
    }
  });
});

describe('documents of all sources', () => {
  it('are sanitized by the scanner alone, also for a caller that is limited to a population', async () => {
    const documents = await readCaseDocuments();
    expect(documents.length).toBeGreaterThan(100);
    const plans = new Map(documents.map(({ plan }) => [plan, prepareBoth(plan)]));
    const half = { digest: 'd', reading: 1, has: (hash: string) => hash > 'W', counterparts: false, shared: false };
    for (const { plan, endpoint, text } of documents)
      for (const population of [undefined, half]) {
        const both = plans.get(plan) as ReturnType<typeof prepareBoth>;
        const before = both.left();
        const result = both.at(endpoint).run(Buffer.from(text), { ...tools, ...(population && { population }) });
        const name = plan.endpoints[endpoint]?.pathTemplate;
        const isWalked = population !== undefined && text.includes('"remoteItem":{');
        expect([name, result.ok ? both.left() - before : 0]).toEqual([name, isWalked ? 1 : 0]);
      }
  });

  it('give the same body, refusal and counts when they are bent', async () => {
    const documents = await readCaseDocuments();
    const plans = new Map(documents.map(({ plan }) => [plan, prepareBoth(plan, 1)]));
    const random = randomOf(20_261_129);
    let accepted = 0;
    for (let count = 0; count < 20_000; count += 1) {
      const { plan, endpoint, text } = documents[Math.floor(random() * documents.length)] as (typeof documents)[number];
      const bent = bendDocument(text, random);
      if (
        plans
          .get(plan)
          ?.at(endpoint)
          .run(bent, {
            ...tools,
            ordered: random() < 0.1,
            ...(random() < 0.4 && { population: drawPopulation(random) }),
          }).ok === true
      )
        accepted += 1;
    }
    expect(accepted).toBeGreaterThan(10_000);
  }, 180_000);
});
