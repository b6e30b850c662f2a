import type { LookupAddress } from 'node:dns';
import { exportJWK, generateKeyPair } from 'jose';
import { makeCertificate } from '../../twin/http/index.ts';
import {
  httpsClient,
  isPublicAddress,
  issuerKeysOf,
  type LocalServer,
  publicLookup,
  startLocalServer,
} from './index.ts';

type Served = { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> };

let server: LocalServer;
let ca: string;
let documents: Map<string, Served>;
const asked: string[] = [];
let now = 0;

beforeAll(async () => {
  const { authority, certificate, privateKey } = await makeCertificate();
  ca = authority;
  server = await startLocalServer({
    tls: { key: privateKey, cert: certificate },
    listener: (request, response) => {
      asked.push(request.url ?? '');
      const { status, body, headers } = documents.get(request.url ?? '') ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    },
  });
});
afterAll(() => server.stop());

const discovery = '/.well-known/openid-configuration';
const ok = (body: unknown): Served => ({ status: 200, body });
let key: object;
beforeEach(async () => {
  asked.length = 0;
  now = 0;
  key ??= { ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid: 'k1' };
  documents = new Map([
    [discovery, ok({ issuer: server.url, jwks_uri: `${server.url}/keys` })],
    ['/keys', ok({ keys: [key] })],
  ]);
});

const keysOf = (allowed: (host: string) => boolean = (host) => host === '127.0.0.1') =>
  issuerKeysOf({ http: httpsClient({ ca }), clock: () => now, allowed });

describe('keys of an issuer', () => {
  it('are read through its discovery document, and held for ten minutes', async () => {
    const issuers = keysOf();
    expect(await issuers.get(server.url)).toEqual({ keys: [key] });
    now = 599_999;
    await issuers.get(server.url);
    expect(asked).toEqual([discovery, '/keys']);
    now = 600_000;
    await issuers.get(server.url);
    expect(asked).toHaveLength(4);
  });

  it('are read once for requests at the same time, and again for an unknown key at most every 30 seconds', async () => {
    const issuers = keysOf();
    await Promise.all([issuers.get(server.url), issuers.get(server.url), issuers.get(server.url, true)]);
    expect(asked).toHaveLength(2);
    now = 29_999;
    await issuers.get(server.url, true);
    expect(asked).toHaveLength(2);
    now = 30_000;
    await issuers.get(server.url, true);
    expect(asked).toHaveLength(4);
  });

  it('outlast an outage of an hour, and no longer', async () => {
    const issuers = keysOf();
    await issuers.get(server.url);
    documents.clear();
    now = 3_599_999;
    expect(await issuers.get(server.url)).toEqual({ keys: [key] });
    now += 600_000;
    expect(await issuers.get(server.url)).toBeUndefined();
  });

  it.each<[string, () => void]>([
    [
      'a document of another issuer',
      () => documents.set(discovery, ok({ issuer: 'https://other.example', jwks_uri: `${server.url}/keys` })),
    ],
    ['a redirect', () => documents.set(discovery, { status: 302, body: {}, headers: { location: '/elsewhere' } })],
    [
      'keys behind a redirect',
      () => documents.set('/keys', { status: 302, body: {}, headers: { location: '/keys2' } }),
    ],
    [
      'keys without TLS',
      () => documents.set(discovery, ok({ issuer: server.url, jwks_uri: server.url.replace('https', 'http') })),
    ],
    [
      'keys at another host',
      () => documents.set(discovery, ok({ issuer: server.url, jwks_uri: 'https://169.254.169.254/keys' })),
    ],
    ['no address of keys', () => documents.set(discovery, ok({ issuer: server.url }))],
    ['no list of keys', () => documents.set('/keys', ok({ keys: 'none' }))],
    ['too many keys', () => documents.set('/keys', ok({ keys: Array.from({ length: 51 }, () => key) }))],
  ])('are none with %s', async (_, change) => {
    change();
    expect(await keysOf().get(server.url)).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1',
    'https://user:secret@127.0.0.1',
    'https://127.0.0.1/#x',
    'https://10.0.0.1',
    'not a URL',
    'file:///etc/passwd',
  ])('are never asked for at %s', async (issuer) => {
    const sent: string[] = [];
    const http = { send: async ({ url }: { url: string }) => Promise.reject(new Error(String(sent.push(url)))) };
    expect(await issuerKeysOf({ http, clock: () => 0 }).get(issuer)).toBeUndefined();
    expect(sent).toEqual([]);
  });
});

describe('publicLookup', () => {
  const look = (name: string, all: boolean): Promise<{ error: string | undefined; address: unknown }> =>
    new Promise((resolve) => {
      publicLookup(name, { all }, (error, address) => resolve({ error: error?.code, address }));
    });

  it('refuses names of this machine, and those that don’t exist', async () => {
    expect((await look('localhost', false)).error).toBe('ENOTPUBLIC');
    expect((await look('localhost', true)).error).toBe('ENOTPUBLIC');
    expect((await look('none.invalid', true)).error).toMatch(/^E/);
  });

  it('resolves an address of the public internet in both forms', async () => {
    expect(await look('8.8.8.8', false)).toEqual({ error: undefined, address: '8.8.8.8' });
    expect((await look('8.8.8.8', true)).address as LookupAddress[]).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });

  it.each([
    ['93.184.215.14', true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.31.255.255', false],
    ['192.168.0.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fd00:ec2::254', false],
    ['fe80::1', false],
    ['::ffff:127.0.0.1', false],
    ['2002:7f00:1::', false],
    ['64:ff9b::7f00:1', false],
  ])('says whether %s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});
