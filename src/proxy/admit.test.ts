import { freshMs, usableMs } from '../population/create-populations.ts';
import type { Grant, Grants } from '../population/index.ts';
import type { ResponseNode } from '../rules/plan/index.ts';
import { planOf, selectOf, tokenOf } from './testing/plans.ts';
import { errorOf, pageOf, textOf, worldOf } from './testing/world.ts';

const graph = 'https://graph.example';
const [member, outsider] = ['0f8fad5b-d9cb-469f-a165-000000000001', '0f8fad5b-d9cb-469f-a165-00000000ffff'];
const [crew, others] = ['7d4a1d3e-1111-4000-8000-000000000001', '7d4a1d3e-1111-4000-8000-000000000002'];
const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;
const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: idOf(from + index) }));

const id: ResponseNode = {
  node: 'transform',
  transform: 'pseudonymize',
  options: { of: 'user-id', includeReversible: true, encoding: 'URL_SAFE_TOKEN', domain: 'keep' },
};
const nodes: readonly ResponseNode[] = [
  { node: 'object', properties: { id: 1, n: 2 }, links: [], record: true },
  id,
  { node: 'keep', format: { format: 'any' } },
  { node: 'object', properties: { n: 2 }, links: [] },
];

const path = { by: 'path', parameter: 'userId' } as const;
const plain = { userId: { kind: 'user-id', token: 'accepted' } } as const;
const plan = planOf(
  [
    { template: '/v1.0/users', shape: 'collection', query: [selectOf('id', 'n')], bound: { by: 'items', items: true } },
    {
      template: '/v1.0/users/delta',
      shape: 'delta',
      query: [selectOf('id', 'n')],
      bound: { by: 'items', items: true },
    },
    {
      template: '/v1.0/users/{userId}/events',
      parameters: { userId: tokenOf('user-id') },
      shape: 'collection',
      root: 3,
      bound: path,
    },
    { template: '/v1.0/users/{userId}/mail', parameters: plain, shape: 'collection', root: 3, bound: path },
    {
      template: '/v1.0/groups/{groupId}',
      parameters: { groupId: tokenOf('group-id') },
      root: 3,
      bound: { by: 'group', parameter: 'groupId' },
    },
    {
      template: '/v1.0/objects/{objectId}',
      parameters: { objectId: tokenOf('directory-object-id') },
      root: 3,
      bound: { by: 'path', parameter: 'objectId' },
    },
    {
      template: '/v1.0/chats/{chatId}',
      parameters: { chatId: { kind: 'chat-id', token: 'accepted' } },
      root: 3,
      bound: { by: 'owner', parameter: 'chatId', of: 'chat-id' },
    },
    {
      template: '/v1.0/odd/{any}',
      parameters: { any: { token: 'accepted' } },
      root: 3,
      bound: { by: 'path', parameter: 'any' },
    },
    {
      template: '/v1.0/things/{any}',
      parameters: { any: { kind: 'directory-object-id', token: 'accepted' } },
      root: 3,
      bound: { by: 'path', parameter: 'any' },
    },
    {
      template: '/v1.0/drives',
      shape: 'collection',
      root: 3,
      bound: { by: 'owner', parameter: 'driveId', of: 'drive-id' },
    },
    { template: '/v1.0/sites', shape: 'collection', root: 3 },
    {
      template: '/v1.0/calls',
      shape: 'collection',
      root: 3,
      query: [
        {
          name: '$filter',
          required: false,
          type: 'filter',
          comparisons: [
            {
              path: 'people',
              any: 'id',
              operators: ['eq'],
              quoted: true,
              value: tokenOf('user-id'),
            },
          ],
        },
      ],
      bound: { by: 'filter', parameter: 'people/any/id' },
    },
    {
      template: '/v1.0/users/{userId}/manager',
      parameters: { userId: tokenOf('user-id') },
      query: [selectOf('id', 'n')],
      bound: path,
    },
  ],
  nodes,
);

const role = (name: string): string => `arn:aws:sts::111122223333:assumed-role/graphveil-prod-caller-${name}`;
const grant = (groups: readonly string[], more: Partial<Grant> = {}): Grant => ({
  groups,
  counterparts: false,
  beside: [],
  ...more,
});
const grants: Grants = {
  leastGroupSize: 5,
  callers: new Map<string, Grant | 'everybody'>([
    [role('pilot'), grant([crew])],
    [role('other'), grant([others])],
    [role('all'), 'everybody'],
  ]),
};

/** A proxy in front of a directory with two groups, whose other responses are scripted. */
const setUp = () => {
  const set = worldOf(plan, { grants });
  const directory = {
    groups: new Map([
      [crew, people(1, 6)],
      [others, people(10, 15)],
    ]),
    /** Status of the directory's answers. */
    status: 200,
    body: { value: [] } as unknown,
    bodies: new Map<string, unknown>(),
    statuses: new Map<string, number>(),
  };
  const respond = ({ url }: { readonly url: string }) => {
    const [, group = '', list] =
      /\/v1\.0\/groups\/([^/?]+)\??(.*transitiveMembers)?/.exec(
        url.replace('/transitiveMembers', '?transitiveMembers'),
      ) ?? [];
    const found = directory.groups.get(group);
    if (found === undefined || url.endsWith(group)) {
      const target = url.slice(graph.length);
      return { status: directory.statuses.get(target) ?? 200, body: directory.bodies.get(target) ?? directory.body };
    }
    return { status: directory.status, body: list === undefined ? { id: group } : { value: found } };
  };
  const call = (target: string, caller: string | undefined = 'pilot', session = 'night') => {
    set.world.answers.splice(0, Infinity, ...Array.from({ length: 20 }, () => respond));
    const principal = caller && `${role(caller)}/${session}`;
    return set.call(target, principal === undefined ? {} : { caller: { principal } });
  };
  const token = (value: string, kind: 'user-id' | 'group-id' | 'chat-id' = 'user-id') =>
    set.world.keyring.pseudonyms.tokenize(value, kind);
  const last = (): string => set.world.requests.at(-1)?.url.slice(graph.length) ?? '';
  return { ...set, directory, call, token, last };
};

const codeOf = (reply: Awaited<ReturnType<ReturnType<typeof setUp>['call']>>) =>
  reply.status === 200 ? 200 : [reply.status, errorOf(reply).code];

describe('a caller', () => {
  it.each([
    ['that no settings name', `arn:aws:sts::111122223333:assumed-role/admin/x`],
    ['of another account', `arn:aws:sts::999922223333:assumed-role/graphveil-prod-caller-pilot/x`],
    ['whose session is named like a role', `arn:aws:sts::111122223333:assumed-role/x/graphveil-prod-caller-all`],
    ['that is a user', 'arn:aws:iam::111122223333:user/graphveil-prod-caller-all'],
    ['without a name', ''],
  ])('%s is refused', async (_, principal) => {
    const { call } = worldOf(plan, { grants });
    expect(codeOf(await call('/v1.0/users', { caller: { principal } }))).toEqual([403, 'Graphveil.CallerUnknown']);
  });

  it('that the platform doesn’t name is refused', async () => {
    const { call } = worldOf(plan, { grants });
    expect(codeOf(await call('/v1.0/users'))).toEqual([403, 'Graphveil.CallerUnknown']);
  });

  it('sees everybody if the settings limit nobody, or not this one', async () => {
    const { call, world, directory } = setUp();
    directory.body = { value: [{ id: outsider }], '@odata.count': 1 };
    const all = pageOf(await call('/v1.0/users', 'all'));
    expect(all).toMatchObject({ '@odata.count': 1, value: [{ id: expect.stringMatching(/^p~/) }] });
    expect(world.requests).toHaveLength(1);

    const free = worldOf(plan);
    free.world.answers.push({ body: { value: [{ id: outsider }] } });
    expect(pageOf(await free.call('/v1.0/users')).value).toHaveLength(1);
  });

  it('that is limited sees the people of its group in every session, and others theirs', async () => {
    const { call, directory, token } = setUp();
    directory.body = { value: [{ id: idOf(1), n: 'x' }, { id: idOf(10) }, { id: outsider }], '@odata.count': 3 };
    const ids = async (...given: Parameters<typeof call>) =>
      pageOf(await call(...given)).value.map((item) => item['id']);
    expect(await ids('/v1.0/users')).toEqual([token(idOf(1))]);
    expect(await ids('/v1.0/users', 'other', 'a/b')).toEqual([token(idOf(10))]);
    expect(textOf(await call('/v1.0/users'))).not.toContain('@odata.count');
  });
});

describe('a call about somebody', () => {
  it('is served for a member, and refused for anybody outside before Graph is asked', async () => {
    const { call, token, world, directory } = setUp();
    directory.body = { value: [{ n: 'x' }] };
    expect(pageOf(await call(`/v1.0/users/${token(member)}/events`)).value).toEqual([{ n: 'x' }]);
    const before = world.requests.length;
    expect(codeOf(await call(`/v1.0/users/${token(outsider)}/events`))).toEqual([403, 'Graphveil.OutsideGrant']);
    expect(codeOf(await call(`/v1.0/users/${token(member)}/events`, 'other'))).toEqual([403, 'Graphveil.OutsideGrant']);
    expect(world.requests.slice(before).every(({ url }) => url.includes('/v1.0/groups/'))).toBe(true);
  });

  it('by a filter is served for a member, refused for others, and refused without the filter', async () => {
    const { call, token, directory, last } = setUp();
    directory.body = { value: [{ n: 'x' }] };
    const filtered = (person: string) =>
      call(`/v1.0/calls?$filter=${encodeURIComponent(`people/any(p:p/id eq '${token(person)}')`)}`);

    expect(pageOf(await filtered(member)).value).toEqual([{ n: 'x' }]);
    expect(last()).toContain(member);
    expect(codeOf(await filtered(outsider))).toEqual([403, 'Graphveil.OutsideGrant']);
    const without = await call('/v1.0/calls');
    expect(codeOf(without)).toEqual([403, 'Graphveil.EndpointUnbounded']);
    expect(errorOf(without).message).toContain('$filter by people/any/id is missing');
    expect(codeOf(await call('/v1.0/calls', 'all'))).toBe(200);
  });

  it('gets Graph’s own 404 if it leads to somebody outside', async () => {
    const { call, token, directory } = setUp();
    directory.body = { id: outsider, n: 'x' };
    const reply = await call(`/v1.0/users/${token(member)}/manager`);
    expect(codeOf(reply)).toEqual([404, 'Request_ResourceNotFound']);
    expect(errorOf(reply).innerError['code']).toBe('Graphveil.OutsideGrant');
    directory.body = { id: idOf(2), n: 'x' };
    expect(codeOf(await call(`/v1.0/users/${token(member)}/manager`))).toBe(200);
  });

  it('in plain gets Graph’s own 404, whether the person exists or not', async () => {
    const { call } = setUp();
    const replies = await Promise.all([outsider, idOf(777)].map((each) => call(`/v1.0/users/${each}/mail`)));
    for (const reply of replies) {
      expect(codeOf(reply)).toEqual([404, 'Request_ResourceNotFound']);
      expect(errorOf(reply).innerError['code']).toBe('Graphveil.OutsideGrant');
    }
    expect(codeOf(await call(`/v1.0/users/${member}/mail`))).toBe(200);
  });

  it('is judged by group, and for any object of the directory by both', async () => {
    const { call, token, directory } = setUp();
    directory.body = { n: 'x' };
    expect(codeOf(await call(`/v1.0/groups/${token(crew, 'group-id')}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/groups/${token(others, 'group-id')}`))).toEqual([403, 'Graphveil.OutsideGrant']);
    expect(codeOf(await call(`/v1.0/objects/${token(crew, 'group-id')}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/objects/${token(member)}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/objects/${token(outsider)}`))).toEqual([403, 'Graphveil.OutsideGrant']);
  });

  it('is judged by the kind of its token where the rules name none, and refused without any', async () => {
    const { call, token, directory } = setUp();
    directory.body = { n: 'x' };
    expect(codeOf(await call(`/v1.0/odd/${token(member)}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/odd/${token(outsider)}`))).toEqual([403, 'Graphveil.OutsideGrant']);
    expect(codeOf(await call('/v1.0/odd/something'))).toEqual([403, 'Graphveil.OutsideGrant']);
  });

  it('about any object of the directory is judged by both kinds in plain too', async () => {
    const { call, directory } = setUp();
    directory.body = { n: 'x' };
    expect(codeOf(await call(`/v1.0/things/${crew}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/things/${member}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/things/${outsider}`))).toEqual([404, 'Request_ResourceNotFound']);
  });

  it('is refused if nothing limits its endpoint', async () => {
    const { call } = setUp();
    expect(codeOf(await call('/v1.0/sites'))).toEqual([403, 'Graphveil.EndpointUnbounded']);
    expect(codeOf(await call('/v1.0/sites', 'all'))).toBe(200);
  });
});

describe('a chat', () => {
  const chat = '19:x@thread.v2';
  const list = `/v1.0/chats/${chat}/members`;

  it('is served if a member takes part, and refused otherwise', async () => {
    const { call, token, directory } = setUp();
    directory.bodies.set(list, { value: [{ userId: outsider }, { userId: member }] });
    directory.body = { n: 'x' };
    expect(codeOf(await call(`/v1.0/chats/${token(chat, 'chat-id')}`))).toBe(200);
    expect(codeOf(await call(`/v1.0/chats/${token(chat, 'chat-id')}`, 'other'))).toEqual([
      403,
      'Graphveil.OutsideGrant',
    ]);
    expect(codeOf(await call(`/v1.0/chats/${chat}`, 'other'))).toEqual([404, 'Request_ResourceNotFound']);
  });

  it('is needed where the rules look up the people of one', async () => {
    const { call } = setUp();
    expect(codeOf(await call('/v1.0/drives'))).toEqual([403, 'Graphveil.OutsideGrant']);
  });

  it('can’t be judged by an answer without a list', async () => {
    const { call, token, directory } = setUp();
    directory.statuses.set(list, 204);
    expect(codeOf(await call(`/v1.0/chats/${token(chat, 'chat-id')}`))).toEqual([502, 'Graphveil.UpstreamInvalid']);
  });

  it('passes Graph’s refusal of the look-up on', async () => {
    const { call, token, directory } = setUp();
    directory.statuses.set(list, 404);
    directory.bodies.set(list, { error: { code: 'NotFound' } });
    expect(codeOf(await call(`/v1.0/chats/${token(chat, 'chat-id')}`))).toEqual([404, 'NotFound']);
  });

  it('in plain looks the same whether it is one of others or doesn’t exist', async () => {
    const { call, directory } = setUp();
    directory.bodies.set(list, { value: [{ userId: outsider }] });
    const ofOthers = await call(`/v1.0/chats/${chat}`);
    const shown = ({ status, body }: typeof ofOthers) => [
      status,
      Buffer.from(body)
        .toString()
        .replaceAll(/"(?:date|request-id|client-request-id)":"[^"]*"/g, ''),
    ];
    for (const status of [404, 403, 410, 423]) {
      directory.statuses.set(`/v1.0/chats/19:${status}@thread.v2/members`, status);
      expect(shown(await call(`/v1.0/chats/19:${status}@thread.v2`))).toEqual(shown(ofOthers));
    }
    expect(codeOf(ofOthers)).toEqual([404, 'Request_ResourceNotFound']);
  });
});

describe('the request of a limited caller', () => {
  it.each([
    ['/v1.0/users?$select=n', '/v1.0/users?$select=n,id'],
    ['/v1.0/users?$select=n,id', '/v1.0/users?$select=n,id'],
    ['/v1.0/users?$select=id', '/v1.0/users?$select=id'],
  ])('selects the id, without which items can’t be told apart: %s', async (target, sent) => {
    const { call, last } = setUp();
    await call(target);
    expect(last()).toBe(sent);
    await call(target, 'all');
    expect(last()).toBe(target);
  });

  it('renews a token without consent to read the group', async () => {
    const { world, call, token, directory } = setUp();
    world.roles = [];
    world.renewed = ['User.Read.All'];
    directory.status = 403;
    expect(codeOf(await call(`/v1.0/users/${token(member)}/events`))).toEqual([503, 'Graphveil.GroupNotReadable']);
    expect(world.renewals).toBe(1);
  });

  it('is refused while the members can’t be read', async () => {
    const { call, directory, world, token } = setUp();
    directory.status = 503;
    const target = `/v1.0/users/${token(member)}/events`;
    const reply = await call(target);
    expect(codeOf(reply)).toEqual([503, 'Graphveil.PopulationUnavailable']);
    expect(reply.headers['retry-after']).toBe('10');
    directory.status = 200;
    world.now += 10_000;
    expect(codeOf(await call(target))).toBe(200);
    directory.status = 503;
    world.now += freshMs;
    expect(codeOf(await call(target))).toBe(200);
    world.now += usableMs;
    expect(codeOf(await call(target))).toEqual([503, 'Graphveil.PopulationUnavailable']);
  });
});

describe('a link', () => {
  const linkOf = (page: ReturnType<typeof pageOf>): string =>
    (page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? 'none').replace('https://proxy.example', '');

  it('of another caller gives each its own view', async () => {
    const { call, directory, token } = setUp();
    directory.body = { value: [], '@odata.nextLink': `${graph}/v1.0/users?$skiptoken=x&$select=n` };
    const link = linkOf(pageOf(await call('/v1.0/users', 'all')));
    directory.body = { value: [{ id: idOf(1) }, { id: idOf(10) }] };
    const ids = async (caller: string) => pageOf(await call(link, caller)).value.map((item) => item['id']);
    expect(await ids('pilot')).toEqual([token(idOf(1))]);
    expect(await ids('other')).toEqual([token(idOf(10))]);
    expect(await ids('all')).toHaveLength(2);
  });

  it('selects the id even if it was given to somebody who sees everybody', async () => {
    const { call, directory, last } = setUp();
    directory.body = { value: [], '@odata.nextLink': `${graph}/v1.0/users?%24select=n&$skiptoken=x` };
    const link = linkOf(pageOf(await call('/v1.0/users', 'all')));
    directory.body = { value: [] };
    await call(link);
    expect(last()).toBe('/v1.0/users?%24select=n,id&$skiptoken=x');
  });

  it('about somebody outside is refused, whoever it was given to', async () => {
    const { call, directory, token } = setUp();
    directory.body = { value: [], '@odata.nextLink': `${graph}/v1.0/users('${outsider}')/events?$skip=10` };
    const link = linkOf(pageOf(await call(`/v1.0/users/${token(outsider)}/events`, 'all')));
    expect(codeOf(await call(link))).toEqual([403, 'Graphveil.OutsideGrant']);
    directory.body = { value: [] };
    expect(codeOf(await call(link, 'all'))).toBe(200);
  });

  it('of a page differs between populations, and is the same for the same one', async () => {
    const { call, directory } = setUp();
    directory.body = { value: [], '@odata.nextLink': `${graph}/v1.0/users?$skiptoken=x` };
    const links = await Promise.all(
      ['pilot', 'pilot', 'other', 'all'].map(async (caller) => linkOf(pageOf(await call('/v1.0/users', caller)))),
    );
    expect(links[0]).toBe(links[1]);
    expect(new Set(links).size).toBe(3);
  });
});

describe('changes', () => {
  const start = async (caller?: string) => {
    const set = setUp();
    set.directory.body = { value: [], '@odata.deltaLink': `${graph}/v1.0/users/delta?$deltatoken=x` };
    const link = String(pageOf(await set.call('/v1.0/users/delta', caller))['@odata.deltaLink']).replace(
      'https://proxy.example',
      '',
    );
    return { ...set, link };
  };
  const resync = [410, 'resyncRequired'];

  it('are followed while nobody joins', async () => {
    const { call, link, directory, world } = await start();
    expect(codeOf(await call(link))).toBe(200);
    directory.groups.set(crew, people(1, 6).slice(0, 5));
    world.now += freshMs;
    expect(codeOf(await call(link))).toBe(200);
  });

  it('begin anew when somebody joins, at the latest five minutes later', async () => {
    const { call, link, directory, world } = await start();
    directory.groups.set(crew, people(1, 8));
    expect(codeOf(await call(link))).toBe(200);
    world.now += freshMs;
    expect(codeOf(await call(link))).toEqual(resync);
    expect(errorOf(await call(link)).message).toContain('people have joined');
  });

  it('go on after somebody left', async () => {
    const { call, link, directory, world } = await start();
    directory.groups.set(crew, people(1, 8));
    world.now += freshMs;
    const wide = String(pageOf(await call('/v1.0/users/delta'))['@odata.deltaLink']).replace(
      'https://proxy.example',
      '',
    );
    directory.groups.set(crew, people(1, 7));
    world.now += freshMs;
    expect(codeOf(await call(wide))).toBe(200);
    expect(codeOf(await call(link))).toEqual(resync);
  });

  it('begin anew for a caller with another population, and for one that sees everybody', async () => {
    const { call, link } = await start();
    expect(codeOf(await call(link, 'other'))).toEqual(resync);
    expect(codeOf(await call(link, 'all'))).toEqual(resync);
    const free = await start('all');
    expect(codeOf(await free.call(free.link, 'pilot'))).toEqual(resync);
    expect(codeOf(await free.call(free.link, 'all'))).toBe(200);
  });

  it('are followed by an instance of the function that has read the members earlier', async () => {
    const { call, directory, world, link } = await start();
    directory.groups.set(crew, people(1, 8));
    const newer = worldOf(plan, { grants }, world.keyring);
    newer.world.answers.push(
      { body: { id: crew } },
      { body: { value: people(1, 8) } },
      { body: { value: [], '@odata.deltaLink': `${graph}/v1.0/users/delta?$deltatoken=y` } },
    );
    const page = pageOf(await newer.call('/v1.0/users/delta', { caller: { principal: `${role('pilot')}/x` } }));
    world.now += 20_000;
    expect(codeOf(await call(String(page['@odata.deltaLink']).replace('https://proxy.example', '')))).toBe(200);
    expect(codeOf(await call(link))).toEqual(resync);
  });
});
