import { type PageCollection, PageIterator } from '@microsoft/microsoft-graph-client';
import { startTwin, type Twin } from '../../index.ts';
import { type Graph, graphClient, openGraph, testClientId } from '../../testing/index.ts';

let twin: Twin;
let graph: Graph;
let person: string;
beforeAll(async () => {
  twin = await startTwin();
  graph = await openGraph(twin);
  person = twin.organization.busiest.id;
});
afterAll(() => twin.stop());

type Json = Readonly<Record<string, unknown>>;
const errorOf = async (target: string, headers: Record<string, string> = {}) => {
  const response = await graph.fetch(target, headers);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
};

describe('events', () => {
  it('are more than a thousand for the busiest person, each returned once by the official client', async () => {
    const client = graphClient({ url: twin.graph, ca: twin.caCertificate, token: graph.token });
    const first = (await client.api(`/users/${person}/events`).select('id,subject').top(100).get()) as PageCollection;
    const ids: string[] = [];
    const iterator = new PageIterator(client, first, (event: { id: string }) => {
      ids.push(event.id);
      return true;
    });
    await iterator.iterate();
    expect(ids.length).toBeGreaterThan(1_000);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('link to the next page in key syntax and with the skip encoded', async () => {
    const { '@odata.nextLink': next } = await graph.get(`/v1.0/users/${person}/events?$top=3&$select=subject`);
    expect(next).toBe(`${twin.graph}/v1.0/users('${person}')/events?$top=3&$select=subject&%24skip=3`);
  });

  it('have ids that carry the mailbox, immutable ones when preferred, and are found by either', async () => {
    const mailbox = String(twin.organization.busiest.mailboxId);
    const regular = (await graph.get(`/v1.0/users/${person}/events?$top=1`)).value[0]?.['id'] as string;
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const immutable = (await graph.get(`/v1.0/users/${person}/events?$top=1`, prefer)).value[0]?.['id'] as string;
    expect(immutable).not.toBe(regular);
    for (const id of [regular, immutable]) {
      expect(Buffer.from(id.replaceAll('-', '/').replaceAll('_', '+'), 'base64').toString('latin1')).toContain(mailbox);
      expect((await graph.get(`/v1.0/users/${person}/events/${id}`, prefer))['id']).toBe(immutable);
    }
  });

  it('are written in the preferred time zone, by Windows or IANA name', async () => {
    const start = async (headers: Record<string, string>) =>
      (await graph.get(`/v1.0/users/${person}/events?$top=1`, headers)).value[0]?.['start'] as Json;
    const utc = await start({});
    const berlin = await start({ prefer: 'outlook.timezone="W. Europe Standard Time"' });
    expect(utc['timeZone']).toBe('UTC');
    expect(berlin['timeZone']).toBe('W. Europe Standard Time');
    expect(Date.parse(`${berlin['dateTime']}Z`) - Date.parse(`${utc['dateTime']}Z`)).toBe(7_200_000);
    expect((await start({ prefer: 'outlook.timezone="Asia/Tokyo"' }))['timeZone']).toBe('Asia/Tokyo');
    expect(await errorOf(`/v1.0/users/${person}/events`, { prefer: 'outlook.timezone="Nowhere"' })).toMatchObject({
      status: 400,
    });
  });

  it('have no bodies for callers who may read only basic properties', async () => {
    const basic = await openGraph(twin, ['Calendars.ReadBasic.All']);
    expect((await basic.get(`/v1.0/users/${person}/events?$top=1`)).value[0]).not.toHaveProperty('body');
    graph = await openGraph(twin);
    expect((await graph.get(`/v1.0/users/${person}/events?$top=1`)).value[0]).toHaveProperty('body');
  });

  it('filter and sort by their start', async () => {
    const filter = encodeURIComponent(
      "start/dateTime ge '2026-08-01T00:00:00' and end/dateTime lt '2026-08-08T00:00:00'",
    );
    const pages = await graph.pages(
      `/v1.0/users/${person}/events?$filter=${filter}&$orderby=start/dateTime desc&$top=50`,
    );
    const starts = pages.flatMap(({ value }) => value.map((event) => (event['start'] as Json)['dateTime'] as string));
    expect(starts.length).toBeGreaterThan(20);
    expect(starts).toEqual([...starts].sort().reverse());
    expect(starts.every((start) => start >= '2026-08-01' && start < '2026-08-08')).toBe(true);
  });
});

describe('calendars', () => {
  it('are three, with the events in the first one', async () => {
    graph = await openGraph(twin);
    const { value } = await graph.get(`/v1.0/users/${person}/calendars`);
    expect(value.map(({ isDefaultCalendar }) => isDefaultCalendar)).toEqual([true, false, false]);
    const [first, second] = value.map(({ id }) => id as string);
    expect(await graph.get(`/v1.0/users/${person}/calendars/${first}`)).toMatchObject({ id: first });
    expect((await graph.get(`/v1.0/users/${person}/calendars/${first}/events`)).value).toHaveLength(10);
    expect((await graph.get(`/v1.0/users/${person}/calendars/${second}/events`)).value).toEqual([]);
    const window = 'startDateTime=2026-07-06T00:00:00Z&endDateTime=2026-07-08T00:00:00Z';
    expect((await graph.get(`/v1.0/users/${person}/calendars/${first}/calendarView?${window}`)).value).toHaveLength(10);
    expect((await graph.get(`/v1.0/users/${person}/calendars/${second}/calendarView?${window}`)).value).toEqual([]);
    const message = (await graph.get(`/v1.0/users/${person}/messages?$top=1`)).value[0]?.['id'];
    expect(await errorOf(`/v1.0/users/${person}/calendars/${message}/events`)).toMatchObject({ status: 404 });
  });
});

describe('a calendar view', () => {
  it('needs both ends', async () => {
    expect(await errorOf(`/v1.0/users/${person}/calendarView?startDateTime=2026-07-01`)).toMatchObject({
      status: 400,
      code: 'ErrorInvalidParameter',
    });
  });

  it('expands series into occurrences, one moved, one canceled', async () => {
    const { value } = await graph.get(`/v1.0/users/${person}/events?$top=1000`);
    const master = value.find(({ type }) => type === 'seriesMaster') as Json;
    const window = 'startDateTime=2026-07-01T00:00:00Z&endDateTime=2026-10-01T00:00:00Z';
    const { value: instances } = await graph.get(
      `/v1.0/users/${person}/events/${master['id']}/instances?${window}&$top=50`,
    );
    expect(instances).toHaveLength(11);
    expect(instances.filter(({ type }) => type === 'exception')).toHaveLength(1);
    expect(new Set(instances.map(({ seriesMasterId }) => seriesMasterId))).toEqual(new Set([master['id']]));
    expect(master['cancelledOccurrences']).toEqual([expect.stringContaining(`OID.${master['id']}.`)]);
    const view = await graph.pages(`/v1.0/users/${person}/calendarView?${window}&$top=500&$select=id`);
    const seen = view.flatMap((page) => page.value.map(({ id }) => id));
    expect(seen).toEqual(expect.arrayContaining(instances.map(({ id }) => id)));
    expect(seen).not.toContain(master['id']);
  });

  it('is followed by delta: a removal and a change are reported, then nothing', async () => {
    const window = 'startDateTime=2026-07-06T00:00:00Z&endDateTime=2026-07-08T00:00:00Z';
    const pages = await graph.pages(`/v1.0/users/${person}/calendarView/delta?${window}`, {
      prefer: 'odata.maxpagesize=7',
    });
    expect(pages[0]?.['@odata.nextLink']).toContain(
      `/users('${person}')/calendarView/microsoft.graph.delta()?$skiptoken=`,
    );
    const [gone, changed] = pages.flatMap(({ value }) => value.map(({ id }) => id as string));
    twin.controls.remove(`events of ${person}`, gone ?? '');
    twin.controls.update(`events of ${person}`, changed ?? '', { subject: 'Moved to the lighthouse' });
    const round = await graph.get(pages.at(-1)?.['@odata.deltaLink'] as string);
    expect(round.value).toEqual([
      { id: gone, '@removed': { reason: 'deleted' } },
      expect.objectContaining({ id: changed, subject: 'Moved to the lighthouse' }),
    ]);
    expect((await graph.get(round['@odata.deltaLink'] as string)).value).toEqual([]);
    expect(await errorOf(`/v1.0/users/${person}/events/${gone}`)).toMatchObject({
      status: 404,
      code: 'ErrorItemNotFound',
    });
  });

  it('refuses options that delta does not support, and answers 410 when tokens have expired', async () => {
    const window = 'startDateTime=2026-07-06T00:00:00Z&endDateTime=2026-07-08T00:00:00Z';
    expect(await errorOf(`/v1.0/users/${person}/calendarView/delta?${window}&$select=id`)).toMatchObject({
      status: 400,
    });
    const page = await graph.get(`/v1.0/users/${person}/calendarView/delta?${window}`, {
      prefer: 'odata.maxpagesize=1',
    });
    twin.controls.expireTokens();
    expect(await errorOf(page['@odata.nextLink'] as string)).toMatchObject({ status: 410, code: 'resyncRequired' });
    expect(await errorOf(`/v1.0/users/${person}/calendarView/delta?${window}&$deltatoken=nonsense`)).toMatchObject({
      status: 400,
    });
  });
});

describe('mailboxes', () => {
  it('that a person lacks, ids that are broken or of another mailbox: refused in the words of Outlook, addresses included', async () => {
    const guest = twin.organization.people.find(({ kind }) => kind === 'guest');
    const refusal = await errorOf(`/v1.0/users/${guest?.id}/mailboxSettings`);
    expect(refusal).toMatchObject({
      status: 404,
      code: 'MailboxNotEnabledForRESTAPI',
      message: expect.stringContaining(guest?.userPrincipalName ?? ''),
    });
    expect(await errorOf('/v1.0/users/nobody@contoso.example/messages')).toMatchObject({
      status: 404,
      message: expect.stringContaining('nobody@contoso.example'),
    });
    expect(await errorOf(`/v1.0/users/${person}/events/broken`)).toMatchObject({
      status: 400,
      code: 'ErrorInvalidIdMalformed',
    });
    const other = twin.organization.personAt(1).id;
    const id = (await graph.get(`/v1.0/users/${person}/messages?$top=1`)).value[0]?.['id'];
    expect(await errorOf(`/v1.0/users/${other}/messages/${id}`)).toMatchObject({
      status: 404,
      code: 'ErrorItemNotFound',
    });
  });

  it('are reached by grants in Exchange that roles never show, and only those in scope', async () => {
    const scoped = await openGraph(twin, ['User.Read.All']);
    twin.controls.grantInExchange(testClientId, 'Calendars.Read', [person]);
    expect((await scoped.fetch(`/v1.0/users/${person}/events?$top=1`)).status).toBe(200);
    const other = twin.organization.personAt(1);
    const refused = await scoped.fetch(`/v1.0/users/${other.id}/events`);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toMatch(new RegExp(`RAOP.*${other.mail}`));
    expect((await scoped.fetch(`/v1.0/users/${person}/messages`)).status).toBe(403);
  });

  it('distinguish the parts of their settings', async () => {
    graph = await openGraph(twin);
    expect(await graph.get(`/v1.0/users/${person}/mailboxSettings/timeZone`)).toHaveProperty('value');
    expect(await graph.get(`/v1.0/users/${person}/mailboxSettings/workingHours`)).toHaveProperty('daysOfWeek');
  });
});

describe('messages', () => {
  it('lie in folders by id and by well-known name, the latest first', async () => {
    const { value: folders } = await graph.get(`/v1.0/users/${person}/mailFolders?$top=50`);
    const inbox = folders.find(({ displayName }) => displayName === 'Inbox') as Json;
    const byName = await graph.pages(
      `/v1.0/users/${person}/mailFolders/inbox/messages?$top=100&$select=receivedDateTime`,
    );
    const received = byName.flatMap(({ value }) => value.map(({ receivedDateTime }) => receivedDateTime as string));
    expect(received).toHaveLength(inbox['totalItemCount'] as number);
    expect(received).toEqual([...received].sort().reverse());
    expect((await graph.get(`/v1.0/users/${person}/mailFolders/${inbox['id']}/messages`)).value).toHaveLength(10);
    expect(await graph.get(`/v1.0/users/${person}/mailFolders/inbox`)).toMatchObject({ id: inbox['id'] });
    expect(await graph.get(`/beta/users/${person}/mailFolders/inbox`)).toMatchObject({ wellKnownName: 'inbox' });
    expect((await graph.get(`/v1.0/users/${person}/mailFolders?includeHiddenFolders=true&$top=50`)).value).toHaveLength(
      folders.length + 1,
    );
    expect(await errorOf(`/v1.0/users/${person}/mailFolders/attic/messages`)).toMatchObject({ status: 400 });
  });

  it('have no bodies with basic permission, headers only when selected', async () => {
    const full = await openGraph(twin, ['Mail.Read']);
    const message = (await full.get(`/v1.0/users/${person}/messages?$top=1`)).value[0];
    expect(message).toHaveProperty('body');
    expect(message).not.toHaveProperty('internetMessageHeaders');
    const basic = await openGraph(twin, ['Mail.ReadBasic.All']);
    expect((await basic.get(`/v1.0/users/${person}/messages?$top=1`)).value[0]).not.toHaveProperty('bodyPreview');
    const selected = await basic.get(`/v1.0/users/${person}/messages?$top=1&$select=internetMessageHeaders`);
    expect(selected.value[0]).toHaveProperty('internetMessageHeaders');
    graph = await openGraph(twin);
  });

  it('are sorted only by the properties in their filter', async () => {
    const filter = 'receivedDateTime ge 2026-09-01T00:00:00Z';
    expect(
      (await graph.fetch(`/v1.0/users/${person}/messages?$filter=${filter}&$orderby=receivedDateTime`)).status,
    ).toBe(200);
    expect(await errorOf(`/v1.0/users/${person}/messages?$filter=${filter}&$orderby=subject`)).toMatchObject({
      code: 'InefficientFilter',
    });
    expect(await errorOf(`/v1.0/users/${person}/messages?$search=foghorn`)).toMatchObject({ status: 400 });
  });

  it('share an internet message id in every mailbox that has a copy', async () => {
    const { value } = await graph.get(`/v1.0/users/${person}/mailFolders/sentitems/messages?$top=50`);
    const sent = value.find(({ toRecipients }) => {
      const [first] = toRecipients as readonly { emailAddress: { address: string } }[];
      return twin.organization.person(first?.emailAddress.address ?? '')?.mailboxId !== undefined;
    }) as Json;
    const [to] = sent['toRecipients'] as readonly { emailAddress: { address: string } }[];
    const pages = await graph.pages(
      `/v1.0/users/${to?.emailAddress.address}/messages?$top=1000&$select=internetMessageId,id`,
    );
    const copy = pages
      .flatMap((page) => page.value)
      .find(({ internetMessageId }) => internetMessageId === sent['internetMessageId']);
    expect(copy).toBeDefined();
    expect(copy?.['id']).not.toBe(sent['id']);
  });

  it('are followed by delta in their folder, with the filter of the first call', async () => {
    const target = `/v1.0/users/${person}/mailFolders/inbox/messages/delta?$filter=receivedDateTime ge 2026-08-01T00:00:00Z&$select=subject`;
    const pages = await graph.pages(target, { prefer: 'odata.maxpagesize=9' });
    expect(pages.length).toBeGreaterThan(2);
    const [first] = pages[0]?.value ?? [];
    expect(Object.keys(first ?? {}).sort()).toEqual(['@odata.etag', 'id', 'subject']);
    twin.controls.remove(`messages of ${person}`, String(first?.['id']), 'changed');
    const round = await graph.get(pages.at(-1)?.['@odata.deltaLink'] as string);
    expect(round.value).toEqual([{ id: first?.['id'], '@removed': { reason: 'changed' } }]);
    expect(await errorOf(`${target.split('?')[0]}?$filter=subject eq 'x'`)).toMatchObject({ status: 400 });
  });
});
