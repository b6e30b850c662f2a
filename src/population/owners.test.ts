import type { OwnedKind } from '../plan/index.ts';
import { documentationPseudonyms } from '../pseudonyms/documentation-keyring.ts';
import { createOwners } from './owners.ts';
import type { Population } from './population.ts';
import type { AskGraph } from './read-group.ts';

const pseudonyms = documentationPseudonyms();
const graph = 'https://graph.example';
const [member, outsider] = ['0f8fad5b-d9cb-469f-a165-000000000001', '0f8fad5b-d9cb-469f-a165-000000000002'];
const group = '7d4a1d3e-1111-4000-8000-000000000001';
const hash = (value: string, kind: 'user-id' | 'group-id'): string =>
  pseudonyms.pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash;
const inside = new Set([hash(member, 'user-id'), hash('avery@contoso.example', 'user-id'), hash(group, 'group-id')]);
const population: Population = { digest: 'd', reading: 1, has: (text) => inside.has(text), covers: () => true };

const setUp = (documents: Readonly<Record<string, unknown>>) => {
  const world = { now: 0, asked: [] as string[], documents };
  const ask: AskGraph = async (target) => {
    world.asked.push(target);
    const document = world.documents[target];
    const body = Buffer.from(JSON.stringify(document ?? {}));
    return { roles: [], response: { status: document === undefined ? 404 : 200, headers: {}, body } };
  };
  const owners = createOwners({ graph, clock: () => world.now });
  return {
    world,
    look: (of: OwnedKind, id: string, of_ = population, plain = false) =>
      owners({ of, id, plain }, of_, pseudonyms, ask),
  };
};

const drive = '/v1.0/drives/b!x?$select=id,owner';
const site = '/v1.0/sites/h,1,2/drive?$select=id,owner';
const chat = '/v1.0/chats/19:x@thread.v2/members';
const participants = '/v1.0/communications/callRecords/c/participants_v2';
const call = '/v1.0/communications/callRecords/c';

describe('the people of', () => {
  it.each<[string, OwnedKind, string, Readonly<Record<string, unknown>>, boolean]>([
    ['a drive of a member', 'drive-id', 'b!x', { [drive]: { owner: { user: { id: member } } } }, true],
    [
      'a drive of a member by address',
      'drive-id',
      'b!x',
      { [drive]: { owner: { user: { email: 'Avery@contoso.example' } } } },
      true,
    ],
    ['a drive of the group', 'drive-id', 'b!x', { [drive]: { owner: { group: { id: group } } } }, true],
    [
      'a site of the group, by its default library',
      'site-id',
      'h,1,2',
      { [site]: { owner: { group: { id: group } } } },
      true,
    ],
    ['a site of nobody', 'site-id', 'h,1,2', { [site]: {} }, false],
    ['a drive of somebody outside', 'drive-id', 'b!x', { [drive]: { owner: { user: { id: outsider } } } }, false],
    ['a drive of nobody', 'drive-id', 'b!x', { [drive]: { owner: null } }, false],
    [
      'a chat with a member',
      'chat-id',
      '19:x@thread.v2',
      { [chat]: { value: [{ userId: outsider }, { userId: member }] } },
      true,
    ],
    ['a chat without', 'chat-id', '19:x@thread.v2', { [chat]: { value: [{ userId: outsider }, null] } }, false],
    [
      'a call with a member',
      'call-record-id',
      'c',
      { [participants]: { value: [{ id: outsider }, { identity: { user: { id: member } } }] } },
      true,
    ],
    [
      'a call that a member only arranged',
      'call-record-id',
      'c',
      { [participants]: { value: [] }, [call]: { organizer_v2: { id: member } } },
      true,
    ],
    [
      'a call without',
      'call-record-id',
      'c',
      { [participants]: { value: {} }, [call]: { organizer_v2: { id: outsider } } },
      false,
    ],
  ])('%s', async (_, of, id, documents, expected) => {
    expect(await setUp(documents).look(of, id)).toEqual({ ok: true, inside: expected });
  });

  it('a chat are read page by page until a member is found, and on Graph’s host only', async () => {
    const next = '/v1.0/chats/19:x@thread.v2/members?$skiptoken=2';
    const { world, look } = setUp({
      [chat]: { value: [{ userId: outsider }], '@odata.nextLink': `${graph}${next}` },
      [next]: { value: [{ userId: member }], '@odata.nextLink': `${graph}/never` },
    });
    expect(await look('chat-id', '19:x@thread.v2')).toEqual({ ok: true, inside: true });
    expect(world.asked).toEqual([chat, next]);

    const foreign = setUp({ [chat]: { value: [], '@odata.nextLink': 'https://elsewhere.example/x' } });
    expect(await foreign.look('chat-id', '19:x@thread.v2')).toEqual({ ok: true, inside: false });
  });
});

describe('the result of a look-up', () => {
  it('is remembered for five minutes, for one population', async () => {
    const { world, look } = setUp({ [drive]: { owner: { user: { id: member } } } });
    await look('drive-id', 'b!x');
    world.now = 299_999;
    await look('drive-id', 'b!x');
    expect(world.asked).toHaveLength(1);
    expect(await look('drive-id', 'b!x', { ...population, digest: 'e', has: () => false })).toMatchObject({
      inside: false,
    });
    world.now = 300_000;
    await look('drive-id', 'b!x');
    expect(world.asked).toHaveLength(3);
  });

  it('is forgotten when there are too many', async () => {
    const { world, look } = setUp({});
    world.documents = new Proxy({}, { get: () => ({ owner: null }) });
    for (let number = 0; number <= 2_000; number += 1) await look('drive-id', `b!${number}`);
    await look('drive-id', 'b!0');
    await look('drive-id', 'b!2000');
    expect(world.asked).toHaveLength(2_002);
  });

  it('is Graph’s own refusal, which isn’t remembered', async () => {
    const { world, look } = setUp({});
    expect(await look('drive-id', 'b!x')).toMatchObject({ ok: false, response: { status: 404 } });
    await look('drive-id', 'b!x');
    expect(world.asked).toHaveLength(2);
  });

  it('is remembered for a plain id that Graph doesn’t know, so that time doesn’t show which ids others have', async () => {
    const { world, look } = setUp({ [drive]: { owner: { user: { id: outsider } } } });
    for (const id of ['b!x', 'b!unknown', 'b!x', 'b!unknown']) await look('drive-id', id, population, true);
    expect(world.asked).toHaveLength(2);
    expect(await look('drive-id', 'b!unknown', population, true)).toMatchObject({ response: { status: 404 } });
  });
});
