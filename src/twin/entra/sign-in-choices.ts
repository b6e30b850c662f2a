import type { Memberships, Organization, Person } from '../organization/index.ts';
import type { Application } from './applications.ts';

/** A person on the sign-in page, with a line about them. */
export type Choice = { readonly id: string; readonly name: string; readonly detail: string };

/** People to sign in as, by persona. */
export type Choices = readonly { readonly heading: string; readonly people: readonly Choice[] }[];

const mostOfAKind = 3;

/** Values of the app roles of a person: their own and those of the groups that they belong to directly. */
export const rolesOf = (
  { appRoles, roleAssignments }: Application,
  { organization, memberships }: { readonly organization: Organization; readonly memberships: Memberships },
  person: Person,
): readonly string[] => {
  const held = new Set(roleAssignments.get(person.id));
  for (const [principal, values] of roleAssignments) {
    const group = organization.group(principal);
    if (group === undefined || !memberships.membersOf(group).includes(person.index)) continue;
    for (const value of values) held.add(value);
  }
  return appRoles.map(({ value }) => value).filter((value) => held.has(value));
};

/**
 * Lists people to sign in as: those of each app role, owners of groups, and members. Owners and members have no app
 * role. The cast comes first, since its people come first in the organization.
 */
export const choicesOf = (application: Application, organization: Organization, memberships: Memberships): Choices => {
  const world = { organization, memberships };
  const accounts = organization.people.filter(({ kind, accountEnabled }) => kind === 'employee' && accountEnabled);
  const roles = new Map(accounts.map((person) => [person.index, rolesOf(application, world, person)]));
  const groupsOf = (person: Person): readonly string[] =>
    organization.groups
      .filter((group) => memberships.ownersOf(group).includes(person.index))
      .map(({ displayName }) => displayName);
  const choice = (person: Person): Choice => {
    const owned = groupsOf(person);
    const [first, ...others] = owned;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return {
      id: person.id,
      name: person.displayName,
      detail: `${person.userPrincipalName}${first === undefined ? '' : `, owner of ${first}${more}`}`,
    };
  };
  const others = accounts.filter(({ index }) => roles.get(index)?.length === 0);
  const kinds = [
    ...application.appRoles.map(({ value, displayName }) => ({
      heading: displayName,
      people: accounts.filter(({ index }) => roles.get(index)?.includes(value)),
    })),
    { heading: 'Group owner', people: others.filter((person) => groupsOf(person).length > 0) },
    { heading: 'Member', people: others.filter((person) => groupsOf(person).length === 0) },
  ];
  return kinds
    .filter(({ people }) => people.length > 0)
    .map(({ heading, people }) => ({ heading, people: people.slice(0, mostOfAKind).map(choice) }));
};
