import {
  type Actor,
  accessCheckLog,
  approveProposal,
  claimsOf,
  closeProposal,
  closeRequest,
  confirmForGroup,
  createProposal,
  createRequest,
  deleteClient,
  endGrant,
  findProposal,
  type GivenToGroup,
  type GroupPorts,
  giveGrant,
  giveToGroup,
  lastAccessCheck,
  ledgerProblem,
  listGrants,
  listProposals,
  listRequests,
  readLedger,
  regenerateForGroup,
  requestsFor,
  reviewGrant,
  runAccessCheck,
  type StoredClaim,
  setSuspended,
} from './index.ts';
import { type MemoryGroup, memoryDirectory } from './testing/memory-directory.ts';
import { calendar, makeWorld, operator, people, start, type World } from './testing/world.ts';

const day = 86_400;
const guid = (digit: string) => `${digit.repeat(8)}-2222-4333-8444-555555555555`;
const sales = guid('a');
const service = guid('b');
const [owner, coOwner, developer, admin] = ['1', '2', '3', '4'].map(guid) as [string, string, string, string];
const person = (id: string, ...roles: Actor['roles']): Actor => ({ id, name: 'A person', roles });
const crowd = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(from + index).padStart(12, '0')}`);

let world: World;
let ports: GroupPorts;
let groups: Map<string, MemoryGroup>;
let client: { readonly id: string; readonly secret: string };
beforeEach(async () => {
  world = await makeWorld();
  groups = new Map([
    [sales, { owners: [owner, coOwner], people: crowd(11) }],
    [service, { owners: [coOwner], people: crowd(11, 100) }],
  ]);
  ports = { ...world.ports, directory: memoryDirectory(groups), leastGroupSize: 5 };
  client = await world.client({ by: developer });
});

const change = (id: string, more: Partial<MemoryGroup>): void => {
  groups.set(id, { ...(groups.get(id) as MemoryGroup), ...more });
};
const give = (more: Partial<GivenToGroup> = {}) =>
  giveToGroup(ports, {
    client: 'acme',
    group: sales,
    permissions: [calendar],
    days: 90,
    reason: 'Meeting load of field sales',
    decider: person(owner),
    hand: 'claim',
    ...more,
  });
const given = async (more: Partial<GivenToGroup> = {}) => {
  const made = await give(more);
  if (!made.ok) throw new Error(made.why);
  return made;
};
/** A grant with its claim code. */
const coded = async (more: Partial<GivenToGroup> = {}) => {
  const made = await given(more);
  if (made.handed.hand !== 'claim') throw new Error('no code');
  return { grant: made.grant.id, code: made.handed.code };
};
const claim = (form: Readonly<Record<string, string>>, from = client) =>
  world.post({ client_id: from.id, client_secret: from.secret, ...form }, { path: '/claim' });
const codeOf = ({ json }: Awaited<ReturnType<typeof claim>>) => String(json['error_description']).split(':')[0];
const tokenOf = async (refresh: unknown) => {
  const form = { client_id: client.id, client_secret: client.secret, grant_type: 'refresh_token' };
  return world.post({ ...form, refresh_token: String(refresh) });
};
const stateOf = async (id: string) => {
  const grant = (await listGrants(ports, client.id)).find((one) => one.id === id);
  return grant?.suspended?.why ?? grant?.state;
};
const verbs = async () => (await readLedger(ports.records)).map(({ verb }) => verb);
const wrong = '00000-00000-00000';

describe('a request', () => {
  const ask = (more = {}) =>
    createRequest(ports, {
      client: 'acme',
      group: sales.toUpperCase(),
      permissions: [calendar],
      days: 90,
      reason: 'Meeting load of field sales',
      by: developer,
      ...more,
    });

  it('appears with the group, is asked once, and is closed by the grant that answers it', async () => {
    const asked = await ask();
    if (!asked.ok) throw new Error(asked.why);
    expect(await ask()).toEqual({ ok: false, why: 'requested', request: asked.request.id });
    expect(await requestsFor(ports, sales)).toMatchObject([{ id: asked.request.id, group: sales, state: 'open' }]);

    const made = await given({ request: asked.request.id });

    expect(await requestsFor(ports, sales)).toMatchObject([{ state: 'given', decidedBy: owner }]);
    expect(await listRequests(ports)).toHaveLength(1);
    expect(made.grant).toMatchObject({ kind: 'group', group: sales, owner: { id: owner, checkedAt: start } });
    expect(await give({ request: asked.request.id })).toMatchObject({ why: 'unknown-request' });
  });

  it('can’t be answered for another group, and is decided once', async () => {
    const asked = await ask();
    if (!asked.ok) throw new Error(asked.why);
    const { id } = asked.request;
    expect(await give({ request: id, group: service, decider: person(coOwner) })).toMatchObject({
      why: 'unknown-request',
    });
    const decisions = await Promise.all(
      ['declined', 'withdrawn', 'declined'].map((state) =>
        closeRequest(ports, client.id, id, { state: state as 'declined', by: owner, answer: 'Not this quarter' }),
      ),
    );
    expect(decisions.filter(({ ok }) => ok)).toHaveLength(1);
    expect(decisions.filter(({ ok }) => !ok)[0]).toMatchObject({ why: 'closed' });
  });

  it('is limited to the client’s own permissions and to twenty open ones', async () => {
    expect(await ask({ permissions: [{ name: 'mail:Mail.Read', endpoints: [] }] })).toMatchObject({
      why: 'not-registered',
    });
    expect(await ask({ client: 'nobody' })).toMatchObject({ why: 'unknown-client' });
    for (let index = 0; index < 20; index += 1) await ask({ group: guid(index.toString(36)) });
    expect(await ask({ group: guid('z') })).toEqual({ ok: false, why: 'too-many' });
  });
});

describe('access to a group', () => {
  it.each<[string, Partial<MemoryGroup>, Actor, string | undefined]>([
    ['an owner', {}, person(owner), undefined],
    ['another owner', {}, person(coOwner), undefined],
    ['a developer', {}, person(developer, 'Developer'), 'not-permitted'],
    ['an administrator of a group with owners', {}, person(admin, 'Admin'), 'not-permitted'],
    ['an administrator of a group that lost its owners', { owners: [] }, person(admin, 'Admin'), 'not-permitted'],
    ['an administrator where Graph knows no owners', { canHaveOwners: false }, person(admin, 'Admin'), undefined],
    ['an owner of a group that is too small', { people: crowd(4) }, person(owner), 'too-few-people'],
  ])('by %s', async (_, group, actor, why) => {
    change(sales, group);
    expect(await give({ decider: actor })).toMatchObject(why === undefined ? { ok: true, people: 11 } : { why });
  });

  it('is refused beside a group that differs by fewer than five people, also for two at once', async () => {
    change(service, { people: [...crowd(11), ...crowd(4, 50)] });
    const two = await Promise.all([give(), give({ group: service, decider: person(coOwner) })]);
    expect(two.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
    if (two.every(({ ok }) => !ok)) await given();
    expect(await listGrants(ports, client.id)).toHaveLength(1);
    change(service, { people: [...crowd(11), ...crowd(5, 50)] });
    const [held] = await listGrants(ports, client.id);
    const [group, decider] = held?.group === sales ? [service, coOwner] : [sales, owner];
    expect(await give({ group, decider: person(decider) })).toMatchObject({ ok: true });
  });

  it('is refused for an unknown group, and a directory that doesn’t answer decides nothing', async () => {
    expect(await give({ group: guid('c') })).toMatchObject({ why: 'unknown-group' });
    change(sales, { fault: 'not-permitted' });
    await expect(give()).rejects.toMatchObject({ kind: 'not-permitted' });
    expect(await listGrants(ports, client.id)).toEqual([]);
  });

  it('pins the permissions and endpoints of the day', async () => {
    const { grant } = await given();
    expect((await listGrants(ports, client.id))[0]?.permissions).toEqual([calendar]);
    expect(grant.until).toBe(start + 90 * day);
  });
});

describe('a claim', () => {
  it('gives the refresh token once, and a second claim is an alarm that the owner sees', async () => {
    const { grant, code } = await coded();
    const first = await claim({ grant, code: code.toLowerCase().replaceAll('-', ' ') });
    const again = await claim({ grant, code });

    expect([first.status, first.json]).toEqual([
      200,
      {
        client_id: client.id,
        grant,
        refresh_token: expect.stringMatching(/^gvr_/),
        refresh_token_expires_in: 90 * day,
      },
    ]);
    expect([again.status, again.json['error'], codeOf(again)]).toEqual([400, 'invalid_grant', 'Graphveil.ClaimUsed']);
    expect((await tokenOf(first.json['refresh_token'])).status).toBe(200);
    expect(accessCheckLog(await runAccessCheck(ports))).toMatchObject({ level: 'WARN', claimAlarms: 1 });
    expect((await claimsOf(ports, client.id)).get(grant)).toMatchObject({
      state: 'used',
      events: [{ what: 'redeemed' }, { what: 'alarm' }],
    });
    expect((await verbs()).slice(-2)).toEqual(['claim.redeem', 'claim.alarm']);
    await claimsOf(ports, client.id);
    expect((await verbs()).filter((verb) => verb === 'claim.alarm')).toHaveLength(1);
    expect(ledgerProblem(await readLedger(ports.records))).toBeUndefined();
  });

  it('has one winner of 20 at once, whose token is the only one that counts', async () => {
    const { grant, code } = await coded();
    const replies = await Promise.all(Array.from({ length: 20 }, () => claim({ grant, code })));
    const won = replies.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect((await tokenOf(won[0]?.json['refresh_token'])).status).toBe(200);
  });

  it('compares five codes, also of 30 at once, and then not even the right one', async () => {
    const { grant, code } = await coded();
    world.macsAsked.length = 0;
    const replies = await Promise.all(Array.from({ length: 30 }, () => claim({ grant, code: wrong })));
    expect(replies.every(({ status }) => status === 400)).toBe(true);
    expect(world.macsAsked.filter((text) => text.includes('/claim/'))).toHaveLength(5);
    expect(codeOf(await claim({ grant, code }))).toBe('Graphveil.ClaimLocked');
    await claimsOf(ports, client.id);
    expect((await verbs()).at(-1)).toBe('claim.lock');
  });

  it.each<[string, (grant: string) => Promise<unknown>]>([
    ['after seven days', async () => (world.now += 7 * day)],
    ['of a suspended grant', (grant) => setSuspended(ports, { client: 'acme', grant, by: owner }, true)],
    ['of an ended grant', (grant) => endGrant(ports, { client: 'acme', grant, by: owner })],
    [
      'that a newer one replaced',
      (grant) => regenerateForGroup(ports, { client: 'acme', grant, decider: person(coOwner), hand: 'claim' }),
    ],
    ['whose owner wasn’t checked for 36 hours', async () => (world.now += 1.5 * day)],
  ])('%s is refused', async (_, act) => {
    const { grant, code } = await coded();
    await act(grant);
    const reply = await claim({ grant, code });
    expect([reply.status, codeOf(reply)]).toEqual([400, 'Graphveil.ClaimRefused']);
  });

  it('is refused for another client, without a client, and without its parts', async () => {
    const { grant, code } = await coded();
    const other = await world.client({ name: 'other' });
    expect(codeOf(await claim({ grant, code }, other))).toBe('Graphveil.ClaimRefused');
    expect((await claim({ grant, code }, { id: client.id, secret: other.secret })).status).toBe(401);
    expect(codeOf(await claim({ grant }))).toBe('Graphveil.RequestMalformed');
    expect((await claim({ grant, code })).status).toBe(200);
  });

  it('isn’t needed if the owner takes the refresh token; regenerating ends the former one at once', async () => {
    const { grant, handed } = await given({ hand: 'refresh' });
    if (handed.hand !== 'refresh') throw new Error('no token');
    expect((await tokenOf(handed.refreshToken)).status).toBe(200);
    const choice = { client: 'acme', grant: grant.id, hand: 'refresh' as const };
    expect(await regenerateForGroup(ports, { ...choice, decider: person(developer, 'Developer') })).toMatchObject({
      why: 'not-permitted',
    });
    expect(await regenerateForGroup(ports, { ...choice, decider: person(coOwner) })).toMatchObject({ ok: true });
    expect((await tokenOf(handed.refreshToken)).status).toBe(400);
  });
});

describe('the access check', () => {
  const authorization = async () => {
    const { json } = await world.post({
      client_id: client.id,
      client_secret: client.secret,
      grant_type: 'client_credentials',
    });
    return `Bearer ${String(json['access_token'])}`;
  };

  it.each<[string, Partial<MemoryGroup> | undefined, string]>([
    ['its owner isn’t one any more', { owners: [coOwner] }, 'former-owner'],
    ['nobody owns the group', { owners: [] }, 'no-owner'],
    ['the group has too few people', { people: crowd(4) }, 'too-few-people'],
    ['more than a fifth joined in a day', { people: crowd(14) }, 'additions'],
    ['the group is gone', undefined, 'no-group'],
  ])('suspends a grant if %s, and the next call is refused', async (_, group, why) => {
    const { grant } = await given();
    const bearer = await authorization();
    expect(await world.verify(bearer)).toMatchObject({ ok: true });
    world.now += day / 2;
    if (group === undefined) groups.delete(sales);
    else change(sales, group);
    const report = await runAccessCheck(ports);

    expect(report).toMatchObject({ groups: 1, failed: [], suspended: [{ grant: grant.id, group: sales, why }] });
    expect(await stateOf(grant.id)).toBe(why);
    expect(await world.verify(bearer)).toMatchObject({ ok: false, problem: { code: 'Graphveil.NoGrant' } });
    expect((await readLedger(ports.records)).at(-1)).toMatchObject({
      verb: 'grant.suspend',
      by: 'access check',
      details: { why },
    });
    expect(await runAccessCheck(ports)).toMatchObject({ suspended: [] });
  });

  it.each<[string, Partial<MemoryGroup>, number]>([
    ['exactly a fifth', { people: crowd(10) }, 12],
    ['many whom rules of the directory chose', { people: crowd(10), dynamic: true }, 30],
  ])('lets %s join', async (_, before, after) => {
    change(sales, before);
    const { grant } = await given();
    change(sales, { people: crowd(after) });
    world.now += day / 2;
    await runAccessCheck(ports);
    expect(await stateOf(grant.id)).toBe('active');
  });

  it('counts people who took the place of others as joined, in large groups too', async () => {
    change(sales, { people: crowd(3_000) });
    const { grant } = await given();
    change(sales, { people: crowd(3_000, 400) });
    world.now += day / 2;
    await runAccessCheck(ports);
    expect(await stateOf(grant.id)).toBe('active');
    change(sales, { people: crowd(3_000, 900) });
    await runAccessCheck(ports);
    expect(await stateOf(grant.id)).toBe('additions');
  });

  it('keeps a grant alive for 36 hours, and another check for 36 more', async () => {
    await given();
    const bearer = await authorization();
    world.now += 1.4 * day;
    expect(await world.verify(bearer)).toMatchObject({ problem: { code: 'Graphveil.TokenExpired' } });
    const later = await authorization();
    expect(await world.verify(later)).toMatchObject({ ok: true });
    await runAccessCheck(ports);
    world.now += 0.5 * day;
    expect(await world.verify(later)).toMatchObject({ ok: true });
    world.now += 1 * day;
    expect(await world.verify(await authorization())).toMatchObject({ problem: { code: 'Graphveil.NoGrant' } });
  });

  it('goes on after a group that can’t be read, changes nothing the second time, and stops in time', async () => {
    const first = await given();
    const second = await given({ group: service, decider: person(coOwner), permissions: [people] });
    change(sales, { fault: 'unavailable' });
    change(service, { owners: [owner] });
    world.now += day / 2;
    const report = await runAccessCheck(ports);
    expect(report).toMatchObject({ failed: [{ group: sales, why: 'unavailable' }], suspended: [{ group: service }] });
    expect(accessCheckLog(report)).toMatchObject({ level: 'ERROR', failed: 1, suspended: 1, groups: 2 });
    expect(await lastAccessCheck(ports)).toMatchObject({ at: world.now, failed: 1, suspended: 1 });
    expect([await stateOf(first.grant.id), await stateOf(second.grant.id)]).toEqual(['active', 'former-owner']);

    change(sales, { fault: undefined as never });
    await runAccessCheck(ports);
    const before = JSON.stringify([await listGrants(ports), await readLedger(ports.records)]);
    await runAccessCheck(ports);
    expect(JSON.stringify([await listGrants(ports), await readLedger(ports.records)])).toBe(before);
    expect(await runAccessCheck(ports, { deadline: world.now * 1000 })).toMatchObject({
      failed: [{ why: 'timeout' }, { why: 'timeout' }],
    });
  });

  it('suspends the younger of two grants whose groups have become alike', async () => {
    const older = await given();
    world.now += 60;
    const younger = await given({ group: service, decider: person(coOwner) });
    change(service, { people: crowd(11, 3) });
    await runAccessCheck(ports);
    expect([await stateOf(older.grant.id), await stateOf(younger.grant.id)]).toEqual(['active', 'additions']);
    await confirmForGroup(ports, { client: 'acme', grant: younger.grant.id, decider: { operator } });
    expect(await stateOf(younger.grant.id)).toBe('additions');
  });

  it('marks reviews that are due after 90 days', async () => {
    const grant = await world.grant('acme');
    world.now += 90 * day;
    expect((await runAccessCheck(ports)).reviewsDue).toEqual([{ client: client.id, grant }]);
    await reviewGrant(ports, { client: 'acme', grant, by: operator });
    expect((await runAccessCheck(ports)).reviewsDue).toEqual([]);
  });
});

describe('a suspended grant', () => {
  it('goes on after a current owner confirmed it, who vouches from then on', async () => {
    const { grant, handed } = await given({ hand: 'refresh' });
    if (handed.hand !== 'refresh') throw new Error('no token');
    change(sales, { owners: [coOwner] });
    world.now += day / 2;
    await runAccessCheck(ports);
    const confirm = (id: string) => confirmForGroup(ports, { client: 'acme', grant: grant.id, decider: person(id) });

    expect((await tokenOf(handed.refreshToken)).status).toBe(400);
    expect(await confirm(owner)).toMatchObject({ why: 'not-permitted' });
    expect(await confirm(coOwner)).toMatchObject({ ok: true, grant: { owner: { id: coOwner } } });
    expect((await tokenOf(handed.refreshToken)).status).toBe(200);
    expect(await runAccessCheck(ports)).toMatchObject({ suspended: [] });
  });

  it('isn’t confirmed by an owner if somebody decided to suspend it', async () => {
    const { grant } = await given();
    await setSuspended(ports, { client: 'acme', grant: grant.id, by: admin }, true);
    const confirmed = await confirmForGroup(ports, { client: 'acme', grant: grant.id, decider: person(owner) });
    expect(confirmed).toMatchObject({ why: 'decided' });
    await setSuspended(ports, { client: 'acme', grant: grant.id, by: admin }, false);
    expect(await stateOf(grant.id)).toBe('active');
  });
});

describe('a grant for everybody', () => {
  const propose = async () => {
    const proposed = await createProposal(ports, {
      client: 'acme',
      permissions: [calendar],
      days: 30,
      reason: 'Meeting load of all teams',
      by: admin,
    });
    if (!proposed.ok) throw new Error(proposed.why);
    return { client: 'acme', proposal: proposed.proposal.id };
  };

  it('is given by two people, once', async () => {
    const choice = await propose();
    expect(await listGrants(ports, client.id)).toEqual([]);
    expect(await approveProposal(ports, { ...choice, by: admin })).toEqual({ ok: false, why: 'same-person' });
    const approvals = await Promise.all([owner, coOwner].map((by) => approveProposal(ports, { ...choice, by })));
    expect(approvals.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await listGrants(ports, client.id)).toMatchObject([
      { kind: 'tenant', state: 'active', givenBy: admin, approvedBy: expect.any(String) },
    ]);
    expect(await listProposals(ports)).toMatchObject([{ state: 'approved' }]);
    expect(await findProposal(ports, client.id, choice.proposal)).toMatchObject({ state: 'approved' });
  });

  it('isn’t given after the proposal was declined, taken back, or 30 days old', async () => {
    for (const state of ['declined', 'withdrawn'] as const) {
      const choice = await propose();
      expect(await closeProposal(ports, { ...choice, by: admin }, state)).toMatchObject({ ok: true });
      expect(await approveProposal(ports, { ...choice, by: owner })).toEqual({ ok: false, why: 'closed', state });
    }
    const choice = await propose();
    world.now += 30 * day;
    expect(await approveProposal(ports, { ...choice, by: owner })).toEqual({ ok: false, why: 'unknown-proposal' });
    expect(await listGrants(ports, client.id)).toEqual([]);
  });
});

it('keeps nothing of a deleted client but the ledger', async () => {
  await given();
  await giveGrant(ports, {
    client: 'acme',
    kind: 'tenant',
    permissions: [people],
    days: 1,
    by: operator,
    reason: 'All',
  });
  await deleteClient(ports, { client: 'acme', by: developer });
  for (const kind of ['client', 'grant', 'claim', 'request', 'refresh'])
    expect([kind, await ports.records.find('kind', kind)]).toEqual([kind, []]);
  const claims: readonly StoredClaim[] = [...(await claimsOf(ports, client.id)).values()];
  expect(claims).toEqual([]);
});
