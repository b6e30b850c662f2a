import type { TwinAnswer } from '../../http/index.ts';
import type { Group, Organization, Person } from '../../organization/index.ts';
import { answerCollection, answerEntity, type GraphCall, GraphRefusal, type Route } from '../core/index.ts';
import { type DirectoryObject, objectAlways, objectDefaults, objectDocument, objectKey } from './directory-object.ts';
import { findGroup, findPerson } from './find.ts';
import { readableGroup, showsMembers } from './groups.ts';
import { readablePerson, usersOf } from './users.ts';

const userReaders = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
const memberReaders = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];

const people = (organization: Organization, indexes: readonly number[]): readonly DirectoryObject[] =>
  indexes.map((index) => ({ person: organization.personAt(index) }));

const nested = (organization: Organization, group: Group): readonly Group[] =>
  group.nested.flatMap((index) => organization.groups[index] ?? []);

/** Returns the people of a group, unless they are hidden from the caller. */
const peopleOf = (call: GraphCall, group: Group): readonly DirectoryObject[] => {
  const { organization, memberships } = call.world;
  if (!showsMembers(call, group)) return [];
  const crowd = organization.crowdOf(group).map((person) => ({ person }));
  return [...people(organization, memberships.membersOf(group)), ...crowd];
};

/** Returns the members of a group and its nested groups, including the groups, without duplicates. */
const transitive = (call: GraphCall, group: Group): readonly DirectoryObject[] => {
  const found = new Map<string, DirectoryObject>();
  const visit = (one: Group): void => {
    for (const thing of peopleOf(call, one)) found.set(objectKey(thing), thing);
    for (const inner of nested(call.world.organization, one)) {
      if (found.has(inner.id)) continue;
      found.set(inner.id, { group: inner });
      visit(inner);
    }
  };
  visit(group);
  return [...found.values()];
};

const answerObjects = (call: GraphCall, link: string, items: readonly DirectoryObject[]): TwinAnswer => {
  const { organization, changes } = call.world;
  return answerCollection(call, {
    type: 'directoryObject',
    context: 'directoryObjects',
    items: items.filter((thing) => !changes.isRemoved('users', objectKey(thing))),
    document: (thing) => {
      const document = objectDocument(thing, organization);
      return thing.person === undefined ? readableGroup(call, document) : readablePerson(call, document);
    },
    key: objectKey,
    defaults: objectDefaults,
    always: objectAlways,
    pageSize: 100,
    largestPage: 999,
    link,
    countsEventually: true,
    identity: (document) =>
      `:_${String(document['userPrincipalName'] ?? '')})DirectoryObject_${String(document['id'])}`,
  });
};

const ofGroup = (name: string, list: (call: GraphCall, group: Group) => readonly DirectoryObject[]): Route => ({
  path: `/groups/{group}/${name}`,
  workload: 'directory',
  needs: memberReaders,
  answer: (call) => {
    const group = findGroup(call);
    return answerObjects(call, `/groups('${group.id}')/${name}`, list(call, group));
  },
});

/** The people among a group's members, as users: the OData cast `microsoft.graph.user`. */
const peopleOfGroup = (name: string, list: (call: GraphCall, group: Group) => readonly DirectoryObject[]): Route => ({
  // Paths are matched without `microsoft.graph.`.
  path: `/groups/{group}/${name}/user`,
  workload: 'directory',
  needs: memberReaders,
  answer: (call) => {
    const group = findGroup(call);
    const found = list(call, group).flatMap(({ person }) => person ?? []);
    const items = found.filter(({ id }) => !call.world.changes.isRemoved('users', id));
    return answerCollection(call, {
      ...usersOf(call),
      items,
      link: `/groups('${group.id}')/${name}/microsoft.graph.user`,
    });
  },
});

const ofUser = (
  name: string,
  needs: readonly string[],
  list: (call: GraphCall, person: Person) => readonly DirectoryObject[],
): Route => ({
  path: `/users/{user}/${name}`,
  workload: 'directory',
  needs,
  answer: (call) => {
    const person = findPerson(call);
    return answerObjects(call, `/users('${person.id}')/${name}`, list(call, person));
  },
});

const managerRoute: Route = {
  path: '/users/{user}/manager',
  workload: 'directory',
  needs: userReaders,
  answer: (call) => {
    const { manager } = findPerson(call);
    if (manager === undefined) {
      const message = `Resource 'manager' does not exist or one of its queried reference-property objects are not present.`;
      throw new GraphRefusal(404, 'Request_ResourceNotFound', message);
    }
    const { organization } = call.world;
    return answerEntity(call, {
      item: { person: organization.personAt(manager) },
      type: 'directoryObject',
      context: 'directoryObjects',
      document: (thing: DirectoryObject) => objectDocument(thing, organization),
      key: objectKey,
      defaults: objectDefaults,
      always: objectAlways,
    });
  },
};

const direct = (call: GraphCall, group: Group): readonly DirectoryObject[] => [
  ...peopleOf(call, group),
  ...nested(call.world.organization, group).map((inner) => ({ group: inner })),
];

export const relationRoutes: readonly Route[] = [
  ofGroup('members', direct),
  peopleOfGroup('members', direct),
  ofGroup('transitiveMembers', transitive),
  peopleOfGroup('transitiveMembers', transitive),
  ofGroup('owners', ({ world }, group) => people(world.organization, world.memberships.ownersOf(group))),
  managerRoute,
  ofUser('directReports', userReaders, ({ world }, person) =>
    world.organization.people.filter(({ manager }) => manager === person.index).map((report) => ({ person: report })),
  ),
  ...['memberOf', 'transitiveMemberOf'].map((name) =>
    ofUser(name, ['Directory.Read.All', 'GroupMember.Read.All', 'Group.Read.All'], (call, person) => {
      const { organization, memberships } = call.world;
      const isMember = (group: Group): boolean => memberships.membersOf(group).includes(person.index);
      return organization.groups
        .filter((group) => showsMembers(call, group) && isMember(group))
        .map((group) => ({ group }));
    }),
  ),
];
