import { createHash, randomUUID } from 'node:crypto';
import type { AccessPorts, Actor, AppRole, Permission } from '../../access/index.ts';
import { type MemoryGroup, memoryDirectory } from '../../access/testing/memory-directory.ts';
import { localMacs } from '../../adapters/access-keys/index.ts';
import { memoryRecords } from '../../adapters/records/index.ts';
import { type NewRecord, type RecordKey, type Records, RecordsFault } from '../../ports/index.ts';
import { type CheckResult, createRegistry } from '../../registry/index.ts';
import { allOk, described, dictionary } from '../../registry/testing/world.ts';
import { type ConsolePorts, createConsole, type HandleConsoleRequest } from '../index.ts';
import { SignInFault } from '../sign-in/entra.ts';

export const origin = 'https://console.example';

export const permissions: readonly Permission[] = [
  {
    name: 'diary:Calendars.Read',
    connector: 'diary',
    reason: 'Reads meetings.',
    endpoints: ['/v1.0/users/{id}/events'],
  },
  { name: 'diary:User.Read.All', connector: 'diary', reason: 'Lists people.', endpoints: ['/v1.0/users'] },
];

export const guidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export const person = (name: string, ...roles: readonly AppRole[]): Actor => ({ id: guidOf(name), name, roles });

export const admin = person('Ada Administrator', 'Admin');
export const developer = person('Dev Eloper', 'Developer');
export const member = person('Mem Ber');

/** A browser: cookies, and the headers that browsers send. */
export type Browser = {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly post: (
    path: string,
    form: Readonly<Record<string, string | readonly string[]>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  readonly api: (method: string, path: string, body?: unknown) => Promise<Response>;
  readonly signIn: (who: Actor) => Promise<Response>;
  readonly cookies: Map<string, string>;
  /** The token of the last page with a form. */
  readonly token: () => Promise<string>;
};

export type ConsoleWorld = {
  readonly console: HandleConsoleRequest;
  readonly ports: ConsolePorts;
  readonly access: AccessPorts;
  /** Everything that was ever written to the store. */
  readonly written: readonly NewRecord[];
  readonly removed: readonly RecordKey[];
  /** Seconds since the Unix epoch. */
  now: number;
  /** Results of the next check of a connector. */
  checks: readonly Omit<CheckResult, 'at'>[];
  /** Roles that the tenant has now, by person. */
  readonly roles: Map<string, readonly AppRole[]>;
  readonly browser: () => Browser;
  /** True while the store doesn't answer. */
  outage: boolean;
  /** Empties the store. */
  readonly forget: () => void;
  /** Groups of the directory, which tests change. */
  readonly groups: Map<string, MemoryGroup>;
  /** Groups that a person owns at the next sign-in. */
  readonly owned: string[];
};

/** The console in memory, with a stand-in for Entra whose code is the name of a person, and a clock that tests move. */
export const makeConsoleWorld = (
  more: Partial<ConsolePorts> = {},
  deployment: Parameters<typeof described>[0] = {},
): ConsoleWorld => {
  const clock = (): number => world.now * 1000;
  let memory = memoryRecords(clock);
  const written: NewRecord[] = [];
  const removed: RecordKey[] = [];
  const records: Records = {
    get: async (key) => {
      if (world.outage) throw new RecordsFault('unavailable');
      return memory.get(key);
    },
    list: (partition, prefix) => memory.list(partition, prefix),
    find: (index, value) => memory.find(index, value),
    remove: (key, expectedVersion) => {
      removed.push(key);
      return memory.remove(key, expectedVersion);
    },
    put: (record, expectedVersion) => {
      written.push(record);
      return memory.put(record, expectedVersion);
    },
  };
  let drawn = 0;
  const random = (count: number): Uint8Array => {
    drawn += 1;
    return createHash('shake256', { outputLength: count }).update(String(drawn)).digest();
  };
  const access: AccessPorts = { records, macs: localMacs(Buffer.alloc(32, 7)), clock, random, newId: randomUUID };
  const people = new Map<string, Actor>();
  const groups = new Map<string, MemoryGroup>();
  const ports: ConsolePorts = {
    origin,
    place: { environment: 'test', tokenUrl: 'https://access.example', contact: 'privacy@veldt.example' },
    access,
    registry: createRegistry({
      described: described(deployment),
      access,
      directory: memoryDirectory(groups),
      check: async () => world.checks,
      dictionary: async () => dictionary,
    }),
    rolesOf: async (id) => world.roles.get(id),
    permissions: async () => permissions,
    groups: {
      directory: memoryDirectory(groups),
      leastGroupSize: 5,
      grantDays: 365,
      example: async () => ({
        shows: 'a meeting',
        call: 'GET /v1.0/users/{id}/events',
        lines: [
          { mark: 'kept', text: '"isAllDay": false' },
          { mark: 'changed', text: '"organizer": "Robin"', after: '"organizer": "p~x"' },
          { mark: 'gone', text: '"subject": "Lunch"' },
        ],
      }),
    },
    signIn: {
      begin: async ({ state }, fresh) =>
        new URL(`https://entra.example/authorize?state=${state}${fresh ? '&max_age=900' : ''}`),
      finish: async (callback, { state }) => {
        const who = people.get(callback.searchParams.get('code') ?? '');
        if (who === undefined || callback.searchParams.get('state') !== state) throw new SignInFault('refused');
        return { ...who, authTime: world.now, groups: [...world.owned] };
      },
    },
    ...more,
  };
  const handle = createConsole(ports);
  const browser = (): Browser => {
    const cookies = new Map<string, string>();
    const send = async (request: Request): Promise<Response> => {
      if (cookies.size > 0)
        request.headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
      const response = await handle(request);
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/Max-Age=0/.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    };
    const get: Browser['get'] = (path, headers = {}) => send(new Request(`${ports.origin}${path}`, { headers }));
    const token = async (): Promise<string> => {
      const reply = await get('/api/session');
      return ((await reply.json()) as { readonly csrf?: string }).csrf ?? '';
    };
    return {
      cookies,
      get,
      token,
      post: async (path, form, headers = {}) => {
        const body = new URLSearchParams(
          Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
        );
        if (!('_csrf' in form)) body.set('_csrf', await token());
        return send(
          new Request(`${ports.origin}${path}`, {
            method: 'POST',
            body,
            headers: { 'sec-fetch-site': 'same-origin', ...headers },
          }),
        );
      },
      api: async (method, path, body) =>
        send(
          new Request(`${ports.origin}${path}`, {
            method,
            headers: {
              'x-graphveil-csrf': await token(),
              ...(body !== undefined && { 'content-type': 'application/json' }),
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          }),
        ),
      signIn: async (who) => {
        people.set(who.name, who);
        world.roles.set(who.id, who.roles);
        const begun = await get('/sign-in');
        const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
        return get(`/sign-in/callback?${new URLSearchParams({ code: who.name, state })}`);
      },
    };
  };
  const world: ConsoleWorld = {
    console: handle,
    ports,
    access,
    written,
    removed,
    checks: allOk,
    outage: false,
    now: 1_800_000_000,
    groups,
    owned: [],
    roles: new Map(),
    browser,
    forget: () => {
      memory = memoryRecords(clock);
      written.length = 0;
      removed.length = 0;
    },
  };
  return world;
};
