import { UpstreamFault, type UpstreamResponse } from '../ports/index.ts';
import { Fault } from '../problems/index.ts';
import { documentationPseudonyms } from '../pseudonyms/documentation-keyring.ts';
import { createPopulations, freshMs, usableMs } from './create-populations.ts';
import type { Grant } from './grants.ts';
import { type AskGraph, mostPeople } from './read-group.ts';

const graph = 'https://graph.example';
const keyring = { series: 'aaaaaaaaaaa', pseudonyms: documentationPseudonyms() };
const hash = (value: string, kind: 'user-id' | 'group-id' | 'mail-address' = 'user-id'): string =>
  keyring.pseudonyms.pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash;

const idOf = (number: number): string => `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`;
const [crew, others] = ['7d4a1d3e-1111-4000-8000-000000000001', '7d4a1d3e-1111-4000-8000-000000000002'];
const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: idOf(from + index) }));

type Group = { group?: object; people: readonly object[] };
type Failure = { status?: number; fault?: Error } | undefined;

/** A directory that answers like Graph, with pages of a hundred people. */
const directory = () => {
  const world = {
    now: 0,
    groups: new Map<string, Group>([
      [crew, { people: people(0, 5) }],
      [others, { people: people(100, 110) }],
    ]),
    roles: ['GroupMember.Read.All'] as readonly string[],
    failure: undefined as Failure,
    asked: [] as string[],
    headers: [] as (Readonly<Record<string, string>> | undefined)[],
  };
  const answerOf = (status: number, body: unknown): UpstreamResponse => ({
    status,
    headers: {},
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
  const ask: AskGraph = async (target, headers) => {
    world.asked.push(target);
    world.headers.push(headers);
    await Promise.resolve();
    if (world.failure?.fault !== undefined) throw world.failure.fault;
    const { roles, failure } = world;
    if (failure?.status !== undefined) return { roles, response: answerOf(failure.status, {}) };
    const [, id = '', list] = /^\/v1\.0\/groups\/([^/?]+)(\/transitiveMembers)?/.exec(target) ?? [];
    const found = world.groups.get(id);
    if (found === undefined) return { roles, response: answerOf(404, {}) };
    if (list === undefined) return { roles, response: answerOf(200, { id, ...found.group }) };
    const from = Number(/\$skiptoken=(\d+)/.exec(target)?.[1] ?? 0);
    const next =
      from + 100 < found.people.length
        ? `${graph}/v1.0/groups/${id}/transitiveMembers?$skiptoken=${from + 100}`
        : undefined;
    return {
      roles,
      response: answerOf(200, {
        value: found.people.slice(from, from + 100),
        ...(next && { '@odata.nextLink': next }),
      }),
    };
  };
  const populations = createPopulations({ graph, leastGroupSize: 5, clock: () => world.now });
  const grant = (groups: readonly string[], beside: readonly string[] = []): Grant => ({
    groups,
    beside,
    counterparts: false,
  });
  const get = (groups: readonly string[] = [crew], beside?: readonly string[], newest?: boolean) =>
    populations.get(grant(groups, beside), keyring, ask, newest);
  const population = async (...given: Parameters<typeof get>) => {
    const answer = await get(...given);
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.population;
  };
  const problem = async (...given: Parameters<typeof get>) => {
    const answer = await get(...given);
    return answer.ok ? undefined : answer.problem;
  };
  return { world, ask, populations, grant, get, population, problem };
};

describe('a population', () => {
  it('has every identity of each member, and of the group', async () => {
    const { world, population } = directory();
    const member = {
      id: idOf(1),
      mail: 'Avery.Quinn@contoso.example',
      userPrincipalName: 'avery.quinn@contoso.example',
      proxyAddresses: ['SMTP:avery.quinn@contoso.example', 'smtp:aq@contoso.example', 'X500:/o=Contoso/ou=A/cn=avery'],
      otherMails: ['avery@fabrikam.example'],
      imAddresses: ['avery@sip.example'],
      onPremisesUserPrincipalName: 'avery@corp.example',
    };
    world.groups.set(crew, { group: { mail: 'crew@contoso.example' }, people: [member, ...people(10, 14)] });
    const { has } = await population();

    for (const name of [
      'avery.quinn@contoso.example',
      'AQ@contoso.example',
      '/o=Contoso/ou=A/cn=avery',
      'avery@fabrikam.example',
    ])
      expect([name, has(hash(name, 'mail-address'))]).toEqual([name, true]);
    for (const name of [idOf(1), idOf(10), 'avery@corp.example', 'avery@sip.example'])
      expect(has(hash(name))).toBe(true);
    expect(has(hash(crew, 'group-id'))).toBe(true);
    expect(has(hash('crew@contoso.example', 'mail-address'))).toBe(true);
    expect(has(hash(idOf(99)))).toBe(false);
    expect(has(hash(others, 'group-id'))).toBe(false);
    expect(has(hash(crew))).toBe(false);
  });

  it('takes no colleague’s address that a member has entered as a further one', async () => {
    const { world, population } = directory();
    const member = { id: idOf(1), userPrincipalName: 'avery@contoso.example', otherMails: ['boss@contoso.example'] };
    const guest = {
      id: idOf(2),
      userPrincipalName: 'guest_fabrikam.example#EXT#@contoso.example',
      otherMails: ['guest@fabrikam.example'],
    };
    world.groups.set(crew, { people: [member, guest, ...people(10, 14)] });
    const { has } = await population();

    expect(has(hash('boss@contoso.example', 'mail-address'))).toBe(false);
    expect(has(hash('guest@fabrikam.example', 'mail-address'))).toBe(true);
  });

  it('is read page by page, with the header and the count that casts need', async () => {
    const { world, population } = directory();
    world.groups.set(crew, { people: people(0, 250) });
    const { has } = await population();

    expect(has(hash(idOf(249)))).toBe(true);
    expect(world.asked.filter((target) => target.includes('transitiveMembers'))).toHaveLength(3);
    expect(world.asked[1]).toMatch(
      /transitiveMembers\/microsoft\.graph\.user\?\$count=true&\$top=999&\$select=id,mail,/,
    );
    expect(world.headers[1]).toEqual({ consistencylevel: 'eventual' });
  });

  it('joins the people of several groups', async () => {
    const { population } = directory();
    const { has } = await population([crew, others]);
    expect([has(hash(idOf(0))), has(hash(idOf(100)))]).toEqual([true, true]);
  });
});

describe('freshness', () => {
  it('reads a group once for callers that come together, and again after five minutes', async () => {
    const { world, population } = directory();
    await Promise.all(Array.from({ length: 50 }, () => population()));
    expect(world.asked).toHaveLength(2);
    world.now += freshMs - 1;
    await population();
    expect(world.asked).toHaveLength(2);
    world.now += 1;
    await population();
    expect(world.asked).toHaveLength(4);
  });

  it('shows who left or joined after five minutes at the latest', async () => {
    const { world, population } = directory();
    await population();
    world.groups.set(crew, { people: people(1, 6) });
    world.now += freshMs;
    const { has } = await population();
    expect([has(hash(idOf(0))), has(hash(idOf(5)))]).toEqual([false, true]);
  });

  it.each([
    ['a fault', { fault: new Fault({ code: 'Graphveil.UpstreamTimeout' }) }],
    ['a refusal', { status: 403 }],
    ['an outage', { status: 503 }],
  ])('uses former members for ten minutes after %s, and refuses then', async (_, failure) => {
    const { world, population, problem } = directory();
    await population();
    world.failure = failure;
    world.now = usableMs - 1;
    expect((await population()).has(hash(idOf(0)))).toBe(true);
    world.now = usableMs;
    expect(await problem()).toMatchObject({
      code: 'Graphveil.PopulationUnavailable',
      headers: { 'retry-after': '10' },
    });
    world.failure = undefined;
    world.now += 10_000;
    expect((await population()).has(hash(idOf(0)))).toBe(true);
  });

  it('waits ten seconds after a failure before it asks again', async () => {
    const { world, problem } = directory();
    world.failure = { status: 503 };
    await problem();
    world.now = 9_999;
    await problem();
    expect(world.asked).toHaveLength(1);
    world.now = 10_000;
    await problem();
    expect(world.asked).toHaveLength(2);
  });

  it('reads again for another series of pseudonyms', async () => {
    const { world, populations, grant, ask, population } = directory();
    await population();
    await populations.get(grant([crew]), { ...keyring, series: 'bbbbbbbbbbb' }, ask);
    expect(world.asked).toHaveLength(4);
  });

  it('doesn’t wait for a reading that a frozen function has begun', async () => {
    const { world, populations, grant, population } = directory();
    void populations.get(grant([crew]), keyring, () => new Promise(() => undefined));
    world.now += 30_000;
    expect((await population()).has(hash(idOf(0)))).toBe(true);
  });

  it('passes a bug on', async () => {
    const { populations, grant } = directory();
    const broken = populations.get(grant([crew]), keyring, () => Promise.reject(new UpstreamFault('timeout')));
    await expect(broken).rejects.toThrow('upstream timeout');
  });
});

describe('a group that can’t be used', () => {
  it.each<[string, string, Group | undefined, (readonly string[])?]>([
    ['doesn’t exist', 'Graphveil.GroupNotFound', undefined],
    ['is too small', 'Graphveil.GroupTooSmall', { people: people(0, 4) }],
    ['is too large', 'Graphveil.GroupTooLarge', { people: people(0, mostPeople + 1) }],
    ['hides its members', 'Graphveil.GroupHidden', { group: { visibility: 'HiddenMembership' }, people: [] }],
  ])('%s: %s, at once and until it can', async (_, code, group) => {
    const { world, population, problem } = directory();
    await population();
    if (group === undefined) world.groups.delete(crew);
    else world.groups.set(crew, group);
    world.now += freshMs;
    expect(await problem()).toMatchObject({ code });
    world.groups.set(crew, { people: people(0, 5) });
    world.now += 10_000;
    expect((await population()).has(hash(idOf(0)))).toBe(true);
  });

  it('names the permission that hidden members need, and is readable with it', async () => {
    const { world, population, problem } = directory();
    world.groups.set(crew, { group: { visibility: 'HiddenMembership' }, people: people(0, 5) });
    expect(await problem()).toMatchObject({ detail: 'the application lacks Member.Read.Hidden' });
    world.roles = ['GroupMember.Read.All', 'Member.Read.Hidden'];
    world.now += 10_000;
    expect((await population()).has(hash(idOf(0)))).toBe(true);
  });

  it('names the permission that every group needs', async () => {
    const { world, problem } = directory();
    world.failure = { status: 403 };
    world.roles = ['User.Read.All'];
    expect(await problem()).toMatchObject({
      code: 'Graphveil.GroupNotReadable',
      detail: 'the application lacks GroupMember.Read.All',
    });
  });

  it.each([
    ['of another host', { value: people(0, 5), '@odata.nextLink': 'https://graph.example.evil.example/x' }],
    ['without a list', { value: {} }],
    ['that isn’t JSON', 'broken'],
  ])('is a page %s', async (_, body) => {
    const { populations, grant, ask } = directory();
    const odd: AskGraph = async (target) => {
      const answer = await ask(target);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return target.includes('transitiveMembers')
        ? { ...answer, response: { ...answer.response, body: Buffer.from(text) } }
        : answer;
    };
    expect(await populations.get(grant([crew]), keyring, odd)).toMatchObject({
      ok: false,
      problem: { code: 'Graphveil.PopulationUnavailable' },
    });
  });
});

describe('two groups', () => {
  it.each([
    ['by one person', 6, 'Graphveil.GroupsOverlap'],
    ['by four people', 9, 'Graphveil.GroupsOverlap'],
    ['by five people', 10, undefined],
    ['by nobody', 5, undefined],
  ])('that differ %s', async (_, size, code) => {
    const { world, problem } = directory();
    world.groups.set(others, { people: people(0, size) });
    expect((await problem([crew, others]))?.code).toBe(code);
    expect((await problem([crew], [others]))?.code).toBe(code);
    expect((await problem([others], [crew]))?.code).toBe(code);
  });

  it('are compared again when membership changes', async () => {
    const { world, problem } = directory();
    expect(await problem([crew], [others])).toBeUndefined();
    world.groups.set(others, { people: people(0, 6) });
    world.now += freshMs;
    expect((await problem([crew], [others]))?.code).toBe('Graphveil.GroupsOverlap');
  });

  it('don’t need each other: a group beside that nobody can use doesn’t count', async () => {
    const { world, problem } = directory();
    world.groups.delete(others);
    expect(await problem([crew], [others])).toBeUndefined();
  });
});

describe('the digest of a population', () => {
  it('covers the digests of former ones as long as people only leave', async () => {
    const { world, population } = directory();
    world.groups.set(crew, { people: people(0, 8) });
    const all = await population();
    world.groups.set(crew, { people: people(0, 7) });
    world.now += freshMs;
    const fewer = await population();
    world.groups.set(crew, { people: people(0, 6) });
    world.now += freshMs;
    const few = await population();

    expect(all.digest).toMatch(/^[A-Za-z0-9_-]{16}$/);
    expect([all, fewer, few].map(({ covers }) => covers(all.digest))).toEqual([true, true, true]);
    expect([all, fewer, few].map(({ covers }) => covers(few.digest))).toEqual([false, false, true]);

    world.groups.set(crew, { people: people(0, 7) });
    world.now += freshMs;
    const grown = await population();
    expect(grown.digest).toBe(fewer.digest);
    expect([all, fewer, few].map(({ digest }) => grown.covers(digest))).toEqual([false, true, false]);
  });

  it('is another one for another group with the same people', async () => {
    const { world, population } = directory();
    world.groups.set(others, { people: people(0, 5) });
    expect((await population([others])).digest).not.toBe((await population([crew])).digest);
  });

  it('is brought up to date on request, but not every time', async () => {
    const { world, population } = directory();
    await population();
    world.groups.set(crew, { people: people(0, 6) });
    world.now += 9_999;
    expect((await population([crew], [], true)).has(hash(idOf(5)))).toBe(false);
    world.now += 1;
    expect((await population([crew], [], true)).has(hash(idOf(5)))).toBe(true);
  });
});
