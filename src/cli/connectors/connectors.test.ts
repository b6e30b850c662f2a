import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadSettings } from '../../config/index.ts';
import { loadSources } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources, settingsFile } from '../testing/settings-folder.ts';

const [first] = allSources();
const name = first?.id ?? '';
const clientId = '66666666-2222-4333-8444-555555555555';
const tenant = '11111111-2222-3333-4444-555555555555';

let folder: string;
let settings: string;
let server: Server;
let missing: readonly string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-connectors-'));
  settings = settingsFile();
  const ids = { clientId, objectId: clientId, servicePrincipalObjectId: clientId };
  const outputs = { environment: 'prod', tenant, applications: { [name]: ids } };
  writeFileSync(join(dirname(settings), 'entra.outputs.json'), JSON.stringify(outputs));
  server = createServer(({ url = '' }, reply) => {
    const consent = missing.length === 0 ? 'ok' : 'Graphveil.ConsentMissing';
    const health = { checks: { keyring: 'ok', signIn: 'ok', consent }, missingPermissions: missing };
    reply.end(JSON.stringify(url.endsWith('/healthz') ? health : { value: [] }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => runCommand([...args, '--folder', folder, '--settings', settings]);
const json = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).stdout);
const check = () =>
  run('connectors', 'check', name, '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

it('shows connectors with a status that a check changes', async () => {
  expect((await run('connectors', 'list')).stdout).toContain('Configured: configured');

  missing = ['User.Read.All'];
  const pending = await check();
  expect([pending.status, pending.stdout]).toEqual([
    1,
    expect.stringContaining('Configured: consent pending, checked just now'),
  ]);

  missing = [];
  expect((await check()).stdout).toContain('Configured: ready');
  const shown = await run('connectors', 'show', name);
  expect(shown.stdout).toMatch(/credential +federated: issuer https:/);
  expect(shown.stdout).toContain(`role/graphveil-prod-${name}`);
  const other = await run('connectors', 'show', 'dropbox');
  expect([other.status, other.stderr]).toEqual([1, expect.stringContaining('isn’t available yet')]);
});

it('plans a change with lines that the settings accept', async () => {
  const [variant = ''] = first?.variants.keys() ?? [];
  const change = ['--set', `variants=${variant}`, '--set', 'timeout=90', '--set', 'enabled=false'];
  expect((await run('connectors', 'plan', name, ...change)).stdout).toContain('then: npm run deploy');
  const { requiresDeployment } = await json('connectors', 'plan', name, ...change);
  const file = settingsFile(requiresDeployment.lines);
  const read = loadSettings(readFileSync(file, 'utf8'), file, loadSources(rulesFolder).sources);

  expect(read.settings?.connectors).toEqual([
    expect.objectContaining({ name, variants: [variant], timeout: 90, enabled: false }),
  ]);
});

it('refuses a client secret, and a change of an older version with its author', async () => {
  const secret = await run('connectors', 'plan', name, '--set', 'clientSecret=hunter2');
  expect([secret.status, secret.stderr]).toEqual([1, expect.stringContaining('takes no client secret')]);
  expect(`${secret.stdout}${secret.stderr}`).not.toContain('hunter2');

  expect((await run('connectors', 'apply', name, '--set', 'offered=group', '--if-version', '0')).stdout).toMatch(
    /version 1/,
  );
  const late = await run('connectors', 'apply', name, '--set', 'offered=tenant', '--if-version', '0');
  expect([late.status, late.stderr]).toEqual([1, expect.stringMatching(/on this machine changed offered/)]);
});

it('reviews grants, ends them, and deletes with a confirmation', async () => {
  const permission = ['--permission', name];
  const made = await json('clients', 'create', 'acme', ...permission, '--secret');
  const grant = await json('grants', 'give', 'acme', ...permission, '--reason', 'Pilot with field sales');
  const id = `${made.client.id}/${grant.id}`;
  expect((await run('review', 'list', '--only', 'never-used')).stdout).toContain('never-used');
  expect((await run('review', 'list', '--csv')).stdout).toContain('acme,');
  expect((await run('review', 'done')).stdout).toMatch(/last reviewed .* the next review is due/);
  expect((await run('checks')).stdout).not.toContain('WRONG');
  expect((await run('connectors', 'pause', name, '--reason', 'An incident')).stdout).toContain('refuses every call');
  expect((await run('connectors', 'resume', name)).stdout).toContain('resumed');

  const plan = await json('connectors', 'plan-delete', name);
  expect(plan).toMatchObject({ grants: 1, people: 'everybody' });
  const ended = await run('review', 'end', id, `${made.client.id}/nothing`);
  expect([ended.status, ended.stdout]).toEqual([1, expect.stringContaining('ended 1 grant')]);
  const stale = await run('connectors', 'delete', name, '--confirm', plan.confirm);
  expect([stale.status, stale.stderr]).toEqual([1, expect.stringContaining('Make the plan of the removal again')]);
  expect((await run('connectors', 'plan-delete', name)).stdout).toContain('--confirm');
  const { confirm } = await json('connectors', 'plan-delete', name);
  expect((await run('connectors', 'delete', name, '--confirm', confirm)).stdout).toContain('it refuses every call');
  expect((await run('connectors', 'list')).stdout).toContain('Not configured');
  expect((await run('ledger', 'verify')).stdout).toContain('none changed');
});

it('prints the catalog, and a dictionary of every property', async () => {
  expect((await run('catalog', 'list')).stdout).toMatch(/coming soon/);
  const { stdout } = await runCommand(['catalog', 'dictionary', name, '--settings', settings]);
  const [connector] = JSON.parse(stdout).connectors;
  const schema = JSON.parse((await runCommand(['catalog', 'schema'])).stdout);

  expect(connector.connector).toBe(name);
  expect(connector.entities.length).toBeGreaterThan(0);
  expect(Object.keys(schema.properties)).toEqual(['graphveil', 'connectors']);
  expect((await runCommand(['catalog', 'dictionary', 'dropbox', '--settings', settings])).status).toBe(1);
});
