import type { Faker } from '@faker-js/faker';
import type { Cast } from './cast.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Person } from './person.ts';

export type Group = {
  readonly index: number;
  readonly kind: 'everyone' | 'team' | 'unified' | 'security' | 'distribution' | 'dynamic';
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly mail: string | null;
  readonly mailNickname: string;
  readonly visibility: 'Public' | 'Private' | 'HiddenMembership' | null;
  readonly createdAt: number;
  /** Indexes of people when the twin starts. */
  readonly members: readonly number[];
  /** Empty for distribution groups and synchronized ones, whose owners Graph doesn't know. */
  readonly owners: readonly number[];
  /** Indexes of nested groups. */
  readonly nested: readonly number[];
  readonly membershipRule: string | null;
  /** True for groups that are there to limit callers to. */
  readonly forLimits?: true;
  /** True if the group comes from a directory on premises. */
  readonly synchronized?: boolean;
  /** Number of further members that appear in the group's list of members and nowhere else. */
  readonly crowd?: number;
  /** As many people of the pool as the group has members belong to it at a time; the next one replaces the first. */
  readonly rotation?: { readonly pool: readonly number[]; readonly everyMs: number };
};

const kinds = ['team', 'unified', 'security', 'distribution', 'team', 'dynamic', 'security', 'team'] as const;
const mailing = new Set<Group['kind']>(['everyone', 'team', 'unified', 'distribution']);

const membersOf = (kind: Group['kind'], people: readonly Person[], dice: Dice): readonly number[] => {
  const accounts = people.filter((person) => person.kind === 'employee' || person.kind === 'guest');
  if (kind === 'everyone') return accounts.map(({ index }) => index);
  const chosen = dice.sample(accounts, dice.between(3, 30)).map(({ index }) => index);
  return [...chosen].sort((a, b) => a - b);
};

const nameOf = (faker: Faker, index: number, fields: Readonly<Record<string, string>>): string =>
  index === 0
    ? 'Everyone'
    : (fields['displayName'] ?? `${faker.company.buzzAdjective()} ${faker.animal.type()} ${index}`);

/** Groups with mail that aren't Microsoft 365 groups. Graph doesn't know their owners. */
const unowned = new Set<Group['kind']>(['distribution', 'everyone']);

/** Creates a group, with an address and owners if its kind has them. */
export const makeGroup = ({
  domain,
  mail,
  ...group
}: Omit<Group, 'mail'> & { readonly domain: string; readonly mail?: string | undefined }): Group => ({
  ...group,
  mail: mailing.has(group.kind) ? (mail ?? `${group.mailNickname}@${domain}`) : null,
  owners: unowned.has(group.kind) || group.synchronized === true ? [] : group.owners,
});

/** Creates the groups of the organization. The first one contains everyone, so that its members have several pages. */
export const makeGroups = (
  faker: Faker,
  seed: number,
  count: number,
  domain: string,
  today: number,
  people: readonly Person[],
  cast: Cast,
): readonly Group[] => {
  const declared = Object.values(cast.groups);

  const make = (index: number): Group => {
    const dice = throwDice(seed, `group ${index}`);
    const fields = declared[index - 1] ?? {};
    const kind = index === 0 ? 'everyone' : (kinds[(index - 1) % kinds.length] ?? 'security');
    const displayName = nameOf(faker, index, fields);
    const mailNickname = fields['mailNickname'] ?? displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const members = membersOf(kind, people, dice);
    return makeGroup({
      index,
      kind,
      domain,
      id: fields['id'] ?? dice.guid(),
      displayName,
      description: fields['description'] ?? `Looked after by ${faker.person.fullName()}`,
      mail: fields['mail'],
      mailNickname,
      visibility: kind === 'team' || kind === 'unified' ? dice.pick(['Public', 'Private'] as const) : null,
      createdAt: today - dice.between(100, 2_000) * 86_400_000,
      members,
      owners: members.slice(0, dice.between(1, 2)),
      nested: index > 8 && kind === 'security' ? [index - 1, index - 2] : [],
      membershipRule: kind === 'dynamic' ? `(user.department -eq "${faker.commerce.department()}")` : null,
    });
  };
  return Array.from({ length: count }, (_, index) => make(index));
};
