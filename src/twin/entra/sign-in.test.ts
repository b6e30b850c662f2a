import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { startTwin, type Twin } from '../index.ts';
import { personasOf } from '../organization/index.ts';
import { graphClient, httpsFetch } from '../testing/index.ts';

const role = 'arn:aws:iam::123456789012:role/graphveil-test-console';
const clientId = '4c1f2a6e-1c3f-4f27-9d0c-2f6d3f4a8b11';
const redirectUri = 'https://console.graphveil.example/sign-in/callback';
const verifier = 'a-code-verifier-of-at-least-forty-three-characters-0123';
const challenge = createHash('sha256').update(verifier).digest('base64url');

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ people: 30, groups: 4, busyMeetings: 0, busyMails: 0 });
  twin.controls.register({
    clientId,
    displayName: 'Graphveil console',
    federatedCredentials: [{ subject: role }],
    consented: ['GroupMember.Read.All', 'Application.Read.All'],
    consentedScopes: ['User.Read'],
    redirectUris: [redirectUri],
    optionalClaims: ['auth_time'],
    appRoles: [
      { value: 'Tests.Admin', displayName: 'Administrator', description: 'Everything' },
      { value: 'Tests.Reader', displayName: 'Reader', description: 'Reading' },
    ],
    roleAssignments: { [personasOf(twin.organization).administrator.id]: ['Tests.Admin'] },
  });
});
afterAll(() => twin.stop());

const people = () => personasOf(twin.organization);
const authorizeUrl = () => `${twin.entra}/${twin.tenantId}/oauth2/v2.0/authorize`;
const asked = (changes: Record<string, string | undefined> = {}): URLSearchParams => {
  const all = {
    client_id: clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access User.Read',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  return new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
};
const authorize = (changes: Record<string, string | undefined> = {}, cookie = '') =>
  httpsFetch(`${authorizeUrl()}?${asked(changes)}`, { headers: { cookie } }, twin.caCertificate);
const choose = (person: string, changes: Record<string, string | undefined> = {}) =>
  httpsFetch(
    authorizeUrl(),
    { method: 'POST', body: `${asked(changes)}&${new URLSearchParams({ person })}` },
    twin.caCertificate,
  );
const answerTo = (response: Response): URLSearchParams => new URL(response.headers.get('location') ?? '').searchParams;
const codeOf = async (person = people().member.id, changes: Record<string, string | undefined> = {}) =>
  answerTo(await choose(person, changes)).get('code') ?? '';

const redeem = async (changes: Record<string, string | undefined>) => {
  const all = {
    client_id: clientId,
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await twin.identityTokens(role).get(),
    ...changes,
  };
  const fields = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const url = `${twin.entra}/${twin.tenantId}/oauth2/v2.0/token`;
  const response = await httpsFetch(
    url,
    { method: 'POST', body: new URLSearchParams(fields).toString() },
    twin.caCertificate,
  );
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const claimsOf = ({ body }: { body: Record<string, string> }) => decodeJwt(body['id_token'] ?? '');

it('signs a person in to openid-client, with a federated assertion, PKCE, state and nonce', async () => {
  const federated: client.ClientAuth = async (_server, _client, body) => {
    body.set('client_id', clientId);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', await twin.identityTokens(role).get());
  };
  const issuer = new URL(`${twin.entra}/${twin.tenantId}/v2.0`);
  const configuration = await client.discovery(issuer, clientId, undefined, federated, {
    [client.customFetch]: (url, init) =>
      httpsFetch(url, { ...init, body: init.body?.toString() ?? '' }, twin.caCertificate),
  });
  const checks = { pkceCodeVerifier: verifier, expectedState: 'a state', expectedNonce: 'a nonce', maxAge: 900 };
  const url = client.buildAuthorizationUrl(configuration, { ...Object.fromEntries(asked()), max_age: '900' });
  const page = await httpsFetch(url, {}, twin.caCertificate);
  const html = await page.text();
  expect(html).toContain('twin of Microsoft Entra ID');
  for (const heading of ['Administrator', 'Group owner', 'Member']) expect(html).toContain(`<h2>${heading}</h2>`);
  expect(html).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");

  const back = await choose(people().administrator.id, { max_age: '900' });
  const tokens = await client.authorizationCodeGrant(
    configuration,
    new URL(back.headers.get('location') ?? ''),
    checks,
  );
  expect(tokens.claims()).toMatchObject({
    oid: people().administrator.id,
    tid: twin.tenantId,
    preferred_username: people().administrator.userPrincipalName,
    roles: ['Tests.Admin'],
  });
  twin.controls.removeRole(clientId, people().administrator.id, 'Tests.Admin');
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  expect(refreshed.claims()).not.toHaveProperty('roles');
  expect(refreshed.claims()?.sub).toBe(tokens.claims()?.sub);
  twin.controls.assignRole(clientId, people().administrator.id, 'Tests.Admin');
});

it.each<readonly [number, Record<string, string | undefined>]>([
  [700016, { client_id: 'unknown' }],
  [50011, { redirect_uri: `${redirectUri}/` }],
  [900144, { redirect_uri: undefined }],
])('shows AADSTS%i in the browser for %j, and leads nowhere', async (number, changes) => {
  const response = await authorize(changes);
  expect(response.status).toBe(400);
  expect(response.headers.has('location')).toBe(false);
  expect(await response.text()).toContain(`AADSTS${number}: `);
});

it.each<readonly [string, number, Record<string, string | undefined>]>([
  ['unsupported_response_type', 700054, { response_type: 'id_token' }],
  ['invalid_request', 9002313, { response_mode: 'fragment' }],
  ['invalid_request', 9002325, { code_challenge: undefined }],
  ['invalid_request', 9002325, { code_challenge_method: 'plain' }],
  ['invalid_request', 501491, { code_challenge: 'short' }],
  ['access_denied', 90094, { scope: 'openid Mail.Read' }],
  ['login_required', 50058, { prompt: 'none' }],
])('leads back with %s and AADSTS%i for %j', async (error, number, changes) => {
  const answer = answerTo(await authorize(changes));
  expect(Object.fromEntries(answer)).toMatchObject({ error, state: 'a state' });
  expect(answer.get('error_description')).toMatch(new RegExp(`^AADSTS${number}: .* Trace ID: `));
});

it('keeps a browser signed in, but not past max_age, with prompt=login, or after sign-out', async () => {
  const cookie = ((await choose(people().member.id)).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect(answerTo(await authorize({ prompt: 'none' }, cookie)).get('code')).toMatch(/^1\./);
  expect((await authorize({ prompt: 'login' }, cookie)).status).toBe(200);
  expect((await authorize({ login_hint: people().owner.userPrincipalName }, cookie)).status).toBe(200);
  twin.controls.skewClock('entra', 120_000);
  expect((await authorize({ max_age: '60' }, cookie)).status).toBe(200);
  const later = claimsOf(
    await redeem({ code: answerTo(await authorize({ max_age: '600' }, cookie)).get('code') ?? '' }),
  );
  expect(Number(later.iat) - Number(later['auth_time'])).toBeGreaterThanOrEqual(119);
  twin.controls.skewClock('entra', 0);
  const out = `${twin.entra}/${twin.tenantId}/oauth2/v2.0/logout?${new URLSearchParams({ post_logout_redirect_uri: redirectUri })}`;
  const left = await httpsFetch(out, { headers: { cookie } }, twin.caCertificate);
  expect(left.headers.get('location')).toBe(redirectUri);
  expect((await authorize({}, cookie)).status).toBe(200);
});

it('says on the page that a person is unknown, keeps what was typed, and leads back after Cancel', async () => {
  const response = await choose('<nobody>');
  expect(response.status).toBe(400);
  const html = await response.text();
  expect(html).toContain('value="&lt;nobody&gt;"');
  expect(html).toContain('role="alert"');
  const canceled = await httpsFetch(
    authorizeUrl(),
    { method: 'POST', body: `${asked()}&cancel=1` },
    twin.caCertificate,
  );
  expect(Object.fromEntries(answerTo(canceled))).toMatchObject({ error: 'access_denied', error_subcode: 'cancel' });
});

it('redeems a code once, within 10 minutes, for its own application, address and verifier', async () => {
  const code = await codeOf();
  expect((await redeem({ code })).status).toBe(200);
  expect(await redeem({ code })).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [54005] } });
  const late = await codeOf();
  twin.controls.skewClock('entra', 10 * 60_000 + 1);
  twin.controls.skewClock('issuer', 10 * 60_000 + 1);
  expect(await redeem({ code: late })).toMatchObject({ body: { error_codes: [70008] } });
  twin.controls.skewClock('entra', 0);
  twin.controls.skewClock('issuer', 0);
});

it.each<readonly [string, number, Record<string, string | undefined>]>([
  ['invalid_client', 7000215, { client_secret: 'secret', client_assertion: undefined }],
  ['invalid_client', 7000215, { client_secret: 'secret' }],
  ['invalid_client', 7000218, { client_assertion: undefined }],
  ['invalid_client', 500112, { redirect_uri: 'https://elsewhere.example/' }],
  ['invalid_grant', 50148, { code_verifier: undefined }],
  ['invalid_grant', 501481, { code_verifier: `${verifier}x` }],
  ['invalid_grant', 9002313, { code: '1.unknown' }],
  ['invalid_grant', 65001, { scope: 'Mail.Read' }],
  ['invalid_request', 900144, { code: undefined }],
  ['invalid_grant', 70000, { grant_type: 'refresh_token', refresh_token: 'unknown' }],
])('refuses a redemption with %s and AADSTS%i for %j', async (error, number, changes) => {
  const { status, body } = await redeem({ code: await codeOf(), ...changes });
  expect(status).toBe(error === 'invalid_client' ? 401 : 400);
  expect(body).toMatchObject({ error, error_codes: [number] });
});

it('ends refresh tokens when they are revoked or unused for 90 days', async () => {
  const { body } = await redeem({ code: await codeOf() });
  const again = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] };
  const days = 90 * 86_400_000 + 60_000;
  for (const service of ['entra', 'issuer'] as const) twin.controls.skewClock(service, days);
  expect(await redeem(again)).toMatchObject({ body: { error_codes: [700082] } });
  for (const service of ['entra', 'issuer'] as const) twin.controls.skewClock(service, 0);
  twin.controls.revokeSignIns(people().member.id);
  expect(await redeem(again)).toMatchObject({ body: { error_codes: [50173] } });
});

describe('with tokens of Graph', () => {
  const group = () => twin.organization.groups.find(({ owners }) => owners.includes(people().owner.index))?.id ?? '';
  const signedIn = async () =>
    graphClient({
      url: twin.graph,
      ca: twin.caCertificate,
      token: (await redeem({ code: await codeOf(people().owner.id) })).body['access_token'] ?? '',
    });
  const application = async () => {
    const scope = 'https://graph.microsoft.com/.default';
    const { body } = await redeem({ grant_type: 'client_credentials', scope });
    return graphClient({ url: twin.graph, ca: twin.caCertificate, token: body['access_token'] ?? '' });
  };

  it('lists the groups that the signed-in person owns, by id only under User.Read', async () => {
    const graph = await signedIn();
    expect((await graph.api('/me').get()).id).toBe(people().owner.id);
    const { value } = await graph.api('/me/ownedObjects/microsoft.graph.group').get();
    expect(value).toContainEqual(
      expect.objectContaining({ '@odata.type': '#microsoft.graph.group', id: group(), displayName: null }),
    );
    const own = await graph.api(`/users/${people().owner.id}/ownedObjects/microsoft.graph.group`).get();
    expect(own.value).toHaveLength(value.length);
    const other = graph.api(`/users/${people().member.id}/ownedObjects/microsoft.graph.group`);
    await expect(other.get()).rejects.toMatchObject({ statusCode: 403 });
    await expect(graph.api(`/groups/${group()}/owners`).get()).rejects.toMatchObject({ statusCode: 403 });
    const app = await application();
    await expect(app.api('/me').get()).rejects.toMatchObject({ statusCode: 400 });
    await expect(app.api(`/users/${people().owner.id}/ownedObjects`).get()).rejects.toMatchObject({ statusCode: 403 });
  });

  it('shows owners and app roles to the application as they change', async () => {
    const app = await application();
    const owners = async (): Promise<string[]> =>
      (await app.api(`/groups/${group()}/owners`).get()).value.map(({ id }: { id: string }) => id);
    expect(await owners()).toContain(people().owner.id);
    const owned = group();
    twin.controls.removeOwner(owned, people().owner.id);
    expect((await app.api(`/groups/${owned}/owners`).get()).value).not.toContainEqual(
      expect.objectContaining({ id: people().owner.id }),
    );
    twin.controls.addOwner(owned, people().owner.id);
    twin.controls.assignRole(clientId, owned, 'Tests.Reader');
    const { value } = await app.api(`/servicePrincipals(appId='${clientId}')/appRoleAssignedTo`).get();
    expect(value).toMatchObject([
      { principalId: people().administrator.id, principalType: 'User' },
      { principalId: owned, principalType: 'Group' },
    ]);
    const member = twin.organization.personAt(twin.organization.group(owned)?.members[0] ?? 0);
    expect(claimsOf(await redeem({ code: await codeOf(member.id) }))['roles']).toContain('Tests.Reader');
  });
});
