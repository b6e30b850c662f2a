import type { Person } from '../../organization/index.ts';
import { answerCollection, answerDelta, answerEntity, type GraphCall, type Route, resumeDelta } from '../core/index.ts';
import { findPerson } from './find.ts';
import { userDefaults, userDocument } from './user-document.ts';

const readers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
/** What a token of the directory tells of the page's last row. */
const identity = (document: Readonly<Record<string, unknown>>): string =>
  `:_${String(document['userPrincipalName'] ?? '')})User_${String(document['id'] ?? '')}`;

const usersOf = ({ world: { organization } }: GraphCall) => ({
  type: 'user',
  context: 'users',
  items: organization.people,
  document: (person: Person) => userDocument(person, organization),
  key: (person: Person) => person.id,
  feed: 'users',
  defaults: userDefaults,
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
    needs: readers,
    answer: (call) => answerCollection(call, usersOf(call)),
  },
  {
    path: '/users/delta',
    workload: 'directory',
    needs: readers,
    answer: (call) => answerDelta(resumeDelta(call), { ...usersOf(call), link: '/users/microsoft.graph.delta()' }),
  },
  {
    path: '/users/{user}',
    workload: 'directory',
    needs: readers,
    answer: (call) => answerEntity(call, { ...usersOf(call), item: findPerson(call) }),
  },
];
