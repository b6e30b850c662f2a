import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { keyringFile } from '../../adapters/node/index.ts';
import { resolveConnector } from '../../connectors/index.ts';
import type { CallRecord } from '../../ports/index.ts';
import { createTokenHash } from '../../pseudonyms/token-hash.ts';
import { startTwin, type Twin } from '../../twin/index.ts';
import { init } from '../keys/acts.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources, settingsFile } from '../testing/settings-folder.ts';
import type { ServeOptions } from './serve-options.ts';
import { startServing } from './start-serving.ts';

const subject = 'spiffe://example/serve';
const clientId = '22222222-3333-4444-5555-666666666666';
const folder = mkdtempSync(join(tmpdir(), 'graphveil-serve-'));
const file = (name: string, text = ''): string => {
  const path = join(folder, name);
  if (text !== '') writeFileSync(path, text);
  return path;
};

const [source] = allSources();
if (source === undefined) throw new Error('there is no source');
const permissions = resolveConnector(source).expectedRoles;

describe('graphveil serve', () => {
  let twin: Twin;
  let base: ServeOptions;
  const records: CallRecord[] = [];

  beforeAll(async () => {
    twin = await startTwin({
      people: 101,
      applications: [
        {
          displayName: 'serve',
          clientId,
          federatedCredentials: [{ subject }],
          requested: permissions,
          consented: permissions,
        },
      ],
    });
    const keyring = file('keyring.json');
    await init(keyringFile(keyring), { plusTags: 'drop' });
    base = {
      tenant: twin.tenantId,
      clientId,
      authority: twin.entra,
      graph: twin.graph,
      ca: file('ca.pem', twin.caCertificate),
      identityTokenFile: file('token', await twin.identityTokens(subject).get()),
      mailboxAccess: 'entra',
      keyring,
      host: '127.0.0.1',
      port: 0,
    };
  });

  afterAll(() => twin.stop());

  const ask = async (options: ServeOptions, name: string, path: string, worker?: URL) => {
    const threads = worker && { worker, leastBytes: 1 };
    const serving = await startServing(options, (record) => records.push(record), threads);
    try {
      const [server] = serving.servers;
      const answer = await fetch(`${server?.url}/${name}${path}`);
      return { status: answer.status, text: await answer.text(), url: server?.url ?? '', names: serving.names };
    } finally {
      await serving.stop();
    }
  };

  it('serves a source over the whole journey, links on its own address', async () => {
    const { status, text, url } = await ask({ ...base, source: [source.id] }, source.id, '/v1.0/users?$top=100');
    expect(status).toBe(200);
    const page = JSON.parse(text) as { value: { id: string }[]; '@odata.nextLink': string };
    expect(page.value).toHaveLength(100);
    expect(page.value.every(({ id }) => id.startsWith('p~'))).toBe(true);
    expect(page['@odata.nextLink']).toContain(`${url}/${source.id}/v1.0/users?$skiptoken=`);
    expect(records.at(-1)).toMatchObject({ connector: source.id, endpoint: '/v1.0/users', status: 200 });
  });

  it('sanitizes large pages in threads, with the same result', async () => {
    const options = { ...base, source: [source.id] };
    const peopleOf = ({ text }: { readonly text: string }): unknown => (JSON.parse(text) as { value: unknown }).value;
    const path = '/v1.0/users?$top=3';
    const answer = await ask(options, source.id, path, pathToFileURL('dist/cli/page-worker.js'));

    expect(answer.status).toBe(200);
    expect(peopleOf(answer)).toEqual(peopleOf(await ask(options, source.id, path)));
    expect((await ask(options, source.id, path, pathToFileURL(file('none.js')))).status).toBe(500);
  });

  it('signs in with the identity token of a Google service account, and gives links of its public URL', async () => {
    const token = await twin.identityTokens(subject).get();
    const metadata = createServer((request, response) => {
      const asked = new URL(request.url ?? '', 'http://metadata').searchParams.get('audience');
      response.setHeader('metadata-flavor', 'Google').end(asked === 'api://AzureADTokenExchange' ? token : '');
    });
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
    const { identityTokenFile: _, ...rest } = base;
    const googleIdentity = `127.0.0.1:${(metadata.address() as AddressInfo).port}`;
    const options = { ...rest, source: [source.id], googleIdentity, publicUrl: 'https://graphveil.example' };
    const { status, text } = await ask(options, source.id, '/v1.0/users?$top=100');
    metadata.close();

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      '@odata.nextLink': expect.stringContaining(`https://graphveil.example/${source.id}/v1.0/users?$skiptoken=`),
    });
  });

  it('answers health checks, and 403 for unknown connectors', async () => {
    const healthy = await ask({ ...base, source: [source.id] }, source.id, '/healthz');
    expect([healthy.status, JSON.parse(healthy.text)]).toMatchObject([
      200,
      { status: 'ready', missingPermissions: [] },
    ]);
    expect((await ask({ ...base, source: [source.id] }, 'other', '/v1.0/users')).status).toBe(403);
  });

  it('serves rules of one’s own, named by their file', async () => {
    const rules = file(
      'My Rules.yaml',
      'endpoints:\n  - pathTemplate: /v1.0/users\n    transforms:\n      - !<redact> { jsonPaths: ["$.value[*]..*"] }\n',
    );
    const { status, text, names } = await ask(
      { ...base, rules, permission: ['User.Read.All'] },
      'my-rules',
      '/v1.0/users',
    );
    expect([status, names]).toEqual([200, ['my-rules']]);
    expect(JSON.parse(text)).toMatchObject({ value: expect.arrayContaining([{}]) });
    expect(text).not.toMatch(/displayName|mail/);
  });

  it('serves the connectors of a settings file, with the applications that the Entra side wrote down', async () => {
    const settings = settingsFile('', twin.tenantId);
    const { settings: _, tenant: __, clientId: ___, ...rest } = { ...base, settings };
    await expect(startServing({ ...rest, settings }, () => undefined)).rejects.toThrow(
      'application of copilot is unknown',
    );
    const ids = { clientId, objectId: 'o', servicePrincipalObjectId: 's' };
    writeFileSync(
      join(dirname(settings), 'entra.outputs.json'),
      JSON.stringify({ environment: 'prod', tenant: twin.tenantId, applications: { [source.id]: ids } }),
    );
    expect((await ask({ ...rest, settings, connector: [source.id] }, source.id, '/v1.0/users')).status).toBe(200);
    await expect(startServing({ ...rest, settings, connector: ['other'] }, () => undefined)).rejects.toThrow(
      'no connector',
    );
  });

  it('leads calls below the base URL by the order of the settings', async () => {
    const settingsWith = (baseUrl: string) => {
      const sources = `{ one: { source: ${source.id} }, two: { source: ${source.id} } }`;
      return { ...base, settings: settingsFile(`sources: ${sources}\nbaseUrl: ${baseUrl}\n`, twin.tenantId) };
    };
    await expect(startServing(settingsWith('{}'), () => undefined)).rejects.toThrow('rules have errors');
    for (const connector of [
      ['one', 'two'],
      ['two', 'one'],
    ])
      await expect(startServing({ ...settingsWith('{}'), connector }, () => undefined)).rejects.toThrow('errors');
    await ask({ ...settingsWith('{}'), connector: ['one'] }, '', 'v1.0/users');
    expect(records.at(-1)).toMatchObject({ connector: 'one', status: 200 });
    await ask(settingsWith('{ order: [two] }'), '', 'v1.0/users');
    expect(records.at(-1)).toMatchObject({ connector: 'two', status: 200 });
  });

  it('serves HTTPS in addition to HTTP', async () => {
    const tls = { tlsKey: file('key.pem', twin.tls.key), tlsCert: file('cert.pem', twin.tls.cert), httpsPort: 0 };
    const serving = await startServing({ ...base, ...tls, source: [source.id] }, () => undefined);
    expect(serving.servers.map(({ url }) => url.split(':')[0])).toEqual(['http', 'https']);
    await serving.stop();
  });

  it('has a token service with the store of graphveil clients', async () => {
    const clients = file('access');
    const serving = await startServing({ ...base, source: [source.id], clients }, () => undefined);
    const url = serving.tokenUrl ?? '';
    const stored = ['--folder', clients, '--json'];
    const created = await runCommand(['clients', 'create', 'acme', '--permission', source.id, ...stored]);
    const { client, secret } = JSON.parse(created.stdout) as { client: { id: string }; secret: string };
    const ask = (id: string) =>
      fetch(`${url}/adfs/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
      });
    const [token, refused, metadata, unknown, tooLong] = [
      await ask(client.id),
      await ask('00000000-0000-4000-8000-000000000000'),
      await fetch(`${url}/adfs/.well-known/openid-configuration?x=y`),
      await fetch(`${url}/${source.id}/healthz`),
      await ask('x'.repeat(200_000)).catch(() => undefined),
    ];
    const { access_token: text } = (await token.json()) as { access_token: string };
    const users = () =>
      fetch(`${url}/${source.id}/v1.0/users?$top=100`, { headers: { authorization: `Bearer ${text}` } });
    const before = await users();
    await runCommand([
      'grants',
      'give',
      'acme',
      '--permission',
      source.id,
      '--reason',
      'Meeting load of all teams',
      ...stored,
    ]);
    const granted = await users();
    await runCommand(['clients', 'delete', 'acme', '--yes', ...stored]);
    const after = await users();
    await serving.stop();
    const publicUrl = 'https://tools.example';
    const open = { ...base, source: [source.id], clients, host: '0.0.0.0', publicUrl };
    const forwarded = await startServing(open, () => undefined);
    const port = new URL(forwarded.servers[0]?.url ?? '').port;
    const published = await fetch(`http://127.0.0.1:${port}/adfs/.well-known/openid-configuration`);
    await forwarded.stop();

    expect(await published.json()).toMatchObject({
      issuer: `${publicUrl}/adfs`,
      token_endpoint: expect.stringContaining(`${publicUrl}/adfs/`),
    });
    expect([refused.status, metadata.status, unknown.status]).toEqual([401, 200, 401]);
    expect([before.status, granted.status, after.status]).toEqual([403, 200, 401]);
    expect(after.headers.get('www-authenticate')).toContain('invalid_token');
    expect(await metadata.json()).toMatchObject({ issuer: `${url}/adfs` });
    expect(tooLong?.status ?? 400).toBe(400);
  });

  it('refuses to start without a keyring, or with a file that is not there', async () => {
    const options = { ...base, source: [source.id] };
    await expect(startServing({ ...options, keyring: file('none.json') }, () => undefined)).rejects.toMatchObject({
      exitCode: 1,
      code: 'Keyring.Refused',
    });
    await expect(startServing({ ...options, keyring: folder }, () => undefined)).rejects.toThrow();
    await expect(startServing({ ...options, ca: file('none.pem') }, () => undefined)).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it('tells once that WebAssembly fails to load, and serves', async () => {
    const { WebAssembly: platform } = globalThis as { WebAssembly?: unknown };
    createTokenHash();
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    const serving = await startServing({ ...base, source: [source.id] }, () => undefined);
    Object.assign(globalThis, { WebAssembly: platform });
    await serving.stop();

    expect(serving.remark).toMatch(/^WebAssembly can't run here.*: TypeError: /);
    expect(serving.servers).toHaveLength(1);
  });

  it('reports that a port is taken, and stops the servers that it started', async () => {
    const options = { ...base, source: [source.id] };
    const serving = await startServing(options, () => undefined);
    const taken = Number(new URL(serving.servers[0]?.url ?? '').port);
    const tls = { tlsKey: file('key.pem', twin.tls.key), tlsCert: file('cert.pem', twin.tls.cert) };
    for (const more of [{ port: taken }, { ...tls, httpsPort: taken }])
      await expect(startServing({ ...options, ...more }, () => undefined)).rejects.toMatchObject({
        exitCode: 3,
        message: `can't listen at 127.0.0.1:${taken}, the port is in use`,
      });
    await serving.stop();
  });

  it('rejects invalid certificates and keys', async () => {
    const none = file('none.txt', 'no certificate');
    const options = { ...base, source: [source.id] };
    await expect(startServing({ ...options, ca: none }, () => undefined)).rejects.toMatchObject({
      exitCode: 2,
      message: `file ${none} has no certificate`,
    });
    const tls = { httpsPort: 0, tlsKey: none, tlsCert: file('cert.pem', twin.tls.cert) };
    await expect(startServing({ ...options, ...tls }, () => undefined)).rejects.toMatchObject({
      exitCode: 2,
      message: "key and certificate for HTTPS don't belong together",
    });
  });

  it('can take its identity from AWS', async () => {
    const { identityTokenFile: _, ...rest } = base;
    const serving = await startServing({ ...rest, source: [source.id], awsRegion: 'eu-central-1' }, () => undefined);
    await serving.stop();
    expect(serving.names).toEqual([source.id]);
  });

  it.each([
    [['serve'], 'exactly one of --source, --rules and --settings'],
    [['serve', '--rules', 'x', '--extra', 'y'], '--variant or --extra requires --source'],
    [['serve', '--source', 'x', '--permission', 'y'], '--permission requires --rules'],
    [['serve', '--source', 'x', '--connector', 'y'], '--connector requires --settings'],
    [['serve', '--source', 'x', '--tenant', 'y'], '--tenant and --client-id are missing'],
    [
      ['serve', '--source', 'x', '--tenant', 'y', '--client-id', 'z'],
      'exactly one of --identity-token-file, --aws-region and --google-identity',
    ],
    [
      ['serve', '--source', 'x', '--tenant', 'y', '--client-id', 'z', '--aws-region', 'r', '--tls-key', 'k'],
      '--https-port, --tls-key and --tls-cert require each other',
    ],
    [
      ['serve', '--source', 'x', '--tenant', 'y', '--client-id', 'z', '--aws-region', 'r', '--as-proxy'],
      '--as-proxy requires --https-port',
    ],
    [
      ['serve', '--source', 'x', '--tenant', 'y', '--client-id', 'z', '--aws-region', 'r', '--clients', '--host', '::'],
      '--clients with --host :: requires --public-url',
    ],
    [['serve', '--source', 'x', '--tenant', 'y', '--client-id', 'z', '--aws-region', 'r'], 'unknown source x'],
  ])('refuses %j', async (args, why) => {
    const { status, stderr } = await runCommand(args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it.each([
    [['serve', '--port', '99999']],
    [['serve', '--port', 'x']],
    [['serve', '--graph', 'http://graph.example']],
    [['serve', '--authority', 'https://login.example/path']],
    [['serve', '--cloud', 'moon']],
  ])('refuses %j as wrong usage', async (args) => {
    expect((await runCommand(args)).status).toBe(2);
  });
});
