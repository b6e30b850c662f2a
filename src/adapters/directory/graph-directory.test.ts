import { DirectoryFault, type UpstreamRequest } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
import { startTwin, type Twin } from '../../twin/index.ts';
import { entraTokens } from '../entra/index.ts';
import { httpsClient } from '../node/index.ts';
import { graphDirectory, ownedGroups } from './index.ts';

const role = 'arn:aws:iam::111122223333:role/graphveil-dev-console';
const clientId = '0f6b2f8e-58c6-4d5e-9d4b-0d6a9a6f0c12';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ people: 40, groups: 6, busyMeetings: 0 });
});
afterAll(() => twin.stop());

const directoryWith = (...consented: readonly string[]) => {
  twin.controls.register({
    clientId,
    displayName: 'Graphveil console',
    federatedCredentials: [{ subject: role, issuer: twin.issuer }],
    consented: [...consented],
  });
  const http = httpsClient({ ca: twin.caCertificate });
  const accessTokens = entraTokens({
    tenantId: twin.tenantId,
    clientId,
    authorityHost: twin.entra,
    graphScope: twin.graphScope,
    assertion: twin.identityTokens(role),
    expectedRoles: ['GroupMember.Read.All'],
    clock: Date.now,
    ca: twin.caCertificate,
  });
  return graphDirectory({ http, accessTokens, graph: twin.graph });
};

describe('the directory, with GroupMember.Read.All', () => {
  it('has groups with their kinds, owners and people', async () => {
    const directory = directoryWith('GroupMember.Read.All');
    const { organization } = twin;
    const owned = organization.groups.find(({ owners, kind }) => owners.length > 0 && kind === 'team');
    if (owned === undefined) throw new Error('no team has an owner');
    expect(await directory.group(owned.id.toUpperCase())).toMatchObject({ id: owned.id, canHaveOwners: true });
    expect(await directory.owners(owned.id)).toEqual(owned.owners.map((index) => organization.personAt(index).id));
    const people = await directory.people(owned.id);
    expect(people).toEqual(expect.arrayContaining(owned.members.map((index) => organization.personAt(index).id)));

    const [first] = owned.owners;
    const person = organization.personAt(first ?? 0).id;
    twin.controls.removeOwner(owned.id, person);
    expect(await directory.owners(owned.id)).not.toContain(person);
    twin.controls.addOwner(owned.id, person);
  });

  it('has nothing for an unknown group, or a text that is no id', async () => {
    const directory = directoryWith('GroupMember.Read.All');
    for (const id of ['99999999-2222-4333-8444-555555555555', '../users', ''])
      expect([await directory.group(id), await directory.owners(id), await directory.people(id)]).toEqual([
        undefined,
        [],
        [],
      ]);
  });

  it('says that it isn’t permitted without the permission', async () => {
    const directory = directoryWith('User.Read.All');
    const [group] = twin.organization.groups;
    await expect(directory.owners(group?.id ?? '')).rejects.toMatchObject({ kind: 'not-permitted' });
  });
});

describe('what the directory replies', () => {
  const token = { token: 'x', roles: ['GroupMember.Read.All'], obtainedAt: 0, expiresAt: 1 };
  const graph = 'https://graph.example';
  const id = '99999999-2222-4333-8444-555555555555';
  const seen: UpstreamRequest[] = [];
  const replying = (...answers: readonly { readonly status?: number; readonly json?: unknown }[]) => {
    const left = [...answers];
    seen.length = 0;
    const http = {
      send: async (request: UpstreamRequest) => {
        seen.push(request);
        const { status = 200, json = {} } = left.shift() ?? {};
        return { status, headers: {}, body: new TextEncoder().encode(JSON.stringify(json)) };
      },
    };
    const accessTokens = { get: async () => token, renew: async () => token };
    return { http, directory: graphDirectory({ http, accessTokens, graph }) };
  };

  it.each([
    ['microsoft-365', { groupTypes: ['Unified'], mailEnabled: true }, true],
    ['security', { groupTypes: [], mailEnabled: false, securityEnabled: true }, true],
    ['security', { groupTypes: [], securityEnabled: true, onPremisesSyncEnabled: true }, false],
    ['mail-enabled-security', { groupTypes: [], mailEnabled: true, securityEnabled: true }, false],
    ['distribution', { groupTypes: [], mailEnabled: true, securityEnabled: false }, false],
  ])('is a %s group from %j: owners %j', async (kind, json, canHaveOwners) => {
    expect(await replying({ json }).directory.group(id)).toMatchObject({ kind, canHaveOwners });
  });

  it.each([
    ['an error', [{ status: 503 }], 'unavailable'],
    [
      'another host’s next link',
      [{ json: { value: [], '@odata.nextLink': 'https://other.example/x' } }],
      'unavailable',
    ],
    ['no list', [{ json: { value: {} } }], 'unavailable'],
    ['too many people', [{ json: { value: Array.from({ length: 20_001 }, () => ({ id })) } }], 'too-large'],
    ['a refusal with the permission', [{ status: 403 }, { status: 403 }], 'unavailable'],
  ])('is a fault for %s', async (_, answers, kind) => {
    await expect(replying(...answers).directory.owners(id)).rejects.toMatchObject({ kind });
  });

  it('isn’t taken for an empty group if members are hidden', async () => {
    const hidden = { json: { visibility: 'HiddenMembership', groupTypes: [] } };
    await expect(replying(hidden).directory.people(id)).rejects.toMatchObject({ kind: 'not-permitted' });
  });

  it('is read in pages, with the token for Graph only', async () => {
    const next = { '@odata.nextLink': `${graph}/v1.0/groups/${id}/owners?$skiptoken=2` };
    const { directory } = replying(
      { json: { value: [{ id: 'A' }], ...next } },
      { json: { value: [{ id: 'b' }, null] } },
    );
    expect(await directory.owners(id)).toEqual(['a', 'b']);
    expect(seen.every(({ url }) => url.startsWith(`${graph}/v1.0/groups/`))).toBe(true);
  });

  it('is a fault if the sign-in fails, with no word of it', async () => {
    const { http } = replying();
    const failing = async () => {
      throw new Fault({ code: 'Graphveil.SignInFailed' });
    };
    const directory = graphDirectory({ http, accessTokens: { get: failing, renew: failing }, graph });
    await expect(directory.owners(id)).rejects.toEqual(new DirectoryFault('not-permitted'));
  });

  it('lists a person’s own groups with the person’s token', async () => {
    const { http } = replying({ json: { value: [{ id: 'A' }] } }, { status: 403 });
    expect(await ownedGroups({ http, graph }, 'mine')).toEqual(['a']);
    expect(seen[0]).toMatchObject({ headers: { authorization: 'Bearer mine' } });
    await expect(ownedGroups({ http, graph }, 'mine')).rejects.toMatchObject({ kind: 'not-permitted' });
  });
});
