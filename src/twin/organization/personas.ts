import type { Organization } from './organization.ts';
import type { Person } from './person.ts';

/** Who somebody is to a tool that reads Microsoft 365, with one person of the organization for each. */
export type Personas = Readonly<Record<'administrator' | 'privacyOfficer' | 'developer' | 'owner' | 'member', Person>>;

/**
 * Chooses one person for each persona, of the cast where there is one: the owner owns a group, the member none, and no
 * one is two of them. Throws if the organization has too few people.
 */
export const personasOf = ({ people, groups }: Pick<Organization, 'people' | 'groups'>): Personas => {
  const accounts = people.filter(({ kind, accountEnabled }) => kind === 'employee' && accountEnabled);
  const owns = ({ index }: Person): boolean => groups.some(({ owners }) => owners.includes(index));
  const owner = accounts.find(owns);
  const [administrator, privacyOfficer, developer, ...rest] = accounts.filter((person) => person !== owner);
  const member = rest.find((person) => !owns(person));
  if (!owner || !administrator || !privacyOfficer || !developer || !member)
    throw new Error('expected an organization with enough people for five personas');
  return { administrator, privacyOfficer, developer, owner, member };
};
