import type { Pseudonyms, ValueKind } from '../pseudonyms/index.ts';
import type { GroupDocument } from './read-group.ts';

type Json = Readonly<Record<string, unknown>>;

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string' && text !== '');

const hashOf = ({ pseudonymize }: Pseudonyms, value: string, kind: ValueKind): string =>
  pseudonymize(value, kind, { reversible: false, domain: 'drop' }).hash;

const scheme = /^(?:smtp|sip):/i;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Domains of the tenant, as far as the principal names of its own people show them. */
const ownDomains = (people: readonly Json[]): ReadonlySet<string> =>
  new Set(
    people
      .flatMap((person) => textsOf(person['userPrincipalName']))
      .filter((name) => !/#ext#/i.test(name))
      .map(domainOf),
  );

/** Names that the directory guarantees to belong to one person. */
const ownNames = (person: Json): readonly string[] =>
  ['id', 'mail', 'userPrincipalName', 'onPremisesUserPrincipalName', 'proxyAddresses'].flatMap((name) =>
    textsOf(person[name]),
  );

/**
 * Returns the names of a person. Further addresses can be typed in by anyone who edits the account. In a domain of the tenant
 * they could be a colleague's, so only those of other domains count.
 */
const namesOf = (person: Json, domains: ReadonlySet<string>): readonly string[] => [
  ...ownNames(person),
  ...['otherMails', 'imAddresses']
    .flatMap((name) => textsOf(person[name]))
    .filter((address) => !domains.has(domainOf(address))),
];

/** An address property keeps text that isn't an address apart from people, so each name has a hash of both kinds. */
const hashesOf = (name: string, pseudonyms: Pseudonyms): readonly string[] =>
  [name, name.replace(scheme, '')].flatMap((text) => [
    hashOf(pseudonyms, text, 'user-id'),
    hashOf(pseudonyms, text, 'mail-address'),
  ]);

const namesOfGroup = (group: Json): readonly string[] => [group['mail'], group['proxyAddresses']].flatMap(textsOf);

/** The people of a group as pseudonym hashes. No name is kept. */
export type GroupHashes = {
  /** Hash of each person's id. */
  readonly people: ReadonlySet<string>;
  /** The same with the group's id. */
  readonly ids: ReadonlySet<string>;
  /** Hashes of every name of each person and of the group. */
  readonly all: ReadonlySet<string>;
};

/** Converts a group and its people to hashes. */
export const hashGroup = ({ group, people: documents }: GroupDocument, pseudonyms: Pseudonyms): GroupHashes => {
  const domains = ownDomains(documents);
  const all = new Set(
    documents.flatMap((person) => namesOf(person, domains)).flatMap((name) => hashesOf(name, pseudonyms)),
  );
  const people = new Set(documents.flatMap(({ id }) => textsOf(id)).map((id) => hashOf(pseudonyms, id, 'user-id')));
  const ids = new Set([...people, ...textsOf(group['id']).map((id) => hashOf(pseudonyms, id, 'group-id'))]);
  for (const hash of [...ids, ...namesOfGroup(group).flatMap((name) => hashesOf(name, pseudonyms))]) all.add(hash);
  return { people, ids, all };
};
