import type { PopulationView, RunContext } from '../../plan/index.ts';
import { documentationPseudonyms } from '../../pseudonyms/documentation-keyring.ts';
import type { AllowListPlan, AllowListResponse, KeepNode, ResponseNode } from '../plan/index.ts';
import { prepareBoth as prepareRunners } from './testing/compare-runs.ts';

const pseudonyms = documentationPseudonyms();
const hash = (value: string, kind: 'user-id' | 'group-id' = 'user-id'): string =>
  pseudonyms.pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash;

const [member, outsider, group, otherGroup] = ['anne', 'bert', 'crew', 'others'];
const inside = new Set([hash(member), hash('anne@contoso.example'), hash(group, 'group-id')]);
const limited = (more: Partial<PopulationView> = {}): PopulationView => ({
  digest: 'd',
  reading: 1,
  has: (text) => inside.has(text),
  counterparts: false,
  shared: false,
  ...more,
});

const object = (
  properties: Readonly<Record<string, number>>,
  rest: Partial<Extract<ResponseNode, { node: 'object' }>> = {},
): ResponseNode => ({ node: 'object', properties, links: [], ...rest });
const record = (properties: Readonly<Record<string, number>>): ResponseNode => object(properties, { record: true });
const leaf = (of: string, transform = 'pseudonymize', options = {}): ResponseNode => ({
  node: 'transform',
  transform,
  options: { of, encoding: 'URL_SAFE_TOKEN', domain: 'drop', ...options },
});
const list = (item: number): ResponseNode => ({ node: 'array', item });
const keep: ResponseNode = { node: 'keep', format: { format: 'any' } };

type Asked = { readonly shape?: AllowListResponse['shape']; readonly population?: PopulationView | undefined };

const runBody = (nodes: readonly ResponseNode[], body: unknown, { shape = 'collection', ...given }: Asked = {}) => {
  const plan = {
    form: 'allow-list',
    endpoints: [{ response: { form: 'allow-list', shape, root: 0 } }],
    nodes,
  } as unknown as AllowListPlan;
  const population = 'population' in given ? given.population : limited();
  const tools: RunContext = {
    pseudonyms,
    seal: ({ kind }) => ({ ok: true, url: `sealed:${kind}` }),
    random: (bytes) => new Uint8Array(bytes),
    ...(population !== undefined && { population }),
  };
  return prepareRunners(plan)
    .at(0)
    .run(Buffer.from(JSON.stringify(body)), tools);
};

const run = (...given: Parameters<typeof runBody>): unknown => {
  const result = runBody(...given);
  if (!result.ok) return { code: result.code, graphCode: result.graphCode };
  return JSON.parse(
    Buffer.from(result.body)
      .toString()
      .replaceAll(/[tp]~([\w-]{43})[\w-]*/g, (_, text: string) => `#${names.get(text) ?? '?'}`),
  );
};

const names = new Map(
  (
    ['user-id', 'group-id', 'mail-address', 'event-id', 'tenant-id', 'directory-object-id', 'phone-number'] as const
  ).flatMap((kind) =>
    [member, outsider, group, otherGroup, 'anne@contoso.example', 'bert@contoso.example', 'thing', '+12025550100'].map(
      (value) => [pseudonyms.pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash, value],
    ),
  ),
);

describe('something that others own', () => {
  const items = [
    object({ id: 1, remoteItem: 2 }),
    leaf('drive-item-id', 'tokenize'),
    object({ id: 1, n: 6, createdBy: 7, parentReference: 3, shared: 4 }, { foreign: true }),
    object({ driveId: 5 }),
    object({ owner: 8 }),
    leaf('drive-id', 'tokenize'),
    keep,
    object({ user: 9 }),
    object({ user: 9, group: 10 }),
    object({ id: 11 }),
    object({ id: 12 }),
    leaf('user-id'),
    leaf('group-id'),
  ];
  const itemOf = (owner: object | null) => ({
    id: 'own',
    remoteItem: {
      id: 'theirs',
      n: 1,
      createdBy: { user: { id: member } },
      parentReference: { driveId: 'drive' },
      shared: { owner },
    },
  });
  const idsIn = (owner: object | null, given?: Asked): number =>
    JSON.stringify(run(items, { value: [itemOf(owner)] }, given)).split('#').length - 1;

  it('keeps the ids of its place only if a member or the group owns it', () => {
    expect(run(items, { value: [itemOf({ user: { id: outsider } })] })).toEqual({
      value: [
        {
          id: '#?',
          remoteItem: {
            n: 1,
            createdBy: { user: { id: '#anne' } },
            parentReference: {},
            shared: { owner: { user: {} } },
          },
        },
      ],
    });
    expect([{ user: { id: member } }, { group: { id: group } }, {}, null].map((owner) => idsIn(owner))).toEqual([
      5, 5, 2, 2,
    ]);
    expect(idsIn({ user: { id: outsider } }, { population: limited({ counterparts: true }) })).toBe(5);
    expect(idsIn({ user: { id: outsider } }, { population: undefined })).toBe(5);
  });
});

describe('people and groups as items', () => {
  const users = [record({ id: 1, mail: 2, userType: 3 }), leaf('user-id'), leaf('mail-address'), keep];

  it('stay whole if they are inside, and go whole if they are outside', () => {
    const value = [
      { id: member, mail: 'anne@contoso.example', userType: 'Member' },
      { id: outsider, mail: 'bert@contoso.example', userType: 'Guest' },
    ];
    expect(run(users, { '@odata.count': 2, '@odata.nextLink': 'x', value })).toEqual({
      '@odata.nextLink': 'sealed:page',
      value: [{ id: '#anne', mail: '#anne@contoso.example', userType: 'Member' }],
    });
    expect(run(users, { '@odata.count': 2, value }, { population: undefined })).toMatchObject({ '@odata.count': 2 });
  });

  it('are judged by parts of a text if the rules make pseudonyms of them', () => {
    const links = [record({ id: 1 }), leaf('user-id', 'tokenize', { regex: '^([a-z]+)$' })];
    expect(run(links, { value: [{ id: member }, { id: outsider }] })).toEqual({ value: [{ id: '#anne' }] });
  });

  it('are as many as there are, each with a long address', () => {
    const value = Array.from({ length: 2_500 }, (_, index) => ({ mail: `${index}${'x'.repeat(480)}@contoso.example` }));
    const page = [...value, { mail: `${'x'.repeat(600)}@contoso.example` }];
    const mentions = [object({ mail: 1 }), leaf('mail-address')];
    expect(run(mentions, { value: page })).toEqual({ value: page.map(() => ({})) });
  });

  it('lose values that nobody is told by: numbers and odd blanks', () => {
    const value = [{ id: member, mail: 4711 }, { id: member, mail: '\u00a0' }, { id: 7 }, { id: '\u00a0' }];
    expect(run(users, { value })).toEqual({ value: [{ id: '#anne' }, { id: '#anne' }] });
    expect(run(users, { value: [{ id: member, mail: ' ' }] })).toEqual({ value: [{ id: '#anne', mail: null }] });
  });

  it('lose an address that isn’t theirs', () => {
    expect(run(users, { value: [{ id: member, mail: 'bert@contoso.example' }] })).toEqual({ value: [{ id: '#anne' }] });
  });

  it.each([
    ['has no id', { mail: 'anne@contoso.example' }],
    ['has null', { id: null }],
    ['has a blank id', { id: ' ' }],
    ['has a number', { id: 7 }],
    ['has a list', { id: [member] }],
  ])('go if the item %s', (_, item) => {
    expect(run(users, { value: [item, null, 'x'] })).toEqual({ value: [] });
  });

  it('aren’t there if a single one is asked for: Graph’s own 404', () => {
    const notFound = { code: 'Graphveil.OutsideGrant', graphCode: 'Request_ResourceNotFound' };
    expect(run(users, { id: member, userType: 'Member' }, { shape: 'entity' })).toEqual({
      id: '#anne',
      userType: 'Member',
    });
    expect(run(users, { id: outsider, userType: 'Member' }, { shape: 'entity' })).toEqual(notFound);
    expect(run(users, { userType: 'Member' }, { shape: 'entity' })).toEqual(notFound);
  });

  it('stay outside of changes, removed ones too', () => {
    const value = [
      { id: outsider, '@removed': { reason: 'deleted' } },
      { id: member, '@removed': { reason: 'changed' } },
    ];
    expect(run(users, { '@odata.deltaLink': 'x', value }, { shape: 'delta' })).toEqual({
      '@odata.deltaLink': 'sealed:delta',
      value: [{ id: '#anne', '@removed': { reason: 'changed' } }],
    });
  });

  it('go where a record contains them: an expanded manager, members that joined', () => {
    const nodes = [
      record({ id: 1, manager: 2, members: 4 }),
      leaf('group-id'),
      record({ id: 3, kept: 5 }),
      leaf('user-id'),
      list(2),
      keep,
    ];
    const of = (id: string) => ({ id, kept: 'x' });
    expect(run(nodes, { value: [{ id: group, manager: of(outsider), members: [of(outsider), of(member)] }] })).toEqual({
      value: [{ id: '#crew', members: [{ id: '#anne', kept: 'x' }] }],
    });
  });

  it('are judged by their type where one list has several, and things of a known type stay', () => {
    const nodes = [
      object(
        { id: 1, mail: 2 },
        { record: true, types: ['#microsoft.graph.user', '#microsoft.graph.group', '#microsoft.graph.directoryRole'] },
      ),
      leaf('directory-object-id'),
      leaf('mail-address'),
    ];
    const typed = (type: string | undefined, id: string) => ({
      ...(type && { '@odata.type': `#microsoft.graph.${type}` }),
      id,
    });
    const value = [
      typed('user', member),
      typed('user', outsider),
      typed('group', group),
      typed('group', otherGroup),
      typed('group', member),
      typed('directoryRole', 'thing'),
      typed('orgContact', 'thing'),
      typed(undefined, member),
    ];
    const items = (run(nodes, { value }) as { value: { id: string }[] }).value;
    expect(items.map(({ id }) => id).toSorted()).toEqual(['#anne', '#crew', '#thing']);
  });

  it('are judged by the node that the type chooses', () => {
    const nodes: readonly ResponseNode[] = [
      { node: 'by-type', types: { '#microsoft.graph.user': 1, '#microsoft.graph.event': 3 } },
      record({ id: 2 }),
      leaf('user-id'),
      object({ n: 4 }),
      keep,
    ];
    const of = (type: string, rest: object) => ({ '@odata.type': `#microsoft.graph.${type}`, ...rest });
    const value = [of('user', { id: member }), of('user', { id: outsider }), of('event', { n: 'x' }), { id: member }];
    expect(run(nodes, { value })).toEqual({ value: expect.arrayContaining([{ id: '#anne' }, { n: 'x' }]) });
    expect((run(nodes, { value }) as { value: unknown[] }).value).toHaveLength(2);
  });
});

describe('people whom a record mentions', () => {
  const events = [
    object({ id: 1, attendees: 2 }),
    leaf('event-id'),
    list(3),
    object({ type: 4, emailAddress: 5 }),
    keep,
    object({ address: 6 }),
    leaf('mail-address'),
  ];

  it('lose what identifies them, but that somebody was there stays', () => {
    const attendee = (address: string) => ({ type: 'required', emailAddress: { address } });
    expect(
      run(events, {
        value: [{ id: 'thing', attendees: [attendee('anne@contoso.example'), attendee('bert@contoso.example')] }],
      }),
    ).toEqual({
      value: [
        {
          id: '#thing',
          attendees: expect.arrayContaining([
            { type: 'required', emailAddress: {} },
            { type: 'required', emailAddress: { address: '#anne@contoso.example' } },
          ]),
        },
      ],
    });
  });

  it('lose the pseudonyms of what belongs to them, whatever the order of the properties', () => {
    const nodes = [
      object({ id: 1, user: 2, tenants: 3, n: 5, digest: 6 }),
      leaf('event-id'),
      leaf('user-id'),
      list(4),
      leaf('tenant-id'),
      keep,
      leaf('event-id', 'textDigest', { keywords: [] }),
    ];
    const of = (user: unknown) => ({ id: 'thing', tenants: ['thing'], n: 'x', user, digest: 'a b' });
    const shown = (user: unknown) => run(nodes, of(user), { shape: 'entity' }) as Record<string, unknown>;

    expect(shown(member)).toMatchObject({ id: '#thing', tenants: ['#thing'], n: 'x', user: '#anne' });
    expect(Object.keys(shown(outsider)).toSorted()).toEqual(['digest', 'n', 'tenants']);
    expect(shown(outsider)).toMatchObject({ n: 'x', tenants: [] });
    expect(shown(null)).toMatchObject({ id: '#thing', user: null });
    expect(shown(' ')).toMatchObject({ id: '#thing' });
  });

  it('are known by one of several names', () => {
    const nodes = [object({ id: 1, mail: 2, tenant: 3 }), leaf('user-id'), leaf('mail-address'), leaf('tenant-id')];
    expect(run(nodes, { id: outsider, mail: 'anne@contoso.example', tenant: 'thing' }, { shape: 'entity' })).toEqual({
      mail: '#anne@contoso.example',
      tenant: '#thing',
    });
  });

  it('aren’t known by a telephone number', () => {
    const nodes = [object({ id: 1, n: 2 }), leaf('phone-number'), keep];
    expect(run(nodes, { id: '+12025550100', n: 'x' }, { shape: 'entity' })).toEqual({ n: 'x' });
  });

  it('go with every transform that makes pseudonyms of people', () => {
    const nodes = [
      object({ a: 1, b: 2 }),
      leaf('user-id', 'tokenize'),
      leaf('user-id', 'tokenize', { regex: undefined }),
    ];
    expect(run(nodes, { a: outsider, b: member }, { shape: 'entity' })).toEqual({ b: '#anne' });
  });

  it('keep their pseudonyms if the settings say so, though not as items', () => {
    const counterparts = limited({ counterparts: true });
    const nodes = [record({ id: 1, manager: 2, sender: 3 }), leaf('user-id'), record({ id: 1 }), object({ id: 1 })];
    const of = (id: string) => ({ id, manager: { id: outsider }, sender: { id: outsider } });
    expect(run(nodes, { value: [of(member), of(outsider)] }, { population: counterparts })).toEqual({
      value: [{ id: '#anne', manager: { id: '#bert' }, sender: { id: '#bert' } }],
    });
  });
});

describe('values that are kept in plain', () => {
  const kept = (reveals: KeepNode['reveals']): ResponseNode => ({
    node: 'keep',
    format: { format: 'any' },
    ...(reveals && { reveals }),
  });

  it('are judged like pseudonyms if they are ids, as items and in mentions', () => {
    const nodes = [
      record({ id: 1, n: 2, sender: 3 }),
      kept({ of: 'user-id' }),
      keep,
      object({ id: 1, tenant: 4 }),
      leaf('tenant-id'),
    ];
    const of = (id: unknown) => ({ id, n: 'x', sender: { id: outsider, tenant: 'thing' } });
    expect(run(nodes, { value: [of(member), of(outsider), of(null), of(7)] })).toEqual({
      value: [{ id: 'anne', n: 'x', sender: {} }],
    });
  });

  it('are judged by the type of the object around them where that decides', () => {
    const nodes = [record({ id: 1 }), kept({ of: 'directory-object-id' })];
    const of = (type: string, id: string) => ({ '@odata.type': `#microsoft.graph.${type}`, id });
    const value = [of('user', member), of('group', group), of('user', outsider), of('device', 'thing'), { id: member }];
    expect(run(nodes, { value })).toEqual({
      value: expect.arrayContaining(['anne', 'crew', 'thing'].map((id) => ({ id }))),
    });
  });

  it('are judged as anybody’s where nothing says whose they are', () => {
    const nodes = [object({ a: 1, b: 1, c: 1, d: 1 }), kept({ of: 'any-subject' })];
    const ids = { a: member, b: group, c: 'anne@contoso.example', d: outsider };
    expect(run(nodes, ids, { shape: 'entity' })).toEqual({ a: member, b: group, c: 'anne@contoso.example' });
  });

  it('go with somebody outside if they are details, and stay with somebody inside if they are names', () => {
    const nodes = [
      object({ id: 1, name: 2, department: 3, n: 4, list: 5, part: 6 }),
      leaf('user-id'),
      kept('name'),
      kept('detail'),
      keep,
      list(3),
      object({ department: 3, n: 4 }),
    ];
    const part = { department: 'd', n: 'x' };
    const of = (id?: string) => ({ ...(id && { id }), name: 'x', department: 'd', n: 'x', list: ['a'], part });
    const shown = (id?: string) => run(nodes, of(id), { shape: 'entity' });
    expect(shown(member)).toEqual({ ...of(), id: '#anne' });
    expect(shown(outsider)).toEqual({ n: 'x', list: [], part: { n: 'x' } });
    expect(shown()).toEqual({ department: 'd', n: 'x', list: ['a'], part });
    expect(run(nodes, of(outsider), { shape: 'entity', population: limited({ counterparts: true }) })).toMatchObject({
      name: 'x',
    });
  });
});

describe('a response about many people', () => {
  const nodes = [
    object({ sessions: 1 }),
    list(2),
    object({ n: 3, caller: 4 }),
    keep,
    object({ id: 5 }),
    leaf('user-id'),
  ];
  const session = (n: string, id?: string) => ({ n, caller: id === undefined ? null : { id } });
  const body = { sessions: [session('a', member), session('b', outsider), session('c')] };
  const shown = (population: PopulationView) =>
    (run(nodes, body, { shape: 'entity', population }) as { sessions: { n: string }[] }).sessions
      .map(({ n }) => n)
      .toSorted();

  it('loses the items that concern only people outside', () => {
    expect(shown(limited({ shared: true }))).toEqual(['a', 'c']);
    expect(shown(limited())).toEqual(['a', 'b', 'c']);
    expect(shown(limited({ shared: true, counterparts: true }))).toEqual(['a', 'b', 'c']);
  });
});
