import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { memoryRecords } from '../../adapters/records/index.ts';
import { KeysFault, RecordsFault } from '../../ports/index.ts';
import { deleteClient, regenerateRefresh, setSuspended } from '../index.ts';
import { audience, baseUrl, makeWorld, operator, signingKeys, start, tenant, type World } from '../testing/world.ts';
import { refusals } from './index.ts';

const by = operator;
const day = 86_400;
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const graph = 'https://graph.microsoft.com/.default';

let world: World;
let client: { readonly id: string; readonly secret: string };
beforeEach(async () => {
  world = await makeWorld();
  client = await world.client();
});

const form = (more: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'client_credentials',
  client_id: client.id,
  client_secret: client.secret,
  ...more,
});
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});
const refreshOf = async () => {
  const grant = await world.grant('acme');
  const made = await regenerateRefresh(world.ports, { client: 'acme', grant, by });
  if (!made.ok) throw new Error(made.why);
  return { grant, token: made.refreshToken };
};
const refreshed = (token: string) => world.post(form({ grant_type: 'refresh_token', refresh_token: token }));

describe('an access token', () => {
  it('is a JWT of RFC 9068 for 24 hours, with the fields that libraries of Entra read', async () => {
    const { status, json, headers } = await world.post(form({ scope: graph }), {
      path: `/${tenant}/oauth2/v2.0/token`,
    });
    const token = String(json['access_token']);

    expect([status, json]).toEqual([
      200,
      { token_type: 'Bearer', expires_in: day, ext_expires_in: day, access_token: token },
    ]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.any(String) });
    expect(decodeJwt(token)).toEqual({
      iss: `${baseUrl}/graphveil/v2.0`,
      aud: audience,
      sub: client.id,
      client_id: client.id,
      iat: start,
      exp: start + day,
      jti: expect.any(String),
      epoch: 1,
      grant_scope: 'all',
      roles: ['Calendars.Read', 'User.Read.All'],
    });
  });

  it('of a refresh token is for its one grant, and the refresh token stays', async () => {
    const { grant, token } = await refreshOf();
    const { status, json } = await refreshed(token);

    expect([status, json['refresh_token']]).toEqual([200, token]);
    expect(decodeJwt(String(json['access_token']))).toMatchObject({ grants: [{ id: grant, epoch: 2 }] });
    expect(decodeJwt(String(json['access_token']))).not.toHaveProperty('grant_scope');
    expect((await refreshed(token)).status).toBe(200);
  });

  it.each([
    ['no scope', {}],
    ['the scope of Graph', { scope: graph }],
    ['scopes of OpenID Connect beside it', { scope: `${graph} openid offline_access profile` }],
    ['our own audience', { scope: `${audience}/.default` }],
    ['our own address', { scope: `${baseUrl}/.default` }],
  ])('is given for %s', async (_, more) => {
    expect((await world.post(form(more))).status).toBe(200);
  });

  it.each([
    'https://vault.azure.net/.default',
    `${graph} https://management.azure.com/.default`,
    'User.Read',
    'https://graph.microsoft.com.example/.default',
  ])('is refused for %s', async (scope) => {
    const { status, json } = await world.post(form({ scope }));
    expect([status, json['error'], json['error_codes']]).toEqual([400, 'invalid_scope', [70_011]]);
  });
});

describe('client authentication', () => {
  it('takes a secret in the header or in the form, and ids in any letter case', async () => {
    const { client_id: _, client_secret: __, ...rest } = form();
    const inHeader = await world.post(rest, { headers: basic(client.id, client.secret) });
    const both = await world.post({ ...rest, client_id: client.id }, { headers: basic(client.id, client.secret) });
    const upper = await world.post(form({ client_id: client.id.toUpperCase() }));

    expect([inHeader.status, both.status, upper.status]).toEqual([200, 200, 200]);
  });

  it('is refused in one way, whatever the reason', async () => {
    const other = await world.client({ name: 'other' });
    const wellFormed = other.secret;
    const refusedForms = [
      form({ client_secret: wellFormed }),
      form({ client_secret: 'guessed' }),
      form({ client_secret: `${client.secret.slice(0, -1)}~` }),
      form({ client_id: '00000000-0000-4000-8000-000000000000' }),
      form({ client_id: 'name#acme' }),
      form({ client_id: '\u{1f98a}'.repeat(200) }),
      { grant_type: 'client_credentials', client_id: client.id },
      { grant_type: 'client_credentials', client_secret: client.secret },
      { grant_type: 'client_credentials' },
      form({ client_secret: '' }),
    ];
    const answers = await Promise.all(refusedForms.map((one) => world.post(one)));
    answers.push(await world.post({ grant_type: 'client_credentials' }, { headers: { authorization: 'Basic !' } }));
    answers.push(await world.post({ grant_type: 'client_credentials' }, { headers: { authorization: 'Bearer x' } }));
    const anonymous = answers.map(({ status, headers, json }) => {
      const { trace_id, correlation_id, error_description, ...rest } = json;
      const text = String(error_description).replaceAll(/[0-9a-f-]{36}/g, 'ID');
      return { status, rest, text, challenge: headers['www-authenticate'] };
    });

    expect(anonymous[0]).toEqual({
      status: 401,
      rest: { error: 'invalid_client', error_codes: [7_000_215], timestamp: '2027-01-15 08:00:00Z' },
      text: `Graphveil.ClientRefused: ${refusals['Graphveil.ClientRefused'].text} Trace ID: ID Correlation ID: ID Timestamp: 2027-01-15 08:00:00Z`,
      challenge: 'Basic realm="graphveil"',
    });
    for (const one of anonymous) expect(one).toEqual(anonymous[0]);
  });

  it('asks the key service only about texts that can be secrets, and about those of unknown clients too', async () => {
    const asked = async (more: Readonly<Record<string, string>>) => {
      world.macsAsked.length = 0;
      await world.post(form(more));
      return world.macsAsked.length;
    };
    expect(await asked({})).toBe(1);
    expect(await asked({ client_id: '00000000-0000-4000-8000-000000000000' })).toBe(1);
    const last = client.secret.endsWith('A') ? 'B' : 'A';
    const otherChecksum = `${client.secret.slice(0, -1)}${last}`;
    for (const wrong of [
      'guessed',
      `${client.secret}x`,
      client.secret.replace('gvs_', 'gvr_'),
      'gvs_',
      otherChecksum,
    ]) {
      expect(await asked({ client_secret: wrong })).toBe(0);
      // Only the client's own secret.
      expect(await asked({ grant_type: 'refresh_token', refresh_token: wrong })).toBe(1);
    }
  });

  it.each<[string, () => { form: Readonly<Record<string, string>>; headers?: Readonly<Record<string, string>> }]>([
    ['two methods', () => ({ form: form(), headers: basic(client.id, client.secret) })],
    ['a secret and an assertion', () => ({ form: form({ client_assertion: 'x', client_assertion_type: jwtBearer }) })],
    [
      'two ids',
      () => ({
        form: { grant_type: 'client_credentials', client_id: 'other' },
        headers: basic(client.id, client.secret),
      }),
    ],
  ])('refuses %s', async (_, request) => {
    const { form: fields, headers = {} } = request();
    const { status, json } = await world.post(fields, { headers });
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
    expect(json['error_description']).toContain('Graphveil.TwoCredentials');
  });

  it('takes no secret that belongs to a deleted client', async () => {
    await deleteClient(world.ports, { client: 'acme', by });
    expect((await world.post(form())).status).toBe(401);
  });
});

describe('a federated assertion', () => {
  const issuer = 'https://tool-cloud.example';
  const trusted = { issuer, subject: 'job-7', audience: 'api://graphveil' };
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let foreign: typeof keys;
  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    foreign = await generateKeyPair('ES256');
  });
  beforeEach(async () => {
    client = await world.client({ name: 'secretless', federated: [trusted], withSecret: false });
    world.issuers.set(issuer, { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1' }] });
  });

  type Change = {
    readonly iss?: string;
    readonly sub?: string;
    readonly aud?: string | string[];
    readonly exp?: number;
    readonly nbf?: number;
    readonly kid?: string;
  };
  const assertion = (change: Change = {}, key = keys.privateKey) => {
    const { iss = issuer, sub = 'job-7', aud = 'api://graphveil', exp = start + 600, nbf, kid = 'k1' } = change;
    return new SignJWT({ iss, sub, aud, exp, ...(nbf !== undefined && { nbf }) })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(key);
  };
  const ask = (text: string, id = client.id) =>
    world.post({
      grant_type: 'client_credentials',
      client_id: id,
      client_assertion_type: jwtBearer,
      client_assertion: text,
    });

  it('signs a client in without any secret, more than once', async () => {
    const text = await assertion();
    expect([(await ask(text)).status, (await ask(text)).status]).toEqual([200, 200]);
    expect((await ask(await assertion({ aud: ['api://graphveil'] }))).status).toBe(200);
  });

  it.each<[string, Change]>([
    ['another issuer', { iss: 'https://other.example' }],
    ['an issuer in another spelling', { iss: `${issuer}/` }],
    ['another subject', { sub: 'job-8' }],
    ['a subject in another letter case', { sub: 'Job-7' }],
    ['another audience', { aud: 'api://AzureADTokenExchange' }],
    ['two audiences', { aud: ['api://graphveil', 'api://other'] }],
    ['a time that is over', { exp: start - 61 }],
    ['a time that has not begun', { nbf: start + 61 }],
    ['a key that the issuer does not publish', { kid: 'k2' }],
  ])('is refused for %s', async (_, change) => {
    expect((await ask(await assertion(change))).status).toBe(401);
  });

  it('is refused with another key’s signature, without an expiry, unsigned, or for another client', async () => {
    const other = await world.client({ name: 'other' });
    const endless = await new SignJWT({ iss: issuer, sub: 'job-7', aud: 'api://graphveil' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(keys.privateKey);
    const [, payload = ''] = (await assertion()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const texts = [await assertion({}, foreign.privateKey), endless, unsigned, 'x.y.z', 'x'.repeat(20_000)];

    for (const text of texts) expect((await ask(text)).status).toBe(401);
    expect((await ask(await assertion(), other.id)).status).toBe(401);
    world.issuers.delete(issuer);
    expect((await ask(await assertion())).status).toBe(401);
  });

  it('is never verified with a public key as a shared secret', async () => {
    const jwk = JSON.stringify(await exportJWK(keys.publicKey));
    const confused = await new SignJWT({ iss: issuer, sub: 'job-7', aud: 'api://graphveil', exp: start + 600 })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(Buffer.from(jwk));
    expect((await ask(confused)).status).toBe(401);
  });
});

describe('private_key_jwt', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
  });
  beforeEach(async () => {
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'own' } as unknown as Record<string, string>;
    client = await world.client({ name: 'keyed', keys: [jwk], withSecret: false });
  });
  const assertion = (change: Readonly<Record<string, unknown>> = {}, sign = keys.privateKey) =>
    new SignJWT({
      iss: client.id,
      sub: client.id,
      aud: `${baseUrl}/adfs/oauth2/token`,
      exp: start + 300,
      jti: String(Math.random()),
      ...change,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'own' })
      .sign(sign);
  const ask = (text: string, more: Readonly<Record<string, string>> = {}) =>
    world.post({
      grant_type: 'client_credentials',
      client_assertion_type: jwtBearer,
      client_assertion: text,
      ...more,
    });

  it('signs a client in once per assertion, with or without its id in the form', async () => {
    const text = await assertion();
    const fresh = [await ask(text), await ask(await assertion(), { client_id: client.id })];
    expect(fresh.map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask(text)).status).toBe(401);
  });

  it.each([
    ['an audience elsewhere', { aud: 'https://login.microsoftonline.com' }],
    ['another subject', { sub: 'other' }],
    ['no id of its own', { jti: undefined }],
    ['an hour to live', { exp: start + 3_600 }],
    ['a time that is over', { exp: start - 61 }],
  ])('is refused with %s', async (_, change) => {
    expect((await ask(await assertion(change), { client_id: client.id })).status).toBe(401);
  });

  it('is refused from another key, and for a client that has no key', async () => {
    const other = await world.client({ name: 'other' });
    const { privateKey } = await generateKeyPair('RS256');
    expect((await ask(await assertion({}, privateKey))).status).toBe(401);
    expect((await ask(await assertion({ iss: other.id, sub: other.id }))).status).toBe(401);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect((await ask(await assertion({ iss: unknown, sub: unknown }))).status).toBe(401);
  });
});

describe('a refresh token', () => {
  it('ends with its 365 days, to the second', async () => {
    const { token } = await refreshOf();
    for (let days = 80; days < 365; days += 80) {
      world.now = start + days * day;
      expect((await refreshed(token)).status).toBe(200);
    }
    world.now = start + 365 * day - 1;
    expect((await refreshed(token)).status).toBe(200);
    world.now = start + 365 * day;
    const { status, json } = await refreshed(token);
    expect([status, json['error'], json['error_codes']]).toEqual([400, 'invalid_grant', [70_000]]);
  });

  it('ends after 90 days without use, to the second', async () => {
    const { token } = await refreshOf();
    world.now = start + 90 * day - 1;
    expect((await refreshed(token)).status).toBe(200);
    world.now += 90 * day - 1;
    expect((await refreshed(token)).status).toBe(200);
    world.now += 90 * day;
    expect((await refreshed(token)).status).toBe(400);
  });

  it('is refused from another client, while its grant is suspended, and after a newer one', async () => {
    const { grant, token } = await refreshOf();
    const other = await world.client({ name: 'other' });
    const stolen = {
      client_id: other.id,
      client_secret: other.secret,
      grant_type: 'refresh_token',
      refresh_token: token,
    };
    const choice = { client: 'acme', grant, by };

    const { json, headers } = await world.post(stolen);
    expect([json['error'], headers['www-authenticate'], 'retry-after' in headers]).toEqual([
      'invalid_grant',
      undefined,
      false,
    ]);
    await setSuspended(world.ports, choice, true);
    expect((await refreshed(token)).status).toBe(400);
    await setSuspended(world.ports, choice, false);
    expect((await refreshed(token)).status).toBe(200);
    await regenerateRefresh(world.ports, choice);
    expect((await refreshed(token)).status).toBe(400);
  });

  it('stays when one for another grant is made', async () => {
    const { token } = await refreshOf();
    const grant = await world.grant('acme', { kind: 'group', group: '99999999-2222-4333-8444-555555555555' });
    for (let round = 0; round < 2; round += 1) {
      const made = await regenerateRefresh(world.ports, { client: 'acme', grant, by });
      expect((await refreshed(made.ok ? made.refreshToken : '')).status).toBe(200);
    }

    expect((await refreshed(token)).status).toBe(200);
  });

  it('is refused if it is missing, or no refresh token at all', async () => {
    expect((await world.post(form({ grant_type: 'refresh_token' }))).json['error']).toBe('invalid_request');
    for (const token of ['x', client.secret]) expect((await refreshed(token)).json['error']).toBe('invalid_grant');
  });
});

describe('a request', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['a parameter twice', 'grant_type=client_credentials&grant_type=client_credentials', {}],
    ['a client id twice', 'grant_type=client_credentials&client_id=a&client_id=b', {}],
    ['JSON', '{"grant_type":"client_credentials"}', { 'content-type': 'application/json' }],
    ['no type', 'grant_type=client_credentials', { 'content-type': '' }],
    ['too much', `grant_type=client_credentials&x=${'y'.repeat(70_000)}`, {}],
  ])('with %s is refused before anything is read', async (_, body, headers) => {
    const { status, json } = await world.post(body, { headers });
    expect([status, json['error'], json['error_codes']]).toEqual([400, 'invalid_request', [900_144]]);
    expect(world.macsAsked).toEqual([expect.stringContaining('/secret/')]);
  });

  it.each([
    [{ grant_type: '' }, 'invalid_request'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{ grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }, 'unsupported_grant_type'],
    [{ grant_type: 'authorization_code' }, 'unsupported_grant_type'],
    [{ grant_type: 'constructor' }, 'unsupported_grant_type'],
  ])('with %j is %s', async (more, error) => {
    const { status, json } = await world.post(form(more));
    expect([status, json['error']]).toEqual([400, error]);
  });

  it('has the correlation id of its header, if that is a GUID', async () => {
    const id = 'AAAAAAAA-2222-4333-8444-555555555555';
    const named = await world.post(form({ grant_type: '' }), { headers: { 'client-request-id': id } });
    const unnamed = await world.post(form({ grant_type: '' }), { headers: { 'client-request-id': '<b>1</b>' } });

    expect(named.json['correlation_id']).toBe(id.toLowerCase());
    expect(unnamed.json['correlation_id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(unnamed.json)).not.toContain('<b>');
  });

  it.each([['adfs'], ['ADFS'], [tenant], [tenant.toUpperCase()], ['graphveil']])('may name tenant %s', async (name) => {
    expect((await world.post(form(), { path: `/${name}/oauth2/v2.0/token` })).status).toBe(200);
  });

  it.each([['common'], ['organizations'], ['22222222-2222-4333-8444-555555555555'], ['contoso.example']])(
    'may not name tenant %s',
    async (name) => {
      const { status, json } = await world.post(form(), { path: `/${name}/oauth2/v2.0/token` });
      expect([status, json['error'], json['error_codes']]).toEqual([400, 'invalid_request', [90_002]]);
    },
  );

  it('of another method, or at the address where people would sign in, is refused', async () => {
    const ask = (method: string, path: string) => world.handle({ method, path, headers: {}, body: '' });

    expect(await ask('GET', '/adfs/oauth2/token')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await ask('POST', '/adfs/discovery/keys')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask('GET', '/adfs/oauth2/authorize')).toMatchObject({ status: 400 });
    expect(await ask('GET', '/diary/v1.0/users')).toBeUndefined();
  });

  it('of one address is limited, failures more than others, and never those of another address', async () => {
    const limited = await makeWorld({ limit: { capacity: 25, perSecond: 1 } });
    client = await limited.client();
    const ask = (more: Readonly<Record<string, string>> = {}, address = 'a') => limited.post(form(more), { address });
    const statuses = [];
    for (let failure = 0; failure < 4; failure += 1) statuses.push((await ask({ client_secret: 'x' })).status);

    expect(statuses).toEqual([401, 401, 401, 429]);
    expect(await ask()).toMatchObject({ status: 429, headers: { 'retry-after': '10' } });
    expect((await ask({}, 'b')).status).toBe(200);
    limited.now += 2;
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429]);
  });

  it('is 503 in an outage of the store or of the keys, never anything else', async () => {
    const records = memoryRecords(() => start * 1000);
    const failing = await makeWorld({
      records: { ...records, get: () => Promise.reject(new RecordsFault('unavailable')) },
    });
    const keyless = await makeWorld({
      signer: { current: () => Promise.reject(new KeysFault()), published: async () => [] },
    });
    client = await keyless.client();
    const answers = [await failing.post(form()), await keyless.post(form())];
    const broken = await makeWorld({ records: { ...records, get: () => Promise.reject(new TypeError('a bug')) } });

    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 503,
        json: { error: 'temporarily_unavailable' },
        headers: { 'retry-after': '5' },
      });
    await expect(broken.post(form())).rejects.toThrow('a bug');
  });
});

describe('revocation and introspection', () => {
  const at = (name: string, token?: string) =>
    world.post(
      { client_id: client.id, client_secret: client.secret, ...(token !== undefined && { token }) },
      { path: `/adfs/oauth2/${name}` },
    );
  const authorization = (token: unknown) => `Bearer ${token}`;

  it('ends a refresh token with the access tokens that were made with it', async () => {
    const { token } = await refreshOf();
    const access = String((await refreshed(token)).json['access_token']);
    const all = String((await world.post(form())).json['access_token']);
    const before = [(await at('introspect', token)).json, (await at('introspect', access)).json];
    const revoked = await at('revoke', token);

    expect(before).toMatchObject([
      { active: true, token_type: 'refresh_token', exp: start + 365 * day },
      { active: true, token_type: 'Bearer', client_id: client.id },
    ]);
    expect(revoked).toMatchObject({ status: 200, json: {} });
    expect((await refreshed(token)).status).toBe(400);
    expect((await at('introspect', token)).json).toEqual({ active: false });
    expect((await at('introspect', access)).json).toEqual({ active: false });
    expect(await world.verify(authorization(access))).toMatchObject({ problem: { code: 'Graphveil.TokenRevoked' } });
    expect(await world.verify(authorization(all))).toMatchObject({ ok: true });
  });

  it('ends an access token, and only that one', async () => {
    await world.grant('acme');
    const [one, other] = [await world.post(form()), await world.post(form())].map(({ json }) =>
      String(json['access_token']),
    );
    expect((await at('revoke', one)).status).toBe(200);

    expect((await at('introspect', one)).json).toEqual({ active: false });
    expect(await world.verify(authorization(one))).toMatchObject({ problem: { code: 'Graphveil.TokenRevoked' } });
    expect(await world.verify(authorization(other))).toMatchObject({ ok: true });
  });

  it('tells a client nothing about another’s tokens, and ends none of them', async () => {
    const { token } = await refreshOf();
    const access = String((await world.post(form())).json['access_token']);
    const own = client;
    client = await world.client({ name: 'other' });
    for (const text of [token, access, 'x']) {
      expect((await at('introspect', text)).json).toEqual({ active: false });
      expect((await at('revoke', text)).status).toBe(200);
    }
    client = own;

    expect((await refreshed(token)).status).toBe(200);
    expect((await at('introspect', access)).json).toMatchObject({ active: true });
  });

  it('needs a token and an authenticated client', async () => {
    expect((await at('revoke')).json['error']).toBe('invalid_request');
    expect((await at('introspect')).json['error']).toBe('invalid_request');
    client = { ...client, secret: 'x' };
    expect((await at('introspect', 'x')).status).toBe(401);
  });
});

it('answers clients at allowed addresses only', async () => {
  world = await makeWorld({ allows: (address) => address === '203.0.113.7' });
  client = await world.client();
  const outside = await world.post(form());
  const inside = await world.post(form(), { address: '203.0.113.7' });

  expect([outside.status, outside.json['error'], inside.status]).toEqual([403, 'invalid_request', 200]);
  expect(outside.json['error_description']).toContain('Graphveil.AddressRefused');
});

describe('metadata and keys', () => {
  const read = async (path: string) =>
    JSON.parse((await world.handle({ method: 'GET', path, headers: {}, body: '' }))?.body ?? '{}');

  it.each([
    ['/adfs/.well-known/openid-configuration', '/adfs', '/adfs/oauth2'],
    [`/${tenant}/v2.0/.well-known/openid-configuration`, `/${tenant}/v2.0`, `/${tenant}/oauth2/v2.0`],
    ['/.well-known/oauth-authorization-server/graphveil/v2.0', '/graphveil/v2.0', '/graphveil/oauth2/v2.0'],
    ['/.well-known/oauth-authorization-server/adfs', '/adfs', '/adfs/oauth2'],
  ])('at %s name endpoints that exist', async (path, issuer, oauth) => {
    const metadata = await read(path);

    expect(metadata).toMatchObject({
      issuer: `${baseUrl}${issuer}`,
      token_endpoint: `${baseUrl}${oauth}/token`,
      revocation_endpoint: `${baseUrl}${oauth}/revoke`,
      grant_types_supported: ['client_credentials', 'refresh_token'],
    });
    for (const [name, value] of Object.entries(metadata))
      if (name.endsWith('_endpoint') || name === 'jwks_uri')
        expect(
          await world.handle({ method: 'GET', path: new URL(String(value)).pathname, headers: {}, body: '' }),
        ).toBeDefined();
  });

  it.each(['', '/v1.0', '/v1.0/'])(
    'answer below "%s" too, for tools with one setting for both hosts',
    async (before) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(form()).toString();
      const ask = (path: string) => world.handle({ method: 'POST', path, headers, body });

      expect((await ask(`${before}/adfs/oauth2/v2.0/token`))?.status).toBe(200);
      expect(await ask(`/beta${before}/adfs/oauth2/v2.0/token`)).toBeUndefined();
    },
  );

  it('publish both keys while they roll over, and only public parts', async () => {
    world.keys = [signingKeys[1], signingKeys[0]];
    const { keys } = await read('/adfs/discovery/keys');
    const { json } = await world.post(form());

    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(decodeProtectedHeader(String(json['access_token'])).kid).toBe(keys[0].kid);
  });
});
