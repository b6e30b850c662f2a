import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { itWithPython } from '../../access/testing/with-python.ts';
import type { ReadyConnector } from '../../connectors/index.ts';
import { readySources } from '../shared/choose-rules.ts';
import { runCommand } from '../testing/run-command.ts';
import { announcement } from './announce.ts';
import { type DemoCall, makeTap } from './ask.ts';
import { renderCall, renderSource } from './print.ts';
import { playScenario } from './scenario.ts';
import { startTwinWorld, type TwinWorld } from './twin-world.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const execute = promisify(execFile);

type Page = {
  readonly value: readonly { readonly id: string }[];
  readonly '@odata.nextLink'?: string;
  readonly access_token: string;
};
type Requester = { readonly path: string; readonly request_parameters: Readonly<Record<string, string>> };
type Stream = { readonly retriever: { readonly requester: Requester } };
type Manifest = {
  readonly streams: readonly [object, Stream];
  readonly definitions: {
    readonly requester: {
      readonly url_base: string;
      readonly authenticator: { readonly token_refresh_endpoint: string; readonly grant_type: string };
    };
    readonly paginator: { readonly pagination_strategy: { readonly cursor_value: string } };
    readonly users: Stream;
  };
};
type LinkedService = {
  readonly properties: {
    readonly typeProperties: { readonly url: string; readonly tokenEndpoint: string; readonly scope: string };
  };
};
type CopySource = { readonly paginationRules: { readonly AbsoluteUrl: string } };

describe('the demo', () => {
  const connectors = readySources();
  const first = connectors[0]?.source.id ?? '';
  const remarks: string[] = [];
  const printed: string[] = [];
  let calls: readonly DemoCall[];
  let world: TwinWorld;
  let clientsFolder: string;

  beforeAll(async () => {
    const tap = makeTap();
    clientsFolder = mkdtempSync(join(tmpdir(), 'graphveil-demo-'));
    world = await startTwinWorld({ connectors, withoutConsent: [first], onUpstream: tap.record, clientsFolder });
    calls = await playScenario({
      connectors,
      world,
      tap,
      onSource: (source) => printed.push(renderSource(source)),
      onRemark: (text) => remarks.push(text),
      onCall: (call) => printed.push(renderCall(call, 100)),
    });
  });

  afterAll(() => world.stop());

  it('shows every source, and answers each of its calls but those that are meant to fail', () => {
    const unexpected = calls.filter(({ status }) => ![200, 403, 404, 503].includes(status));

    expect(new Set(calls.map(({ source }) => source))).toEqual(new Set(connectors.map(({ source }) => source.id)));
    expect(unexpected).toEqual([]);
    expect(remarks.filter((text) => text.includes('left out'))).toEqual([]);
  });

  it('refuses before consent and heals after it', () => {
    const [before, after] = calls;

    expect([before?.status, after?.status]).toEqual([503, 200]);
    expect(JSON.stringify(before?.after)).toContain('Graphveil.ConsentMissing');
  });

  it('follows a page through a sealed link and uses a pseudonym of an earlier reply', () => {
    expect(calls.some(({ target, status }) => target.includes('$skiptoken=') && status === 200)).toBe(true);
    expect(calls.some(({ target, status }) => target.includes('/users/p~') && status === 200)).toBe(true);
  });

  it('refuses a person by name in every other source, and a search in the rest', () => {
    const refused = calls.filter(({ status }) => status === 403);

    expect(refused.length).toBeGreaterThanOrEqual(connectors.length);
  });

  it('prints requests, pseudonyms and dropped values, and no name on the tool’s side', () => {
    const text = printed.join('\n');

    expect(text).toMatch(/tool asks {3}GET \/v1\.0\/users\?\$top=100/);
    expect(text).toMatch(/^ {2}made /m);
    expect(text).toMatch(/^ {2}gone /m);
    for (const { after } of calls)
      expect(JSON.stringify(after)).not.toContain(world.twin.organization.busiest.mail ?? '?');
  });

  it('registers a client, with whose environment the program of the guide reads mail, meetings and chats', async () => {
    const { text, json } = await announcement(connectors, world, clientsFolder);
    const granted = await runCommand(['grants', 'list', 'demo', '--folder', clientsFolder]);
    const guide = readFileSync(join(root, 'docs/guides/register-a-client.md'), 'utf8');
    const [, program = ''] = /```js\n([\s\S]*?)```/.exec(guide) ?? [];
    const { environment, identityTokenFile } = json as {
      environment: Readonly<Record<string, string>>;
      identityTokenFile: string;
    };
    const { AZURE_CLIENT_SECRET: _, ...withoutSecret } = environment;
    const [tool, secretless] = await Promise.all(
      [environment, { ...withoutSecret, AZURE_FEDERATED_TOKEN_FILE: identityTokenFile }].map((variables) =>
        execute(process.execPath, ['--input-type=module', '--eval', program], {
          cwd: root,
          env: { PATH: process.env['PATH'], ...variables },
        }),
      ),
    );

    expect(text).toContain(
      `AZURE_AUTHORITY_HOST=${world.https.url}\n  AZURE_TENANT_ID=adfs\n  AZURE_CLIENT_ID=${world.client?.id}`,
    );
    expect(granted.stdout).toMatch(/^demo +[a-z2-9]{10} +everybody/);
    expect(program.trim().split('\n')).toHaveLength(10);
    expect(tool?.stdout).toMatch(/^messages [1-9]\d*\nevents [1-9]\d*\nchats [1-9]\d*\n$/);
    expect(secretless?.stdout).toBe(tool?.stdout);
  });

  describe('the guide to tools', () => {
    const guide = readFileSync(join(root, 'docs/guides/call-with-a-tool.md'), 'utf8');
    const blocks = (language: string): readonly string[] =>
      [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
    const run = (program: string, ...args: readonly string[]): Promise<string> => runWith({}, program, ...args);
    const runWith = async (more: object, program: string, ...args: readonly string[]): Promise<string> => {
      const { json } = await announcement(connectors, world, clientsFolder);
      const { environment, authority } = json as { environment: Readonly<Record<string, string>>; authority: string };
      const certificates = { CURL_CA_BUNDLE: authority, REQUESTS_CA_BUNDLE: authority };
      const env = { PATH: process.env['PATH'], ...environment, ...certificates, ...more };
      return (await execute(program, [...args], { env })).stdout;
    };
    const at = (url = ''): string => url.replace('https://BASE_URL', world.http.url);
    /** Gets a token at the URL with the secret in the form, and returns a function that reads a URL with it. */
    const reader = async (tokenUrl: string, form: Readonly<Record<string, string>>) => {
      const { id = '', secret = '' } = world.client ?? {};
      const body = new URLSearchParams({ client_id: id, client_secret: secret, ...form });
      const { access_token: token } = (await (await fetch(at(tokenUrl), { method: 'POST', body })).json()) as Page;
      return async (url: string): Promise<Page> => {
        const reply = await fetch(url, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
        expect(reply.status).toBe(200);
        return (await reply.json()) as Page;
      };
    };

    it('has calls of curl that work', async () => {
      const people = JSON.parse(await run('sh', '-c', blocks('sh')[0] ?? '')) as Page;

      expect(people.value).toHaveLength(100);
      expect(Object.keys(people.value[0] ?? {})).toEqual(['id', 'userType']);
    });

    itWithPython('has a program in Python that reads all pages', async (program) => {
      expect(await run(program, '-c', blocks('python')[0] ?? '')).toBe(
        `${world.twin.organization.people.length} people\n`,
      );
    });

    itWithPython('leads a program with fixed hosts here, by its environment', async (program) => {
      const fixed = [
        'import requests',
        'token = requests.post("https://login.microsoftonline.com/adfs/oauth2/v2.0/token", data=dict(',
        `    grant_type="client_credentials", client_id="${world.client?.id}", client_secret="${world.client?.secret}",`,
        '    scope="https://graph.microsoft.com/.default")).json()["access_token"]',
        'url, people = "https://graph.microsoft.com/v1.0//users", 0',
        'while url:',
        '    page = requests.get(url, headers={"Authorization": token}).json()',
        '    people, url = people + len(page["value"]), page.get("@odata.nextLink")',
        '    assert not url or url.startswith("https://graph.microsoft.com/v1.0/")',
        'print(people)',
      ];
      const environment = { HTTPS_PROXY: world.http.url, NO_PROXY: '', no_proxy: '' };

      expect(await runWith(environment, program, '-c', fixed.join('\n'))).toBe(
        `${world.twin.organization.people.length}\n`,
      );
    });

    it('has a manifest of Airbyte whose requests are served', async () => {
      const { definitions, streams } = parse(blocks('yaml')[0] ?? '') as Manifest;
      const { requester, paginator, users } = definitions;
      const { authenticator: oauth } = requester;
      const { path, request_parameters: parameters } = users.retriever.requester;
      const read = await reader(oauth.token_refresh_endpoint, { grant_type: oauth.grant_type });
      const [, link = ''] = /get\('([^']+)'\)/.exec(paginator.pagination_strategy.cursor_value) ?? [];
      const query = new URLSearchParams(parameters);
      const first = await read(`${at(requester.url_base)}${path}?${query}`);
      const second = await read(`${String(first[link as keyof Page])}&${query}`);
      const ofUser = streams[1].retriever.requester.path.replace(/\{\{.*\}\}/, first.value[0]?.id ?? '');
      const events = await read(`${at(requester.url_base)}${ofUser}`);

      expect([first.value.length, second.value.length]).toEqual([100, 100]);
      expect(second.value[0]?.id).not.toBe(first.value[0]?.id);
      expect(events.value.length).toBeGreaterThan(0);
    });

    it('has a linked service and a source of Data Factory whose requests are served', async () => {
      const [service, source] = blocks('json').map((block) => JSON.parse(block)) as [LinkedService, CopySource];
      const { url, tokenEndpoint, scope } = service.properties.typeProperties;
      const read = await reader(tokenEndpoint, { grant_type: 'client_credentials', scope });
      const first = await read(`${at(url)}users?$top=100`);
      const [, link = ''] = /^\$\['(.+)'\]$/.exec(source.paginationRules.AbsoluteUrl) ?? [];
      const second = await read(String(first[link as keyof Page]));

      expect([first.value.length, second.value.length]).toEqual([100, 100]);
    });

    it('has a query of Power BI whose requests are served', async () => {
      const [query = ''] = blocks('powerquery');
      const [token, list] = [...query.matchAll(/RelativePath = "(.+)"/g)].map(([, path]) => path);
      const options = [...query.matchAll(/#"(\$\w+)" = "([^"]+)"/g)].map(
        ([, name = '', value = '']) => [name, value] as const,
      );
      const read = await reader(`https://BASE_URL/${token}`, { grant_type: 'client_credentials' });
      const first = await read(`${at('https://BASE_URL')}/${list}?${new URLSearchParams(Object.fromEntries(options))}`);
      // The query parameters of a link are taken apart and encoded again.
      const next = new URL(first['@odata.nextLink'] ?? '').searchParams;
      const second = await read(`${at('https://BASE_URL')}/${list}?${next}`);

      expect([first.value.length, second.value.length]).toEqual([100, 100]);
      expect(Object.keys(second.value[0] ?? {}).toSorted()).toEqual(['accountEnabled', 'id', 'userType']);
    });
  });

  it('offers three calls that work unchanged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graphveil-demo-'));
    const { text, json } = await announcement(connectors, world, folder);
    const { curl, authority } = json as { curl: readonly string[]; authority: string };

    expect(text).toContain('Try:');
    expect(readFileSync(authority, 'utf8')).toBe(world.twin.caCertificate);
    expect(curl).toHaveLength(3);
    for (const line of curl.slice(0, 2)) {
      const reply = await fetch(line.slice(line.indexOf("'") + 1, -1));
      expect(reply.status).toBe(200);
    }
  });
});

describe('graphveil demo --group', () => {
  const people = readySources().find(({ source }) => source.exampleCalls.some(({ path }) => path.includes('/groups?')));
  const aboutPeople = ({ source }: ReadyConnector): number =>
    source.exampleCalls.filter(({ path }) => path.includes('{userId}')).length;
  const calls = readySources().toSorted((one, other) => aboutPeople(other) - aboutPeople(one))[0];
  const names = [people, calls].map((connector) => connector?.source.id ?? '');
  const play = (group: string, ...args: readonly string[]) => runCommand(['demo', '--group', group, ...args]);

  it('shows people, groups and pseudonyms before and after, and when somebody joins and leaves', async () => {
    const { status, stdout } = await play('volunteers', '--source', ...names);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}people in the list +250 items +11 items$/m);
    expect(stdout).toMatch(/^ {2}groups in the list +53 items +1 item$/m);
    expect(stdout).toMatch(/^ {2}pseudonyms of the group’s people +(\d+) +\1$/m);
    expect(stdout).toMatch(/^ {2}pseudonyms of outsiders +[1-9]\d\d+ +0$/m);
    expect(stdout).toMatch(/\(an outsider\) +\d+ items +403 OutsideGrant$/m);
    expect(stdout).toMatch(
      /before joining +403 .*\n {2}5 minutes after joining +200\n {2}5 minutes after leaving +403/,
    );
    expect(stdout).toMatch(/^ {2}gone .* {2}"t~\S+ +·$/m);
  });

  it('explains why a group can’t limit a caller', async () => {
    const { status, stdout } = await play('alumni', '--source', names[0] ?? '', '--json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      group: { people: 20_006 },
      refused: { code: 'Graphveil.GroupTooLarge', cause: expect.any(String), remedy: expect.any(String) },
    });
  });

  it('rejects an unknown group, with the groups to try, and --serve', async () => {
    expect(await play('volunters', '--source', names[0] ?? '')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('use one of volunteers'),
    });
    expect(await play('volunteers', '--serve')).toMatchObject({ status: 2 });
  });
});

describe('graphveil demo', () => {
  const stopped: Server[] = [];
  afterEach(() => {
    for (const server of stopped.splice(0)) server.close();
  });

  it.each(['--http-port', '--https-port'])(
    'rejects a %s that is taken, reports it, and leaves nothing behind',
    async (option) => {
      const taken = createServer();
      stopped.push(taken);
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const { port } = taken.address() as AddressInfo;
      const [source] = readySources();

      const { status, stderr } = await runCommand([
        ...['demo', '--serve', option, String(port)],
        ...['--source', source?.source.id ?? ''],
      ]);

      expect(status).toBe(3);
      expect(stderr).toContain(`can't listen at 127.0.0.1:${port}, the port is in use`);
    },
  );

  it('rejects invalid ports, and ports without --serve', async () => {
    expect(await runCommand(['demo', '--serve', '--http-port', 'x'])).toMatchObject({ status: 2 });
    expect(await runCommand(['demo', '--serve', '--https-port', '65536'])).toMatchObject({ status: 2 });
    const { status, stderr } = await runCommand(['demo', '--http-port', '0']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('a port requires --serve')]);
  });
});
