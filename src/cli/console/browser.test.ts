import type { Page } from 'playwright-core';
import { listClients } from '../../access/index.ts';
import { startLocalServer } from '../../adapters/node/index.ts';
import { describeInBrowser } from '../../documents/testing/browser.ts';
import { checkPages } from './testing/every-page.ts';
import { accessJourney, administratorJourney, signIn } from './testing/journeys.ts';
import { type OpenStage, openStage } from './testing/stage.ts';

/** Where the first frame of a page led. A frame that the browser refused has no address for a moment. */
const frameOf = async (page: Page): Promise<string> => {
  for (;;) {
    const address = page.frames()[1]?.url() ?? '';
    if (address !== '' && address !== 'about:blank') return address;
    await page.waitForTimeout(20);
  }
};

describeInBrowser('the console in a browser', () => {
  let stage: OpenStage;
  beforeAll(async () => {
    stage = await openStage(async () => undefined);
  });
  afterAll(() => stage.stop());

  it('lets an owner give a tool access to one group, which ends with the ownership, by keyboard and without scripts', async () => {
    const { read, inGroup, outside, afterwards } = await accessJourney(stage, stage.people);
    expect(read.length).toBeGreaterThanOrEqual(5);
    expect([...read].sort()).toEqual([...inGroup].sort());
    expect([outside, afterwards]).toEqual([403, 401]);
    expect(stage.faults).toEqual([]);
  }, 60_000);

  it('lets an administrator configure, check, change and delete a connector by keyboard and without scripts', async () => {
    const { shown, before, afterwards, grantsLeft } = await administratorJourney(stage, stage.unconfigured);
    for (const [counted, number] of [
      ['Grants that end', 2],
      ['Refresh tokens that end', 2],
      ['Clients that lose it', 'first-tool, second-tool'],
      ['People', 'everybody'],
    ])
      expect(shown).toContain(`${counted}\t${number}`);
    expect(before).toEqual([200, 200]);
    expect(afterwards).toEqual([403, 403]);
    expect(grantsLeft).toBe(1);
    expect(stage.faults).toEqual([]);
  }, 60_000);

  it('shows pages without a violation in light and dark, on a phone and on paper (all of them: npm run console:pages)', async () => {
    const { found, shown } = await checkPages(stage, 9);
    expect(found).toEqual([]);
    expect(shown.length).toBeGreaterThan(3);
  }, 60_000);

  it('does nothing for pages of other origins, even with the token of the session, and is framed by none', async () => {
    const { running, browser } = stage;
    const { url, access, personas } = running;
    const person = await signIn(stage, personas.developer);
    const { csrf } = (await (await person.page.request.get(`${url}/api/session`)).json()) as { readonly csrf: string };
    const fields = { _csrf: csrf, name: 'forged', signIn: 'secret', permissions: running.permissions[0]?.name ?? '' };
    const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
    const html = `<!doctype html><form method="post" action="${url}/clients/new">${inputs.join('')}</form><iframe src="${url}/clients"></iframe>`;
    const other = await startLocalServer({
      listener: (_, reply) => reply.writeHead(200, { 'content-type': 'text/html' }).end(html),
    });
    const clients = async () => (await listClients(access)).length;
    const before = await clients();
    const context = await browser.newContext({ storageState: await person.page.context().storageState() });
    const page = await context.newPage();
    // Another port of the address gets the same cookies; another name doesn't.
    for (const origin of [other.url, other.url.replace('127.0.0.1', 'localhost')]) {
      await page.goto(origin);
      expect(await frameOf(page)).toMatch(/^chrome-error:/);
      const read = await page.evaluate<readonly string[]>(`Promise.all([
        fetch('${url}/api/session', { credentials: 'include' }).then((reply) => reply.text(), () => 'blocked'),
        fetch('${url}/api/clients', { method: 'POST', credentials: 'include', body: ${JSON.stringify(JSON.stringify(fields))},
          headers: { 'content-type': 'application/json', 'x-graphveil-csrf': '${csrf}' } }).then((reply) => reply.text(), () => 'blocked'),
        fetch('${url}/clients/new', { method: 'POST', credentials: 'include', mode: 'no-cors',
          body: new URLSearchParams(${JSON.stringify(fields)}) }).then((reply) => reply.type, () => 'blocked'),
      ])`);
      expect(read.slice(0, 2)).toEqual(['blocked', 'blocked']);
      const [sent] = await Promise.all([page.waitForNavigation(), page.evaluate('document.forms[0].submit()')]);
      expect(sent?.status()).toBe(403);
    }
    expect(await clients()).toBe(before);
    await other.stop();
  }, 60_000);
});
