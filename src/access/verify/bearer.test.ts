import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { SignJWT } from 'jose';
import { publicKeyOf } from '../../adapters/access-keys/index.ts';
import { memoryRecords } from '../../adapters/records/index.ts';
import { type PublicKey, RecordsFault } from '../../ports/index.ts';
import { deleteClient, endGrant, findClient, regenerateRefresh, setSuspended } from '../index.ts';
import {
  audience,
  baseUrl,
  calendar,
  makeWorld,
  operator,
  people,
  signingKeys,
  start,
  type World,
} from '../testing/world.ts';
import {
  bearerChallenge,
  clientRecord,
  connectorRecord,
  permitted,
  prepareRefuseConnector,
  prepareVerifyBearer,
  type StoredConnector,
  type Verified,
} from './index.ts';

const by = operator;
const day = 86_400;
const group = '99999999-2222-4333-8444-555555555555';

let world: World;
let client: { readonly id: string; readonly secret: string };
beforeEach(async () => {
  world = await makeWorld();
  client = await world.client();
});

const post = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
  const form = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret, ...more };
  return `Bearer ${(await world.post(form)).json['access_token']}`;
};
const codeOf = async (authorization: string | undefined): Promise<string> => {
  const result = await world.verify(authorization);
  return result.ok ? 'ok' : result.problem.code;
};
const verified = async (authorization: string): Promise<Verified> => {
  const result = await world.verify(authorization);
  if (!result.ok) throw new Error(result.problem.code);
  return result;
};
const refreshed = async (grant: string) => {
  const made = await regenerateRefresh(world.ports, { client: 'acme', grant, by });
  if (!made.ok) throw new Error(made.why);
  return post({ grant_type: 'refresh_token', refresh_token: made.refreshToken });
};

describe('a bearer token', () => {
  it('represents its client with all live grants, those given later included', async () => {
    const token = await post();
    expect(await codeOf(token)).toBe('Graphveil.NoGrant');
    const first = await world.grant('acme');
    const second = await world.grant('acme', { kind: 'group', group, permissions: [people] });

    expect(await verified(token)).toEqual({
      ok: true,
      client: { id: client.id, name: 'acme' },
      tokenId: expect.any(String),
      groups: [group],
      grants: expect.arrayContaining([
        { id: first, kind: 'tenant', endpoints: new Map([['diary', new Set(calendar.endpoints)]]) },
        { id: second, kind: 'group', group, endpoints: new Map([['diary', new Set(people.endpoints)]]) },
      ]),
    });
    await endGrant(world.ports, { client: 'acme', grant: first, by });
    expect((await verified(token)).grants).toMatchObject([{ id: second }]);
  });

  it('of a refresh token represents its one grant', async () => {
    const first = await world.grant('acme');
    await world.grant('acme', { kind: 'group', group });
    expect((await verified(await refreshed(first))).grants).toMatchObject([{ id: first }]);
  });

  it('is valid for 24 hours, to the second', async () => {
    const token = await post();
    await world.grant('acme');
    world.now = start + day - 1;
    expect(await codeOf(token)).toBe('ok');
    world.now = start + day;
    expect(await codeOf(token)).toBe('Graphveil.TokenExpired');
  });

  it('ends when its grant does: ended, suspended, regenerated, or its time is up', async () => {
    const grant = await world.grant('acme', { days: 1 });
    const choice = { client: 'acme', grant, by };
    const token = await refreshed(grant);
    expect(await codeOf(token)).toBe('ok');
    await setSuspended(world.ports, choice, true);
    expect(await codeOf(token)).toBe('Graphveil.TokenRevoked');
    await setSuspended(world.ports, choice, false);
    expect(await codeOf(token)).toBe('ok');
    const newer = await refreshed(grant);
    expect([await codeOf(token), await codeOf(newer)]).toEqual(['Graphveil.TokenRevoked', 'ok']);
    world.now = start + day - 1;
    const last = await post();
    expect([await codeOf(newer), await codeOf(last)]).toEqual(['ok', 'ok']);
    world.now = start + day;
    expect(await codeOf(last)).toBe('Graphveil.NoGrant');
    await world.grant('acme');
    expect(await codeOf(last)).toBe('ok');
  });

  it('ends with its client, and with an epoch of the client', async () => {
    await world.grant('acme');
    const token = await post();
    const found = await findClient(world.ports, 'acme');
    if (found === undefined) throw new Error('the client is gone');
    await world.ports.records.put(clientRecord({ ...found.body, epoch: 2 }), found.version);
    const newer = await post();

    expect([await codeOf(token), await codeOf(newer)]).toEqual(['Graphveil.TokenRevoked', 'ok']);
    await deleteClient(world.ports, { client: 'acme', by });
    expect(await codeOf(newer)).toBe('Graphveil.TokenRevoked');
  });

  it('loses endpoints of permissions that its client loses', async () => {
    await world.grant('acme', { permissions: [calendar, people] });
    const found = await findClient(world.ports, 'acme');
    if (found === undefined) throw new Error('the client is gone');
    await world.ports.records.put(clientRecord({ ...found.body, permissions: [people.name] }), found.version);
    const caller = await verified(await post());

    expect(permitted(caller, 'diary', '/v1.0/users')).toMatchObject({ ok: true });
    expect(permitted(caller, 'diary', calendar.endpoints[0] ?? '')).toEqual({
      ok: false,
      problem: { code: 'Graphveil.PermissionMissing' },
    });
  });

  it('permits an endpoint of a connector through the grants that name it', async () => {
    const wide = await world.grant('acme', { permissions: [people] });
    const narrow = await world.grant('acme', { kind: 'group', group, permissions: [people, calendar] });
    const caller = await verified(await post());
    const ids = (connector: string, endpoint: string) => {
      const result = permitted(caller, connector, endpoint);
      return result.ok ? result.grants.map(({ id }) => id).sort() : [];
    };

    expect(ids('diary', '/v1.0/users')).toEqual([wide, narrow].sort());
    expect(ids('diary', '/v1.0/users/{userId}/events')).toEqual([narrow]);
    expect(ids('diary', '/v1.0/users/{userId}')).toEqual([]);
    expect(ids('mail', '/v1.0/users')).toEqual([]);
  });
});

describe('a text that isn’t a token of this service', () => {
  const [own, foreign] = signingKeys.map((jwk) => createPrivateKey({ key: { ...jwk }, format: 'jwk' }));
  const published = async (): Promise<PublicKey> => publicKeyOf(createPublicKey(own as never));
  const claims = () => ({
    iss: `${baseUrl}/graphveil/v2.0`,
    aud: audience,
    sub: client.id,
    client_id: client.id,
    jti: 'j',
    epoch: 1,
    grant_scope: 'all',
    iat: start,
    exp: start + 60,
  });
  const signed = async (change: object = {}, header: object = {}, key = own) =>
    `Bearer ${await new SignJWT({ ...claims(), ...change })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: (await published()).kid, ...header })
      .sign(key as never)}`;

  beforeEach(() => world.grant('acme'));

  it('is told apart from one that is', async () => {
    expect(await codeOf(await signed())).toBe('ok');
  });

  it.each<[string, object, object]>([
    ['another issuer', { iss: `${baseUrl}/adfs` }, {}],
    ['another audience', { aud: 'https://graph.microsoft.com' }, {}],
    ['another type', {}, { typ: 'JWT' }],
    ['another algorithm', {}, { alg: 'PS256' }],
    ['no expiry', { exp: undefined }, {}],
    ['no time of issue', { iat: undefined }, {}],
    ['no id', { jti: undefined }, {}],
    ['another subject than client', { sub: 'other' }, {}],
    ['a client id that is another partition', { sub: 'name#acme', client_id: 'name#acme' }, {}],
    ['an epoch in letters', { epoch: '1' }, {}],
    ['neither grants nor a scope', { grant_scope: undefined }, {}],
    ['grants and a scope', { grants: [] }, {}],
    ['another scope', { grant_scope: 'some' }, {}],
    ['grants of another shape', { grant_scope: undefined, grants: [{ id: 1, epoch: 1 }] }, {}],
    ['a refresh id of another shape', { refresh_id: 7 }, {}],
    ['an unknown key', {}, { kid: 'other' }],
  ])('is refused for %s', async (_, change, header) => {
    expect(await codeOf(await signed(change, header))).toBe('Graphveil.TokenInvalid');
  });

  it('admits nothing with an empty list of grants', async () => {
    expect(await codeOf(await signed({ grant_scope: undefined, grants: [] }))).toBe('Graphveil.TokenRevoked');
  });

  it('is refused with a foreign signature, unsigned, and with our public key as a shared secret', async () => {
    const text = (await signed()).slice(7);
    const [header = '', payload = '', signature = ''] = text.split('.');
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${encoded({ alg: 'none', typ: 'at+jwt' })}.${payload}.`;
    const pem = createPublicKey(own as never).export({ format: 'pem', type: 'spki' });
    const shared = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: (await published()).kid })
      .sign(Buffer.from(pem));
    const embedded = `${encoded({ alg: 'RS256', typ: 'at+jwt', jwk: await publicKeyOf(createPublicKey(foreign as never)) })}.${payload}`;
    const self = `${embedded}.${sign('RSA-SHA256', Buffer.from(embedded), foreign as never).toString('base64url')}`;
    const forged = (await signed({}, {}, foreign)).slice(7);
    const changed = `${header}.${encoded({ ...claims(), exp: start + day })}.${signature}`;

    for (const wrong of [unsigned, shared, self, forged, changed, `${header}.${payload}.`, 'x', 'x'.repeat(9_000)])
      expect(await codeOf(`Bearer ${wrong}`)).toBe('Graphveil.TokenInvalid');
    for (const wrong of [forged, changed, `${text} `, `${text}.x`, `token ${text}`])
      expect(await codeOf(wrong)).toBe('Graphveil.TokenInvalid');
    expect(await codeOf(text)).toBe(await codeOf(`Bearer ${text}`));
    expect(await codeOf(undefined)).toBe('Graphveil.TokenMissing');
    expect(await codeOf(`Basic ${text}`)).toBe('Graphveil.TokenInvalid');
    expect(await codeOf('')).toBe('Graphveil.TokenInvalid');
  });
});

describe('a connector that was paused or deleted', () => {
  const stored = (more: object) =>
    world.ports.records.put(connectorRecord({ name: 'diary', epoch: 1, ...more } as StoredConnector), 0);

  it.each([
    [{}, 'ok'],
    [{ paused: { by, at: start, reason: 'maintenance' } }, 'Graphveil.ConnectorPaused'],
    [{ deleted: { by, at: start } }, 'Graphveil.ConnectorDeleted'],
    [{ paused: { by, at: start, reason: 'maintenance' }, deleted: { by, at: start } }, 'Graphveil.ConnectorDeleted'],
  ])('with the record %j: every call is %s', async (more, code) => {
    await world.grant('acme');
    const token = await post();
    await stored(more);
    const refuse = prepareRefuseConnector(world.ports.records);

    expect(await codeOf(token)).toBe(code);
    expect((await refuse('diary'))?.code ?? 'ok').toBe(code);
    expect(await refuse('other')).toBeUndefined();
  });

  it('can’t be told from one that serves while the store fails, so no call is served', async () => {
    const failing = (error: Error) => prepareRefuseConnector({ get: () => Promise.reject(error) })('diary');

    expect(await failing(new RecordsFault('unavailable'))).toEqual({
      code: 'Graphveil.AccessRecordsUnavailable',
      headers: { 'retry-after': '5' },
    });
    await expect(failing(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('an outage of the store', () => {
  it('refuses, and never admits', async () => {
    await world.grant('acme');
    const token = await post();
    const records = memoryRecords(() => start * 1000);
    const verifyWith = async (fault: Error) => {
      const failing = { get: records.get, list: () => Promise.reject(fault) };
      const options = { issuer: `${baseUrl}/graphveil/v2.0`, audience, clock: () => start * 1000 };
      const keys = [
        await publicKeyOf(createPublicKey(createPrivateKey({ key: { ...signingKeys[0] }, format: 'jwk' }))),
      ];
      return prepareVerifyBearer({ records: failing, keys, ...options })(token, 'diary');
    };

    expect(await verifyWith(new RecordsFault('unavailable'))).toEqual({
      ok: false,
      problem: { code: 'Graphveil.AccessRecordsUnavailable', headers: { 'retry-after': '5' } },
    });
    await expect(verifyWith(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('bearerChallenge', () => {
  it.each([
    ['Graphveil.TokenMissing', 'Bearer realm="graphveil"'],
    ['Graphveil.TokenInvalid', 'Bearer realm="graphveil", error="invalid_token"'],
    ['Graphveil.TokenExpired', 'Bearer realm="graphveil", error="invalid_token"'],
    ['Graphveil.TokenRevoked', 'Bearer realm="graphveil", error="invalid_token"'],
    ['Graphveil.NoGrant', undefined],
  ] as const)('of %s is %s', (code, challenge) => {
    expect(bearerChallenge({ code })).toBe(challenge);
  });
});
