import { regenerateRefresh, setSuspended } from '../access/index.ts';
import { operator as by, makeWorld } from '../access/testing/world.ts';
import { connectorRecord, prepareRefuseConnector } from '../access/verify/index.ts';
import { memoryRecords } from '../adapters/records/index.ts';
import { RecordsFault } from '../ports/index.ts';
import type { ResponseNode } from '../rules/plan/index.ts';
import { createIdentify } from './identify.ts';
import { planOf, selectOf, tokenOf } from './testing/plans.ts';
import { errorOf, pageOf, textOf, worldOf } from './testing/world.ts';

const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;
const groupOf = (number: number): string => `7d4a1d3e-1111-4000-8000-${String(number).padStart(12, '0')}`;
const [crew, others, crewAndOne] = [groupOf(1), groupOf(2), groupOf(3)];
const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: idOf(from + index) }));
const directory = new Map([
  [crew, people(1, 6)],
  [others, people(10, 15)],
  [crewAndOne, people(1, 7)],
]);

const nodes: readonly ResponseNode[] = [
  { node: 'object', properties: { id: 1, n: 2 }, links: [], record: true },
  {
    node: 'transform',
    transform: 'pseudonymize',
    options: { of: 'user-id', includeReversible: true, encoding: 'URL_SAFE_TOKEN', domain: 'keep' },
  },
  { node: 'keep', format: { format: 'any' } },
];
const plan = planOf(
  [
    { template: '/v1.0/users', shape: 'collection', query: [selectOf('id', 'n')], bound: { by: 'items', items: true } },
    {
      template: '/v1.0/users/{userId}',
      parameters: { userId: tokenOf('user-id') },
      query: [selectOf('id', 'n')],
      bound: { by: 'path', parameter: 'userId' },
    },
  ],
  nodes,
);
const list = { name: 'directory:User.Read.All', endpoints: ['/v1.0/users'] };
const one = { name: 'directory:User.Read', endpoints: ['/v1.0/users/{userId}'] };

/** A proxy for registered tools, in front of a directory of three groups. */
const setUp = async ({
  serving = true,
  ...more
}: { readonly serving?: boolean } & Parameters<typeof makeWorld>[0] = {}) => {
  const access = await makeWorld(more);
  const client = await access.client({ permissions: [list.name, one.name] });
  const { world, call: send } = worldOf(plan, {}, undefined, undefined, serving ? access.verify : undefined);
  const respond = ({ url }: { readonly url: string }) => {
    const [, group = '', members] = /\/groups\/([^/?]+)(\/transitiveMembers)?/.exec(url) ?? [];
    const found = directory.get(group);
    if (found !== undefined) return { body: members === undefined ? { id: group } : { value: found } };
    const [, user] = /\/users\/([^/?]+)/.exec(url) ?? [];
    if (user !== undefined) return { body: { id: user } };
    return { body: { value: people(1, 20), '@odata.count': 19 } };
  };
  const call = (target: string, authorization?: string) => {
    world.answers.splice(0, Infinity, ...Array.from({ length: 9 }, () => respond));
    return send(target, { headers: authorization === undefined ? {} : { authorization } });
  };
  const token = async (form: Readonly<Record<string, string>> = { grant_type: 'client_credentials' }) =>
    `Bearer ${(await access.post({ client_id: client.id, client_secret: client.secret, ...form })).json['access_token']}`;
  const tokenOfGrant = async (grant: string) => {
    const made = await regenerateRefresh(access.ports, { client: 'acme', grant, by });
    if (!made.ok) throw new Error(made.why);
    return token({ grant_type: 'refresh_token', refresh_token: made.refreshToken });
  };
  return { access, client, world, call, send, token, tokenOfGrant };
};

const codeOf = (reply: Awaited<ReturnType<Awaited<ReturnType<typeof setUp>>['call']>>) => errorOf(reply).code;

describe('a connector that serves registered tools', () => {
  it.each(['/v1.0/users', '/v1.0/nothing', '/v1.0/users/p~x', '//', '/healthz'])(
    'answers %s without a token by 401 and nothing more',
    async (target) => {
      const { call, world } = await setUp();
      const reply = await call(target);

      expect([reply.status, codeOf(reply)]).toEqual([401, 'Graphveil.TokenMissing']);
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="graphveil"');
      expect(world.requests).toEqual([]);
    },
  );

  it('says of a token that is changed that it is invalid, as SDKs expect it', async () => {
    const { call, token, access } = await setUp();
    await access.grant('acme', { permissions: [list] });
    const reply = await call('/v1.0/users', `${await token()}x`);

    expect([reply.status, codeOf(reply)]).toEqual([401, 'Graphveil.TokenInvalid']);
    expect(reply.headers['www-authenticate']).toBe('Bearer realm="graphveil", error="invalid_token"');
  });

  it('shows everybody to a client with a grant for everybody, and logs the client’s id', async () => {
    const { call, token, access, world, client } = await setUp();
    await access.grant('acme', { permissions: [list] });
    await access.grant('acme', { permissions: [one], kind: 'group', group: crew });
    const reply = await call('/v1.0/users', await token());

    expect(pageOf(reply).value).toHaveLength(19);
    expect(world.records).toMatchObject([{ client: client.id, status: 200 }]);
    expect((await call('/healthz', await token())).status).toBe(200);
    expect((await call('/healthz')).status).toBe(401);
  });

  it('shows a client the people of its groups, and serves the endpoints of its grants only', async () => {
    const { call, token, access } = await setUp();
    await access.grant('acme', { permissions: [list], kind: 'group', group: crew });
    const first = await call('/v1.0/users', await token());
    const refused = await call(`/v1.0/users/${pageOf(first).value[0]?.['id']}`, await token());
    await access.grant('acme', { permissions: [list], kind: 'group', group: others });
    const both = await call('/v1.0/users', await token());

    expect(pageOf(first).value).toHaveLength(5);
    expect(textOf(first)).not.toContain('@odata.count');
    expect([refused.status, codeOf(refused)]).toEqual([403, 'Graphveil.PermissionMissing']);
    expect(pageOf(both).value).toHaveLength(10);
  });

  it('judges a token of one grant by the groups of all grants that its client could compare', async () => {
    const { call, tokenOfGrant, access } = await setUp();
    const grant = await access.grant('acme', { permissions: [list], kind: 'group', group: crew });
    const near = await access.grant('acme', { permissions: [list], kind: 'group', group: crewAndOne });
    const authorization = await tokenOfGrant(grant);
    const refused = await call('/v1.0/users', authorization);
    await setSuspended(access.ports, { client: 'acme', grant: near, by }, true);
    const alone = await call('/v1.0/users', authorization);

    expect([refused.status, codeOf(refused)]).toEqual([403, 'Graphveil.GroupsOverlap']);
    expect(pageOf(alone).value).toHaveLength(5);
  });

  it('limits what is behind a link or pseudonym that another client was given', async () => {
    const { call, token, access, world } = await setUp();
    const wide = await access.client({ name: 'wide', permissions: [list.name, one.name] });
    await access.grant('wide', { permissions: [list, one] });
    await access.grant('acme', { permissions: [one], kind: 'group', group: crew });
    const all = await call(
      '/v1.0/users',
      await token({ grant_type: 'client_credentials', client_id: wide.id, client_secret: wide.secret }),
    );
    const ids = pageOf(all).value.map(({ id }) => String(id));
    const both = [1, 19].map((number) => world.keyring.pseudonyms.tokenize(idOf(number), 'user-id'));
    const replies = await Promise.all(both.map(async (id) => call(`/v1.0/users/${id}`, await token())));

    expect(ids).toEqual(expect.arrayContaining(both));
    expect(replies.map(({ status }) => status)).toEqual([200, 403]);
    expect(replies[1] && codeOf(replies[1])).toBe('Graphveil.OutsideGrant');
  });

  it('refuses while the store is out, and says when to try again', async () => {
    const records = memoryRecords(() => 0);
    const { call, token, access } = await setUp({ records });
    await access.grant('acme', { permissions: [list] });
    const authorization = await token();
    Object.assign(records, { list: async () => Promise.reject(new RecordsFault('unavailable')) });
    const reply = await call('/v1.0/users', authorization);

    expect([reply.status, codeOf(reply)]).toEqual([503, 'Graphveil.AccessRecordsUnavailable']);
    expect(reply.headers).toMatchObject({ 'retry-after': '5' });
    expect(reply.headers['www-authenticate']).toBeUndefined();
  });

  it('asks no token of a caller that the platform authenticated', async () => {
    const { world, send } = await setUp();
    world.answers.push({ body: { value: people(1, 3) } });
    const reply = await send('/v1.0/users', { caller: { principal: 'arn:aws:sts::1:assumed-role/x/y' } });

    expect(pageOf(reply).value).toHaveLength(2);
    expect(world.records[0]?.client).toBeUndefined();
  });
});

describe('a connector that an administrator closed', () => {
  const at = 1_800_000_000;

  it.each([
    ['Graphveil.ConnectorPaused', { paused: { by, at, reason: 'An incident' } }],
    ['Graphveil.ConnectorDeleted', { deleted: { by, at } }],
  ])('refuses tokens that were issued before, and callers of AWS: %s', async (code, closed) => {
    const { access, call, token } = await setUp();
    await access.grant('acme', { permissions: [list] });
    const before = await token();
    expect((await call('/v1.0/users', before)).status).toBe(200);

    await access.ports.records.put(connectorRecord({ name: 'directory', epoch: 1, changes: [], ...closed }), 0);
    const refused = await call('/v1.0/users', before);
    const identify = createIdentify('directory', { refuseConnector: prepareRefuseConnector(access.ports.records) });
    const asked = {
      method: 'GET',
      target: '/v1.0/users',
      headers: {},
      hasBody: false,
      baseUrl: 'https://proxy.example',
      deadline: 0,
      caller: { principal: 'a role' },
    };

    expect([refused.status, errorOf(refused).code]).toEqual([403, code]);
    expect(await identify(asked)).toEqual({ ok: false, problem: { code } });
    expect(await identify({ ...asked, target: '/healthz' })).toMatchObject({ ok: true });
  });

  it('refuses callers of AWS while the store cannot be read', async () => {
    const get = () => Promise.reject(new RecordsFault('unavailable'));
    const refuse = prepareRefuseConnector({ get });

    expect((await refuse('directory'))?.code).toBe('Graphveil.AccessRecordsUnavailable');
    await expect(prepareRefuseConnector({ get: () => Promise.reject(new TypeError('a bug')) })('x')).rejects.toThrow(
      'a bug',
    );
  });
});
