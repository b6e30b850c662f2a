import { startTwin, type Twin } from '../../index.ts';
import { type Graph, openGraph } from '../../testing/index.ts';

let twin: Twin;
let graph: Graph;
let channel: string;
beforeAll(async () => {
  twin = await startTwin();
  graph = await openGraph(twin);
  const [team] = twin.organization.teams();
  channel = `/v1.0/teams/${team?.group.id}/channels/${encodeURIComponent(team?.channels[0]?.id ?? '')}`;
});
afterAll(() => twin.stop());

type Json = Readonly<Record<string, unknown>>;

it('lists all chats, each once', async () => {
  const ids = (await graph.pages('/v1.0/chats?$top=50')).flatMap(({ value }) => value.map(({ id }) => id));
  expect(ids.sort()).toEqual(
    twin.organization
      .chats()
      .map(({ id }) => id)
      .sort(),
  );
});

it('pages replies inside of an expanded message', async () => {
  const [message = {}] = (await graph.get(`${channel}/messages?$top=1&$expand=replies`)).value;
  const next = String(message['replies@odata.nextLink']);
  expect(next).toContain(`/messages('${message['id']}')/replies?$skiptoken=`);
  const rest = await graph.pages(next);
  const ids = [...(message['replies'] as readonly Json[]), ...rest.flatMap(({ value }) => value)].map(({ id }) => id);
  expect(ids).toHaveLength(message['replies@odata.count'] as number);
  expect(new Set(ids).size).toBe(27);
  expect(await graph.get(`${channel}/messages/${message['id']}`)).toMatchObject({ id: message['id'] });
});

it('lists no more than fifty messages at a time, and only of known threads', async () => {
  expect((await graph.fetch(`${channel}/messages?$top=51`)).status).toBe(400);
  expect((await graph.fetch(`${channel}/messages/1/replies`)).status).toBe(404);
  expect((await graph.fetch('/v1.0/chats/19:x@thread.v2/messages')).status).toBe(404);
});

it('follows a channel by delta', async () => {
  const pages = await graph.pages(`${channel}/messages/delta?$top=20`);
  const ids = pages.flatMap(({ value }) => value.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  const [team] = twin.organization.teams();
  twin.controls.update(`messages of ${team?.channels[0]?.id}`, String(ids[0]), {
    deletedDateTime: '2026-09-30T18:00:00Z',
  });
  const round = await graph.get(String(pages.at(-1)?.['@odata.deltaLink']));
  expect(round.value).toMatchObject([{ id: ids[0], deletedDateTime: '2026-09-30T18:00:00Z' }]);
});

it('exports all messages of a person within a time, under a model', async () => {
  const { busiest } = twin.organization;
  const filter = 'lastModifiedDateTime gt 2026-09-01T00:00:00Z and lastModifiedDateTime lt 2026-09-08T00:00:00Z';
  const pages = await graph.pages(`/v1.0/users/${busiest.id}/chats/getAllMessages?model=B&$filter=${filter}`);
  const times = pages.flatMap(({ value }) => value.map(({ lastModifiedDateTime }) => String(lastModifiedDateTime)));
  expect(times.length).toBeGreaterThan(3);
  expect(times.every((time) => time > '2026-09-01' && time < '2026-09-08')).toBe(true);
  const sent = await graph.pages(
    `/v1.0/users/${busiest.id}/chats/getAllMessages?$filter=from/user/id eq '${busiest.id}'`,
  );
  expect(sent.flatMap(({ value }) => value).length).toBeGreaterThan(3);
  expect((await graph.fetch(`/v1.0/users/${busiest.id}/chats/getAllMessages?model=C`)).status).toBe(400);
});

it('ignores a filter that does not go with the order, and refuses ascending order', async () => {
  const chat = encodeURIComponent(twin.organization.chatsOf(twin.organization.busiest)[0]?.id ?? '');
  const all = (await graph.pages(`/v1.0/chats/${chat}/messages`)).flatMap(({ value }) => value);
  const filter = 'createdDateTime gt 2030-01-01T00:00:00Z';
  const ignored = await graph.pages(
    `/v1.0/chats/${chat}/messages?$orderby=lastModifiedDateTime desc&$filter=${filter}`,
  );
  expect(ignored.flatMap(({ value }) => value)).toHaveLength(all.length);
  const heeded = await graph.get(`/v1.0/chats/${chat}/messages?$orderby=createdDateTime desc&$filter=${filter}`);
  expect(heeded.value).toEqual([]);
  expect((await graph.fetch(`/v1.0/chats/${chat}/messages?$orderby=createdDateTime asc`)).status).toBe(400);
});

it('shows the meeting of a chat under the join URL that the calendar has, and both people in the id of a chat of two', async () => {
  const { organization } = twin;
  const { value } = await graph.get(
    `/v1.0/users/${organization.busiest.id}/chats?$expand=members,lastMessagePreview&$top=50`,
  );
  const two = value.find(({ chatType }) => chatType === 'oneOnOne') ?? {};
  for (const { userId } of two['members'] as readonly Json[]) expect(two['id']).toContain(userId);
  const meeting = value.find(({ chatType }) => chatType === 'meeting');
  const info = meeting?.['onlineMeetingInfo'] as Json;
  const events = await graph.pages(`/v1.0/users/${organization.busiest.id}/events?$top=500&$select=onlineMeeting`);
  const urls = events.flatMap((page) =>
    page.value.map(({ onlineMeeting }) => (onlineMeeting as Json | null)?.['joinUrl']),
  );
  expect(urls).toContain(info['joinWebUrl']);
});

it('knows which teams a person has joined, and the members of a chat by path as by expansion', async () => {
  const { organization } = twin;
  const [team] = organization.teams();
  const member = organization.personAt(team?.group.members[0] ?? 0);
  const joined = await graph.get(`/v1.0/users/${member.id}/joinedTeams`);
  expect(joined.value.map(({ id }) => id)).toContain(team?.group.id);
  const [chat] = (await graph.get(`/v1.0/users/${member.id}/chats?$expand=members&$top=1`)).value;
  const members = await graph.get(`/v1.0/chats/${encodeURIComponent(String(chat?.['id']))}/members`);
  expect(members.value).toEqual(chat?.['members']);
  const path = `chats/${encodeURIComponent(String(chat?.['id']))}/members`;
  expect((await graph.get(`/v1.0/users/${member.id}/${path}`)).value).toEqual(members.value);
  const ids = members.value.map(({ userId }) => userId);
  const stranger = organization.people.find(({ id }) => !ids.includes(id));
  expect((await graph.fetch(`/v1.0/users/${stranger?.id}/${path}`)).status).toBe(404);
  expect((await graph.fetch('/v1.0/teams/11111111-1111-4111-8111-111111111111')).status).toBe(404);
});
