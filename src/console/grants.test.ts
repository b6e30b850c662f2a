import type { Actor } from '../access/index.ts';
import { createTokenService } from '../access/token/index.ts';
import {
  admin,
  type Browser,
  type ConsoleWorld,
  developer,
  guidOf,
  makeConsoleWorld,
  member,
  person,
} from './testing/console-world.ts';

const owner = person('Ow Ner');
const officer = person('Priva Cy', 'PrivacyOfficer');
const sales = guidOf('Field Sales');
const crowd = Array.from({ length: 11 }, (_, index) => guidOf(`person ${index}`));
const [calendar] = ['diary:Calendars.Read'];

let world: ConsoleWorld;
let client: { readonly id: string; readonly secret: string };
const signedIn = async (who: Actor): Promise<Browser> => {
  const browser = world.browser();
  await browser.signIn(who);
  return browser;
};
const json = async <Shape>(reply: Promise<Response>): Promise<Shape> => (await reply).json() as Promise<Shape>;
type Failed = { readonly error: { readonly code: string; readonly fields?: Readonly<Record<string, string>> } };
type Handed = { readonly grant: { readonly id: string }; readonly code?: string; readonly refreshToken?: string };

beforeEach(async () => {
  world = makeConsoleWorld();
  world.groups.set(sales, { owners: [owner.id], people: crowd });
  const browser = await signedIn(developer);
  const made = await json<{ client: { id: string }; secret: string }>(
    browser.api('POST', '/api/clients', { name: 'acme', signIn: 'secret', permissions: [calendar] }),
  );
  client = { id: made.client.id, secret: made.secret };
});

const give = (browser: Browser, more = {}) =>
  browser.api('POST', `/api/groups/${sales}/grants`, {
    client: client.id,
    permissions: [calendar],
    days: 90,
    reason: 'Meeting load of field sales',
    ...more,
  });
const textOf = async (reply: Promise<Response>): Promise<string> => (await reply).text();

describe('access to a group, on pages', () => {
  it('goes from the request to the refresh token, and each secret is on one page only', async () => {
    const asks = await signedIn(developer);
    const path = `/clients/${client.id}/requests`;
    const wrong = await asks.post(`${path}/new`, { group: 'sales', days: '90', reason: 'Load' });
    const shownAgain = await wrong.text();
    expect(wrong.status).toBe(400);
    for (const text of ['object id of a group', 'at least 10 characters', 'Choose at least one', 'value="sales"'])
      expect(shownAgain).toContain(text);
    const reason = 'Meeting load of <b>field</b> sales';
    const sent = await asks.post(`${path}/new`, { group: sales, permissions: [calendar ?? ''], days: '90', reason });
    expect(sent.headers.get('location')).toBe(path);

    world.owned.push(sales);
    const gives = await signedIn(owner);
    const list = await textOf(gives.get('/groups'));
    expect(list).toContain('1 request');
    const group = await textOf(gives.get(`/groups/${sales}`));
    const [answer = ''] = /\/groups\/[^"]*\/answer\/[^"]*/.exec(group) ?? [];
    const form = await textOf(gives.get(answer));
    for (const text of ['11 people', 'acme', '&quot;subject&quot;: &quot;Lunch&quot;', 'value="90"', 'checked'])
      expect(form).toContain(text);
    expect(form).toContain('&lt;b&gt;field&lt;/b&gt;');
    const handed = await textOf(
      gives.post(answer, { permissions: [calendar ?? ''], days: '30', reason, hand: 'claim' }),
    );
    const [code = ''] = /[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(handed) ?? [];
    const [claim = ''] = /\/claims\/[^"]*/.exec(handed) ?? [];
    expect(code).not.toBe('');

    expect(await textOf(asks.get(claim))).toContain('curl https://access.example/claim');
    const refused = await asks.post(claim, { code, clientSecret: 'gvs_wrong' });
    const kept = await refused.text();
    expect([refused.status, kept.includes(code), kept.includes('gvs_wrong')]).toEqual([400, false, false]);
    const claimed = await textOf(asks.post(claim, { code, clientSecret: client.secret }));
    const [refresh = ''] = /gvr_[\w-]+/.exec(claimed) ?? [];
    expect(refresh).not.toBe('');
    const again = await asks.post(claim, { code, clientSecret: client.secret });
    expect([again.status, (await again.text()).includes('used before')]).toEqual([400, true]);
    expect(await textOf(gives.get('/groups'))).toContain('1 alarm');
    const after = await textOf(gives.get(`/groups/${sales}`));
    expect(after).toContain('1 claim came after the code was used.');

    const everything = [list, group, form, after, JSON.stringify(world.written), await textOf(asks.get(path))].join();
    for (const secret of [code, code.replaceAll('-', ''), refresh, client.secret])
      expect(everything).not.toContain(secret);
  });

  it('begins without a request, hands the refresh token over, and is suspended, confirmed and ended', async () => {
    world.owned.push(sales);
    const gives = await signedIn(owner);
    expect(await textOf(gives.get(`/groups/${sales}`))).toContain('Give access to acme');
    const path = `/groups/${sales}/give/${client.id}`;
    const handed = await textOf(
      gives.post(path, { permissions: [calendar ?? ''], days: '30', reason: 'Agreed in March', hand: 'refresh' }),
    );
    expect(handed).toMatch(/gvr_[\w-]+/);

    world.groups.set(sales, { owners: [guidOf('other')], people: crowd });
    const checked = await json<{ suspended: readonly { grant: string; why: string }[] }>(
      (await signedIn(admin)).api('POST', '/api/access-check', {}),
    );
    expect(checked.suspended).toMatchObject([{ why: 'former-owner' }]);
    const grant = `/grants/${client.id}/${checked.suspended[0]?.grant}`;
    expect((await gives.post(`${grant}/confirm`, {})).status).toBe(403);
    world.groups.set(sales, { owners: [owner.id], people: crowd });
    expect(await textOf(gives.get(`/groups/${sales}`))).toContain('no longer owns the group');
    expect((await (await signedIn(officer)).post(`${grant}/resume`, {})).status).toBe(409);
    expect((await gives.post(`${grant}/confirm`, {})).headers.get('location')).toBe('/groups');
    expect((await gives.post(`${grant}/review`, {})).status).toBe(303);
    expect((await gives.post(`${grant}/suspend`, {})).status).toBe(303);
    expect((await (await signedIn(officer)).post(`${grant}/resume`, {})).status).toBe(303);
    expect((await (await signedIn(admin)).post(`${grant}/end`, {})).status).toBe(303);
    expect(await textOf(gives.get(`/groups/${sales}`))).toContain('No client has access');
  });

  it('shows an owner’s groups, and a group without owners to administrators only', async () => {
    const board = guidOf('Board');
    world.groups.set(board, { canHaveOwners: false, kind: 'distribution', name: 'Board', people: crowd });
    const nobody = await signedIn(member);
    expect(await textOf(nobody.get('/groups'))).toContain('You own no group');
    expect((await nobody.get(`/groups/${sales}`)).status).toBe(403);
    expect((await nobody.get(`/groups/${guidOf('nothing')}`)).status).toBe(403);
    const decides = await signedIn(admin);
    expect(await textOf(decides.get(`/groups/${board}`))).toContain('a Graphveil administrator decides');
    const sees = await textOf(decides.get(`/groups/${sales}`));
    expect([sees.includes('Give access'), sees.includes('Clients with access')]).toEqual([false, true]);
  });
});

describe('access to a group, through the API', () => {
  it.each<[string, Actor, number, string | undefined]>([
    ['its owner', owner, 200, undefined],
    ['the client’s developer', developer, 403, 'Console.NotAllowed'],
    ['an administrator', admin, 403, 'Console.NotAllowed'],
    ['a member', member, 403, 'Console.NotAllowed'],
  ])('is given by %s: %i', async (_, who, status, code) => {
    const reply = await give(await signedIn(who));
    const body = (await reply.json()) as Partial<Failed>;
    expect([reply.status, body.error?.code]).toEqual([status, code]);
  });

  it('is refused with its reason', async () => {
    const gives = await signedIn(owner);
    const codeOf = async (reply: Promise<Response>) => (await json<Failed>(reply)).error.code;
    expect(await codeOf(give(gives, { days: 366 }))).toBe('Console.InputInvalid');
    expect(await codeOf(give(gives, { permissions: ['mail:Mail.Read'] }))).toBe('Console.InputInvalid');
    expect(await codeOf(give(gives, { permissions: ['diary:User.Read.All'] }))).toBe('Console.PermissionNotRegistered');
    world.groups.set(sales, { owners: [owner.id], people: crowd.slice(0, 4) });
    expect(await codeOf(give(gives))).toBe('Console.GroupTooSmall');
    world.groups.set(sales, { owners: [owner.id], people: crowd, fault: 'unavailable' });
    expect(await codeOf(give(gives))).toBe('Console.DirectoryUnavailable');
    world.groups.set(sales, { owners: [owner.id], people: crowd, fault: 'not-permitted' });
    expect(await codeOf(give(gives))).toBe('Console.DirectoryNotPermitted');
    world.groups.set(sales, { owners: [owner.id], people: crowd });
    expect((await give(gives)).status).toBe(200);
    expect(await codeOf(give(gives))).toBe('Console.GrantExists');
  });

  it('is claimed by the token service too', async () => {
    const handed = await json<Handed>(give(await signedIn(owner)));
    const service = createTokenService({
      ...world.access,
      signer: { current: async () => Promise.reject(new Error()), published: async () => [] },
      issuerKeys: { get: async () => undefined },
      baseUrl: 'https://access.example',
      tenant: guidOf('tenant'),
      audience: 'api://graphveil/test',
      resources: [],
      accessSeconds: 60,
      unusedSeconds: 60,
    });
    const form = {
      client_id: client.id,
      client_secret: client.secret,
      grant: handed.grant.id,
      code: handed.code ?? '',
    };
    const reply = await service({
      method: 'POST',
      path: '/claim',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    expect(reply?.status).toBe(200);
  });

  it('is declined with an answer that the developer reads', async () => {
    const asks = await signedIn(developer);
    const asked = await json<{ id: string }>(
      asks.api('POST', `/api/clients/${client.id}/requests`, {
        group: sales,
        permissions: [calendar],
        days: 30,
        reason: 'Meeting load of field sales',
      }),
    );
    const path = `/groups/${sales}/decline/${client.id}/${asked.id}`;
    expect((await (await signedIn(owner)).post(path, { answer: 'Not this quarter' })).status).toBe(303);
    expect(await textOf(asks.get(`/clients/${client.id}/requests`))).toContain('declined: Not this quarter');
  });
});

describe('a grant for everybody', () => {
  it('is proposed by an administrator and approved by a privacy officer', async () => {
    const both = person('Bo Th', 'Admin', 'PrivacyOfficer');
    const proposes = await signedIn(both);
    const path = `/proposals/new/${client.id}`;
    const form = { permissions: [calendar ?? ''], days: '30', reason: 'Meeting load of all teams' };
    expect((await proposes.post(path, form)).headers.get('location')).toBe('/proposals');
    const own = await textOf(proposes.get('/proposals'));
    const [withdraw = ''] = /\/proposals\/[^"]*\/withdraw/.exec(own) ?? [];
    expect([withdraw === '', own.includes('/approve"')]).toEqual([false, false]);
    const approve = withdraw.replace('withdraw', 'approve');
    expect((await proposes.post(approve, {})).status).toBe(403);
    const approves = await signedIn(officer);
    expect(await textOf(approves.get('/proposals'))).toContain(approve);
    expect((await approves.post(approve, {})).headers.get('location')).toBe('/proposals');
    expect(await textOf(approves.get('/proposals'))).toContain('approved');
    expect(await textOf(approves.get(`/clients/${client.id}/requests`))).toContain('everybody’s');
    expect((await approves.post(withdraw.replace('withdraw', 'decline'), {})).status).toBe(409);
  });
});
