import {
  changeClient,
  choosePermissions,
  createClient,
  deleteClient,
  endGrant,
  endSecret,
  findClient,
  giveGrant,
  isPublicIssuer,
  lastUses,
  ledgerProblem,
  listClients,
  listGrants,
  permissionsOf,
  readLedger,
  regenerateRefresh,
  rotateSecret,
  setSuspended,
} from './index.ts';
import { appendToLedger } from './ledger.ts';
import { calendar, makeWorld, operator, people, start, type World } from './testing/world.ts';

const by = operator;
const hour = 3_600;
const day = 86_400;

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});

const credentials = (client: { id: string; secret: string }) => ({
  client_id: client.id,
  client_secret: client.secret,
  grant_type: 'client_credentials',
});

describe('permissions', () => {
  const sources = [
    {
      name: 'diary',
      endpoints: ['/v1.0/users', '/v1.0/users/{userId}/events', '/v1.0/own', '/v1.0/users'],
      needed: [
        { name: 'User.Read.All', reason: 'Lists people.', endpoints: ['/v1.0/users', '/v1.0/users/{userId}'] },
        { name: 'Calendars.Read', reason: 'Reads meetings.', endpoints: ['/v1.0/users/{userId}/events'] },
        { name: 'Mail.Read', reason: 'Not served here.', endpoints: ['/v1.0/users/{userId}/messages'] },
      ],
    },
  ];
  const known = permissionsOf(sources);

  it('have the served endpoints of each Graph permission, and the rest under a name of their own', () => {
    expect(known.map(({ name, endpoints }) => [name, endpoints])).toEqual([
      ['diary:User.Read.All', ['/v1.0/users']],
      ['diary:Calendars.Read', ['/v1.0/users/{userId}/events']],
      ['diary:other', ['/v1.0/own']],
    ]);
  });

  it('are chosen by name, or all of a connector, each once', () => {
    const names = (wanted: readonly string[]) => {
      const chosen = choosePermissions(known, wanted);
      return chosen.ok ? chosen.permissions.map(({ name }) => name) : chosen.unknown;
    };
    expect(names(['diary:Calendars.Read'])).toEqual(['diary:Calendars.Read']);
    expect(names(['diary', 'diary:other'])).toEqual(['diary:User.Read.All', 'diary:Calendars.Read', 'diary:other']);
    expect(names(['diary:Calendars', 'mail'])).toEqual(['diary:Calendars', 'mail']);
  });
});

describe('clients', () => {
  it('are found by id and by name, and listed by name', async () => {
    const zeta = await world.client({ name: 'zeta', contact: 'Data team' });
    const acme = await world.client({ name: 'acme' });

    expect((await findClient(world.ports, acme.id.toUpperCase()))?.body).toMatchObject({ id: acme.id, name: 'acme' });
    expect((await findClient(world.ports, 'zeta'))?.body).toMatchObject({ id: zeta.id, contact: 'Data team' });
    expect(await findClient(world.ports, 'name#acme')).toBeUndefined();
    expect((await listClients(world.ports)).map(({ name }) => name)).toEqual(['acme', 'zeta']);
  });

  it('have names of their own: of 20 registered at once under one name, one exists', async () => {
    const given = { name: 'acme', permissions: [], by, federated: [], keys: [], withSecret: true };
    const made = await Promise.all(Array.from({ length: 20 }, () => createClient(world.ports, given)));

    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(made.find(({ ok }) => !ok)).toEqual({ ok: false, why: 'name-taken' });
    expect(await listClients(world.ports)).toHaveLength(1);
  });

  it('can take the name of a client that is gone', async () => {
    const first = await world.client();
    await deleteClient(world.ports, { client: 'acme', by });
    const second = await world.client();

    expect((await findClient(world.ports, 'acme'))?.body.id).toBe(second.id);
    expect(second.id).not.toBe(first.id);
  });

  it('have a secret only if they need one', async () => {
    const federated = [{ issuer: 'https://issuer.example', subject: 'job-7', audience: 'api://graphveil' }];
    const { secret } = await world.client({ federated, withSecret: false });

    expect(secret).toBe('');
    expect((await findClient(world.ports, 'acme'))?.body).toMatchObject({ secrets: [], federated });
  });

  it('have two secrets at most; the former one ends at the stated hour', async () => {
    const client = await world.client();
    const rotated = await rotateSecret(world.ports, { client: 'acme', by, overlapHours: 24 });
    if (!rotated.ok) throw new Error(rotated.why);
    const token = (secret: string) => world.post(credentials({ ...client, secret })).then(({ status }) => status);

    expect([await token(client.secret), await token(rotated.secret)]).toEqual([200, 200]);
    expect(await rotateSecret(world.ports, { client: 'acme', by, overlapHours: 24 })).toEqual({
      ok: false,
      why: 'two-secrets',
      until: start + day,
    });
    world.now = start + day - 1;
    expect([await token(client.secret), await token(rotated.secret)]).toEqual([200, 200]);
    world.now = start + day;
    expect([await token(client.secret), await token(rotated.secret)]).toEqual([401, 200]);
    const last = await rotateSecret(world.ports, { client: client.id, by, overlapHours: 0 });
    if (!last.ok) throw new Error(last.why);
    expect([await token(rotated.secret), await token(last.secret)]).toEqual([401, 200]);
    expect((await findClient(world.ports, 'acme'))?.body.secrets).toHaveLength(1);
  });

  it('lose no rotation when two happen at once', async () => {
    await world.client();
    const both = await Promise.all(
      [1, 2].map(() => rotateSecret(world.ports, { client: 'acme', by, overlapHours: 1 })),
    );

    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect((await findClient(world.ports, 'acme'))?.body.secrets).toHaveLength(2);
  });

  it('show when each secret was last used, to the hour', async () => {
    const client = await world.client();
    await world.post(credentials(client));
    world.now += hour - 1;
    await world.post(credentials(client));
    const first = [...(await lastUses(world.ports, client.id))];
    world.now += 1;
    await world.post(credentials(client));

    expect(first).toEqual([[expect.stringMatching(/^secret:[a-z2-9]{10}$/), start]]);
    expect([...(await lastUses(world.ports, client.id)).values()]).toEqual([start + hour]);
  });

  it('leave nothing in the store when they are deleted but the ledger', async () => {
    const client = await world.client();
    const grant = await world.grant('acme');
    await regenerateRefresh(world.ports, { client: 'acme', grant, by });
    await world.post(credentials(client));
    await deleteClient(world.ports, { client: 'acme', by });

    for (const partition of [`CLIENT#${client.id}`, `GRANT#${client.id}`, `USED#${client.id}`, 'CLIENT#name#acme'])
      expect(await world.ports.records.list(partition)).toEqual([]);
    expect(await world.ports.records.find('kind', 'refresh')).toEqual([]);
  });

  it('that are unknown can be neither rotated nor deleted', async () => {
    const unknown = { ok: false, why: 'unknown' };
    expect(await rotateSecret(world.ports, { client: 'none', by, overlapHours: 1 })).toEqual(unknown);
    expect(await deleteClient(world.ports, { client: 'none', by })).toEqual(unknown);
  });
});

describe('grants', () => {
  const group = '99999999-2222-4333-8444-555555555555';
  const given = { client: 'acme', kind: 'tenant', permissions: [calendar], days: 30, by, reason: 'Pilot' } as const;

  beforeEach(async () => {
    await world.client();
  });

  it('are listed for a client and for all', async () => {
    const { id } = await world.client({ name: 'zeta' });
    await world.grant('acme');
    await world.grant('zeta', { kind: 'group', group });

    expect(await listGrants(world.ports, id)).toMatchObject([{ kind: 'group', group, state: 'active', epoch: 1 }]);
    expect(await listGrants(world.ports)).toHaveLength(2);
    expect(await world.ports.records.find('subject', `group#${group}`)).toHaveLength(1);
  });

  it('hold only permissions that the client is registered for', async () => {
    expect(
      await giveGrant(world.ports, { ...given, permissions: [{ name: 'mail:Mail.Read', endpoints: [] }] }),
    ).toEqual({
      ok: false,
      why: 'not-registered',
      permissions: ['mail:Mail.Read'],
    });
    expect(await giveGrant(world.ports, { ...given, client: 'none' })).toEqual({ ok: false, why: 'unknown-client' });
  });

  it('of one population never hold one permission twice', async () => {
    const first = await world.grant('acme');

    expect(await giveGrant(world.ports, given)).toEqual({ ok: false, why: 'overlaps', grant: first });
    expect((await giveGrant(world.ports, { ...given, permissions: [people] })).ok).toBe(true);
    expect((await giveGrant(world.ports, { ...given, kind: 'group', group })).ok).toBe(true);
    expect((await giveGrant(world.ports, { ...given, kind: 'group', group })).ok).toBe(false);
  });

  it('given at once never slip past the comparison with each other', async () => {
    for (let round = 0; round < 20; round += 1) {
      const results = await Promise.all([1, 2, 3].map(() => giveGrant(world.ports, given)));
      expect(results.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
      const { id = '' } = (await findClient(world.ports, 'acme'))?.body ?? {};
      for (const grant of await listGrants(world.ports, id))
        await endGrant(world.ports, { client: 'acme', grant: grant.id, by });
    }
  });

  it('that were begun but never given disappear after ten minutes, and admit nothing before', async () => {
    const { records } = world.ports;
    const put = records.put.bind(records);
    const failing = {
      ...world.ports,
      records: {
        ...records,
        put: async (...args: Parameters<typeof put>) => {
          if (args[0].partition.startsWith('LEDGER#')) throw new Error('the process ended');
          return put(...args);
        },
      },
    };
    await expect(giveGrant(failing, given)).rejects.toThrow('the process ended');
    const [pending] = await listGrants(world.ports);
    const acts = [
      await setSuspended(world.ports, { client: 'acme', grant: pending?.id ?? '', by }, true),
      await regenerateRefresh(world.ports, { client: 'acme', grant: pending?.id ?? '', by }),
    ];

    expect(pending).toMatchObject({ state: 'pending' });
    expect(acts.map(({ ok }) => ok)).toEqual([false, false]);
    expect((await giveGrant(world.ports, given)).ok).toBe(false);
    world.now += 600;
    expect((await giveGrant(world.ports, given)).ok).toBe(true);
  });

  it('that are unknown can’t be ended, suspended, resumed or regenerated', async () => {
    const choice = { client: 'acme', grant: 'none', by };
    const unknown = { ok: false, why: 'unknown-grant' };
    expect(await endGrant(world.ports, choice)).toEqual(unknown);
    expect(await setSuspended(world.ports, choice, true)).toEqual(unknown);
    expect(await setSuspended(world.ports, choice, false)).toEqual(unknown);
    expect(await regenerateRefresh(world.ports, { ...choice, client: 'none' })).toEqual(unknown);
  });
});

describe('the ledger', () => {
  const everything = async () => {
    await world.client();
    const grant = await world.grant('acme');
    const choice = { client: 'acme', grant, by };
    await regenerateRefresh(world.ports, choice);
    await setSuspended(world.ports, choice, true);
    await setSuspended(world.ports, choice, false);
    await rotateSecret(world.ports, { client: 'acme', by, overlapHours: 1 });
    await endGrant(world.ports, choice);
    await deleteClient(world.ports, { client: 'acme', by });
  };

  it('has who decided what, in order', async () => {
    await everything();
    const entries = await readLedger(world.ports.records);

    expect(entries.map(({ number, verb }) => [number, verb])).toEqual([
      [1, 'client.create'],
      [2, 'grant.give'],
      [3, 'grant.regenerate'],
      [4, 'grant.suspend'],
      [5, 'grant.resume'],
      [6, 'client.rotate'],
      [7, 'grant.end'],
      [8, 'client.delete'],
    ]);
    expect(entries[1]).toMatchObject({
      by,
      at: '2027-01-15T08:00:00.000Z',
      details: { kind: 'tenant', permissions: [calendar.name], days: 365, reason: 'Meeting load of all teams' },
    });
    expect(ledgerProblem(entries)).toBeUndefined();
  });

  it('shows an entry that was changed, removed or put in', async () => {
    await everything();
    const entries = [...(await readLedger(world.ports.records))];
    const [first, second, ...rest] = entries;
    if (first === undefined || second === undefined) throw new Error('the ledger is empty');
    const forged = { ...second, by: 'somebody else' };

    expect(ledgerProblem([first, forged, ...rest])).toBe('entry 2 was changed');
    expect(ledgerProblem([first, { ...second, details: { ...second.details, days: 1 } }, ...rest])).toBe(
      'entry 2 was changed',
    );
    expect(ledgerProblem([first, ...rest])).toBe('entry 2 is missing');
    expect(ledgerProblem([{ ...first, previous: 'x' }, second, ...rest])).toBe('entry 1 was changed');
    expect(ledgerProblem([])).toBeUndefined();
  });

  it('is one chain for 50 writers at once, over more than one partition', async () => {
    const { records, clock } = world.ports;
    const decision = { verb: 'client.create', by, client: 'c', details: {} } as const;
    const body = await appendToLedger(records, clock, decision);
    await records.put({ partition: 'LEDGER#000001', sort: '000000990', body: { ...body, number: 990 } }, 0);
    await records.put({ partition: 'LEDGER#HEAD', sort: 'META', body: { number: 990 } }, 1);
    await Promise.all(Array.from({ length: 50 }, () => appendToLedger(records, clock, decision)));
    const numbers = [...(await records.list('LEDGER#000001')), ...(await records.list('LEDGER#000002'))].map(
      ({ body }) => body['number'],
    );

    expect(numbers).toEqual([1, ...Array.from({ length: 51 }, (_, index) => 990 + index)]);
  });

  it('is read over its partitions, which have 1,000 entries each', async () => {
    const sort = (number: number): string => String(number).padStart(9, '0');
    for (let number = 1; number <= 2_001; number += 1) {
      const partition = `LEDGER#00000${Math.ceil(number / 1_000)}`;
      await world.ports.records.put({ partition, sort: sort(number), body: { number } }, 0);
    }

    const entries = await readLedger(world.ports.records);
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 2_001 }, (_, index) => index + 1));
  });

  it('goes on from its first entry if the stored head is wrong', async () => {
    const { records, clock } = world.ports;
    const decision = { verb: 'client.create', by, client: 'c', details: {} } as const;
    await appendToLedger(records, clock, decision);
    await records.put({ partition: 'LEDGER#HEAD', sort: 'META', body: { number: 7 } }, 1);
    await appendToLedger(records, clock, decision);

    expect((await readLedger(records)).map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe('a change of a client', () => {
  it('counts for the version that it was made for, and keeps what grants hold', async () => {
    const { id } = await world.client();
    const change = { client: id, by, expectedVersion: 1, change: { contact: 'Insights team' } };
    expect(await changeClient(world.ports, change)).toMatchObject({ ok: true, client: { contact: 'Insights team' } });
    expect(await changeClient(world.ports, change)).toEqual({ ok: false, why: 'changed-meanwhile' });
    expect(await changeClient(world.ports, { ...change, client: 'nobody' })).toEqual({ ok: false, why: 'unknown' });

    await world.grant(id);
    const version = (await findClient(world.ports, id))?.version ?? 0;
    const less = { client: id, by, expectedVersion: version, change: { permissions: [people.name] } };
    expect(await changeClient(world.ports, less)).toEqual({
      ok: false,
      why: 'permission-in-use',
      permissions: [calendar.name],
    });
  });

  it('ends access tokens with the credentials that they can come from', async () => {
    const { id, secret } = await world.client();
    await world.grant(id);
    const token = async () => (await world.post(credentials({ id, secret }))).json['access_token'];
    const works = async (one: unknown) => (await world.verify(`Bearer ${one}`)).ok;
    const first = await token();
    expect(await works(first)).toBe(true);

    const version = (await findClient(world.ports, id))?.version ?? 0;
    await changeClient(world.ports, { client: id, by, expectedVersion: version, change: { federated: [] } });
    expect(await works(first)).toBe(false);

    const second = await token();
    const [kept] = (await findClient(world.ports, id))?.body.secrets ?? [];
    expect(await endSecret(world.ports, { client: id, secret: 'none', by })).toEqual({
      ok: false,
      why: 'unknown-secret',
    });
    expect(await endSecret(world.ports, { client: 'none', secret: 'none', by })).toEqual({ ok: false, why: 'unknown' });
    expect(await endSecret(world.ports, { client: id, secret: kept?.id ?? '', by })).toMatchObject({ ok: true });
    expect(await works(second)).toBe(false);
    expect((await world.post(credentials({ id, secret }))).status).toBe(401);
  });
});

it.each([
  ['https://token.actions.githubusercontent.com', true],
  ['https://issuer.example/tenant/v2.0', true],
  ['http://issuer.example', false],
  ['https://10.0.0.1', false],
  ['https://0x0a000001', false],
  ['https://[::1]', false],
  ['https://service.internal', false],
  ['https://localhost', false],
  ['https://issuer.example/?a=b', false],
])('knows whether %s can be an issuer', (issuer, usable) => {
  expect(isPublicIssuer(issuer)).toBe(usable);
});
