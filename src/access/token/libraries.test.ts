import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { httpsClient, type LocalServer, startProxyServer } from '../../adapters/node/index.ts';
import { makeCertificate } from '../../twin/http/certificate.ts';
import { regenerateRefresh } from '../index.ts';
import { itWithPython } from '../testing/with-python.ts';
import { audience, operator as by, makeWorld, tenant, type World } from '../testing/world.ts';
import { issuerOf, prepareVerifyBearer } from '../verify/index.ts';
import { type HandleTokenRequest, isTokenPath } from './index.ts';

const run = promisify(execFile);
const place = (name: string): string => fileURLToPath(new URL(`testing/${name}`, import.meta.url));
const scope = 'https://graph.microsoft.com/.default';
const federated = { issuer: 'https://issuer.example', subject: 'job-7', audience: 'api://graphveil' };

let folder: string;
let server: LocalServer;
let world: World;
let verified: (token: string) => Promise<string>;
let environment: Readonly<Record<string, string>>;
let client: { readonly id: string; readonly secret: string };
let request: (
  url: string,
  options: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: unknown },
) => Promise<Response>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-libraries-'));
  const { authority, certificate, privateKey } = await makeCertificate();
  let handle: HandleTokenRequest = async () => undefined;
  server = await startProxyServer({
    proxies: new Map(),
    tls: { key: privateKey, cert: certificate },
    service: { owns: isTokenPath, handle: (given) => handle(given) },
  });
  const baseUrl = server.url;
  world = await makeWorld({ baseUrl });
  world.now = Math.floor(Date.now() / 1000);
  handle = world.handle;
  client = await world.client({ federated: [federated] });
  await world.grant('acme');

  const verify = prepareVerifyBearer({
    records: world.ports.records,
    keys: await world.signer.published(),
    issuer: issuerOf(baseUrl),
    audience,
    clock: world.ports.clock,
  });
  verified = async (token) => {
    const result = await verify(`Bearer ${token}`, 'diary');
    return result.ok ? 'verified' : `${result.problem.code}: ${token}`;
  };

  const { publicKey, privateKey: issuerKey } = await generateKeyPair('RS256');
  world.issuers.set(federated.issuer, {
    keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }],
  } as never);
  const identity = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(federated.issuer)
    .setSubject(federated.subject)
    .setAudience(federated.audience)
    .setExpirationTime('10m')
    .sign(issuerKey);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const ca = file('ca.pem', authority);
  environment = {
    PATH: process.env['PATH'] ?? '',
    AZURE_AUTHORITY_HOST: baseUrl,
    AZURE_TENANT_ID: 'adfs',
    AZURE_CLIENT_ID: client.id,
    TENANT: tenant,
    NODE_EXTRA_CA_CERTS: ca,
    CA: ca,
    IDENTITY: file('identity', identity),
  };
  const http = httpsClient({ ca: authority });
  request = async (url, { method, headers, body }) => {
    const sent = body === undefined ? {} : { body: Buffer.from(String(body)) };
    const {
      status,
      headers: received,
      body: bytes,
    } = await http.send({ method: method === 'POST' ? 'POST' : 'GET', url, headers, timeoutMs: 10_000, ...sent });
    return new Response(bytes.length === 0 ? null : Buffer.from(bytes), { status, headers: received });
  };
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const results = async (program: string, args: readonly string[], more: Readonly<Record<string, string>>) => {
  const { stdout } = await run(program, args, { env: { ...environment, ...more } });
  return Object.entries(JSON.parse(stdout) as Record<string, string>);
};

describe('libraries of Microsoft', () => {
  it('get tokens with the environment’s secret, and show people our reason for a refusal', async () => {
    const secret = { AZURE_CLIENT_SECRET: client.secret };
    const got = new Map(await results(process.execPath, [place('azure-clients.mjs')], secret));
    const refused = got.get('MSAL Node with a wrong secret') ?? '';
    got.delete('MSAL Node with a wrong secret');

    expect(got.size).toBe(4);
    for (const [name, token] of got) expect([name, await verified(token)]).toEqual([name, 'verified']);
    expect(refused).toContain('Graphveil.ClientRefused');
  });

  it('get tokens without a secret, with the identity token of their platform', async () => {
    const file = { AZURE_FEDERATED_TOKEN_FILE: environment['IDENTITY'] ?? '' };
    const got = await results(process.execPath, [place('azure-clients.mjs')], file);

    expect(got.map(([name]) => name)).toEqual([
      'WorkloadIdentityCredential',
      'DefaultAzureCredential without a secret',
    ]);
    for (const [name, token] of got) expect([name, await verified(token)]).toEqual([name, 'verified']);
  });
});

describe('Debian’s Python', () => {
  itWithPython('gets tokens with MSAL and with requests', async (program) => {
    const got = await results(program, [place('debian_clients.py')], { AZURE_CLIENT_SECRET: client.secret });

    expect(got).toHaveLength(3);
    for (const [name, token] of got) expect([name, await verified(token)]).toEqual([name, 'verified']);
  });
});

describe('openid-client', () => {
  it('discovers the service, gets, refreshes, introspects and revokes tokens', async () => {
    const issuer = new URL(issuerOf(server.url));
    const config = await openid.discovery(issuer, client.id, undefined, openid.ClientSecretBasic(client.secret), {
      [openid.customFetch]: request,
    });
    const first = await openid.clientCredentialsGrant(config, { scope });
    const grant = await world.grant('acme', { kind: 'group', group: '99999999-2222-4333-8444-555555555555' });
    const made = await regenerateRefresh(world.ports, { client: 'acme', grant, by });
    if (!made.ok) throw new Error(made.why);
    const refreshed = await openid.refreshTokenGrant(config, made.refreshToken);
    const before = await openid.tokenIntrospection(config, made.refreshToken);
    await openid.tokenRevocation(config, made.refreshToken);
    const after = await openid.tokenIntrospection(config, made.refreshToken);
    const refused = await openid.refreshTokenGrant(config, made.refreshToken).catch((error: unknown) => error);

    expect(first).toMatchObject({ token_type: 'bearer', expires_in: 86_400 });
    expect(await verified(first.access_token)).toBe('verified');
    expect(await verified(refreshed.access_token)).toContain('TokenRevoked');
    expect([before.active, after.active]).toEqual([true, false]);
    expect(refused).toMatchObject({ error: 'invalid_grant', status: 400 });
  });
});

describe('oauth4webapi', () => {
  it('accepts the metadata of RFC 8414, the replies, and the access token as one of RFC 9068', async () => {
    const options = { [oauth.customFetch]: request };
    const issuer = new URL(issuerOf(server.url));
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options });
    const as = await oauth.processDiscoveryResponse(issuer, discovered);
    const known = { client_id: client.id };
    const form = new URLSearchParams({ scope });
    const ask = async (secret: string) =>
      oauth.processClientCredentialsResponse(
        as,
        known,
        await oauth.clientCredentialsGrantRequest(as, known, oauth.ClientSecretPost(secret), form, options),
      );
    const { access_token: token } = await ask(client.secret);
    const call = new Request('https://proxy.example/v1.0/users', { headers: { authorization: `Bearer ${token}` } });
    const claims = await oauth.validateJwtAccessToken(as, call, audience, options);
    const refused = await ask('wrong').catch((error: unknown) => error);

    expect(claims).toMatchObject({ client_id: client.id, iss: issuer.href });
    expect(refused).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
    expect(refused).toMatchObject({ cause: [{ scheme: 'basic' }], status: 401 });
  });
});
