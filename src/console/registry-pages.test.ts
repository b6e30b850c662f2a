import { createClient, giveGrant } from '../access/index.ts';
import { group, person as groupOwner } from '../registry/testing/world.ts';
import {
  admin,
  type Browser,
  type ConsoleWorld,
  developer,
  makeConsoleWorld,
  person,
} from './testing/console-world.ts';

let world: ConsoleWorld;
let browser: Browser;
beforeEach(async () => {
  world = makeConsoleWorld();
  browser = world.browser();
  await browser.signIn(admin);
});

const text = async (reply: Response | Promise<Response>): Promise<string> => (await reply).text();
const json = async (reply: Promise<Response>) => (await reply).json() as Promise<Record<string, unknown>>;

const hidden = (page: string): Readonly<Record<string, readonly string[]>> => {
  const values: Record<string, string[]> = {};
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g))
    if (name !== '_csrf') values[name] = [...(values[name] ?? []), value];
  return values;
};

const form = { version: '0', offered: ['group'], memory: '512', timeout: '60', enabled: 'yes', mailboxAccess: 'entra' };

const grantTo = async (name: string, ofGroup: string): Promise<string> => {
  const permissions = ['diary:User.Read.All'];
  const made = await createClient(world.access, {
    name,
    permissions,
    by: 'ops',
    federated: [],
    keys: [],
    withSecret: true,
  });
  if (!made.ok) throw new Error(made.why);
  const given = await giveGrant(world.access, {
    client: made.client.id,
    kind: 'group',
    group: ofGroup,
    permissions: [{ name: 'diary:User.Read.All', endpoints: ['/v1.0/users'] }],
    days: 30,
    by: groupOwner(1),
    reason: 'Pilot',
  });
  if (!given.ok) throw new Error(given.why);
  return `${made.client.id}/${given.grant.id}`;
};

describe('a change', () => {
  it('is shown as a plan and applied with the version of the plan', async () => {
    const page = await text(browser.get('/connectors/diary/change'));
    expect(page).toContain('arn:aws:iam::111122223333:role/diary');

    const plan = await text(browser.post('/connectors/diary/change', { ...form, extras: ['members'] }));
    expect(plan).toContain('tenant, group');
    expect(plan).toContain('extras: [members]');
    expect(plan).toContain('The administrator of the tenant must consent again.');

    const applied = await browser.post('/connectors/diary/apply', hidden(plan));
    expect([applied.status, applied.headers.get('location')]).toEqual([303, '/connectors/diary']);
    const late = await browser.post('/connectors/diary/apply', { ...hidden(plan), offered: ['tenant'] });
    expect([late.status, /changed offered/.test(await text(late))]).toEqual([412, true]);
  });

  it.each([
    ['a field with its name', { clientSecret: 'hunter2' }],
    ['another field', { publicUrl: `abc8Q~${'x'.repeat(34)}` }],
  ])('refuses a client secret in %s with the reason, and keeps everything else', async (_, secret) => {
    const typed = { ...form, timeout: '77', ...secret };
    const reply = await browser.post('/connectors/diary/change', typed);
    const page = await text(reply);

    expect(reply.status).toBe(400);
    expect(page).toMatch(/takes no client secret/);
    expect(page).toContain('value="77"');
    expect(page).not.toMatch(/hunter2|8Q~/);
    expect(JSON.stringify(world.written)).not.toMatch(/hunter2|8Q~/);
  });

  it('says beside a field what is wrong', async () => {
    const page = await text(browser.post('/connectors/diary/change', { ...form, timeout: 'soon' }));
    expect(page).toContain('id="timeout-wrong"');
    expect(page).toContain('value="soon"');
  });
});

it('pauses with a reason, and resumes', async () => {
  expect((await browser.post('/connectors/diary/pause', { reason: '' })).status).toBe(400);
  await browser.post('/connectors/diary/pause', { reason: 'Incident 20417' });
  expect((await world.ports.registry.connector('diary'))?.status.reason).toBe('paused');
  await browser.post('/connectors/diary/resume', {});
  expect((await world.ports.registry.connector('diary'))?.paused).toBeUndefined();
});

it('deletes after the plan and the typed name, and with the counts of the plan only', async () => {
  await grantTo('acme', group(1));
  const page = await text(browser.get('/connectors/diary/delete'));
  const { confirm = [] } = hidden(page);
  expect(page).toContain('acme');
  expect((await browser.post('/connectors/diary/delete', { confirm, name: 'dairy' })).status).toBe(400);

  await grantTo('bolt', group(2));
  const changed = await browser.post('/connectors/diary/delete', { confirm, name: 'diary' });
  expect([changed.status, (await world.ports.registry.connector('diary'))?.deleted]).toEqual([409, undefined]);

  const again = hidden(await text(browser.get('/connectors/diary/delete')));
  const deleted = await text(browser.post('/connectors/diary/delete', { ...again, name: 'diary' }));
  expect(deleted).toContain('It refuses every call now.');
  expect((await world.ports.registry.connector('diary'))?.uses.grants).toBe(0);
});

it('ends several grants of a review at once, records the review, and exports it', async () => {
  const all = [await grantTo('acme', group(1)), await grantTo('bolt', group(2))];
  expect(await text(browser.get('/review?only=never-used'))).toContain('End the grant of acme');
  expect(await text(browser.get('/review/grants.csv'))).toContain('bolt,');
  expect((await browser.post('/review/end', {})).status).toBe(400);
  expect(await text(browser.post('/review/end', { grants: all }))).toContain('2 grants ended');
  await browser.post('/review/done', {});

  const ledger = await text(browser.get('/ledger'));
  expect(ledger).toContain('none changed or removed');
  expect(ledger).toContain('review.done');
});

it('shows checks, the dictionary, and the same through the API', async () => {
  expect(await text(browser.get('/checks'))).toContain('No call of a check has succeeded yet.');
  expect(await text(browser.get('/dictionary/diary'))).toContain('dropped property');
  expect(await text(browser.get('/dictionary'))).toContain('/api/catalog/diary/dictionary');
  expect(await json(browser.api('GET', '/api/checks'))).toMatchObject({ findings: expect.any(Array) });
  expect(await json(browser.api('GET', '/api/catalog/diary/dictionary'))).toMatchObject({ connector: 'diary' });
  expect(await json(browser.api('GET', '/api/review'))).toMatchObject({ due: false });
  expect(await json(browser.api('POST', '/api/connectors/diary/check', {}))).toMatchObject({
    connector: { status: { state: 'ready' } },
  });
  expect(await json(browser.api('POST', '/api/connectors/later/plan', { timeout: 9 }))).toMatchObject({
    error: { code: 'Registry.SourceNotAvailable' },
  });
  expect(await json(browser.api('GET', '/api/ledger/verify'))).toMatchObject({ entries: 0 });
  expect(await json(browser.api('POST', '/api/connectors/diary/plan-delete', {}))).toMatchObject({ grants: 0 });
});

it('lets nobody else change, pause, delete, review or read the ledger', async () => {
  const others: readonly (readonly [string, Browser])[] = [
    ['developer', world.browser()],
    ['member', world.browser()],
  ];
  await others[0]?.[1].signIn(developer);
  await others[1]?.[1].signIn(person('Mem Ber'));
  for (const [, other] of others) {
    for (const path of [
      '/connectors/diary/change',
      '/connectors/diary/delete',
      '/review',
      '/review/grants.csv',
      '/ledger',
      '/checks',
    ])
      expect([path, (await other.get(path)).status]).toEqual([path, 403]);
    for (const path of ['change', 'apply', 'pause', 'resume', 'delete', 'check'])
      expect([
        path,
        (await other.post(`/connectors/diary/${path}`, { ...form, name: 'diary', reason: 'Because' })).status,
      ]).toEqual([path, 403]);
    expect((await other.post('/review/done', {})).status).toBe(403);
  }
  expect((await world.ports.registry.connector('diary'))?.version).toBe(0);
});
