// The documents of the benchmark: the largest pages that Microsoft Graph allows, made by asking the twin as the proxy asks it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { resolveConnector } from '../src/connectors/index.ts';
import { type AllowListPlan, isAllowListPlan } from '../src/rules/plan/index.ts';
import { loadSources } from '../src/sources/index.ts';
import { type Person, startTwin, type Twin } from '../src/twin/index.ts';

/** One document: an answer of Graph, and the endpoint whose rules it goes through. */
export type BenchDocument = {
  readonly name: string;
  readonly source: string;
  /** Index into the endpoints of the source's plan. */
  readonly endpoint: number;
  readonly items: number;
  readonly bytes: number;
};

type Page = { readonly value: readonly Item[]; readonly '@odata.nextLink'?: string };
type Item = Readonly<Record<string, unknown>>;

const folder = join('dist', 'bench-documents');
const manifest = join(folder, 'manifest.json');

/** The compiled plan of a source, all of whose own sources are of the allow-list form. */
export const plans = (): ReadonlyMap<string, AllowListPlan> =>
  new Map(
    loadSources('rules').sources.flatMap((source) => {
      const { plan } = resolveConnector(source).rules;
      return plan !== undefined && isAllowListPlan(plan) ? [[source.id, plan] as const] : [];
    }),
  );

export const readDocument = ({ name }: BenchDocument): Buffer => readFileSync(join(folder, `${name}.json`));

const scopes = [
  'User.Read.All',
  'Group.Read.All',
  'Calendars.Read',
  'Mail.Read',
  'Chat.Read.All',
  'CallRecords.Read.All',
  'Files.Read.All',
  'AiEnterpriseInteraction.Read.All',
];

const graphOf = async (twin: Twin): Promise<(path: string) => Promise<Page>> => {
  const authorization = `Bearer ${await twin.controls.operatorToken(scopes)}`;
  return (path) =>
    new Promise((resolve, reject) => {
      const url = path.startsWith('https:') ? path : `${twin.graph}${path}`;
      const headers = { authorization, prefer: 'IdType="ImmutableId"' };
      const sent = request(url, { ca: twin.caCertificate, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${response.statusCode} ${path}: ${text.slice(0, 300)}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
};

const responses = ['accepted', 'accepted', 'none', 'tentativelyAccepted', 'declined'] as const;

/** Events with twelve attendees each, filled up with people of the organization. */
const withTwelve = (page: Page, people: readonly Person[]): Page => ({
  ...page,
  value: page.value.map((event, at) => ({
    ...event,
    attendees: Array.from({ length: 12 }, (_, place) => {
      const invited = (event['attendees'] as readonly unknown[])[place];
      const person = people[(at * 7 + place * 13) % people.length];
      const status = { response: responses[(at + place) % responses.length], time: event['createdDateTime'] };
      return (
        invited ?? { type: 'required', status, emailAddress: { name: person?.displayName, address: person?.mail } }
      );
    }),
  })),
});

/** Makes all documents; takes about half a minute. */
const makeDocuments = async (): Promise<readonly BenchDocument[]> => {
  mkdirSync(folder, { recursive: true });
  const twin = await startTwin({ people: 1_300, busyMeetings: 1_100, busyMails: 1_100 });
  const get = await graphOf(twin);
  const known = plans();
  const { people, busiest } = twin.organization;
  const reachable = people.filter(({ mail }) => mail !== null);
  const made: BenchDocument[] = [];

  const endpointOf = (source: string, template: string) => {
    const endpoints = known.get(source)?.endpoints ?? [];
    const endpoint = endpoints.findIndex(({ pathTemplate }) => pathTemplate === template);
    const select = endpoints[endpoint]?.request.query.find((one) => one.type === 'select');
    if (endpoint < 0) throw new Error(`${source} has no endpoint ${template}`);
    return { endpoint, select: select?.type === 'select' ? `$select=${select.kept.join(',')}&` : '' };
  };
  const write = (name: string, source: string, template: string, page: Page): void => {
    const text = JSON.stringify(page).replaceAll(twin.graph, 'https://graph.microsoft.com');
    writeFileSync(join(folder, `${name}.json`), text);
    const { endpoint } = endpointOf(source, template);
    made.push({ name, source, endpoint, items: page.value?.length ?? 1, bytes: Buffer.byteLength(text) });
  };
  const joined = async (path: string, count: number): Promise<Page> => {
    const first = await get(path);
    const value = [...first.value];
    for (let next = first['@odata.nextLink']; value.length < count && next !== undefined; ) {
      const page = await get(next);
      value.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return { ...first, value: value.slice(0, count) };
  };
  /** Items of several people's lists, as one page. */
  const gathered = async (
    chosen: readonly Person[],
    pathOf: (person: Person) => Promise<string>,
    count: number,
  ): Promise<Page> => {
    const value: Item[] = [];
    let head: Page | undefined;
    for (const person of chosen) {
      if (value.length >= count) break;
      const page = await joined(await pathOf(person), count);
      head ??= page;
      value.push(...page.value);
    }
    return { ...head, value: value.slice(0, count) };
  };

  const usersPath = '/v1.0/users';
  const users = await get(`${usersPath}?${endpointOf('entra-id', usersPath).select}$top=999`);
  write('users', 'entra-id', usersPath, users);

  const eventsPath = '/v1.0/users/{userId}/events';
  const events = `/v1.0/users/${busiest.id}/events`;
  const { select } = endpointOf('outlook-calendar', eventsPath);
  const asked = withTwelve(await joined(`${events}?${select}$top=1000`, 1_000), reachable);
  write('events', 'outlook-calendar', eventsPath, asked);
  write('events-50', 'outlook-calendar', eventsPath, { ...asked, value: asked.value.slice(0, 50) });
  const whole = withTwelve(await joined(`${events}?$top=1000`, 1_000), reachable);
  write('events-delta', 'outlook-calendar', '/v1.0/users/{userId}/calendarView/delta', whole);

  const mailPath = '/v1.0/users/{userId}/messages';
  const mail = `/v1.0/users/${busiest.id}/messages?${endpointOf('outlook-mail', mailPath).select}$top=1000`;
  write('messages', 'outlook-mail', mailPath, await joined(mail, 1_000));

  const chatPath = '/v1.0/users/{userId}/chats/getAllMessages';
  const writers = [busiest, ...people.slice(1, 60)];
  const chats = await gathered(writers, async ({ id }) => `/v1.0/users/${id}/chats/getAllMessages?$top=50`, 1_000);
  write('chats-50', 'teams', chatPath, { ...chats, value: chats.value.slice(0, 50) });
  write('chats', 'teams', chatPath, chats);

  const callsPath = '/v1.0/communications/callRecords';
  const calls = twin.organization.calls();
  write('calls', 'teams', callsPath, await joined(`${callsPath}?${endpointOf('teams', callsPath).select}`, 60));
  const largest = [...calls].sort((a, b) => b.participants.length - a.participants.length)[0];
  const expand = '$expand=sessions($expand=segments),participants_v2';
  write('call', 'teams', `${callsPath}/{callId}`, await get(`${callsPath}/${largest?.id}?${expand}`));

  const drivePath = '/v1.0/drives/{driveId}/root/delta';
  const owners = people.filter(({ kind }) => kind === 'employee').slice(0, 80);
  const driveItems = await gathered(
    owners,
    async ({ id }) => {
      const drives = await get(`/v1.0/users/${id}/drives`);
      return `/v1.0/drives/${drives.value[0]?.['id']}/root/delta?${endpointOf('onedrive', drivePath).select}`;
    },
    1_000,
  );
  write('drive-items', 'onedrive', drivePath, driveItems);

  const copilotPath = '/v1.0/copilot/users/{userId}/interactionHistory/getAllEnterpriseInteractions';
  const talkers = people.filter(({ hasCopilot }) => hasCopilot);
  const talks = await gathered(
    talkers,
    async ({ id }) => `/v1.0/copilot/users/${id}/interactionHistory/getAllEnterpriseInteractions?$top=100`,
    1_000,
  );
  write('copilot', 'copilot', copilotPath, { ...talks, value: talks.value.slice(0, 100) });

  writeFileSync(manifest, JSON.stringify(made, undefined, 1));
  await twin.stop();
  return made;
};

/** The documents, made if they aren't there yet. */
export const documents = async (): Promise<readonly BenchDocument[]> =>
  existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : makeDocuments();
