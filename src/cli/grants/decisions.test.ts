import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../testing/run-command.ts';
import { allSources, settingsFile } from '../testing/settings-folder.ts';

const group = '99999999-2222-4333-8444-555555555555';
const reason = 'Meeting load, agreed in March';
const where = mkdtempSync(join(tmpdir(), 'graphveil-decisions-'));
const settings = settingsFile('clients: {}\n');
const [source] = allSources();

const run = (...args: readonly string[]) => runCommand([...args, '--folder', where, '--settings', settings]);
const json = async <Shape>(...args: readonly string[]): Promise<Shape> => {
  const { status, stdout, stderr } = await run(...args, '--json');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Shape;
};

let connector: string;
beforeAll(async () => {
  connector = String(source);
  const { permissions } = await json<{ permissions: readonly { name: string }[] }>('clients', 'permissions');
  connector = permissions[0]?.name.split(':')[0] ?? connector;
  await json('clients', 'create', 'acme', '--permission', connector);
});

describe('graphveil grants', () => {
  const terms = () => ['--permission', connector, '--reason', reason];

  it('asks for a group, and declines or takes back a request once', async () => {
    const asked = await json<{ id: string; state: string }>('grants', 'request', 'acme', group, ...terms());
    expect((await run('grants', 'request', 'acme', group, ...terms())).stderr).toContain('already asks for this group');
    expect((await run('grants', 'requests')).stdout).toContain(asked.id);
    expect(await json('grants', 'groups')).toEqual({
      groups: [{ id: group, clients: 0, requests: 1, suspended: 0, alarms: 0 }],
    });
    const shown = await run('grants', 'group', group.toUpperCase());
    expect([shown.stdout.includes(asked.id), shown.stdout.includes(reason)]).toEqual([true, true]);
    expect((await run('grants', 'group', 'sales')).status).toBe(2);
    expect((await run('grants', 'decline', 'acme', asked.id, '--answer', 'Later')).stdout).toContain('declined');
    expect((await run('grants', 'withdraw', 'acme', asked.id)).status).toBe(1);
  });

  it('lets nobody approve the own proposal', async () => {
    const proposed = await json<{ id: string }>('grants', 'propose', 'acme', ...terms());
    const refused = await run('grants', 'approve', 'acme', proposed.id);
    expect([refused.status, refused.stderr.includes('somebody else has to approve')]).toEqual([1, true]);
    expect((await run('grants', 'refuse', 'acme', proposed.id, '--own')).stdout).toContain('withdrawn');
    expect((await run('grants', 'proposals')).stdout).toContain('withdrawn');
  });
});

describe('graphveil claim', () => {
  let server: Server;
  const seen: string[] = [];
  beforeAll(async () => {
    server = createServer((request, reply) => {
      request.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
      request.on('end', () => {
        const used = { error: 'invalid_grant', error_description: 'Graphveil.ClaimUsed: used before. Trace ID: x' };
        reply.writeHead(seen.length === 1 ? 200 : 400, { 'content-type': 'application/json' });
        reply.end(JSON.stringify(seen.length === 1 ? { refresh_token: 'gvr_once' } : used));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('redeems a code once with what the environment has', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = ['claim', 'k3vq7m2xab', '--url', url, '--client-id', group];
    const environment = { GRAPHVEIL_CLAIM_CODE: 'A', GRAPHVEIL_CLIENT_SECRET: 'gvs_x' };
    expect((await runCommand(args)).stderr).toContain('GRAPHVEIL_CLAIM_CODE');
    expect((await runCommand(args, environment)).stdout).toContain('gvr_once');
    expect(Object.fromEntries(new URLSearchParams(seen[0]))).toEqual({
      client_id: group,
      client_secret: 'gvs_x',
      grant: 'k3vq7m2xab',
      code: 'A',
    });
    const again = await runCommand(args, environment);
    expect([again.status, again.stderr.includes('ClaimUsed: used before'), again.stderr.includes('Trace')]).toEqual([
      1,
      true,
      false,
    ]);
    expect((await runCommand(['claim', 'x', '--url', 'http://tokens.example', '--client-id', group])).status).toBe(2);
  });
});
