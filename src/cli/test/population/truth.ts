import { isSubjectKind } from '../../../plan/index.ts';
import type { Keyring, Pseudonyms, ValueKind } from '../../../pseudonyms/index.ts';
import type { Group, Organization, Person } from '../../../twin/index.ts';
import { hashesIn } from './json.ts';

/** A value that became a pseudonym. */
type Named = { readonly kind: ValueKind; readonly value: string };

const hashOf = ({ pseudonymize }: Pseudonyms, { value, kind }: Named): string =>
  pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash;

/** A keyring that records the plain value of each of its pseudonyms. */
export type RecordingKeyring = { readonly keyring: Keyring; readonly named: (hash: string) => Named | undefined };

/** Records the values of pseudonyms, because those of most can't be opened again. */
export const recordKeyring = (keyring: Keyring): RecordingKeyring => {
  const { pseudonyms } = keyring;
  const made = new Map<string, Named>();
  const known = new Set<string>();
  const note = (value: string, kind: ValueKind): void => {
    const text = `${kind} ${value}`;
    if (known.has(text)) return;
    known.add(text);
    made.set(hashOf(pseudonyms, { value, kind }), { value, kind });
  };
  const { batch } = pseudonyms;
  const recording: Pseudonyms = {
    ...pseudonyms,
    pseudonymize: (value, kind, how) => {
      note(value, kind);
      return pseudonyms.pseudonymize(value, kind, how);
    },
    tokenize: (value, kind) => {
      note(value, kind);
      return pseudonyms.tokenize(value, kind);
    },
    ...(batch !== undefined && {
      batch: () => {
        const inner = batch();
        return {
          ...inner,
          add: (value, kind, how) => {
            note(value, kind);
            return inner.add(value, kind, how);
          },
        };
      },
    }),
  };
  return { keyring: { ...keyring, pseudonyms: recording }, named: (hash) => made.get(hash) };
};

/** Returns the people of a group, those of nested groups included. */
export const peopleOf = (
  organization: Organization,
  group: Group,
  membersOf: (group: Group) => readonly Person[],
): ReadonlySet<Person> => {
  const groups = new Set([group]);
  for (const { nested } of groups) for (const index of nested) groups.add(organization.groups[index] as Group);
  return new Set([...groups].flatMap(membersOf));
};

/** A group with its people at a time. */
export type Granted = { readonly group: Group; readonly people: ReadonlySet<Person> };

/** `object`: something of the directory whose type only the object around it shows. */
export type Verdict = 'inside' | 'outside' | 'object' | 'thing';

/** Whom values concern, as the organization itself knows it. */
export type Truth = {
  readonly people: ReadonlySet<Person>;
  /** Judges a text of a reply; undefined for one that neither is nor contains a pseudonym or an id of the directory. */
  readonly of: (text: string) => Verdict | undefined;
  /** True if a value of a path belongs to the group; undefined for a kind that belongs to nobody. */
  readonly admits: (kind: string, value: string) => boolean | undefined;
};

/** Returns each name that identifies a person. */
const namesOf = ({ id, mail, userPrincipalName, mailNickname }: Person): readonly string[] => [
  id,
  userPrincipalName,
  ...(mail === null ? [] : [mail, `${mailNickname}@${mail.slice(mail.indexOf('@') + 1)}`]),
];

const namesOfGroup = ({ id, mail }: Group): readonly string[] => (mail === null ? [id] : [id, mail]);

/** Returns whether somebody of a drive, chat or call is inside. */
const ownersInside = (
  { sites, chats, calls, personAt }: Organization,
  isInside: { readonly person: (person: Person) => boolean; readonly group: (group: Group) => boolean },
): ReadonlyMap<string, (id: string) => boolean> => {
  const anyone = (indexes: readonly number[]): boolean => indexes.some((index) => isInside.person(personAt(index)));
  const owned = new Map(
    sites().flatMap(({ id, collectionId, drive, owner }) =>
      [id, collectionId, drive.id].map((name) => [name, owner] as const),
    ),
  );
  const ofOwner = (id: string): boolean => {
    const owner = owned.get(id);
    if (owner === undefined) return false;
    return 'person' in owner ? isInside.person(owner.person) : isInside.group(owner.group);
  };
  const ofChats = new Map(chats().map(({ id, members }) => [id, members]));
  const ofCalls = new Map(
    calls().map(({ id, organizer, participants }) => [
      id,
      [organizer, ...participants.flatMap((each) => (each.kind === 'user' ? [each.person] : []))],
    ]),
  );
  return new Map([
    ['drive-id', ofOwner],
    ['site-id', ofOwner],
    ['chat-id', (id: string) => anyone(ofChats.get(id) ?? [])],
    ['call-record-id', (id: string) => anyone(ofCalls.get(id) ?? [])],
  ]);
};

/**
 * Returns the truth about a group, computed without the code that limits callers.
 * @param readsAddress the connector has a permission that shows the addresses of groups
 */
export const truthOf = (
  organization: Organization,
  { group, people }: Granted,
  { keyring, named }: RecordingKeyring,
  readsAddress: boolean,
): Truth => {
  const ofGroup = readsAddress ? namesOfGroup(group) : [group.id];
  const inside = new Set(
    [...[...people].flatMap(namesOf), ...ofGroup].flatMap((value) =>
      (['user-id', 'mail-address', 'group-id'] as const).map((kind) => hashOf(keyring.pseudonyms, { value, kind })),
    ),
  );
  const plain = new Map<string, Verdict>([
    ...organization.people.flatMap((person) =>
      namesOf(person).map((name) => [name.toLowerCase(), people.has(person) ? 'inside' : 'outside'] as const),
    ),
    ...organization.groups.flatMap((each) =>
      namesOfGroup(each).map((name) => [name.toLowerCase(), each === group ? 'inside' : 'outside'] as const),
    ),
  ]);
  const ofHash = (hash: string): Verdict => {
    const { kind = '' } = named(hash) ?? {};
    if (kind === 'directory-object-id') return 'object';
    if (!isSubjectKind(kind)) return 'thing';
    return inside.has(hash) ? 'inside' : 'outside';
  };
  const owners = ownersInside(organization, {
    person: (person) => people.has(person),
    group: (each) => each === group,
  });
  const isPerson = (value: string): boolean => {
    const person = organization.person(value);
    return person !== undefined && people.has(person);
  };
  const isGroup = (value: string): boolean => value.toLowerCase() === group.id;
  return {
    people,
    of: (text) => {
      const [hash] = hashesIn(text);
      return hash === undefined ? plain.get(text.toLowerCase()) : ofHash(hash);
    },
    admits: (kind, value) => {
      if (kind === 'user-id' || kind === 'mail-address') return isPerson(value);
      if (kind === 'group-id' || kind === 'team-id') return isGroup(value);
      if (kind === 'directory-object-id') return isPerson(value) || isGroup(value);
      return owners.get(kind)?.(value);
    },
  };
};
