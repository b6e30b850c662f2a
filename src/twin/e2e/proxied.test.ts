import { type PageCollection, PageIterator } from '@microsoft/microsoft-graph-client';
import { startTwinWorld, type TwinWorld } from '../../cli/demo/twin-world.ts';
import { readySources } from '../../cli/shared/choose-rules.ts';
import { graphClient, httpsFetch } from '../testing/index.ts';

let world: TwinWorld;
beforeAll(async () => {
  world = await startTwinWorld({ connectors: readySources(['entra-id', 'outlook-calendar', 'outlook-mail']) });
});
afterAll(() => world.stop());
beforeEach(() => world.twin.controls.clearInterruptions());

type Json = Readonly<Record<string, unknown>>;
type Page = PageCollection & { readonly value: readonly Json[] };

const clientOf = (source: string) => graphClient({ url: `${world.https.url}/${source}`, ca: world.twin.caCertificate });

const ask = async (source: string, target: string) => {
  const url = target.startsWith('https:') ? target : `${world.https.url}/${source}${target}`;
  const response = await httpsFetch(url, {}, world.twin.caCertificate);
  const text = await response.text();
  const body = JSON.parse(text) as Json & { readonly value: readonly Json[]; readonly error: Json };
  return { status: response.status, headers: response.headers, text, body };
};

/** Follows a list or a delta round to its end. */
const follow = async (source: string, target: string) => {
  const items: Json[] = [];
  for (let next: string | undefined = target; ; ) {
    const { body } = await ask(source, next);
    items.push(...body.value);
    next = body['@odata.nextLink'] as string | undefined;
    if (next === undefined) return { items, deltaLink: String(body['@odata.deltaLink']) };
  }
};

/** The token of the person who has most meetings and mail. */
const busiestToken = (): string =>
  world.pseudonyms.pseudonymize(world.twin.organization.busiest.id, 'user-id', { reversible: true, domain: 'keep' })
    .token;

describe('the official Graph client, with the proxy as its host', () => {
  it('pages through more than a thousand events and gets each once', async () => {
    const client = clientOf('outlook-calendar');
    const first = (await client.api(`/users/${busiestToken()}/events`).top(100).get()) as Page;
    const ids: string[] = [];
    await new PageIterator(client, first, (event: { id: string }) => {
      ids.push(event.id);
      return true;
    }).iterate();
    const { organization } = world.twin;
    expect(ids).toHaveLength(organization.meetingsOf(organization.busiest).length);
    expect(ids.length).toBeGreaterThan(1_000);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('counts people, as text', async () => {
    const { organization } = world.twin;
    const count = await clientOf('entra-id').api('/users/$count').header('ConsistencyLevel', 'eventual').get();
    expect(count).toBe(String(organization.people.length));

    const url = `${world.https.url}/entra-id/v1.0/users/$count`;
    const eventually = { headers: { consistencylevel: 'eventual' } };
    const response = await httpsFetch(url, eventually, world.twin.caCertificate);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(String(organization.people.length));
    expect((await httpsFetch(url, {}, world.twin.caCertificate)).status).toBe(400);
  });

  it('reads people, meetings and mail through one base URL', async () => {
    const client = graphClient({ url: world.https.url, ca: world.twin.caCertificate });
    const all = async (path: string): Promise<readonly Json[]> => {
      const items: Json[] = [];
      const first = (await client.api(path).top(100).get()) as Page;
      await new PageIterator(client, first, (item: Json) => items.push(item) > 0).iterate();
      return items;
    };
    const { organization } = world.twin;
    const { busiest } = organization;
    expect(await all('/users')).toHaveLength(organization.people.length);
    expect(await all(`/users/${busiestToken()}/events`)).toHaveLength(organization.meetingsOf(busiest).length);
    const { items } = await follow('outlook-mail', `/v1.0/users/${busiestToken()}/messages?$top=100`);
    expect(items.length).toBeGreaterThan(100);
    const ids = (messages: readonly Json[]) => messages.map(({ id }) => id);
    expect(ids(await all(`/users/${busiestToken()}/messages`))).toEqual(ids(items));
  });

  it('shows everybody’s manager, page by page, with each person’s token', async () => {
    const { items } = await follow('entra-id', '/v1.0/users?$top=100&$select=id&$expand=manager($select=id)');
    const tokens = new Set(items.map(({ id }) => id));
    const managers = items.flatMap(({ manager }) => (manager === undefined ? [] : [(manager as Json)['id']]));
    expect(items).toHaveLength(world.twin.organization.people.length);
    expect(managers.length).toBeGreaterThan(200);
    expect(managers.every((id) => tokens.has(id))).toBe(true);
  });

  it('reads one event by the token that the list gave', async () => {
    const client = clientOf('outlook-calendar');
    const person = busiestToken();
    const [event] = ((await client.api(`/users/${person}/events`).top(1).get()) as Page).value;
    const again = await client.api(`/users/${person}/events/${event?.['id']}`).get();
    expect(again).toMatchObject({ id: event?.['id'], iCalUId: event?.['iCalUId'] });
  });

  it('gets its answer though Graph throttles some calls', async () => {
    world.twin.controls.throttle(2, { retryAfterSeconds: 1, urlIncludes: '/groups' });
    const page = (await clientOf('outlook-calendar').api('/groups').top(100).get()) as Page;
    expect(page.value).toHaveLength(Math.min(100, world.twin.organization.groups.length));
  });
});

describe('the order of replies', () => {
  const pageOf = async (target: string) => (await ask('entra-id', target)).body.value.map(({ id }) => String(id));

  it('is that of the tokens, in each page of a list', async () => {
    const ids = await pageOf('/v1.0/users?$top=100');
    expect(ids).toHaveLength(100);
    expect(ids).toEqual(ids.toSorted());
  });

  it('is the one that the caller chose, on the first page and on those that follow', async () => {
    const orderBy = '$orderby=start/dateTime%20desc&$top=100&$select=start';
    const { items } = await follow('outlook-calendar', `/v1.0/users/${busiestToken()}/events?${orderBy}`);
    const starts = items.map(({ start }) => String((start as Json)['dateTime']));
    expect(starts.length).toBeGreaterThan(1_000);
    expect(starts).toEqual(starts.toSorted().reverse());
  });

  it('is that of a time if the rules name one, within each page', async () => {
    const { body } = await ask('outlook-calendar', `/v1.0/users/${busiestToken()}/events?$top=200&$select=start`);
    const starts = body.value.map(({ start }) => String((start as Json)['dateTime']));
    expect(starts).toEqual(starts.toSorted());
  });
});

describe('a page of people', () => {
  it('holds at least a hundred, and the reply names the size', async () => {
    const reply = await ask('entra-id', '/v1.0/users?$top=1');
    expect(reply.body.value).toHaveLength(100);
    expect(reply.headers.get('graphveil-page-size')).toBe('100');
    const asked = await ask('entra-id', '/v1.0/users?$top=150');
    expect(asked.body.value).toHaveLength(150);
    expect(asked.headers.get('graphveil-page-size')).toBeNull();
  });
});

describe('a delta loop', () => {
  it('learns of a removal under the token that it knows, and starts over by itself after 410', async () => {
    const { controls, organization } = world.twin;
    const first = await follow('entra-id', '/v1.0/users/delta');
    expect(first.items).toHaveLength(organization.people.length);
    const gone = organization.personAt(40);
    controls.remove('users', gone.id);
    controls.update('users', organization.personAt(41).id, { accountEnabled: false });
    const second = await follow('entra-id', first.deltaLink);
    const known = new Set(first.items.map(({ id }) => id));
    expect(second.items).toHaveLength(2);
    expect(second.items.every(({ id }) => known.has(id))).toBe(true);
    expect(second.items).toContainEqual({ id: expect.any(String), '@removed': { reason: 'deleted' } });
    controls.expireTokens();
    const expired = await ask('entra-id', second.deltaLink);
    expect(expired.status).toBe(410);
    expect(expired.body.error).toMatchObject({ code: 'resyncRequired' });
    const over = await follow('entra-id', '/v1.0/users/delta');
    expect(over.items).toHaveLength(organization.people.length - 1);
  });

  it('follows a folder of mail, page by page, and sees what left it', async () => {
    const person = busiestToken();
    const { busiest, mailOf, folderOf } = world.twin.organization;
    const first = await follow('outlook-mail', `/v1.0/users/${person}/mailFolders/inbox/messages/delta`);
    expect(first.items).toHaveLength(mailOf(busiest).filter((copy) => folderOf(busiest, copy) === 0).length);
    const seen = world.twin.controls.seen('graph').findLast(({ target }) => target.includes('messages'));
    expect(seen?.headers['prefer']).toContain('IdType="ImmutableId"');
    expect((await follow('outlook-mail', first.deltaLink)).items).toEqual([]);
  });
});

describe('an upstream that refuses', () => {
  it('is retried within the time of the call, when the wait is short', async () => {
    const { controls } = world.twin;
    controls.throttle(1, { retryAfterSeconds: 1, urlIncludes: '/users' });
    controls.forgetSeen();
    expect((await ask('entra-id', '/v1.0/users?$top=1')).status).toBe(200);
    expect(controls.seen('graph').map(({ status }) => status)).toEqual([429, 200]);
  });

  it('passes a long wait on, without the text of Graph', async () => {
    world.twin.controls.throttle(9, { retryAfterSeconds: 600, urlIncludes: '/users' });
    const { status, headers, text } = await ask('entra-id', '/v1.0/users?$top=1');
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('600');
    expect(text).not.toContain(world.twin.organization.busiest.mail);
  });

  it.each([
    [400, 'Request_BadRequest'],
    [403, 'ErrorAccessDenied'],
    [404, 'MailboxNotEnabledForRESTAPI'],
    [500, 'UnknownError'],
  ])('refuses with %i %s and never names whom Graph named', async (status, code) => {
    world.twin.controls.failGraph(9, status, code, '/mailboxSettings');
    const person = busiestToken();
    const reply = await ask('outlook-calendar', `/v1.0/users/${person}/mailboxSettings`);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.text).not.toContain(world.twin.organization.busiest.mail);
    expect(reply.text).toContain(code);
  });

  it.each([
    ['html', '<html><body>Alicia Thornbury</body></html>'],
    ['an empty body', ''],
    ['a cut document', '{"value":[{"id":"f7e1c9a7'],
    ['a root of another shape', '[1,2,3]'],
  ])('refuses %s as invalid, never passing it on', async (_, body) => {
    world.twin.controls.interrupt({
      service: 'graph',
      times: 9,
      urlIncludes: '/users',
      answer: () => ({ status: 200, headers: { 'content-type': 'application/json' }, bytes: Buffer.from(body) }),
    });
    const reply = await ask('entra-id', '/v1.0/users?$top=1');
    expect(reply).toMatchObject({ status: 502, body: { error: { code: 'Graphveil.UpstreamInvalid' } } });
    expect(reply.text).not.toMatch(/Alicia|f7e1c9a7/);
  });
});

describe('a path of another connector', () => {
  it('is refused with the name of the connector that serves it', async () => {
    const { status, body } = await ask('entra-id', `/v1.0/users/${busiestToken()}/events`);
    expect([status, body.error]).toEqual([
      403,
      expect.objectContaining({
        message: expect.stringContaining('connector outlook-calendar of this deployment serves it'),
      }),
    ]);
  });
});

describe('consent', () => {
  it('that comes late takes effect without a restart, with missing permissions named until then', async () => {
    const late = await startTwinWorld({
      connectors: readySources(['outlook-calendar']),
      withoutConsent: ['outlook-calendar'],
    });
    const get = async () => {
      const response = await httpsFetch(
        `${late.https.url}/outlook-calendar/v1.0/users?$top=1`,
        {},
        late.twin.caCertificate,
      );
      return { status: response.status, text: await response.text() };
    };
    expect(await get()).toMatchObject({ status: 503, text: expect.stringContaining('User.Read.All') });
    late.consent('outlook-calendar');
    late.passTime(31_000);
    expect((await get()).status).toBe(200);
    await late.stop();
  });

  it('that was taken back is noticed at the next refusal', async () => {
    const { controls } = world.twin;
    const person = busiestToken();
    const mail = controls.applications().find(({ displayName }) => displayName.includes('outlook-mail'));
    controls.revoke(mail?.clientId ?? '', ['Mail.ReadBasic.All']);
    controls.setTokenLifetime(120);
    world.passTime(3_600_000);
    const reply = await ask('outlook-mail', `/v1.0/users/${person}/messages`);
    expect(reply).toMatchObject({ status: 503, body: { error: { code: 'Graphveil.ConsentMissing' } } });
    expect(reply.text).toContain('Mail.ReadBasic.All');
  });
});
