import type { RunContext } from '../../plan/index.ts';
import { documentationPseudonyms } from '../../pseudonyms/documentation-keyring.ts';
import type { AllowListPlan, AllowListResponse, ResponseNode } from '../plan/index.ts';
import { prepareBoth as prepareRunners } from './testing/compare-runs.ts';
import { prepareKeys } from './token-order.ts';

const tools: RunContext = {
  pseudonyms: documentationPseudonyms(),
  seal: () => ({ ok: false, code: 'Graphveil.LinkUnmapped' }),
  random: (bytes) => new Uint8Array(bytes),
};

const object = (properties: Readonly<Record<string, number>>): ResponseNode => ({
  node: 'object',
  properties,
  links: [],
});
const keep: ResponseNode = { node: 'keep', format: { format: 'any' } };
const time: ResponseNode = { node: 'keep', format: { format: 'date-time' } };
const token: ResponseNode = { node: 'transform', transform: 'tokenize', options: { of: 'user-id' } };
const list = (item: number): ResponseNode => ({ node: 'array', item });

type Asked = Partial<AllowListResponse> & { readonly ordered?: boolean };

const run = (nodes: readonly ResponseNode[], body: unknown, { ordered, ...response }: Asked = {}) => {
  const plan = {
    form: 'allow-list',
    endpoints: [{ response: { form: 'allow-list', shape: 'collection', root: 0, ...response } }],
    nodes,
  } as unknown as AllowListPlan;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return prepareRunners(plan)
    .at(0)
    .run(bytes, { ...tools, ...(ordered !== undefined && { ordered }) });
};

type Item = Readonly<Record<string, unknown>>;

const itemsOf = (...given: Parameters<typeof run>): readonly Item[] => {
  const result = run(...given);
  if (!result.ok) throw new Error(result.why);
  return JSON.parse(new TextDecoder().decode(result.body)).value;
};

/** People in the sequence of their names, and `n` for the one who comes where. */
const people = 'abcdefghijklmnopqrstuvwxyz'.split('').map((id, n) => ({ id, n }));

describe('items of a list', () => {
  const nodes = [object({ id: 1, n: 2 }), token, keep];

  it('come in the order of their tokens', () => {
    const items = itemsOf(nodes, { value: people });
    const ids = items.map(({ id }) => String(id));
    expect(ids).toEqual(ids.toSorted());
    expect(items.map(({ n }) => n)).not.toEqual(people.map(({ n }) => n));
    expect(itemsOf(nodes, { value: people.toReversed() })).toEqual(items);
  });

  it('come in the order of the first token that they hold, in the order of the rules', () => {
    const items = itemsOf([object({ n: 1, from: 2, to: 4 }), keep, object({ id: 3 }), token, list(2)], {
      value: [
        { n: 1, from: null, to: [{ id: 'q' }, { id: 'r' }] },
        { n: 2, from: { id: 'p' } },
        { n: 3, to: [{ id: 'r' }, { id: 's' }] },
      ],
    });
    const first = ({ from, to }: Item): string =>
      String((from as Item | null)?.['id'] ?? (to as readonly Item[])[0]?.['id']);
    expect(items.map(first)).toEqual(items.map(first).toSorted());
  });

  it('are sorted by their text if they contain no token', () => {
    expect(itemsOf([object({ n: 1 }), keep], { value: [{ n: 'b' }, { n: 'c' }, { n: 'a' }] })).toEqual([
      { n: 'a' },
      { n: 'b' },
      { n: 'c' },
    ]);
  });

  it('keep Graph’s order if the caller chose it, but lists inside of them are sorted by token', () => {
    const nested = [object({ n: 1, to: 2 }), keep, list(3), token];
    const to = people.map(({ id }) => id);
    const items = itemsOf(
      nested,
      {
        value: [
          { n: 2, to },
          { n: 1, to: to.toReversed() },
        ],
      },
      { ordered: true },
    );
    expect(items.map(({ n }) => n)).toEqual([2, 1]);
    expect(items[0]?.['to']).toEqual(items[1]?.['to']);
    const written = (items[0]?.['to'] ?? []) as readonly string[];
    expect(written).toHaveLength(26);
    expect(written).toEqual(written.toSorted());
  });

  it('keep the sequence of entries with one id in a delta', () => {
    const entries = [
      { id: 'a', n: 9 },
      { id: 'b', n: 5 },
      { id: 'a', n: 1 },
      { id: 'a', n: 4 },
    ];
    const items = itemsOf(nodes, { value: entries }, { shape: 'delta' });
    const [a] = itemsOf(nodes, { value: [{ id: 'a', n: 0 }] });
    expect(items.flatMap(({ id, n }) => (id === a?.['id'] ? [n] : []))).toEqual([9, 1, 4]);
  });

  it('are sorted by a time if the rules name one, and by token within the same time', () => {
    const timed = [object({ id: 1, at: 2 }), token, object({ dateTime: 3 }), time];
    const at = (dateTime: string) => ({ at: { dateTime } });
    const value = [
      { id: 'a', ...at('2026-03-01T10:00:00Z') },
      { id: 'b', ...at('2026-03-01T10:00:00.5Z') },
      { id: 'c', ...at('2026-02-01T10:00:00Z') },
      { id: 'd', ...at('2026-03-01T10:00:00Z') },
    ];
    const order = (descending: boolean) => ({ order: { path: ['at', 'dateTime'], descending } });
    const times = (items: readonly Item[]) => items.map((item) => (item['at'] as Item)['dateTime']);
    const items = itemsOf(timed, { value }, order(false));
    expect(times(items)).toEqual([
      '2026-02-01T10:00:00Z',
      '2026-03-01T10:00:00Z',
      '2026-03-01T10:00:00Z',
      '2026-03-01T10:00:00.5Z',
    ]);
    expect(String(items[1]?.['id']) < String(items[2]?.['id'])).toBe(true);
    expect(times(itemsOf(timed, { value }, order(true)))).toEqual(times(items).toReversed());
    expect(itemsOf(timed, { value: value.toReversed() }, order(false))).toEqual(items);
  });
});

describe('items without their sort property', () => {
  const timed = [object({ id: 1, at: 2 }), token, object({ dateTime: 3 }), time];
  const order = { path: ['at', 'dateTime'], descending: false };

  it('come before all others', () => {
    const value = [
      { id: 'a', at: { dateTime: '2026-03-01T10:00:00Z' } },
      { id: 'b', at: { dateTime: 'yesterday' } },
      { id: 'c', at: 'now' },
      { id: 'd' },
    ];
    const dated = itemsOf(timed, { value }, { order }).map(({ at }) => (at as Item | undefined)?.['dateTime']);
    expect(dated.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(dated[3]).toBe('2026-03-01T10:00:00Z');
  });

  it('have no key if a list or an object is something else', () => {
    const keys = prepareKeys([object({ to: 1 }), list(2), token]);
    expect(keys(0)('text')).toBeUndefined();
    expect(keys(1)('text')).toBeUndefined();
    expect(keys(1)(['x'])).toBe('x');
    expect(keys(2)(null)).toBeUndefined();
    expect(keys(3)('x')).toBeUndefined();
  });
});

describe('dropItems', () => {
  const nodes = [object({ id: 1, n: 2 }), token, keep];
  const dropItems = [{ property: 'isDraft', value: true }];

  it('drops the items that have the value, and no others', () => {
    const value = [
      { n: 1, isDraft: true },
      { n: 2, isDraft: false },
      { n: 3 },
      { n: 4, isDraft: 'true' },
      { n: 5, IsDraft: true },
    ];
    expect(itemsOf(nodes, { value }, { dropItems }).map(({ n }) => n)).toEqual([2, 3, 4, 5]);
    expect(itemsOf(nodes, { value }, { dropItems, shape: 'delta' })).toHaveLength(4);
    expect(itemsOf(nodes, { value: value.slice(0, 1) }, { dropItems })).toEqual([]);
  });

  it('drops the count, which would include dropped items', () => {
    const page = { '@odata.count': 3, value: [{ n: 2, isDraft: false }] };
    const result = run(nodes, page, { dropItems });
    if (!result.ok) throw new Error(result.why);
    expect(new TextDecoder().decode(result.body)).not.toContain('count');
    const counted = run(nodes, page);
    expect(counted.ok && new TextDecoder().decode(counted.body)).toContain('"@odata.count":3');
  });

  it('drops the items that have all of several values', () => {
    const value = [
      { n: 1, isDraft: true, kind: 'x' },
      { n: 2, isDraft: true, kind: 'y' },
    ];
    const both = [...dropItems, { property: 'kind', value: 'x' }];
    expect(itemsOf(nodes, { value }, { dropItems: both }).map(({ n }) => n)).toEqual([2]);
  });

  it('rejects a single item with the word that Graph has for one that is not there', () => {
    const one = { shape: 'entity', dropItems } as const;
    expect(run(nodes, { id: 'a', isDraft: true }, one)).toMatchObject({
      ok: false,
      code: 'Graphveil.ItemDropped',
      graphCode: 'ErrorItemNotFound',
    });
    expect(run(nodes, { id: 'a', isDraft: false }, one).ok).toBe(true);
  });
});
