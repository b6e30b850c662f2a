import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../twin/index.ts';
import { chooseSources, readySources } from '../shared/choose-rules.ts';
import { type RunningConsole, startConsole } from './start-console.ts';

let running: RunningConsole;
let folder: string;
const faults: unknown[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-console-'));
  const [smallest] = chooseSources().sources.toSorted(
    (one, other) => one.permissions.length - other.permissions.length,
  );
  running = await startConsole({
    connectors: readySources([smallest?.id ?? '']),
    unconfigured: [smallest?.id ?? ''],
    folder,
    onFault: (fault) => faults.push(fault),
  });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Cookies = Map<string, string>;

const send = async (cookies: Cookies, url: string, init: RequestInit = {}): Promise<Response> => {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const reply = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
  for (const line of reply.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  return reply;
};

/** Signs in as a browser does: to the twin's page, with a person chosen there, and back. */
const signIn = async (person: Person, cookies: Cookies = new Map(), query = ''): Promise<Cookies> => {
  const toEntra = (await send(cookies, `${running.url}/sign-in${query}`)).headers.get('location') ?? '';
  const page = await (await fetch(toEntra)).text();
  expect(page).toContain(person.displayName);
  const form = new URLSearchParams(new URL(toEntra).searchParams);
  form.set('person', person.id);
  const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', toEntra);
  const back = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
  await send(cookies, back.headers.get('location') ?? '');
  return cookies;
};

const session = async (cookies: Cookies) =>
  (await (await send(cookies, `${running.url}/api/session`)).json()) as {
    readonly person: { readonly name: string; readonly roles: readonly string[] };
    readonly csrf: string;
  };

const register = async (cookies: Cookies, name: string): Promise<Response> => {
  const { csrf } = await session(cookies);
  const [permission] = running.permissions;
  return send(cookies, `${running.url}/api/clients`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-graphveil-csrf': csrf },
    body: JSON.stringify({ name, signIn: 'secret', permissions: [permission?.name] }),
  });
};

it('signs people in at the twin without a secret, and knows their roles at each decision', async () => {
  const { developer, administrator } = running.personas;
  const cookies = await signIn(developer);
  expect((await session(cookies)).person).toMatchObject({ name: developer.displayName, roles: ['Developer'] });
  expect((await session(await signIn(administrator))).person.roles).toEqual(['Admin']);

  const made = await register(cookies, 'acme');
  expect(made.status).toBe(200);
  expect(await made.json()).toMatchObject({ secret: expect.stringMatching(/^gvs_/), client: { own: true } });
  const { controls } = running.world.twin;
  controls.removeRole(running.clientId, developer.id, 'Graphveil.Developer');
  expect((await register(cookies, 'other')).status).toBe(403);
  controls.assignRole(running.clientId, developer.id, 'Graphveil.Developer');
  expect(faults).toEqual([]);
});

it('refuses a sign-in that Entra refused', async () => {
  const cookies: Cookies = new Map();
  const toEntra = new URL((await send(cookies, `${running.url}/sign-in`)).headers.get('location') ?? '');
  const state = toEntra.searchParams.get('state') ?? '';
  const query = new URLSearchParams({ error: 'access_denied', state });
  const reply = await send(cookies, `${running.url}/sign-in/callback?${query}`);
  expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('Console.SignInFailed')]);
  faults.length = 0;
});

it('takes a connector from not configured to ready, and refuses every call of a deleted one', async () => {
  const { world } = running;
  const [name = ''] = world.proxies.keys();
  const cookies = await signIn(running.personas.administrator);
  const { csrf } = await session(cookies);
  const api = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json', 'x-graphveil-csrf': csrf };
    const url = `${running.url}/api/connectors/${name}${path}`;
    const reply = await send(cookies, url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return (await reply.json()) as { readonly status: { readonly state: string }; readonly confirm: string };
  };
  const state = async () => (await api('GET', '')).status.state;
  const call = async () => {
    const target = '/v1.0/users';
    const asAws = { headers: {}, hasBody: false, baseUrl: 'http://localhost', caller: { principal: 'a role' } };
    return (await world.proxies.get(name)?.({ method: 'GET', target, deadline: Date.now() + 3_600_000, ...asAws }))
      ?.status;
  };
  const states = [await state()];

  const clientId = world.clientIdOf(name);
  expect(await api('PUT', '', { version: 0, clientId: 'abc8Q~'.padEnd(40, 'x') })).toMatchObject({
    error: { code: 'Console.SecretNotWanted' },
  });
  await api('PUT', '', { version: 0, clientId });
  states.push(await state());
  await api('POST', '/check', {});
  states.push(await state());
  world.consent(name);
  await api('POST', '/check', {});
  states.push(await state());
  world.passTime(10 * 60_000);
  const before = await call();
  const plan = await api('POST', '/plan-delete', {});
  await api('DELETE', '', { confirm: plan.confirm });
  states.push(await state());

  expect(states).toEqual(['not-configured', 'configured', 'consent-pending', 'ready', 'not-configured']);
  expect([before, await call()]).toEqual([200, 403]);
  expect(faults).toEqual([]);
});

describe('the callback of a sign-in', () => {
  const kept = 'graphveil-sign-in';
  /** Signs in up to the callback, which isn’t sent. */
  const begun = async () => {
    const cookies: Cookies = new Map();
    const toEntra = (await send(cookies, `${running.url}/sign-in`)).headers.get('location') ?? '';
    const form = new URLSearchParams(new URL(toEntra).searchParams);
    form.set('person', running.personas.developer.id);
    const page = await (await fetch(toEntra)).text();
    const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', toEntra);
    const back = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
    return { cookies, callback: back.headers.get('location') ?? '' };
  };
  const changed = (cookies: Cookies, values: Readonly<Record<string, string>>): Cookies => {
    const pending = JSON.parse(Buffer.from(cookies.get(kept) ?? '', 'base64url').toString()) as object;
    return new Map([[kept, Buffer.from(JSON.stringify({ ...pending, ...values })).toString('base64url')]]);
  };

  it('counts once, in the browser that asked, with its state, nonce and verifier', async () => {
    const [mine, theirs, another] = [await begun(), await begun(), await begun()];
    const attempts: readonly (readonly [string, Cookies])[] = [
      [theirs.callback, mine.cookies],
      [mine.callback, new Map()],
      [mine.callback.replace(/state=[^&]+/, 'state=x'), mine.cookies],
      [mine.callback, changed(mine.cookies, { nonce: 'x'.repeat(43) })],
      [another.callback, changed(another.cookies, { verifier: 'x'.repeat(43) })],
    ];
    for (const [callback, cookies] of attempts) {
      const reply = await send(new Map(cookies), callback);
      expect([reply.status, reply.headers.getSetCookie()]).toEqual([400, []]);
    }
    const { cookies, callback } = await begun();
    const before = new Map(cookies);
    expect((await send(cookies, callback)).status).toBe(302);
    expect((await send(before, callback)).status).toBe(400);
    faults.length = 0;
  });
});
