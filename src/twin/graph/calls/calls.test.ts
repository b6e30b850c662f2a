import { startTwin, type Twin } from '../../index.ts';
import { type Graph, openGraph, testClientId } from '../../testing/index.ts';

let twin: Twin;
let graph: Graph;
beforeAll(async () => {
  twin = await startTwin();
  graph = await openGraph(twin);
});
afterAll(() => twin.stop());

type Json = Readonly<Record<string, unknown>>;
const records = '/v1.0/communications/callRecords';

it('pages sessions and participants inside of an expanded call', async () => {
  const hall = twin.organization.calls().find(({ participants }) => participants.length > 130);
  const call = await graph.get(`${records}/${hall?.id}?$expand=sessions($expand=segments),participants_v2`);
  const sessions = [
    ...(call['sessions'] as readonly Json[]),
    ...(await graph.pages(String(call['sessions@odata.nextLink']))).flatMap(({ value }) => value),
  ];
  const participants = [
    ...(call['participants_v2'] as readonly Json[]),
    ...(await graph.pages(String(call['participants_v2@odata.nextLink']))).flatMap(({ value }) => value),
  ];
  expect(sessions).toHaveLength(hall?.participants.length ?? 0);
  expect(participants).toHaveLength(hall?.participants.length ?? 0);
  expect(sessions.at(-1)).toHaveProperty('segments');
  const segments = await graph.get(`${records}/${hall?.id}/sessions/${sessions[0]?.['id']}/segments`);
  expect(segments.value).toEqual(sessions[0]?.['segments']);
});

it('names callers on the phone by their number', async () => {
  const call = twin.organization.calls().find(({ participants }) => participants.some(({ kind }) => kind === 'phone'));
  const { value } = await graph.get(`${records}/${call?.id}/participants_v2`);
  expect(value.some(({ id }) => /^\+1202555\d{4}$/.test(String(id)))).toBe(true);
  expect((await graph.fetch(`${records}/11111111-1111-4111-8111-111111111111`)).status).toBe(404);
});

it('distinguishes visitors, and the organizer', async () => {
  const call = twin.organization.calls().find(({ participants }) => participants.some(({ kind }) => kind === 'guest'));
  const { value } = await graph.get(`${records}/${call?.id}/participants_v2`);
  expect(value.some(({ identity }) => (identity as Json)['guest'] !== null)).toBe(true);
  const organizer = await graph.get(`${records}/${call?.id}/organizer_v2`);
  expect(organizer['id']).toBe(twin.organization.personAt(call?.organizer ?? 0).id);
  expect((await graph.fetch(`${records}/${call?.id}/sessions/none/segments`)).status).toBe(404);
});

it('finds the calls of a person and of a time', async () => {
  const { id } = twin.organization.busiest;
  const found = await graph.pages(`${records}?$filter=participants_v2/any(p:p/id eq '${id}')`);
  expect(found.flatMap(({ value }) => value).length).toBeGreaterThan(20);
  expect(found[0]?.value[0]).not.toHaveProperty('participants_v2');
  const day = await graph.get(
    `${records}?$filter=startDateTime ge 2026-09-24T00:00:00Z and startDateTime lt 2026-09-25T00:00:00Z`,
  );
  expect(day.value.every(({ startDateTime }) => String(startDateTime).startsWith('2026-09-24'))).toBe(true);
});

it('logs calls by phone for 90 days at most, under a next link of its own spelling', async () => {
  const page = await graph.get(`${records}/getPstnCalls(fromDateTime=2026-07-20,toDateTime=2026-10-01)`);
  expect(page.value).toHaveLength(1_000);
  expect(String(page['@odata.NextLink'])).toContain('/getPstnCalls(from=2026-07-20,to=2026-10-01)?$skip=1000');
  const pages = await graph.pages(String(page['@odata.NextLink']));
  expect(pages[0]?.value).toHaveLength(100);
  expect((await graph.fetch(`${records}/getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-10-01)`)).status).toBe(
    400,
  );
  expect((await graph.fetch(`${records}/getDirectRoutingCalls(fromDateTime=soon,toDateTime=2026-10-01)`)).status).toBe(
    400,
  );
});

describe('online meetings', () => {
  const aMeeting = async () => {
    const { organization } = twin;
    const { value } = await graph.get(`/v1.0/users/${organization.busiest.id}/events?$top=1000`);
    const event = value.find(
      ({ isOrganizer, type, onlineMeeting }) => isOrganizer && type === 'seriesMaster' && onlineMeeting !== null,
    ) as Json;
    return { person: organization.busiest, joinUrl: String((event['onlineMeeting'] as Json)['joinUrl']) };
  };
  const byUrl = (person: string, url: string) =>
    `/v1.0/users/${person}/onlineMeetings?$filter=JoinWebUrl eq '${encodeURIComponent(url)}'`;

  it('are found by the join URL of the calendar, with attendance reports of each time', async () => {
    const { person, joinUrl } = await aMeeting();
    const [meeting] = (await graph.get(byUrl(person.id, joinUrl))).value;
    expect(Buffer.from(String(meeting?.['id']), 'base64').toString()).toContain(`1*${person.id}*0**19:meeting_`);
    const place = `/v1.0/users/${person.id}/onlineMeetings/${meeting?.['id']}`;
    expect(await graph.get(place)).toMatchObject({ joinWebUrl: joinUrl });
    const reports = await graph.get(`${place}/attendanceReports`);
    expect(reports.value.length).toBeGreaterThan(5);
    const report = `${place}/attendanceReports/${reports.value[0]?.['id']}`;
    const expanded = await graph.get(`${report}?$expand=attendanceRecords`);
    expect(expanded['attendanceRecords']).toEqual((await graph.get(`${report}/attendanceRecords`)).value);
    expect((await graph.fetch(`${place}/attendanceReports/none`)).status).toBe(404);
    expect((await graph.fetch(`/v1.0/users/${person.id}/onlineMeetings/none`)).status).toBe(404);
  });

  it('refuse a list of all, names in place of ids, and applications without the Teams policy', async () => {
    const { person, joinUrl } = await aMeeting();
    expect((await graph.fetch(`/v1.0/users/${person.id}/onlineMeetings`)).status).toBe(400);
    expect((await graph.fetch(byUrl(person.userPrincipalName, joinUrl))).status).toBe(400);
    twin.controls.application(testClientId).teamsPolicy = false;
    const refused = await graph.fetch(byUrl(person.id, joinUrl));
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('No Application Access Policy found for this app');
  });
});
