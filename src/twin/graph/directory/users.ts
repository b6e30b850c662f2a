import type { Organization, Person } from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  type GraphCall,
  GraphRefusal,
  holdsAny,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import { type Expansion, type Json, project } from '../odata/index.ts';
import { objectAlways, objectDefaults, objectDocument } from './directory-object.ts';
import { findPerson } from './find.ts';
import { userDefaults, userDocument } from './user-document.ts';

const readers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
const basicReader = 'User.ReadBasic.All';

/** Properties of a user that User.ReadBasic.All covers. Source: Microsoft Graph, "Permissions reference". */
const basicProperties = [
  '@odata.type',
  '@odata.id',
  'id',
  'displayName',
  'givenName',
  'mail',
  'surname',
  'userPrincipalName',
];

/** Leaves out the properties of a person that the caller may not read. */
export const readablePerson = (call: GraphCall, document: Json): Json =>
  holdsAny(call, readers) || !holdsAny(call, [basicReader])
    ? document
    : Object.fromEntries(Object.entries(document).filter(([name]) => basicProperties.includes(name)));

/** The text about the page's last row in a token of the directory. */
const identity = (document: Readonly<Record<string, unknown>>): string =>
  `:_${String(document['userPrincipalName'] ?? '')})User_${String(document['id'] ?? '')}`;

/** Expands the manager, the only relationship that Graph expands here. Without a manager, the property is absent. */
const withManager =
  (organization: Organization) =>
  (document: Json, { manager }: Person, { name, select }: Expansion): Json => {
    if (name !== 'manager' || manager === undefined) return document;
    const whole = objectDocument({ person: organization.personAt(manager) }, organization);
    return { ...document, manager: project(whole, select, objectDefaults, objectAlways) };
  };

/** A delta round includes the manager if `manager` is selected. */
const withManagerDelta =
  (organization: Organization) =>
  (person: Person): Json => {
    const document = userDocument(person, organization);
    if (person.manager === undefined) return document;
    const { id } = organization.personAt(person.manager);
    return { ...document, 'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id }] };
  };

/** The list of people, for a collection of them. */
export const usersOf = (call: GraphCall) => ({
  type: 'user',
  context: 'users',
  items: call.world.organization.people,
  document: (person: Person) => readablePerson(call, userDocument(person, call.world.organization)),
  key: (person: Person) => person.id,
  feed: 'users',
  defaults: userDefaults,
  // Microsoft: "The default sort order for listing users is by userPrincipalName"; filtered users are sorted by object
  // id.
  sortedBy: ({ userPrincipalName }: Person) => userPrincipalName.toLowerCase(),
  pageSize: 100,
  largestPage: 999,
  link: '/users',
  countsEventually: true,
  identity,
});

export const userRoutes: readonly Route[] = [
  {
    path: '/users',
    workload: 'directory',
    needs: [...readers, basicReader],
    answer: (call) => answerCollection(call, { ...usersOf(call), expand: withManager(call.world.organization) }),
  },
  {
    path: '/users/$count',
    workload: 'directory',
    needs: [...readers, basicReader],
    answer: ({ headers, world }) => {
      if (headers['consistencylevel']?.toLowerCase() !== 'eventual')
        throw new GraphRefusal(400, 'Request_BadRequest', '$count is not currently supported.');
      const bytes = new TextEncoder().encode(`\ufeff${world.organization.people.length}`);
      return { status: 200, headers: { 'content-type': 'text/plain' }, bytes };
    },
  },
  {
    path: '/users/delta',
    workload: 'directory',
    needs: readers,
    answer: (call) =>
      answerDelta(resumeDelta(call), {
        ...usersOf(call),
        document: withManagerDelta(call.world.organization),
        link: '/users/microsoft.graph.delta()',
      }),
  },
  {
    path: '/users/{user}',
    workload: 'directory',
    needs: [...readers, basicReader],
    answer: (call) => {
      const expand = withManager(call.world.organization);
      return answerEntity(call, { ...usersOf(call), expand, item: findPerson(call) });
    },
  },
];
