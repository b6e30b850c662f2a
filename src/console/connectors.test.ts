import { clientId, tenantId } from '../registry/testing/world.ts';
import {
  admin,
  type Browser,
  type ConsoleWorld,
  developer,
  makeConsoleWorld,
  member,
} from './testing/console-world.ts';

let world: ConsoleWorld;
let browser: Browser;
beforeEach(() => {
  world = makeConsoleWorld();
  browser = world.browser();
});

const text = async (reply: Response | Promise<Response>): Promise<string> => (await reply).text();
const other = clientId.replace(/^6/, '7');

describe('the connectors', () => {
  it('are cards with a computed status and its age; what is coming soon has a sentence and no button', async () => {
    await browser.signIn(admin);
    expect(await text(browser.get('/'))).toContain('Configured, not checked');
    await browser.post('/connectors/diary/check', {});
    world.now += 4 * 60;
    const page = await text(browser.get('/'));

    expect(page).toContain('Configured, ready');
    expect(page).toContain('Checked 4 minutes ago.');
    expect(page).toContain('No client uses it yet.');
    expect(page).toContain('mailto:privacy@veldt.example');
    const soon = page.slice(page.indexOf('Coming soon'), page.indexOf('isn’t listed'));
    expect(soon).toContain('Not yet.');
    expect(soon).not.toMatch(/<a |<button/);
    const logo = await browser.get('/logos/diary.svg');
    expect([logo.headers.get('content-type'), await logo.text()]).toEqual([
      'image/svg+xml',
      expect.stringMatching(/^<svg/),
    ]);
    expect((await browser.get('/logos/constructor.svg')).status).toBe(404);
  });

  it('show what is missing, and who can fix it', async () => {
    world.checks = [
      ...world.checks.filter(({ check }) => check !== 'consent'),
      { check: 'consent', state: 'failed', says: 'Consent is missing.', code: 'Graphveil.ConsentMissing' },
    ];
    await browser.signIn(admin);
    await browser.post('/connectors/diary/check', {});
    for (const path of ['/', '/connectors/diary']) {
      const page = await text(browser.get(path));
      expect(page).toContain('Configured, consent pending');
      expect(page).toContain('Who can fix it:');
    }
  });

  it('show settings, federated values to copy, reasons, health and uses, and acts to those who may', async () => {
    await browser.signIn(developer);
    const page = await text(browser.get('/connectors/diary'));
    for (const shown of [tenantId, 'role/diary', 'no client secret', 'Needs Calendars.Read.', 'Who uses it'])
      expect(page).toContain(shown);
    expect(page).toMatch(/<input type="text" id="issuer" value="https:\/\/issuer.example" readonly/);
    expect(page).not.toContain('/connectors/diary/delete');

    const others = world.browser();
    await others.signIn(member);
    expect((await others.get('/connectors/diary')).status).toBe(403);
    expect((await others.get('/')).status).toBe(200);
  });
});

describe('configuring a connector', () => {
  const secret = 'abc8Q~abcdefghijklmnopqrstuvwxyz012345';
  const odd = 'not-a-guid-but-perhaps-a-secret-value';

  it.each([
    ['clientId', { clientId: secret }],
    ['clientId', { clientId: odd }],
    ['another field', { clientId, clientSecret: odd }],
  ])('refuses a secret in %s with the reason, and keeps nothing of it', async (_, fields) => {
    await browser.signIn(admin);
    const form: Readonly<Record<string, string>> = { version: '0', tenantId, ...fields };
    const reply = await browser.post('/connectors/diary/configure', form);
    const page = await reply.text();

    expect(reply.status).toBe(400);
    expect(page).toMatch(/no client secret of your tenant|takes none and kept nothing of it/);
    for (const value of [secret, odd]) {
      expect(page).not.toContain(value);
      expect(JSON.stringify(world.written)).not.toContain(value);
    }
  });

  it('applies at once on this machine, and shows who was faster', async () => {
    const local = makeConsoleWorld({}, { place: 'local' });
    const ada = local.browser();
    await ada.signIn(admin);
    const form = { version: '0', tenantId, clientId: other };
    expect((await ada.post('/connectors/diary/configure', form)).headers.get('location')).toBe('/connectors/diary');
    expect(await text(ada.get('/connectors/diary'))).toContain(other);

    const late = await ada.post('/connectors/diary/configure', { ...form, clientId });
    const page = await late.text();
    expect(late.status).toBe(412);
    expect(page).toContain(`>${admin.name}</span> changed clientId`);
    expect(page).toContain(`value="${clientId}"`);
    expect(page).toContain('name="version" value="1"');
  });

  it('shows the lines of the settings where a deployment applies them', async () => {
    await browser.signIn(admin);
    const reply = await browser.post('/connectors/diary/configure', { version: '0', tenantId, clientId: other });
    expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining('graphveil.yaml')]);
  });
});
