import type { Group } from '../../organization/index.ts';
import { answerCollection, answerDelta, answerEntity, type GraphCall, type Route, resumeDelta } from '../core/index.ts';
import { findGroup } from './find.ts';
import { groupDefaults, groupDocument } from './group-document.ts';

const readers = ['Group.Read.All', 'GroupMember.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];
const identity = (document: Readonly<Record<string, unknown>>): string =>
  `:_${String(document['mailNickname'] ?? '')})Group_${String(document['id'] ?? '')}`;

const groupsOf = ({ world: { organization } }: GraphCall) => ({
  type: 'group',
  context: 'groups',
  items: organization.groups,
  document: groupDocument,
  key: (group: Group) => group.id,
  feed: 'groups',
  defaults: groupDefaults,
  pageSize: 100,
  largestPage: 999,
  link: '/groups',
  countsEventually: true,
  identity,
});

/** Adds members to the group, as delta does. */
const withMembers =
  ({ world: { organization } }: GraphCall) =>
  (group: Group) => ({
    ...groupDocument(group),
    'members@delta': group.members.map((index) => ({
      '@odata.type': '#microsoft.graph.user',
      id: organization.personAt(index).id,
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
