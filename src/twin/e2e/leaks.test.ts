import { ephemeralKeyring, fixedKeyrings } from '../../adapters/memory/index.ts';
import { startTwinWorld, type TwinWorld } from '../../cli/demo/twin-world.ts';
import { readySources } from '../../cli/shared/choose-rules.ts';
import { type KindName, tokenKindOf } from '../../plan/index.ts';
import { httpsFetch } from '../testing/index.ts';
import { servedPaths } from '../testing/served-paths.ts';

const connectors = readySources();
const keyring = ephemeralKeyring();

let world: TwinWorld;
beforeAll(async () => {
  world = await startTwinWorld({ connectors, keyrings: fixedKeyrings(keyring) });
});
afterAll(() => world.stop());

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const opaque = /^(b!|19:|19%3A|AAMk|AAkA|M[CS]|[^,]+,[0-9a-f-]{36},|\d{13}$)/;

/** What ids below a collection are of. */
const kinds: Readonly<Record<string, KindName>> = {
  users: 'user-id',
  groups: 'group-id',
  teams: 'team-id',
  channels: 'channel-id',
  chats: 'chat-id',
  replies: 'chat-message-id',
  calendars: 'calendar-id',
  events: 'event-id',
  mailFolders: 'folder-id',
  drives: 'drive-id',
  items: 'drive-item-id',
  sites: 'site-id',
  lists: 'list-id',
  callRecords: 'call-record-id',
  sessions: 'session-id',
  onlineMeetings: 'meeting-id',
  attendanceReports: 'report-id',
};

const kindOf = (collection: string, id: string): KindName => {
  if (collection === 'messages') return id.startsWith('A') ? 'message-id' : 'chat-message-id';
  const kind = kinds[collection];
  if (kind === undefined) throw new Error(`nothing says what ids of ${collection} are`);
  return kind;
};

/** The path as a tool asks it: every id a token of the keyring. */
const tokenized = (path: string): string => {
  const [pathname = '', query] = path.split('?');
  const segments = pathname.split('/').map((segment, index, all) => {
    const plain = decodeURIComponent(segment);
    if (!guid.test(plain) && !opaque.test(plain)) return segment;
    return keyring.pseudonyms.tokenize(plain, tokenKindOf(kindOf(all[index - 1] ?? '', plain)));
  });
  return query === undefined ? segments.join('/') : `${segments.join('/')}?${query}`;
};

/** Links of any place and letter case: of the page, of a delta, of a list inside of an item. */
const link = /"([^"]*@odata\.(?:nextLink|deltaLink))":"([^"]+)"/gi;

/** Titles that rules let through, since they say nothing about anybody. */
const harmless = /^(Focus Time|1:1|Standup|No Meetings|Lunch|All Hands|Office Hours|Planning)$/;

/** Everything in the organization that tells who somebody is or what they wrote. */
const secretsOf = ({ twin: { organization } }: TwinWorld): readonly string[] => {
  const { people, groups, book } = organization;
  const ofPeople = people.flatMap(
    ({ id, mailboxId, displayName, mail, userPrincipalName, mobilePhone, businessPhone }) => [
      id,
      mailboxId,
      displayName,
      mail,
      userPrincipalName,
      mobilePhone,
      businessPhone,
    ],
  );
  const ofGroups = groups.flatMap(({ id, displayName, mail, description }) => [id, displayName, mail, description]);
  const texts = [
    ...book.sentences,
    ...book.titles.filter((title) => !harmless.test(title)),
    ...book.fileNames,
    ...book.folderNames,
    ...book.places,
    ...book.devices,
  ];
  const things = [
    organization.tenantId,
    ...organization.sites().flatMap((site) => [site.collectionId, site.webId, site.path]),
  ];
  return [...ofPeople, ...ofGroups, ...texts, ...things].flatMap((secret) =>
    typeof secret === 'string' && secret.length > 5 ? [secret.toLowerCase()] : [],
  );
};

it('lets nothing that names somebody through any endpoint of any source, on first pages and behind links', async () => {
  const secrets = secretsOf(world);
  expect(secrets.length).toBeGreaterThan(2_000);
  const unanswered: string[] = [];
  let replies = 0;
  const followed = new Set<string>();

  const get = async (url: string): Promise<{ status: number; links: readonly RegExpExecArray[] }> => {
    const response = await httpsFetch(url, {}, world.twin.caCertificate);
    const text = await response.text();
    const lower = text.toLowerCase();
    const found = secrets.filter((secret) => lower.includes(secret));
    expect({ url: new URL(url).pathname, found }).toEqual({ url: new URL(url).pathname, found: [] });
    replies += response.status === 200 ? 1 : 0;
    return { status: response.status, links: [...text.matchAll(link)] };
  };

  for (const { path } of servedPaths(world.twin)) {
    let isAnswered = false;
    for (const { source } of connectors) {
      const first = await get(`${world.https.url}/${source.id}${tokenized(path)}`);
      isAnswered ||= first.status === 200;
      for (const [, name = '', next = ''] of first.links.slice(0, 3)) {
        expect(next.startsWith(world.https.url)).toBe(true);
        expect(await get(next)).toMatchObject({ status: 200 });
        followed.add(name);
      }
    }
    if (!isAnswered) unanswered.push(path.split('?')[0]?.replace(/[0-9a-f-]{36}/g, '{id}') ?? '');
  }
  expect(replies).toBeGreaterThan(100);
  expect([...followed].map((name) => name.toLowerCase()).sort()).toEqual([
    '@odata.deltalink',
    '@odata.nextlink',
    'participants_v2@odata.nextlink',
    'replies@odata.nextlink',
    'sessions@odata.nextlink',
  ]);
  // What only extras serve, and what no source asks for.
  const spared = unanswered.filter((path) => !/\/(memberOf|members|items)$/.test(path));
  expect(spared).toEqual([]);
}, 120_000);
