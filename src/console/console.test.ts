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
const codeIn = async (reply: Promise<Response>): Promise<string> =>
  /<code>(Console\.\w+)<\/code>/.exec(await text(reply))?.[1] ?? 'none';

const hour = 3_600;
const newClient = {
  name: 'acme',
  contact: 'Insights team',
  permissions: ['diary:Calendars.Read'],
  signIn: 'secret',
};

const registered = async (given: Readonly<Record<string, string | readonly string[]>> = newClient) => {
  const page = await text(browser.post('/clients/new', given));
  return {
    page,
    id: /id="client-id" value="([^"]+)"/.exec(page)?.[1] ?? '',
    secret: /id="client-secret" value="([^"]+)"/.exec(page)?.[1] ?? '',
  };
};

describe('every reply', () => {
  it('runs nothing, is framed by nothing, and is kept by nothing', async () => {
    for (const path of ['/clients', '/console.css', '/api/clients', '/nowhere', '/sign-in']) {
      const { headers } = await browser.get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/max-age/);
    }
  });

  it('is refused under another host', async () => {
    expect((await world.console(new Request('https://other.example/clients'))).status).toBe(421);
  });
});

describe('an outage of the store', () => {
  it('refuses, in the form that the caller reads', async () => {
    await browser.signIn(developer);
    world.outage = true;
    const reply = await browser.get('/api/clients');
    expect([reply.status, await reply.json()]).toEqual([
      503,
      { error: expect.objectContaining({ code: 'Console.StoreUnavailable' }) },
    ]);
    expect(await codeIn(browser.get('/clients'))).toBe('Console.StoreUnavailable');
  });
});

describe('sessions', () => {
  it('begin with a new id at each sign-in, in a cookie that only this host gets', async () => {
    browser.cookies.set('__Host-graphveil-session', 'A'.repeat(43));
    const reply = await browser.signIn(developer);
    const [line] = reply.headers.getSetCookie();

    expect(line).toMatch(/^__Host-graphveil-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const first = browser.cookies.get('__Host-graphveil-session');
    await browser.signIn(developer);
    expect(browser.cookies.get('__Host-graphveil-session')).not.toBe(first);
    browser.cookies.set('__Host-graphveil-session', first ?? '');
    expect((await browser.get('/clients')).status).toBe(401);
  });

  it('are kept without their id', async () => {
    await browser.signIn(developer);
    const id = browser.cookies.get('__Host-graphveil-session') ?? '';
    const kept = JSON.stringify(world.written);

    expect(id).toHaveLength(43);
    expect(kept).toContain('SESSION#');
    expect(kept).not.toContain(id);
  });

  it('end after an hour without a request, and after eight hours', async () => {
    await browser.signIn(developer);
    for (let asked = 0; asked < 8; asked += 1) {
      expect((await browser.get('/clients')).status).toBe(200);
      world.now += hour - 1;
    }
    expect((await browser.get('/clients')).status).toBe(200);
    world.now += 9;
    expect((await browser.get('/clients')).status).toBe(401);

    await browser.signIn(developer);
    world.now += hour;
    expect((await browser.get('/clients')).status).toBe(401);
  });

  it('end with a sign-out', async () => {
    await browser.signIn(developer);
    const id = browser.cookies.get('__Host-graphveil-session') ?? '';
    await browser.post('/sign-out', {});
    browser.cookies.set('__Host-graphveil-session', id);
    expect((await browser.get('/clients')).status).toBe(401);
  });

  it('return to pages of the console only', async () => {
    const cookie = async (to: string) => {
      await browser.get(`/sign-in?${new URLSearchParams({ to })}`);
      const value = Buffer.from(browser.cookies.get('__Host-graphveil-sign-in') ?? '', 'base64url').toString();
      return (JSON.parse(value) as { readonly to: string }).to;
    };

    expect(await cookie('/clients/new')).toBe('/clients/new');
    for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', '/clients/../x', 'javascript:1', ''])
      expect(await cookie(to)).toBe('/');
  });

  it('don’t begin with a reply that this browser didn’t ask for', async () => {
    const other = world.browser();
    await other.signIn(developer);
    expect(await codeIn(browser.get('/sign-in/callback?code=Dev%20Eloper&state=x'))).toBe('Console.SignInFailed');
    await browser.get('/sign-in');
    expect(await codeIn(browser.get('/sign-in/callback?code=Dev%20Eloper&state=x'))).toBe('Console.SignInFailed');
  });
});

describe('forms', () => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, undefined],
    ['another host of the site', { 'sec-fetch-site': 'same-site' }, undefined],
    ['another origin of an old browser', { 'sec-fetch-site': '', origin: 'https://evil.example' }, undefined],
    ['a page without the token', {}, ''],
    ['a page of another session', {}, 'x'.repeat(43)],
  ])('from %s do nothing', async (_, headers, token) => {
    await browser.signIn(developer);
    const form = { ...newClient, ...(token !== undefined && { _csrf: token }) };
    expect(await codeIn(browser.post('/clients/new', form, headers as Record<string, string>))).toBe(
      'Console.RequestForged',
    );
    expect(await text(browser.get('/clients'))).toContain('No client is registered yet.');
  });

  it('keep what was typed when the session has ended, except secrets, for the same person', async () => {
    await browser.signIn(developer);
    const form = { ...newClient, contact: 'abc8Q~abcdefghijklmnopqrstuvwxyz012345', _csrf: await browser.token() };
    world.now += hour;
    const refused = await text(browser.post('/clients/new', form));
    expect(refused).toContain('What you typed is kept');
    expect(refused).toContain('/sign-in?to=%2Fclients%2Fnew');

    await browser.signIn(developer);
    const page = await text(browser.get('/clients/new'));
    expect(page).toMatch(/name="name"[^>]* value="acme"|value="acme"[^>]*name="name"/);
    expect(page).toMatch(/value="diary:Calendars.Read" checked/);
    expect(page).not.toContain('8Q~');
    expect(await text(browser.get('/clients/new'))).not.toContain('value="acme"');
  });

  it('don’t show what somebody else typed', async () => {
    await browser.signIn(developer);
    const form = { ...newClient, _csrf: await browser.token() };
    world.now += hour;
    await browser.post('/clients/new', form);
    await browser.signIn(admin);
    expect(await text(browser.get('/clients/new'))).not.toContain('value="acme"');
  });

  it('keep what was typed beside what is wrong', async () => {
    await browser.signIn(developer);
    const reply = await browser.post('/clients/new', {
      ...newClient,
      name: '<b>Acme',
      signIn: 'federated',
      issuer: 'http://10.0.0.1',
    });
    const page = await reply.text();

    expect(reply.status).toBe(400);
    expect(page).toContain('value="&lt;b&gt;Acme"');
    expect(page).toContain('id="name-wrong"');
    expect(page).toContain('id="issuer-wrong"');
    expect(page).toContain('id="subject-wrong"');
  });

  it('take no secret of the tenant, and don’t show it again', async () => {
    await browser.signIn(developer);
    const secret = 'abc8Q~abcdefghijklmnopqrstuvwxyz012345';
    const reply = await browser.api('POST', '/api/clients', { ...newClient, contact: `it is ${secret}` });
    expect(await reply.json()).toMatchObject({ error: { code: 'Console.SecretNotWanted' } });
    const named = await browser.api('POST', '/api/clients', { ...newClient, clientSecret: 'anything' });
    expect(await named.json()).toMatchObject({ error: { fields: { clientSecret: expect.any(String) } } });
  });
});

describe('clients', () => {
  it('are registered, shown once with their secret, rotated, ended and deleted', async () => {
    await browser.signIn(developer);
    const { page, id, secret } = await registered();
    expect(secret).toMatch(/^gvs_/);
    expect(page).toContain('AZURE_AUTHORITY_HOST=https://access.example');

    expect(await text(browser.get(`/clients/${id}`))).not.toContain(secret);
    const rotated = await text(browser.post(`/clients/${id}/rotate`, { overlapHours: '2' }));
    expect(rotated).toMatch(/id="client-secret" value="gvs_/);
    const secrets = [...(await text(browser.get(`/clients/${id}`))).matchAll(/secrets\/(\w+)\/end/g)];
    expect(secrets).toHaveLength(2);
    await browser.post(`/clients/${id}/secrets/${secrets[0]?.[1]}/end`, {});
    expect([...(await text(browser.get(`/clients/${id}`))).matchAll(/secrets\/(\w+)\/end/g)]).toHaveLength(1);

    expect((await browser.post(`/clients/${id}/delete`, { name: 'other' })).status).toBe(400);
    expect((await browser.post(`/clients/${id}/delete`, { name: 'acme' })).headers.get('location')).toBe('/clients');
    expect(await text(browser.get('/clients'))).toContain('No client is registered yet.');
  });

  it('of somebody else look as if they weren’t there', async () => {
    await browser.signIn(developer);
    const { id } = await registered();
    const other = world.browser();
    await other.signIn({ ...developer, id: admin.id.replace(/^./, '0'), name: 'Another Developer' });

    const [theirs, nobodys] = [await other.get(`/api/clients/${id}`), await other.get('/api/clients/none')];
    expect([theirs.status, await theirs.text()]).toEqual([nobodys.status, await nobodys.text()]);
    expect(await text(other.get('/clients'))).toContain('No client is registered yet.');
    expect((await other.post(`/clients/${id}/delete`, { name: 'acme' })).status).toBe(403);
  });

  it('need a fresh sign-in for what can’t be undone', async () => {
    await browser.signIn(developer);
    const { id } = await registered();
    world.now += 20 * 60;
    const reply = await browser.post(`/clients/${id}/delete`, { name: 'acme' });
    expect([reply.status, await reply.text()]).toEqual([401, expect.stringContaining('fresh=1')]);
    expect((await browser.api('DELETE', `/api/clients/${id}`)).status).toBe(401);
    await browser.signIn(developer);
    expect((await browser.api('DELETE', `/api/clients/${id}`)).status).toBe(200);
  });

  it('aren’t registered by somebody whose role was taken away', async () => {
    await browser.signIn(developer);
    world.roles.set(developer.id, []);
    expect((await browser.api('POST', '/api/clients', newClient)).status).toBe(403);
    world.roles.delete(developer.id);
    expect((await browser.api('POST', '/api/clients', newClient)).status).toBe(401);
  });

  it('are changed for the version that the person saw; others see who changed what', async () => {
    await browser.signIn(developer);
    const { id } = await registered();
    const change = { version: 1, contact: 'Another team' };
    const changed = await browser.api('PATCH', `/api/clients/${id}`, change);
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    const late = await browser.api('PATCH', `/api/clients/${id}`, change);
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject({
      error: { changes: [{ by: developer.id, fields: ['contact'] }, expect.anything()] },
    });
  });

  it('are changed on a page, which shows the changes of others beside what was typed', async () => {
    await browser.signIn(developer);
    const { id } = await registered();
    const page = await text(browser.get(`/clients/${id}/change`));
    expect(page).toContain('name="version" value="1"');
    const form = { version: '1', contact: 'One team', permissions: ['diary:Calendars.Read'] };
    const credential = { 'issuer-0': 'https://issuer.example', 'subject-0': 'repo:insights', 'audience-0': '' };
    expect((await browser.post(`/clients/${id}/change`, { ...form, ...credential })).status).toBe(303);
    expect(await text(browser.get(`/clients/${id}`))).toContain('repo:insights');

    const late = await browser.post(`/clients/${id}/change`, { ...form, contact: 'Other team' });
    const conflict = await late.text();
    expect(late.status).toBe(412);
    expect(conflict).toContain(`>${developer.name}</span> changed contact, federated, permissions`);
    expect(conflict).toContain('value="Other team"');
    expect(conflict).toContain('name="version" value="2"');
    expect(conflict).toContain('value="repo:insights"');
    const wrong = { ...form, version: '2', ...credential, 'issuer-0': 'http://issuer.example' };
    expect(await text(browser.post(`/clients/${id}/change`, wrong))).toContain('Enter an https URL');
  });

  it('aren’t for members', async () => {
    await browser.signIn(member);
    expect((await browser.get('/clients')).status).toBe(403);
    expect((await browser.api('POST', '/api/clients', newClient)).status).toBe(403);
  });
});

it('describes its API with the schemas that it reads requests with', async () => {
  const description = (await (await browser.get('/api/openapi.json')).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  };
  expect(description.paths['/api/clients/{id}']?.['delete']?.operationId).toBe('client.delete');
});
