import { faker } from '@faker-js/faker/locale/en';
import { quarter } from './calendar-time.ts';
import { meetingsByPerson } from './calendars.ts';
import { type Call, makeCalls } from './calls.ts';
import { type Cast, castDomain } from './cast.ts';
import { type Chat, makeChats } from './chats.ts';
import { type Dice, throwDice } from './dice.ts';
import { type FileItem, filesOf, makeSites, type Site } from './drives.ts';
import { type Group, makeGroups } from './groups.ts';
import { type Interaction, interactionsOf } from './interactions.ts';
import { lazily, lazilyBy } from './lazily.ts';
import { folderOf, foldersOf, type MailFolder } from './mail-folders.ts';
import { copiesByPerson, type MailCopy, makeMails } from './mails.ts';
import { type Meeting, makeMeetings } from './meetings.ts';
import { makePeople } from './people.ts';
import type { Person } from './person.ts';
import { makePhrasebook, type Phrasebook } from './phrasebook.ts';
import { makeCrowd, populationGroups } from './population-groups.ts';
import { type Conversation, conversationsOf, type Post, postsOfChat, type Thread } from './posts.ts';
import { makeTeams, type Team } from './teams.ts';

export type OrganizationOptions = {
  /** @default 1 */
  readonly seed?: number;
  /** Number of people. @default 250 */
  readonly people?: number;
  /** Number of groups. From 150 people on, there are further ones to limit callers to. @default 40 */
  readonly groups?: number;
  /** Number of additional meetings of the first person. @default 1050 */
  readonly busyMeetings?: number;
  /** Number of additional mails of the first person. @default 200 */
  readonly busyMails?: number;
  readonly cast?: Cast;
};

/**
 * An invented organization: the same options give the same people, meetings and messages, byte for byte. Most of it is
 * created on first access.
 */
export type Organization = {
  readonly tenantId: string;
  readonly domain: string;
  /**
   * The covered period in milliseconds since the Unix epoch. Dates in calls belong in it, regardless of the day of the
   * run.
   */
  readonly quarter: { readonly start: number; readonly end: number; readonly today: number };
  readonly displayName: string;
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  /** The person with more than a thousand events in the calendar. */
  readonly busiest: Person;
  /** Finds a person by object id or user principal name, as Graph's paths do. */
  readonly person: (idOrName: string) => Person | undefined;
  readonly personAt: (index: number) => Person;
  readonly personByMailbox: (mailboxId: string) => Person | undefined;
  readonly group: (id: string) => Group | undefined;
  /** People whom only the group's list of members shows. */
  readonly crowdOf: (group: Group) => readonly Person[];
  readonly meetings: () => readonly Meeting[];
  readonly meetingsOf: (person: Person) => readonly Meeting[];
  /** The copies in a person's mailbox, latest first. */
  readonly mailOf: (person: Person) => readonly MailCopy[];
  readonly foldersOf: (person: Person) => readonly MailFolder[];
  /** Returns the number of a copy's folder. */
  readonly folderOf: (person: Person, copy: MailCopy) => number;
  readonly teams: () => readonly Team[];
  readonly chats: () => readonly Chat[];
  readonly chatsOf: (person: Person) => readonly Chat[];
  /** Posts of a chat, latest first. */
  readonly posts: (chat: Thread) => readonly Post[];
  /** Conversations of a channel, latest first. */
  readonly conversations: (channel: Thread) => readonly Conversation[];
  /** Calls of the last thirty days, earliest first. */
  readonly calls: () => readonly Call[];
  /** Copilot prompts and responses of a person, earliest first. */
  readonly interactionsOf: (person: Person) => readonly Interaction[];
  /** Sites of groups first, then people's own. */
  readonly sites: () => readonly Site[];
  /** Files and folders of a site's drive, the root first. */
  readonly files: (site: Site) => readonly FileItem[];
  readonly book: Phrasebook;
  readonly dice: (key: string) => Dice;
};

const defaultTenantId = '5f1b0a3e-6c1d-4d52-9a57-2f6c0e6f7a11';

export const makeOrganization = (options: OrganizationOptions = {}): Organization => {
  const {
    seed = 1,
    people: personCount = 250,
    groups: groupCount = 40,
    busyMeetings = 1_050,
    busyMails = 200,
    cast,
  } = options;
  const declared: Cast = cast ?? { people: {}, groups: {}, things: {}, canaries: {} };
  const domain = castDomain(declared) ?? 'contoso.example';
  faker.seed(seed);
  const book = makePhrasebook(faker, declared);
  const people = makePeople(faker, seed, personCount, domain, quarter.today, declared);
  const ordinary = makeGroups(faker, seed, groupCount, domain, quarter.today, people, declared);
  const groups = [...ordinary, ...populationGroups(seed, domain, quarter.today, people, ordinary.length)];

  const byName = new Map<string, Person>();
  for (const person of people) {
    byName.set(person.id, person);
    byName.set(person.userPrincipalName.toLowerCase(), person);
  }
  const byMailbox = new Map(people.map((person) => [person.mailboxId, person]));
  const groupById = new Map(groups.map((group) => [group.id, group]));
  const meetings = lazily(() => makeMeetings(seed, people, book, busyMeetings));
  const calendars = lazily(() => meetingsByPerson(meetings()));
  const mailboxes = lazily(() => copiesByPerson(makeMails(seed, people, book, busyMails)));
  const chats = lazily(() => makeChats(seed, people, book, meetings()));
  const personAt = (index: number): Person => {
    const person = people[index];
    if (person === undefined) throw new Error('expected the index of a person of the organization');
    return person;
  };

  return {
    tenantId: declared.things['tenant']?.['id'] ?? defaultTenantId,
    domain,
    quarter,
    displayName: `${domain.slice(0, 1).toUpperCase()}${domain.split('.')[0]?.slice(1)}`,
    people,
    groups,
    busiest: personAt(0),
    person: (idOrName) => byName.get(idOrName) ?? byName.get(idOrName.toLowerCase()),
    personAt,
    personByMailbox: (mailboxId) => byMailbox.get(mailboxId),
    group: (id) => groupById.get(id),
    crowdOf: lazilyBy((group) => makeCrowd(seed, domain, group, personAt(0))),
    meetings,
    meetingsOf: (person) => calendars().get(person.index) ?? [],
    mailOf: (person) => mailboxes().get(person.index) ?? [],
    foldersOf: lazilyBy((person) => foldersOf(seed, person, book)),
    folderOf: (person, copy) => folderOf(seed, person, copy),
    teams: lazily(() => makeTeams(seed, groups, book)),
    chats,
    chatsOf: lazilyBy((person) => chats().filter(({ members }) => members.includes(person.index))),
    posts: lazilyBy((chat) => postsOfChat(seed, chat, book)),
    conversations: lazilyBy((channel) => conversationsOf(seed, channel, book)),
    calls: lazily(() => makeCalls(seed, people, meetings())),
    interactionsOf: lazilyBy((person) => interactionsOf(seed, person, book)),
    sites: lazily(() => makeSites(seed, domain, people, groups, book)),
    files: lazilyBy((site) => filesOf(seed, site, people, book)),
    book,
    dice: (key) => throwDice(seed, key),
  };
};
