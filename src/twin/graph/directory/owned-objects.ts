import type { TwinAnswer } from '../../http/index.ts';
import type { Person } from '../../organization/index.ts';
import { answerCollection, answerEntity, type GraphCall, GraphRefusal, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { objectAlways, objectDefaults, objectDocument } from './directory-object.ts';
import { findPerson } from './find.ts';
import { usersOf } from './users.ts';

const selfReaders = ['User.Read', 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
const groupReaders = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];

const signedIn = ({ caller, world }: GraphCall): Person => {
  const person = world.organization.person(caller.personId ?? '');
  if (person === undefined || world.changes.isRemoved('users', person.id)) {
    throw new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${caller.personId}' does not exist.`);
  }
  return person;
};

/** The person of the path. `User.Read` reads only the signed-in one. */
const readableOwner = (call: GraphCall): Person => {
  const person = findPerson(call);
  const { caller } = call;
  const readsOthers = selfReaders.slice(1).some((scope) => caller.scopes.includes(scope));
  if (person.id === caller.personId || readsOthers) return person;
  throw new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
};

/**
 * What a caller without permission for a type of object sees of it. Source: Microsoft Graph, "Limited information
 * returned for inaccessible member objects".
 */
const limited = (document: Json): Json =>
  Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name, name === 'id' || name.startsWith('@odata.') ? value : null]),
  );

/** The groups that a person owns; with `cast`, the OData cast to groups. */
const answerOwned = (call: GraphCall, person: Person, link: string, cast: boolean): TwinAnswer => {
  const { organization, memberships, changes } = call.world;
  const owned = organization.groups.filter((group) => memberships.ownersOf(group).includes(person.index));
  const readsGroups = groupReaders.some((scope) => call.caller.scopes.includes(scope));
  return answerCollection(call, {
    type: cast ? 'group' : 'directoryObject',
    context: cast ? 'groups' : 'directoryObjects',
    items: owned.filter(({ id }) => !changes.isRemoved('groups', id)),
    document: (group) => {
      const document = objectDocument({ group }, organization);
      return readsGroups ? document : limited(document);
    },
    key: ({ id }) => id,
    defaults: objectDefaults,
    always: objectAlways,
    pageSize: 100,
    largestPage: 999,
    link: cast ? `${link}/microsoft.graph.group` : link,
    countsEventually: true,
  });
};

const delegated = (path: string, answer: Route['answer']): Route => ({
  path,
  workload: 'directory',
  needs: selfReaders,
  delegatedOnly: true,
  answer,
});

/**
 * What signed-in people see of themselves. Microsoft Graph serves none of it to applications. Source: Microsoft Graph,
 * "List ownedObjects", permissions.
 */
export const ownedObjectRoutes: readonly Route[] = [
  delegated('/me', (call) => answerEntity(call, { ...usersOf(call), item: signedIn(call) })),
  // Paths are matched without `microsoft.graph.`.
  ...['', '/group'].flatMap((cast) => [
    delegated(`/me/ownedObjects${cast}`, (call) => answerOwned(call, signedIn(call), '/me/ownedObjects', cast !== '')),
    delegated(`/users/{user}/ownedObjects${cast}`, (call) => {
      const person = readableOwner(call);
      return answerOwned(call, person, `/users('${person.id}')/ownedObjects`, cast !== '');
    }),
  ]),
];
