import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ReadyConnector } from '../../connectors/index.ts';
import { readySources } from '../shared/choose-rules.ts';
import { runCommand } from '../testing/run-command.ts';
import { announcement } from './announce.ts';
import { type DemoCall, makeTap } from './ask.ts';
import { renderCall, renderSource } from './print.ts';
import { playScenario } from './scenario.ts';
import { startTwinWorld, type TwinWorld } from './twin-world.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

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
    const { environment } = json as { environment: Readonly<Record<string, string>> };
    const tool = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...environment },
    });

    expect(text).toContain(
      `AZURE_AUTHORITY_HOST=${world.https.url}\n  AZURE_TENANT_ID=adfs\n  AZURE_CLIENT_ID=${world.client?.id}`,
    );
    expect(granted.stdout).toMatch(/^demo +[a-z2-9]{10} +everybody/);
    expect(program.trim().split('\n')).toHaveLength(10);
    expect(tool.stdout).toMatch(/^messages [1-9]\d*\nevents [1-9]\d*\nchats [1-9]\d*\n$/);
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
