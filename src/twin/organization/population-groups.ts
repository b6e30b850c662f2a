import { dayMs, minuteMs } from './calendar-time.ts';
import { throwDice } from './dice.ts';
import { type Group, makeGroup } from './groups.ts';
import type { Person } from './person.ts';

/** The number of people from which on an organization has these groups. */
const fewestPeople = 150;

type Traits = Pick<Group, 'kind'> & {
  readonly displayName: string;
  readonly description: string;
  /** Number of members that no other of these groups has. */
  readonly people: number;
  /** @default 2, none for kinds that have no owners */
  readonly owners?: number;
  /** Nicknames of nested groups. */
  readonly nested?: readonly string[];
  /** Beginning of the employee ids that the membership rule selects. */
  readonly employeeIds?: string;
} & Pick<Partial<Group>, 'visibility' | 'synchronized' | 'crowd'> & {
    /** Number of people at a time, of all its people. */
    readonly atOnce?: number;
  };

/**
 * Groups to limit a caller to, by nickname. The three shifts have teams and nobody in common. The others are unusual in one way
 * each, and some can't limit anybody.
 */
const groups: Readonly<Record<string, Traits>> = {
  volunteers: {
    kind: 'team',
    displayName: 'Volunteers',
    description: 'People who agreed to the pilot',
    visibility: 'Private',
    people: 11,
  },
  'early-shift': { kind: 'team', displayName: 'Early shift', description: 'Up before the gulls', people: 30 },
  'late-shift': { kind: 'team', displayName: 'Late shift', description: 'Up after the gulls', people: 13 },
  'field-staff': {
    kind: 'security',
    displayName: 'Field staff',
    description: 'The early shift and those who visit it',
    people: 7,
    nested: ['early-shift'],
  },
  stewards: {
    kind: 'security',
    displayName: 'Stewards',
    description: 'The volunteers and three who look after them',
    people: 3,
    nested: ['volunteers'],
  },
  apprentices: {
    kind: 'dynamic',
    displayName: 'Apprentices',
    description: 'Everybody of one block of employee ids',
    people: 0,
    employeeIds: 'E-1001',
  },
  confidants: {
    kind: 'unified',
    displayName: 'Confidants',
    description: 'Nobody sees who belongs to it',
    visibility: 'HiddenMembership',
    people: 9,
  },
  rotation: {
    kind: 'security',
    displayName: 'Rotation',
    description: 'One joins and one leaves every quarter of an hour',
    people: 14,
    atOnce: 8,
  },
  orphans: { kind: 'security', displayName: 'Orphans', description: 'Its owners have left', people: 8, owners: 0 },
  announcements: {
    kind: 'distribution',
    displayName: 'Announcements',
    description: 'A mailing list of Exchange',
    people: 12,
  },
  yard: {
    kind: 'security',
    displayName: 'Yard',
    description: 'Synchronized from the directory in the cellar',
    people: 8,
    synchronized: true,
  },
  founders: { kind: 'security', displayName: 'Founders', description: 'Too few to hide among', people: 3 },
  alumni: {
    kind: 'security',
    displayName: 'Alumni',
    description: 'More people than a limit may have',
    people: 6,
    crowd: 20_000,
  },
};

const rotationMs = 15 * minuteMs;

/** Creates the groups for limited callers, after the organization's other groups. Small organizations don't have them. */
export const populationGroups = (
  seed: number,
  domain: string,
  today: number,
  people: readonly Person[],
  firstIndex: number,
): readonly Group[] => {
  if (people.length < fewestPeople) return [];
  const employees = people.filter(({ kind }) => kind === 'employee');
  const [busiest, ...others] = employees.map(({ index }) => index);
  // The busiest person is a volunteer, so that there is much to see.
  const left = [busiest ?? 0, ...throwDice(seed, 'populations').sample(others, others.length)];
  const nicknames = Object.keys(groups);

  return Object.entries(groups).map(([mailNickname, traits], position) => {
    const { kind, people: size, atOnce = size, nested = [], employeeIds, owners = 2 } = traits;
    const own = left.splice(0, size);
    const members =
      employeeIds === undefined
        ? own.slice(0, atOnce)
        : employees.filter(({ employeeId }) => employeeId?.startsWith(employeeIds)).map(({ index }) => index);
    return makeGroup({
      index: firstIndex + position,
      kind,
      id: throwDice(seed, `group ${mailNickname}`).guid(),
      displayName: traits.displayName,
      description: traits.description,
      mailNickname,
      domain,
      visibility: traits.visibility ?? null,
      createdAt: today - (100 + position) * dayMs,
      members,
      owners: members.slice(0, owners),
      nested: nested.map((name) => firstIndex + nicknames.indexOf(name)),
      membershipRule: employeeIds === undefined ? null : `(user.employeeId -startsWith "${employeeIds}")`,
      forLimits: true,
      ...(traits.synchronized === true && { synchronized: true }),
      ...(traits.crowd !== undefined && { crowd: traits.crowd }),
      ...(atOnce < size && { rotation: { pool: own, everyMs: rotationMs } }),
    });
  });
};

/** Creates the people whom only a group's list of members shows: former employees without a mailbox. */
export const makeCrowd = (seed: number, domain: string, group: Group, template: Person): readonly Person[] => {
  const dice = throwDice(seed, `crowd of ${group.id}`);
  return Array.from({ length: group.crowd ?? 0 }, (_, index) => {
    const local = `${group.mailNickname}-${index + 1}`;
    const userPrincipalName = `${local}@${domain}`;
    const person = { userPrincipalName, mail: userPrincipalName, mailNickname: local, displayName: local };
    const nothing = { mailboxId: undefined, givenName: null, surname: null, employeeId: null, manager: undefined };
    return { ...template, ...person, ...nothing, id: dice.guid(), mobilePhone: null, businessPhone: null };
  });
};
