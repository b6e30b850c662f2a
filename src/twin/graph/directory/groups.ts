import type { Group } from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  type GraphCall,
  holdsAny,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { findGroup } from './find.ts';
import { groupDefaults, groupDocument } from './group-document.ts';

const readers = ['Group.Read.All', 'GroupMember.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];
const identity = (document: Readonly<Record<string, unknown>>): string =>
  `:_${String(document['mailNickname'] ?? '')})Group_${String(document['id'] ?? '')}`;

/** Leaves out the addresses of a group if the caller may read only its basic properties. */
export const readableGroup = (call: GraphCall, document: Json): Json => {
  if (holdsAny(call, ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'])) return document;
  const { mail: _, proxyAddresses: __, ...basic } = document;
  return basic;
};

const groupsOf = (call: GraphCall) => ({
  type: 'group',
  context: 'groups',
  items: call.world.organization.groups,
  document: (group: Group) => readableGroup(call, groupDocument(group)),
  key: (group: Group) => group.id,
  feed: 'groups',
  defaults: groupDefaults,
  pageSize: 100,
  largestPage: 999,
  link: '/groups',
  countsEventually: true,
  identity,
});

/** True unless the group hides its members from the caller. */
export const showsMembers = (call: GraphCall, { visibility }: Group): boolean =>
  visibility !== 'HiddenMembership' || holdsAny(call, ['Member.Read.Hidden']);

/** Adds members to the group, as delta does. */
const withMembers =
  (call: GraphCall) =>
  (group: Group): Json => ({
    ...readableGroup(call, groupDocument(group)),
    'members@delta': (showsMembers(call, group) ? call.world.memberships.membersOf(group) : []).map((index) => ({
      '@odata.type': '#microsoft.graph.user',
      id: call.world.organization.personAt(index).id,
    })),
  });

export const groupRoutes: readonly Route[] = [
  {
    path: '/groups',
    workload: 'directory',
    needs: readers,
    answer: (call) => answerCollection(call, groupsOf(call)),
  },
  {
    path: '/groups/delta',
    workload: 'directory',
    needs: readers,
    answer: (call) =>
      answerDelta(resumeDelta(call), {
        ...groupsOf(call),
        document: withMembers(call),
        defaults: [...groupDefaults, 'members'],
        link: '/groups/delta',
      }),
  },
  {
    path: '/groups/{group}',
    workload: 'directory',
    needs: readers,
    answer: (call) => answerEntity(call, { ...groupsOf(call), item: findGroup(call) }),
  },
];
