import { listGrants } from '../access/index.ts';
import { connectorKey, partitions, type StoredConnector } from '../access/verify/index.ts';
import type { CheckResult } from './index.ts';
import { reviewCsv } from './index.ts';
import { checkByCalls } from './run-checks.ts';
import { allOk, clientId, described, group, makeRegistry, ok, tenantId } from './testing/world.ts';

const by = 'admin@this-machine';
const day = 86_400;
const failed = (check: CheckResult['check'], code: string): Omit<CheckResult, 'at'> => ({
  check,
  state: 'failed',
  says: 'It fails.',
  code,
});

const withoutApplication = () => {
  const [first, ...rest] = described().connectors;
  if (first === undefined) throw new Error('there is a connector');
  return {
    place: 'local' as const,
    connectors: [{ ...first, settings: { ...first.settings, clientId: undefined } }, ...rest],
  };
};

const good = <Value>(
  result: ({ readonly ok: true } & Value) | { readonly ok: false; readonly code: string },
): Value => {
  if (!result.ok) throw new Error((result as { readonly code: string }).code);
  return result as Value;
};

describe('status', () => {
  it('goes from not configured over consent pending to ready, and degrades with a reason', async () => {
    const { registry, world } = makeRegistry(withoutApplication());
    const states: string[] = [];
    const look = async () => {
      const { status } = (await registry.connector('diary')) ?? {};
      states.push(`${status?.word}: ${status?.state}${status?.reason === undefined ? '' : ` (${status.reason})`}`);
    };

    await look();
    good(await registry.apply('diary', { clientId }, { expectedVersion: 0, by }));
    await look();
    world.checks = [ok('keyring'), ok('sign-in'), failed('consent', 'Graphveil.ConsentMissing')];
    await registry.check('diary');
    await look();
    world.checks = allOk;
    await registry.check('diary');
    await look();
    world.checks = [ok('keyring'), failed('sign-in', 'Graphveil.SignInFailed')];
    await registry.check('diary');
    await look();
    good(await registry.pause('diary', { by, reason: 'An incident' }));
    await look();

    expect(states).toEqual([
      'Not configured: not-configured',
      'Configured: configured',
      'Configured: consent-pending',
      'Configured: ready',
      'Configured: degraded (Graphveil.SignInFailed)',
      'Configured: degraded (paused)',
    ]);
  });

  it('has the age of its evidence, and forgets evidence that is old or of another application', async () => {
    const { registry, world } = makeRegistry({ place: 'local' });
    await registry.check('diary');
    world.now += 240;
    expect((await registry.connector('diary'))?.status).toMatchObject({ state: 'ready', ageSeconds: 240 });

    world.now += 8 * day;
    expect((await registry.connector('diary'))?.status).toMatchObject({ state: 'configured', evidence: [] });

    await registry.check('diary');
    const other = { clientId: '77777777-2222-4333-8444-555555555555' };
    good(await registry.apply('diary', other, { expectedVersion: 0, by }));
    expect((await registry.connector('diary'))?.status.state).toBe('configured');
  });

  it('names what is missing, and who can fix it', async () => {
    const { registry, world } = makeRegistry();
    world.checks = [ok('keyring'), ok('sign-in'), failed('consent', 'Graphveil.ConsentMissing')];
    const { connector } = good(await registry.check('diary'));

    expect(connector.missing).toEqual([
      expect.objectContaining({ says: 'It fails.', who: 'a Privileged Role Administrator of the tenant' }),
    ]);
  });
});

describe('checks of a connector', () => {
  const health = (checks: object, missingPermissions: readonly string[] = []) => ({
    status: 503,
    json: { checks, missingPermissions },
  });
  const fine = health({ keyring: 'ok', signIn: 'ok', consent: 'ok' });
  const states = (results: readonly Omit<CheckResult, 'at'>[]) =>
    results.map(({ check, state }) => `${check} ${state}`);

  it('ask for health, then make one call', async () => {
    const asked: string[] = [];
    const send = async (path: string) => {
      asked.push(path);
      return path === '/healthz' ? fine : { status: 200, json: {} };
    };

    expect(states(await checkByCalls(send, '/v1.0/users?$top=1'))).toEqual([
      'keyring ok',
      'sign-in ok',
      'consent ok',
      'call ok',
    ]);
    expect(asked).toEqual(['/healthz', '/v1.0/users?$top=1']);
  });

  it('name the codes and permissions of a failure, and nothing else of a reply', async () => {
    const pending = health({ keyring: 'ok', signIn: 'ok', consent: 'Graphveil.ConsentMissing' }, ['Calendars.Read']);
    const [, , consent] = await checkByCalls(async () => pending, undefined);
    const odd = { status: 403, json: { error: { code: 'alice@contoso.example', message: 'alice' } } };
    const replies = [fine, odd];
    const all = await checkByCalls(async () => replies.shift() ?? odd, '/v1.0/users');

    expect(consent?.says).toBe('Consent is missing for Calendars.Read.');
    expect(all[3]).toMatchObject({ state: 'failed', code: 'status 403' });
    expect(JSON.stringify(all)).not.toContain('alice');
  });

  it('say so if a connector cannot be reached or is none', async () => {
    const away = await checkByCalls(() => Promise.reject(new Error('secret detail')), '/v1.0/users');
    const page = await checkByCalls(async () => ({ status: 404, json: undefined }), '/v1.0/users');

    expect(states(away)).toEqual(['keyring not-checked', 'sign-in not-checked', 'consent not-checked', 'call failed']);
    expect(JSON.stringify(away)).not.toContain('detail');
    expect(page.every(({ state }) => state === 'not-checked')).toBe(true);
  });
});

describe('the plan of a change', () => {
  it('says what changes, who must consent, which lines need a deployment, and which grants keep what they have', async () => {
    const { registry, client, grant } = makeRegistry();
    const acme = await client('acme', ['diary:User.Read.All']);
    const given = await grant(acme, ['diary:User.Read.All']);

    const { plan } = good(
      await registry.plan('diary-hr', { extras: ['members'], timeout: 90, offered: ['group'], memory: 512 }),
    );
    const own = good(await registry.plan('diary', { extras: ['members'] })).plan;

    expect(plan.changes.map(({ field, before, after, effect }) => [field, before, after, effect])).toEqual([
      ['offered', 'tenant, group', 'group', 'at-once'],
      ['extras', 'none', 'members', 'deployment'],
      ['timeout', '60', '90', 'deployment'],
    ]);
    expect(plan).toMatchObject({ requiresConsent: true, requiresReconnect: false, keepingGrants: [] });
    expect(plan.permissions).toEqual({ added: ['GroupMember.Read.All'], removed: [] });
    expect(plan.requiresDeployment).toEqual({
      file: 'graphveil.yaml',
      lines: 'sources:\n  diary-hr:\n    source: diary\n    extras: [members]\n    timeout: 90\n',
      command: 'npm run deploy',
    });
    expect(own.keepingGrants).toEqual([{ id: given, client: 'acme', keeps: ['diary:User.Read.All'] }]);
  });

  // Who must connect or consent again, field by field.
  it.each([
    ['tenantId', { tenantId: '22222222-2222-4333-8444-555555555555' }, true, true],
    ['clientId', { clientId: '77777777-2222-4333-8444-555555555555' }, true, true],
    ['offered', { offered: ['tenant'] }, true, false],
    ['enabled', { enabled: false }, false, false],
    ['variants', { variants: ['plain'] }, false, false],
    ['extras', { extras: ['members'] }, true, true],
    ['narrow', { narrow: ['Calendars.ReadBasic.All'] }, true, true],
    ['mailboxAccess', { mailboxAccess: 'exchange-rbac' }, false, true],
    ['memory', { memory: 1024 }, false, false],
    ['timeout', { timeout: 30 }, false, false],
    ['reservedConcurrency', { reservedConcurrency: 3 }, false, false],
    ['publicUrl', { publicUrl: 'https://calls.example' }, false, false],
  ])('knows the consequences of %s', async (field, change, reconnect, consent) => {
    const { registry } = makeRegistry();
    good(await registry.apply('diary', { offered: ['tenant', 'self'] }, { expectedVersion: 0, by }));
    const { plan } = good(await registry.plan('diary', change));

    expect(plan.changes.map((each) => [each.field, each.requiresReconnect, each.requiresConsent])).toEqual([
      [field, reconnect, consent],
    ]);
  });

  it.each([
    ['a client secret by its name', { clientSecret: 'hunter2' }, 'clientSecret'],
    ['a client secret in another field', { publicUrl: `abc8Q~${'x'.repeat(34)}` }, 'publicUrl'],
    ['a password inside of a list', { variants: ['plain', `abc8Q~${'x'.repeat(34)}`] }, 'variants'],
  ])('refuses %s with the reason, and repeats no value', async (_, change, field) => {
    const { registry, access } = makeRegistry();
    const refused = await registry.apply('diary', change, { expectedVersion: 0, by });

    expect(refused).toMatchObject({
      ok: false,
      status: 400,
      code: 'Registry.SecretNotWanted',
      fields: { [field]: expect.any(String) },
    });
    expect(JSON.stringify(refused)).not.toMatch(/hunter2|Q~/);
    expect(await access.records.find('kind', 'ledger')).toEqual([]);
  });

  it.each([
    [{ extras: ['mebers'] }, { extras: 'Expected extras of the source: members.' }],
    [
      { timeout: 1, memory: 'much' },
      { timeout: 'Expected at least 5 seconds.', memory: 'Expected whole megabytes.' },
    ],
    [{ colour: 'red' }, { colour: 'Unknown field.' }],
    ['text', { '': 'Expected an object with fields.' }],
  ])('rejects %j beside the field', async (change, fields) => {
    const { registry } = makeRegistry();
    expect(await registry.plan('diary', change)).toMatchObject({ code: 'Registry.ChangeInvalid', fields });
  });

  it.each([
    ['later', 409, 'Registry.SourceNotAvailable'],
    ['planner', 404, 'Registry.ConnectorUnknown'],
  ])('rejects %s with %d', async (name, status, code) => {
    const { registry } = makeRegistry();
    expect(await registry.plan(name, { timeout: 9 })).toMatchObject({ ok: false, status, code });
  });
});

describe('applying a change', () => {
  it('tells the loser of two who changed what', async () => {
    const { registry } = makeRegistry();
    good(await registry.apply('diary', { offered: ['group'] }, { expectedVersion: 0, by: 'first' }));
    const lost = await registry.apply('diary', { offered: ['tenant'] }, { expectedVersion: 0, by });

    expect(lost).toMatchObject({
      status: 412,
      code: 'Registry.ChangedMeanwhile',
      changes: [{ version: 1, by: 'first', fields: ['offered'] }],
    });
    expect((await registry.connector('diary'))?.offered).toEqual(['group']);
  });

  it('lets one of several at once win, and keeps it in the ledger', async () => {
    const { registry } = makeRegistry();
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        registry.apply('diary', { offered: [n % 2 ? 'group' : 'tenant'] }, { expectedVersion: 0, by }),
      ),
    );
    const { entries, problem } = await registry.ledger();

    expect(all.filter((each) => each.ok)).toHaveLength(1);
    expect(entries.map(({ verb, connector }) => [verb, connector])).toEqual([['connector.change', 'diary']]);
    expect(problem).toBeUndefined();
  });

  it('stores nothing that a deployment changes', async () => {
    const { registry, access } = makeRegistry();
    const { plan } = good(await registry.apply('diary', { timeout: 90, tenantId }, { expectedVersion: 0, by }));

    expect(plan.requiresDeployment?.lines).toContain('timeout: 90');
    expect(await access.records.get(connectorKey('diary'))).toBeUndefined();
  });
});

describe('a removal', () => {
  const used = async () => {
    const made = makeRegistry();
    const { client, grant, refresh } = made;
    const [acme, bolt] = [
      await client('acme', ['diary:A', 'diary-hr:A']),
      await client('bolt', ['diary:A', 'diary:B']),
    ];
    const only = await grant(acme, ['diary:A'], group(1));
    const both = await grant(acme, ['diary:A', 'diary-hr:A'], group(2));
    await grant(bolt, ['diary:B'], group(1));
    await refresh(acme, only);
    const other = await refresh(acme, both);
    return { ...made, acme, bolt, only, both, other };
  };

  it('counts what it ends, ends exactly that, refuses every call, and keeps the ledger', async () => {
    const { registry, access, acme, bolt, both } = await used();
    const { plan } = good(await registry.planDelete('diary'));

    expect(plan).toMatchObject({
      grants: 2,
      narrowedGrants: 1,
      refreshTokens: 1,
      people: 22,
      groups: [group(1), group(2)],
    });
    expect(plan.clients.map(({ name }) => name)).toEqual(['acme', 'bolt']);

    good(await registry.delete('diary', { by, confirm: plan.confirm }));
    const left = [...(await listGrants(access, acme)), ...(await listGrants(access, bolt))];
    const record = (await access.records.get(connectorKey('diary')))?.body as StoredConnector;
    const { entries, problem } = await registry.ledger();

    expect(left.map(({ id, permissions }) => [id, permissions.map(({ name }) => name)])).toEqual([
      [both, ['diary-hr:A']],
    ]);
    expect((await access.records.find('kind', 'refresh')).map(({ body }) => body['grant'])).toEqual([both]);
    expect(record).toMatchObject({ deleted: { by }, epoch: 2 });
    expect(entries.filter(({ verb }) => verb === 'connector.delete')).toHaveLength(1);
    expect(problem).toBeUndefined();
    expect((await registry.connector('diary'))?.status.word).toBe('Not configured');
    expect((await registry.connector('diary-hr'))?.uses.grants).toBe(1);
  });

  it('needs a confirmation of the same state, at most ten minutes old', async () => {
    const { registry, world, bolt, grant } = await used();
    const { plan } = good(await registry.planDelete('diary'));
    const refused = async (confirm: string) => (await registry.delete('diary', { by, confirm })).ok;

    expect(await refused('')).toBe(false);
    expect(await refused(plan.confirm.replace(/^\d+/, '9999999999'))).toBe(false);
    expect(await refused(good(await registry.planDelete('diary-hr')).plan.confirm)).toBe(false);
    await grant(bolt, ['diary:A'], group(3));
    expect(await refused(plan.confirm)).toBe(false);
    const second = good(await registry.planDelete('diary')).plan;
    world.now += 601;
    expect(await refused(second.confirm)).toBe(false);
    expect((await registry.connector('diary'))?.deleted).toBeUndefined();
  });

  it('is undone only by configuring the connector again, and brings no grant back', async () => {
    const { registry } = await used();
    const { plan } = good(await registry.planDelete('diary'));
    good(await registry.delete('diary', { by, confirm: plan.confirm }));
    const { version = 0 } = (await registry.connector('diary')) ?? {};

    expect(await registry.resume('diary', { by })).toMatchObject({ code: 'Registry.ConnectorDeleted' });
    expect(await registry.plan('diary', { timeout: 9 })).toMatchObject({ code: 'Registry.ConnectorDeleted' });
    const { connector } = good(await registry.apply('diary', { clientId }, { expectedVersion: version, by }));
    expect(connector.deleted).toBeUndefined();
    expect(connector.uses.grants).toBe(0);
  });
});

describe('a review', () => {
  it('lists by last use with remarks, is due after 90 days, and ends several grants at once', async () => {
    const { registry, world, access, client, grant, refresh } = makeRegistry();
    const acme = await client('acme', ['diary:A']);
    const idle = await client('=idle', ['diary:A']);
    const first = await grant(acme, ['diary:A'], group(1));
    const second = await grant(idle, ['diary:A'], group(1));
    await refresh(acme, first);
    const [token] = await access.records.find('kind', 'refresh');
    world.now += 100 * day;
    const sort = `LAST#refresh:${token?.body['id']}`;
    await access.records.put({ partition: partitions.used(acme), sort, body: { at: world.now - 2 * day } }, 0);

    const review = await registry.review();
    expect(review.grants.map(({ id, unusedDays, marks }) => [id, unusedDays, marks])).toEqual([
      [second, 100, ['unused-90-days', 'never-used']],
      [first, 2, []],
    ]);
    expect(review.due).toBe(true);
    expect(reviewCsv(review).split('\r\n')[1]).toMatch(/^'=idle,/);

    const named = [`${acme}/${first}`, `${idle}/${second}`, `${idle}/nothing`];
    expect(await registry.endGrants(named, { by })).toEqual({ ended: named.slice(0, 2), unknown: named.slice(2) });
    expect(await registry.markReviewed({ by })).toMatchObject({ grants: [], due: false, last: { by } });
    world.now += 91 * day;
    expect((await registry.review()).due).toBe(true);
  });

  it('says when the owner who gave a grant is no owner any more', async () => {
    const { registry, access, client, grant } = makeRegistry();
    const id = await grant(await client('acme', ['diary:A']), ['diary:A'], group(1));
    const [stored] = await access.records.find('kind', 'grant');
    if (stored === undefined) throw new Error('the grant is stored');
    const owner = { id: 'aaaaaaaa-2222-4333-8444-555555555555', checkedAt: 1 };
    await access.records.put({ ...stored, body: { ...stored.body, owner } }, stored.version);

    expect((await registry.review()).grants.map((each) => [each.id, each.marks])).toEqual([
      [id, ['never-used', 'owner-gone']],
    ]);
  });
});

describe('best practices', () => {
  it('find what is not followed, and nothing else', async () => {
    const { registry, world, client, grant } = makeRegistry();
    await registry.check('diary');
    await registry.check('diary-hr');
    expect(await registry.practices()).toEqual([]);

    const acme = await client('acme', ['diary:User.Read.All']);
    await grant(acme, ['diary:User.Read.All']);
    world.credentials = 1;
    world.now += 200 * day;
    const found = (await registry.practices()).map(({ practice, about }) => `${practice}: ${about}`);

    expect(found).toEqual([
      'least-privilege: diary',
      'no-credential-in-entra: diary',
      'tried-before-use: diary',
      'no-credential-in-entra: diary-hr',
      'tried-before-use: diary-hr',
      'secret-rotation: acme',
      'regular-review: all clients and grants',
    ]);
  });

  it('find a shared application and a secret that is about to end', async () => {
    const base = described();
    const connectors = base.connectors.map((each) => ({
      ...each,
      settings: { ...each.settings, application: 'shared' as const },
    }));
    const { registry, access, client, world } = makeRegistry({ connectors });
    const acme = await client('acme', []);
    const [stored] = await access.records.find('kind', 'client');
    if (stored === undefined) throw new Error('the client is stored');
    const [secret] = stored.body['secrets'] as readonly { readonly id: string }[];
    const secrets = [{ ...secret, until: world.now + 3 * day }];
    await access.records.put({ ...stored, body: { ...stored.body, secrets } }, stored.version);
    await access.records.put(
      { partition: partitions.used(acme), sort: `LAST#secret:${secret?.id}`, body: { at: world.now } },
      0,
    );

    const found = (await registry.practices()).map(({ practice, about }) => `${practice}: ${about}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'dedicated-application: diary',
        'dedicated-application: diary-hr',
        'expiring-secret: acme',
      ]),
    );
  });
});

it('shows no byte of a stored secret anywhere', async () => {
  const { registry, access, client, grant, refresh } = makeRegistry();
  const acme = await client('acme', ['diary:A']);
  const id = await grant(acme, ['diary:A']);
  const token = await refresh(acme, id);
  await registry.check('diary');
  const macs = (await access.records.find('kind', 'client')).flatMap(({ body }) =>
    (body['secrets'] as readonly { readonly mac: string }[]).map(({ mac }) => mac),
  );
  const refreshMacs = (await access.records.find('kind', 'refresh')).map(
    ({ partition }) => partition.split('#')[1] ?? '?',
  );
  const shown = JSON.stringify([
    await registry.connectors(),
    await registry.review(),
    await registry.practices(),
    await registry.ledger(),
    await registry.planDelete('diary'),
    registry.catalog(),
  ]);

  for (const secret of [token, ...macs, ...refreshMacs]) expect(shown).not.toContain(secret);
});
