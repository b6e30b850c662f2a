import { getJson } from '../http/index.ts';
import { startTwin, type Twin } from '../index.ts';
import { httpsFetch } from '../testing/index.ts';

const role = 'arn:aws:iam::123456789012:role/graphveil-test';
const clientId = '0aa5d9f2-6f0e-4c6f-8b1c-93cb1b3f7a54';
let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({
    people: 5,
    groups: 1,
    busyMeetings: 0,
    applications: [
      { clientId, displayName: 'Tests', federatedCredentials: [{ subject: role }], consented: ['User.Read.All'] },
    ],
  });
});
afterAll(() => twin.stop());

const goodForm = async (): Promise<Record<string, string>> => ({
  client_id: clientId,
  scope: 'https://graph.microsoft.com/.default',
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await twin.identityTokens(role).get(),
});

const signIn = async (changes: Record<string, string | undefined> = {}, tenant = twin.tenantId) => {
  const fields = Object.entries({ ...(await goodForm()), ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const url = `${twin.entra}/${tenant}/oauth2/v2.0/token`;
  const body = new URLSearchParams(fields).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await httpsFetch(url, { method: 'POST', headers, body }, twin.caCertificate);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

it('gives a token of the lifetime that is set, by tenant id or domain', async () => {
  expect(await signIn()).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3_599 } });
  twin.controls.setTokenLifetime(60);
  expect(await signIn({}, twin.organization.domain)).toMatchObject({ status: 200, body: { expires_in: 60 } });
});

it.each<readonly [number, Record<string, string | undefined>]>([
  [900144, { grant_type: undefined }],
  [900144, { client_id: undefined }],
  [900144, { client_assertion: undefined }],
  [900144, { client_assertion_type: 'jwt' }],
  [70003, { grant_type: 'password' }],
  [7000215, { client_secret: 'secret' }],
  [1002012, { scope: 'https://graph.microsoft.com/.default https://vault.example/.default' }],
])('refuses with AADSTS%i %j', async (number, changes) => {
  const { status, body } = await signIn(changes);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body).toMatchObject({
    error: expect.any(String),
    error_description: expect.stringMatching(
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Correlation ID: .* Timestamp: `),
    ),
    error_codes: [number],
    trace_id: expect.any(String),
    correlation_id: expect.any(String),
  });
});

it('publishes metadata, keys and instance discovery, and knows no other tenant', async () => {
  const place = `${twin.entra}/${twin.tenantId}`;
  const configuration = (await getJson(`${place}/v2.0/.well-known/openid-configuration`, twin.caCertificate)) as Record<
    string,
    string
  >;
  expect(configuration['token_endpoint']).toBe(`${place}/oauth2/v2.0/token`);
  expect(await getJson(configuration['jwks_uri'] ?? '', twin.caCertificate)).toMatchObject({
    keys: [{ alg: 'RS256' }],
  });
  const discovery = `${twin.entra}/common/discovery/instance?api-version=1.1`;
  expect(await getJson(discovery, twin.caCertificate)).toHaveProperty('tenant_discovery_endpoint');
  const other = `${twin.entra}/99999999-9999-4999-8999-999999999999/v2.0/.well-known/openid-configuration`;
  await expect(getJson(other, twin.caCertificate)).rejects.toThrow('400');
  await expect(getJson(`${place}/nothing`, twin.caCertificate)).rejects.toThrow('404');
});

it('has an issuer that mints tokens for every caller on this machine', async () => {
  const body = new URLSearchParams({ subject: role, audience: 'api://elsewhere' }).toString();
  const minted = await httpsFetch(`${twin.issuer}/token`, { method: 'POST', body }, twin.caCertificate);
  const { token } = (await minted.json()) as { token: string };
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  expect(claims).toMatchObject({ iss: twin.issuer, sub: role, aud: 'api://elsewhere' });
  expect(Number(claims['exp']) - Number(claims['iat'])).toBe(300);
  const plain = await httpsFetch(
    `${twin.issuer}/token`,
    { method: 'POST', body: new URLSearchParams({ subject: role }).toString() },
    twin.caCertificate,
  );
  expect(plain.status).toBe(200);
  expect((await httpsFetch(`${twin.issuer}/token`, {}, twin.caCertificate)).status).toBe(400);
  expect((await httpsFetch(`${twin.issuer}/nothing`, {}, twin.caCertificate)).status).toBe(404);
});

it('refuses to speak of an application that was never registered', () => {
  expect(() => twin.controls.consent('nobody', ['User.Read.All'])).toThrow(
    'expected the client id of a registered application',
  );
});

it('records requests until told to forget them', async () => {
  twin.controls.forgetSeen();
  await signIn();
  expect(twin.controls.seen('entra')).toMatchObject([{ method: 'POST', status: 200 }]);
  expect(twin.controls.seen().length).toBeGreaterThan(1);
});
