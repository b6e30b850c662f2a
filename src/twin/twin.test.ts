import { findProperty, typeIndex } from '../graph-types/index.ts';
import { startTwin, type Twin } from './index.ts';
import { type Graph, httpsFetch, openGraph, rulesFolder, testClientId } from './testing/index.ts';
import { type ServedPath, servedPaths } from './testing/served-paths.ts';

const options = rulesFolder === undefined ? {} : { rulesFolder };

let twin: Twin;
let graph: Graph;
let paths: readonly ServedPath[];
beforeAll(async () => {
  twin = await startTwin(options);
  graph = await openGraph(twin);
  paths = servedPaths(twin);
});
afterAll(() => twin.stop());

type Json = Readonly<Record<string, unknown>>;
const withTop = (path: string, top: number): string => `${path}${path.includes('?') ? '&' : '?'}$top=${top}`;

it('starts in less than a second and a half', async () => {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const begin = performance.now();
    const another = await startTwin(options);
    times.push(performance.now() - begin);
    await another.stop();
    await another.stop();
  }
  expect(Math.min(...times)).toBeLessThan(1_500);
});

it('answers every resource with documents that have ids', async () => {
  for (const { path, isList } of paths) {
    const document = await graph.get(path);
    expect({ path, context: document['@odata.context'] }).toEqual({
      path,
      context: expect.stringContaining('/$metadata#'),
    });
    if (isList) expect({ path, count: document.value.length }).not.toEqual({ path, count: 0 });
  }
});

it('visits each item of a list once, two at a time, and as many as in large pages', async () => {
  const short = paths.filter(
    ({ path, isList }) =>
      isList &&
      !/getPstn|getDirect|participants_v2|sessions|callRecords$|getAllMessages|users\?|users$|delta|sites|activities|\/events$|messages$|everyone/.test(
        path,
      ),
  );
  expect(short.length).toBeGreaterThan(12);
  for (const { path } of short) {
    const ids = (await graph.pages(withTop(path, 2))).flatMap((page) => page.value.map(({ id }) => id));
    const whole = (await graph.pages(path)).flatMap((page) => page.value.map(({ id }) => id));
    expect({ path, ids }).toEqual({ path, ids: whole });
    expect({ path, unique: new Set(ids).size }).toEqual({ path, unique: ids.length });
  }
});

it('refuses every resource without a token', async () => {
  for (const { path } of paths) {
    const response = await graph.fetch(path, { authorization: '' });
    expect({ path, status: response.status, body: await response.json() }).toMatchObject({
      path,
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken', innerError: { 'request-id': expect.any(String) } } },
    });
  }
});

it('refuses every resource to an application without the permission, and allows it with only that permission', async () => {
  const bare = await openGraph(twin, []);
  for (const { path } of paths) {
    const response = await bare.fetch(path);
    expect({ path, status: response.status }).toEqual({ path, status: 403 });
  }
  for (const { path, permission } of paths) {
    const allowed = await openGraph(twin, [permission]);
    expect({ path, status: (await allowed.fetch(path)).status }).toEqual({ path, status: 200 });
  }
});

/** Names that answers carry although no type declares them; real answers do too. */
const undeclared = new Set([
  'ext55gb1l09_msLearnCourses',
  'creationOptions',
  'resourceBehaviorOptions',
  'resourceProvisioningOptions',
  'Subject',
  'uid',
  'occurrenceId',
  'groupClassId',
  'sizeInBytes',
  'tenantId',
  'email',
  'userPrincipalName',
  'isMembershipLimitedToOwners',
  'discoverySettings',
  'migrationMode',
  'filesFolderWebUrl',
  'chatViewpoint',
  'acsUser',
  'spoolUser',
  'acsApplicationInstance',
  'spoolApplicationInstance',
  'guest',
  'encrypted',
  'onPremises',
  'phone',
  'applicationInstance',
  'wasMyVoiceNotHeard',
  'recordedTime',
  'userCountryCode',
  'transferorCorrelationId',
  'applicationIdentityType',
  'endpointType',
  'userIdentityType',
  'conversation',
  'tag',
  'Title',
  'Editor',
  'group',
  'courseName',
  'learner',
  'isHiddenForAllMembers',
]);

/** Property names of a document that its type, as the index knows it, does not declare. */
const strangers = (version: 'v1.0' | 'beta', type: string, document: Json): readonly string[] => {
  const types = typeIndex[version];
  const named =
    typeof document['@odata.type'] === 'string' ? document['@odata.type'].slice('#microsoft.graph.'.length) : type;
  const known = types[named] === undefined ? type : named;
  return Object.entries(document).flatMap(([name, value]) => {
    if (name.includes('@') || undeclared.has(name)) return [];
    const declared = findProperty(types, known, name);
    if (declared === undefined) return [`${known}.${name}`];
    const inner = Array.isArray(value) ? value : [value];
    const { members } = types[declared.property.type] ?? {};
    if (members !== undefined) {
      return inner
        .filter((one) => typeof one === 'string' && !members.includes(one))
        .map((one) => `${known}.${name} = ${one}`);
    }
    return inner.flatMap((one) =>
      typeof one === 'object' && one !== null ? strangers(version, declared.property.type, one as Json) : [],
    );
  });
};

it('writes only properties that Microsoft declares, but for those that real answers carry undeclared', async () => {
  for (const { path, type, isList } of paths) {
    const document = await graph.get(path);
    const version = path.startsWith('/beta') ? 'beta' : 'v1.0';
    const found = (isList ? document.value : [document]).flatMap((one) => strangers(version, type, one));
    expect({ path, found: [...new Set(found)] }).toEqual({ path, found: [] });
  }
});

it('gives the same bytes to everyone who starts it with the same seed, and others with another', async () => {
  const small = { ...options, people: 60, groups: 12, busyMeetings: 20 };
  const one = await startTwin(small);
  const again = await startTwin(small);
  const other = await startTwin({ ...small, seed: 2 });
  const [first, second, third] = await Promise.all(
    [one, again, other].map(async (each) => {
      const client = await openGraph(each);
      const texts = await Promise.all(
        servedPaths(one).map(async ({ path }) =>
          (await (await client.fetch(path)).text()).replaceAll(each.graph, 'https://graph'),
        ),
      );
      return texts;
    }),
  );
  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
  await Promise.all([one.stop(), again.stop(), other.stop()]);
});

it('compresses if the caller accepts it, and reports the applied preferences', async () => {
  const response = await graph.fetch('/v1.0/users?$top=50', { prefer: 'odata.maxpagesize=5' });
  expect(response.headers.get('preference-applied')).toBe('odata.maxpagesize="5"');
  expect(response.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

it('keeps a 429 with Retry-After for the requested number of calls, with an address in its message', async () => {
  twin.controls.throttle(2, { retryAfterSeconds: 7, urlIncludes: '/groups' });
  expect((await graph.fetch('/v1.0/users?$top=1')).status).toBe(200);
  const refused = await graph.fetch('/v1.0/groups?$top=1');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('7');
  expect(await refused.text()).toContain(twin.organization.busiest.mail);
  expect((await graph.fetch('/v1.0/groups?$top=1')).status).toBe(429);
  expect((await graph.fetch('/v1.0/groups?$top=1')).status).toBe(200);
});

it('injects errors and other responses, and removes them on request', async () => {
  twin.controls.failGraph(5, 503, 'ServiceUnavailable');
  expect((await graph.fetch('/v1.0/users')).status).toBe(503);
  twin.controls.interrupt({
    service: 'graph',
    times: 5,
    answer: () => ({ status: 200, bytes: Buffer.from('<html>') }),
  });
  twin.controls.clearInterruptions();
  expect((await graph.fetch('/v1.0/users')).status).toBe(200);
  expect(twin.controls.seen('graph').at(-2)).toMatchObject({ status: 503, method: 'GET', target: '/v1.0/users' });
});

it('refuses a token that has expired or is for another audience, in the words of Graph', async () => {
  twin.controls.skewClock('graph', 2 * 3_600_000);
  expect(await (await graph.fetch('/v1.0/users')).json()).toMatchObject({
    error: { message: 'Lifetime validation failed, the token is expired.' },
  });
  twin.controls.skewClock('graph', 0);
  const changed = `${graph.token.slice(0, -4)}AAAA`;
  expect((await graph.fetch('/v1.0/users', { authorization: `Bearer ${changed}` })).status).toBe(401);
});

it('takes the roles of a token as they were when it was issued', async () => {
  const before = await openGraph(twin, ['User.Read.All']);
  twin.controls.consent(testClientId, ['Group.Read.All']);
  expect((await before.fetch('/v1.0/groups')).status).toBe(403);
  twin.controls.revoke(testClientId, ['User.Read.All']);
  expect((await before.fetch('/v1.0/users')).status).toBe(200);
});

it('reads and never writes', async () => {
  const headers = { authorization: `Bearer ${graph.token}` };
  const response = await httpsFetch(
    `${twin.graph}/v1.0/users`,
    { method: 'POST', headers, body: '{}' },
    twin.caCertificate,
  );
  expect(response.status).toBe(405);
});

it('leaves nulls out on request', async () => {
  const guest = twin.organization.people.find(({ kind }) => kind === 'guest');
  const whole = await graph.get(`/v1.0/users/${guest?.id}?$select=department,mail,otherMails`);
  const short = await graph.get(`/v1.0/users/${guest?.id}?$select=department,mail,otherMails`, {
    prefer: 'omit-values=nulls',
  });
  expect(whole).toHaveProperty('department', null);
  expect(short).not.toHaveProperty('department');
  expect(short['otherMails']).toEqual(whole['otherMails']);
});

it('reports its own failures as such', async () => {
  const answer = (): never => {
    throw new Error('no answer prepared');
  };
  twin.controls.interrupt({ service: 'graph', times: 1, answer });
  const response = await graph.fetch('/v1.0/users');
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('the twin failed: no answer prepared');
});
