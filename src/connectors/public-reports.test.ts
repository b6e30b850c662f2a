import { fileURLToPath } from 'node:url';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
import { errorOf, textOf, worldOf } from '../proxy/testing/world.ts';
import type { ValueKind } from '../pseudonyms/index.ts';
import { loadSources } from '../sources/index.ts';
import { readyConnectors, resolveConnector } from './resolve-connector.ts';

/**
 * Kinds of faults that public bug reports of Graph's callers and of similar proxies describe, each with at least three
 * siblings. A kind that tests elsewhere cover in full has its three here too, so that this table lists them all.
 */
const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));
const { connectors } = readyConnectors(sources.map((source) => resolveConnector(source)));
const keyring = ephemeralKeyring();
const { pseudonyms } = keyring;
const graph = 'https://graph.example';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const other = '1f8fad5b-d9cb-469f-a165-70867728950f';
const person = pseudonyms.pseudonymize(guid, 'user-id', { reversible: true, domain: 'keep' }).token;
const tokenOf = (value: string, kind: ValueKind) => pseudonyms.tokenize(value, kind);

type Answers = Parameters<ReturnType<typeof worldOf>['world']['answers']['push']>;

/** What a caller gets from the connector that serves a template, when Graph gives these answers. */
const ask = async (template: string, target: string, ...answers: Answers) => {
  const found = connectors.find(({ rules }) =>
    rules.plan.endpoints.some(({ pathTemplate }) => pathTemplate === template),
  );
  if (found === undefined) throw new Error(`no connector serves ${template}`);
  const { world, call } = worldOf(found.rules.plan, { graph, expectedRoles: [] }, keyring);
  world.answers.push(...answers);
  const reply = await call(target);
  const { status, headers } = reply;
  const body = JSON.parse(textOf(reply)) as Readonly<Record<string, never>>;
  return { status, headers, body, world, code: status === 200 ? undefined : errorOf(reply).code };
};

const users = '/v1.0/users';
const groups = '/v1.0/groups';
const events = '/v1.0/users/{userId}/events';
const chats = '/v1.0/users/{userId}/chats';
const records = '/v1.0/communications/callRecords/{callId}';
const prompts = '/v1.0/copilot/users/{userId}/interactionHistory/getAllEnterpriseInteractions';
const someError = { code: 'UnknownError', message: 'wren@contoso.example' };

const statusOf = async (template: string, target: string, ...answers: Answers) =>
  (await ask(template, target, ...answers)).status;
const again = (answer: Answers[number]): Answers => [answer, answer, answer, answer];

/** The pseudonyms of two organizers. */
const organizers = async (...addresses: readonly string[]) => {
  const value = addresses.map((address) => ({ id: `AAMk${address.length}`, organizer: { emailAddress: { address } } }));
  const { body } = await ask(events, `/v1.0/users/${person}/events`, { body: { value } });
  const items = body['value'] as unknown as readonly {
    readonly organizer: { readonly emailAddress: { readonly address: string } };
  }[];
  return new Set(items.map(({ organizer }) => organizer.emailAddress.address)).size;
};

const appClassOf = async (appClass: string) => {
  const { body } = await ask(prompts, `/v1.0/copilot/users/${person}/interactionHistory/getAllEnterpriseInteractions`, {
    body: { value: [{ id: '1', appClass }] },
  });
  return (body['value'] as unknown as readonly { readonly appClass?: string }[])[0]?.appClass;
};

const callerOf = async (identity: string) => {
  const body = { id: guid, participants_v2: [{ id: 'x', identity: { [identity]: { id: `8:acs:${guid}` } } }] };
  const target = `/v1.0/communications/callRecords/${tokenOf(guid, 'call-record-id')}?$expand=participants_v2`;
  return jsonOf(await ask(records, target, { body })).includes(`"${identity}":{"id":"`);
};
const jsonOf = ({ body }: { readonly body: unknown }): string => JSON.stringify(body);

const linkIn = async (link: unknown) => {
  const { status, body } = await ask(groups, '/v1.0/users', { body: { value: [], '@odata.nextLink': link } });
  return status === 200 ? (body['@odata.nextLink'] ?? 'no link') : status;
};
const sealedTwice = async (link: string) => {
  const [first, second] = [await linkIn(link), await linkIn(link)];
  return first === second;
};

const refusal = async (template: string, target: string) => errorOfBody((await ask(template, target)).body);
const errorOfBody = (body: Readonly<Record<string, never>>): string =>
  (body['error'] as unknown as { readonly message: string }).message;
const supplied = async (template: string, target: string, property: string) => {
  const { world } = await ask(template, target, { body: { value: [] } });
  return decodeURIComponent(world.requests[0]?.url ?? '')
    .split(/[=,&]/)
    .includes(property);
};
const throttledBy = async (headers: Readonly<Record<string, string>>) => {
  const reply = await ask(groups, users, ...again({ status: 429, headers }));
  const seconds = Number(reply.headers['retry-after']);
  return [reply.status, reply.world.requests.length <= 2, seconds >= 1];
};
const opens = async (template: string, target: string) => (await ask(template, target, { body: { value: [] } })).status;

const siteLists = '/v1.0/sites/{siteId}/lists';
const site = tokenOf(`contoso.sharepoint.example,${guid},${other}`, 'site-id');
const links = `${graph}/v1.0/users?$skiptoken=`;

type Case = readonly [kind: string, sibling: string, run: () => Promise<unknown>, expected: unknown];

const cases: readonly Case[] = [
  [
    'ids',
    'a federated chat',
    () => opens(chats, `/v1.0/chats/${tokenOf(`19:${guid}_${other}@fed.unq.gbl.spaces`, 'chat-id')}/messages`),
    200,
  ],
  [
    'ids',
    'a call record of 32 digits',
    () =>
      opens(
        records,
        `/v1.0/communications/callRecords/${tokenOf('9bcb2ae6d8754e9d8f77e0296ca7e824', 'call-record-id')}/sessions`,
      ),
    200,
  ],
  [
    'ids',
    'an event with + and /',
    () =>
      opens(
        events,
        `/v1.0/users/${person}/events/${tokenOf('AAMkADNl/z+T0Q/LP4AAA=', 'event-id')}/instances?startDateTime=2026-01-01&endDateTime=2026-02-01`,
      ),
    200,
  ],
  ['equal links', 'a page', () => sealedTwice(`${links}a`), true],
  ['equal links', 'a long page', () => sealedTwice(`${links}${'a'.repeat(4_000)}`), true],
  ['equal links', 'two pages differ', async () => (await linkIn(`${links}a`)) === (await linkIn(`${links}b`)), false],
  [
    'error inside a 200',
    'a person',
    () => statusOf(groups, `/v1.0/users/${person}`, ...again({ body: { error: someError } })),
    502,
  ],
  [
    'error inside a 200',
    'beside a page',
    () => statusOf(groups, users, ...again({ body: { value: [{ id: guid }], error: someError } })),
    502,
  ],
  [
    'error inside a 200',
    'as an item',
    () => statusOf(groups, users, ...again({ body: { value: [{ error: someError }] } })),
    502,
  ],
  [
    'error inside a 200',
    'cut JSON is asked for again',
    () => statusOf(groups, users, { body: '{"value":[{"id":"0f8' }, { body: { value: [] } }),
    200,
  ],
  [
    'plus tags',
    'an encoded directory name',
    () => organizers('IMCEAEX-_o=A_cn=a+2Dwren@x.example', 'IMCEAEX-_o=A_cn=a+2Dsorrel@x.example'),
    2,
  ],
  [
    'plus tags',
    'a relay',
    () => organizers('wren+contoso.example@relay.example', 'wren+fabrikam.example@relay.example'),
    2,
  ],
  [
    'plus tags',
    'rewritten senders',
    () =>
      organizers(
        'bounces+SRS=44=IX=contoso.example=wren@relay.example',
        'bounces+SRS=55=IX=fabrikam.example=sorrel@relay.example',
      ),
    2,
  ],
  [
    'plus tags',
    'a plain tag is the same person',
    () => organizers('wren@contoso.example', 'wren+news@contoso.example'),
    1,
  ],
  ['decorated addresses', 'apostrophes', () => organizers('wren@contoso.example', "'wren@contoso.example'"), 1],
  ['decorated addresses', 'a semicolon', () => organizers('wren@contoso.example', 'wren@contoso.example;'), 1],
  ['decorated addresses', 'a comment', () => organizers('wren@contoso.example', 'wren@contoso.example (Wren)'), 1],
  ['links', 'an empty one', () => linkIn(''), 'no link'],
  ['links', 'a relative one', () => linkIn('users?$skiptoken=a'), 502],
  ['links', 'of another host', () => linkIn('https://evil.example/v1.0/users?$skiptoken=a'), 502],
  ['links', 'without an endpoint', () => linkIn(`${graph}/v1.0/me/events?$skip=10`), 502],
  [
    'links',
    'a delta that begins now',
    () => statusOf(groups, '/v1.0/users/delta?$deltatoken=latest', { body: { value: [] } }),
    200,
  ],
  ['links', 'too long to send back', () => linkIn(`${links}${'a'.repeat(13_000)}`), 502],
  ['throttling', 'without a time', () => throttledBy({}), [429, true, true]],
  ['throttling', 'with no pause', () => throttledBy({ 'retry-after': '0' }), [429, true, true]],
  ['throttling', 'with a text for a time', () => throttledBy({ 'retry-after': 'soon' }), [429, true, true]],
  ['callers', 'acsUser', () => callerOf('acsUser'), true],
  ['callers', 'spoolUser', () => callerOf('spoolUser'), true],
  ['callers', 'acsApplicationInstance', () => callerOf('acsApplicationInstance'), true],
  [
    'Copilot classes',
    'an agent',
    () => appClassOf('IPM.SkypeTeams.Message.Copilot.Studio.8a8c57d1'),
    'IPM.SkypeTeams.Message.Copilot.Studio',
  ],
  [
    'Copilot classes',
    'notes of a meeting',
    () => appClassOf('IPM.SkypeTeams.Message.TeamCopilot.AiNotes.Teams'),
    'IPM.SkypeTeams.Message.TeamCopilot.AiNotes.Teams',
  ],
  [
    'Copilot classes',
    'lower case',
    () => appClassOf('ipm.skypeteams.message.copilot.word'),
    'IPM.SkypeTeams.Message.Copilot.Word',
  ],
  [
    'Copilot classes',
    'an unknown one',
    () => appClassOf('IPM.SkypeTeams.Message.Copilot.Alice'),
    'IPM.SkypeTeams.Message.Copilot',
  ],
  ...['TimeZoneNotSupportedException', 'NoPermissionsInAccessToken', 'MailboxInfoStale', 'RequestThrottled'].map(
    (word): Case => [
      'words of Graph',
      word,
      async () => (await ask(groups, users, { status: 400, body: { error: { code: word } } })).code,
      word,
    ],
  ),
  ['supplied selections', 'system lists', () => supplied(siteLists, `/v1.0/sites/${site}/lists`, 'system'), false],
  ['supplied selections', 'system drives', () => supplied(siteLists, `/v1.0/sites/${site}/drives`, 'system'), false],
  ['supplied selections', 'managers in a delta', () => supplied(groups, '/v1.0/users/delta', 'manager'), false],
  ['supplied selections', 'members in a delta', () => supplied(groups, '/v1.0/groups/delta', 'members'), false],
  ['refusals', 'the option', () => refusal(groups, '/v1.0/users?$search=x'), expect.stringContaining('$search')],
  ['refusals', 'a batch', () => refusal(groups, '/v1.0/$batch'), expect.stringContaining('$batch')],
  [
    'refusals',
    'a one-way pseudonym',
    () => refusal(groups, `/v1.0/users/t~${'A'.repeat(43)}@contoso.example`),
    expect.stringContaining('t~'),
  ],
  [
    'statuses of Graph',
    '404',
    () => ask(groups, users, { status: 404 }).then(({ body }) => errorOfBody(body)),
    'Microsoft Graph has nothing at this address.',
  ],
  ['statuses of Graph', '410', () => ask(groups, users, { status: 410 }).then(({ code }) => code), 'resyncRequired'],
  [
    'statuses of Graph',
    '503',
    () => ask(groups, users, ...again({ status: 503 })).then(({ body }) => errorOfBody(body)),
    "Microsoft Graph isn't available right now.",
  ],
];

describe('faults of public reports', () => {
  it.each(cases)('%s: %s', async (_kind, _sibling, run, expected) => {
    expect(await run()).toEqual(expected);
  });

  it('have at least three siblings of each kind', () => {
    const kinds = [...new Set(cases.map(([kind]) => kind))];
    const counts = kinds.map((kind) => cases.filter(([each]) => each === kind).length);
    expect(counts.length).toBeGreaterThanOrEqual(12);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
  });
});
