import { startTwin, type Twin } from '../../index.ts';
import { type Graph, openGraph } from '../../testing/index.ts';

let twin: Twin;
let graph: Graph;
beforeAll(async () => {
  twin = await startTwin();
  graph = await openGraph(twin, ['User.Read.All', 'Group.Read.All', 'Directory.Read.All']);
});
afterAll(() => twin.stop());

const statusOf = async (target: string, headers: Record<string, string> = {}) =>
  (await graph.fetch(target, headers)).status;
const groupNamed = (name: string) =>
  twin.organization.groups.find(({ mailNickname }) => mailNickname === name) as Twin['organization']['groups'][number];
const decode = (link: unknown): string => {
  const token = new URL(String(link)).searchParams.get('$skiptoken') ?? '';
  return Buffer.from(token, 'base64url').toString('utf8');
};

describe('people', () => {
  const byName = () =>
    [...twin.organization.people].sort((a, b) =>
      a.userPrincipalName.toLowerCase() < b.userPrincipalName.toLowerCase() ? -1 : 1,
    );

  it('come by their names in pages whose tokens name the last row in base64', async () => {
    const page = await graph.get('/v1.0/users?$top=3&$select=id');
    expect(page.value).toEqual(
      byName()
        .slice(0, 3)
        .map(({ id }) => ({ id })),
    );
    expect(String(page['@odata.nextLink'])).toContain('$skiptoken=RFNwdA');
    const last = byName()[2];
    expect(decode(page['@odata.nextLink'])).toContain(`:_${last?.userPrincipalName})User_${last?.id}`);
  });

  it('give their default properties unless others are selected', async () => {
    const [person] = (await graph.get('/v1.0/users?$top=1')).value;
    expect(Object.keys(person ?? {})).toHaveLength(11);
    const selected = await graph.get(`/v1.0/users/${person?.['id']}?$select=securityIdentifier,AccountEnabled`);
    expect(selected).toMatchObject({ securityIdentifier: expect.stringMatching(/^S-1-12-1-/), accountEnabled: true });
    expect(await statusOf('/v1.0/users?$select=shoeSize')).toBe(400);
  });

  it('are found by id and by name, guests included', async () => {
    const guest = twin.organization.people.find(({ kind }) => kind === 'guest');
    const byName = await graph.get(`/v1.0/users/${encodeURIComponent(guest?.userPrincipalName ?? '')}`);
    expect(byName['id']).toBe(guest?.id);
    expect(guest?.userPrincipalName).toMatch(/_fabrikam\.example#EXT#@contoso\.example$/);
    const refused = await graph.fetch('/v1.0/users/nobody@contoso.example');
    expect(refused.status).toBe(404);
    expect(await refused.text()).toContain('nobody@contoso.example');
  });

  it('are counted on the first page when requested with eventual consistency', async () => {
    const eventual = { consistencylevel: 'eventual' };
    const pages = await graph.pages('/v1.0/users?$count=true&$top=200', eventual);
    expect(pages.map((page) => page['@odata.count'])).toEqual([250, undefined]);
    expect(await graph.get('/v1.0/users?$count=true')).not.toHaveProperty('@odata.count');
  });

  it('refuse pages of more than 999 and filters that do not parse', async () => {
    expect(await statusOf('/v1.0/users?$top=1000')).toBe(400);
    expect(await statusOf('/v1.0/users?$top=0')).toBe(400);
    expect(await statusOf('/v1.0/users?$filter=mail eq')).toBe(400);
    expect(await statusOf('/v1.0/users?$skiptoken=abc')).toBe(400);
  });

  it('come by their ids when they are filtered', async () => {
    const { value } = await graph.get("/v1.0/users?$filter=userType eq 'Member'&$select=id&$top=300");
    const ids = value.map(({ id }) => String(id));
    expect(ids.length).toBeGreaterThan(100);
    expect(ids).toEqual(ids.toSorted());
  });

  it('filter by type and state', async () => {
    const { value } = await graph.get("/v1.0/users?$filter=userType eq 'Guest'&$select=userType&$top=50");
    expect(value).toHaveLength(13);
    expect(new Set(value.map(({ userType }) => userType))).toEqual(new Set(['Guest']));
  });

  it('are followed by delta, whose tokens bring the options of the first call along', async () => {
    const pages = await graph.pages('/v1.0/users/delta?$select=displayName&$top=100');
    expect(pages).toHaveLength(3);
    expect(Object.keys(pages[2]?.value[0] ?? {})).toEqual(['displayName']);
    expect(String(pages[0]?.['@odata.nextLink'])).toContain('/users/microsoft.graph.delta()?$skiptoken=');
    const gone = twin.organization.personAt(9);
    twin.controls.remove('users', gone.id, 'changed');
    const round = await graph.get(String(pages[2]?.['@odata.deltaLink']));
    expect(round.value).toEqual([{ id: gone.id, '@removed': { reason: 'changed' } }]);
    expect(await statusOf(`/v1.0/users/${gone.id}`)).toBe(404);
    const latest = await graph.get('/v1.0/users/delta?$deltatoken=latest');
    expect(latest.value).toEqual([]);
    twin.controls.expireTokens();
    expect(await statusOf(String(latest['@odata.deltaLink']))).toBe(410);
  });

  it('include their manager in delta if it is selected', async () => {
    const [second, first] = twin.organization.people;
    const listed = async (select: string) => {
      const pages = await graph.pages(`/v1.0/users/delta?$select=${select}`);
      return (id: string | undefined) => pages.flatMap(({ value }) => value).find((person) => person['id'] === id);
    };
    const selected = await listed('id,manager');
    expect(selected(second?.id)).toEqual({
      id: second?.id,
      'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: first?.id }],
    });
    expect(selected(first?.id)).toEqual({ id: first?.id });
    expect((await listed('id'))(second?.id)).toEqual({ id: second?.id });
  });

  it('report to a manager, but for the one at the head', async () => {
    const [second, first] = twin.organization.people;
    expect(await statusOf(`/v1.0/users/${first?.id}/manager`)).toBe(404);
    const manager = await graph.get(`/v1.0/users/${second?.id}/manager`);
    expect(manager).toMatchObject({ '@odata.type': '#microsoft.graph.user', id: first?.id });
    const reports = await graph.get(`/v1.0/users/${first?.id}/directReports`);
    expect(reports.value.map(({ id }) => id)).toContain(second?.id);
  });

  it('include their managers if these are expanded', async () => {
    const [second, first] = twin.organization.people;
    const { value } = await graph.get('/v1.0/users?$top=999&$select=id&$expand=manager($select=id)');
    const listed = (id: string | undefined) => value.find((person) => person['id'] === id);
    expect(listed(second?.id)).toEqual({ id: second?.id, manager: expect.objectContaining({ id: first?.id }) });
    expect(listed(second?.id)).not.toHaveProperty('manager.displayName');
    expect(listed(first?.id)).toEqual({ id: first?.id });
    const one = await graph.get(`/v1.0/users/${second?.id}?$expand=manager`);
    expect(one).toHaveProperty('manager.displayName', first?.displayName);
  });
});

describe('groups', () => {
  it('filter by kind, with any', async () => {
    const unified = await graph.get("/v1.0/groups?$filter=groupTypes/any(c:c eq 'Unified')");
    const teams = await graph.get("/v1.0/groups?$filter=resourceProvisioningOptions/Any(x:x eq 'Team')");
    expect(unified.value.length).toBeGreaterThan(teams.value.length);
    expect(teams.value).toHaveLength(twin.organization.teams().length);
  });

  it('contain people and groups, distinguished by type, and reach further transitively', async () => {
    const group = twin.organization.groups.find(({ nested }) => nested.length > 0);
    const members = await graph.pages(`/v1.0/groups/${group?.id}/members`);
    const types = new Set(members.flatMap(({ value }) => value.map((member) => member['@odata.type'])));
    expect(types).toEqual(new Set(['#microsoft.graph.user', '#microsoft.graph.group']));
    const all = await graph.pages(`/v1.0/groups/${group?.id}/transitiveMembers`);
    const ids = all.flatMap(({ value }) => value.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(members.flatMap(({ value }) => value).length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('list their people alone with a cast, directly and in inner groups', async () => {
    const group = twin.organization.groups.find(({ nested }) => nested.length > 0);
    for (const relation of ['members', 'transitiveMembers']) {
      const all = (await graph.pages(`/v1.0/groups/${group?.id}/${relation}`)).flatMap(({ value }) => value);
      const people = all.filter((member) => member['@odata.type'] === '#microsoft.graph.user').map(({ id }) => id);
      const cast = await graph.pages(`/v1.0/groups/${group?.id}/${relation}/microsoft.graph.user?$top=5&$select=id`);
      expect(cast.flatMap(({ value }) => value.map(({ id }) => id)).sort()).toEqual([...people].sort());
      expect(people.length).toBeLessThan(all.length);
    }
  });

  it('hide their people from an application without a further permission', async () => {
    const group = groupNamed('confidants');
    const target = `/v1.0/groups/${group.id}/transitiveMembers/microsoft.graph.user`;
    const member = twin.organization.personAt(group.members[0] ?? 0);
    const groupsOf = async (one: Graph) =>
      (await one.get(`/v1.0/users/${member.id}/memberOf`)).value.map(({ id }) => id);
    expect(await graph.get(`/v1.0/groups/${group.id}`)).toMatchObject({ visibility: 'HiddenMembership' });
    expect((await graph.get(target)).value).toEqual([]);
    expect(await groupsOf(graph)).not.toContain(group.id);
    const seeing = await openGraph(twin);
    expect((await seeing.get(target)).value).toHaveLength(9);
    expect(await groupsOf(seeing)).toContain(group.id);
  });

  it('change by the clock and when a test says so', async () => {
    const [rotation, volunteers] = [groupNamed('rotation'), groupNamed('volunteers')];
    const idsOf = async ({ id }: { readonly id: string }) =>
      (await graph.get(`/v1.0/groups/${id}/members?$select=id`)).value.map((member) => String(member['id']));
    const before = await idsOf(rotation);
    twin.controls.skewClock('graph', 16 * 60_000);
    const after = await idsOf(rotation);
    twin.controls.skewClock('graph', 0);
    expect(after.slice(0, -1)).toEqual(before.slice(1));
    expect(before).not.toContain(after.at(-1));

    const [first = ''] = await idsOf(volunteers);
    twin.controls.leave(volunteers.id, first);
    twin.controls.join(volunteers.id, before[0] ?? '');
    const people = await idsOf(volunteers);
    expect(people).toHaveLength(11);
    expect(people).toContain(before[0]);
    expect(people).not.toContain(first);
    twin.controls.join(volunteers.id, first);
    twin.controls.leave(volunteers.id, before[0] ?? '');
    expect((await idsOf(volunteers)).toSorted()).toEqual(
      [first, ...people.filter((id) => id !== before[0])].toSorted(),
    );
    expect(() => twin.controls.join(volunteers.id, 'nobody')).toThrow('expected the ids');
  });

  it.each([
    ['volunteers', 2, 11],
    ['field-staff', 2, 37],
    ['apprentices', 2, 10],
    ['orphans', 0, 8],
    ['announcements', 0, 12],
    ['yard', 0, 8],
    ['founders', 2, 3],
    ['alumni', 2, 20_006],
  ])('to limit callers to: %s has %i owners and %i people', async (name, owners, people) => {
    const { id } = groupNamed(name);
    expect((await graph.get(`/v1.0/groups/${id}/owners?$select=id`)).value).toHaveLength(owners);
    const target = `/v1.0/groups/${id}/transitiveMembers/microsoft.graph.user?$count=true&$top=1&$select=id`;
    const page = await graph.get(target, { consistencylevel: 'eventual' });
    expect(page['@odata.count']).toBe(people);
  });

  it('include members in delta', async () => {
    const { value } = await graph.get('/v1.0/groups/delta?$select=displayName,members');
    expect(Object.keys(value[0] ?? {})).toEqual(['displayName', 'members@delta']);
    expect(await statusOf('/v1.0/groups/11111111-1111-4111-8111-111111111111/members')).toBe(404);
  });
});

it('refuses paths that are not served, other methods and other versions', async () => {
  expect(await statusOf('/v1.0/users/x/nothing')).toBe(400);
  expect(await statusOf('/v3/users')).toBe(400);
});

describe('the organization', () => {
  it('is a list of one, with licenses for its employees', async () => {
    const { value } = await graph.get('/v1.0/organization');
    expect(value).toMatchObject([{ id: twin.organization.tenantId, verifiedDomains: [{ isDefault: true }] }]);

    const { value: bought } = await graph.get('/v1.0/subscribedSkus?$select=skuPartNumber,consumedUnits');
    const employees = twin.organization.people.filter(({ kind }) => kind === 'employee');
    expect(bought).toEqual([
      { skuPartNumber: 'ENTERPRISEPREMIUM', consumedUnits: employees.length },
      {
        skuPartNumber: 'Microsoft_365_Copilot',
        consumedUnits: employees.filter(({ hasCopilot }) => hasCopilot).length,
      },
    ]);
  });
});
