import { counted, Note, Table } from '../../ui/parts.tsx';
import { groupList } from '../../verbs/grants/groups.ts';
import type { PageDefinition } from '../page.ts';
import { groupPath, kindWords } from './parts.tsx';

type Counts = { readonly requests: number; readonly suspended: number; readonly alarms: number };

const needs = ({ requests, suspended, alarms }: Counts): string =>
  [
    ...(requests > 0 ? [counted(requests, 'request')] : []),
    ...(suspended > 0 ? [`${suspended} suspended`] : []),
    ...(alarms > 0 ? [counted(alarms, 'alarm')] : []),
  ].join(', ') || 'nothing';

const list: PageDefinition = {
  verb: 'group.list',
  method: 'get',
  path: '/groups',
  handle: async ({ perform }) => {
    const found = await perform(groupList, {});
    if (!found.ok) return { refusal: found };
    const { groups } = found.value;
    const alarms = groups.reduce((sum, group) => sum + group.alarms, 0);
    return {
      title: 'My groups',
      body: (
        <>
          <p>
            Groups that you decide about. A tool reads about a group’s people only after one of its owners gave access.
          </p>
          {alarms > 0 && (
            <Note warning>
              <p>
                <strong>{counted(alarms, 'alarm')}:</strong> a claim code was used twice. Open the group to see which.
              </p>
            </Note>
          )}
          {groups.length === 0 ? (
            <p>
              You own no group that Microsoft Graph knows. If you became an owner today, sign out and sign in again.
              Distribution groups, mail-enabled security groups and groups from on-premises have no owners in Graph; an
              administrator decides about those.
            </p>
          ) : (
            <Table
              head={['Group', 'Kind', 'Clients with access', 'Needs you']}
              rows={groups.map((group) => [
                <a href={groupPath(group.id)}>{group.name}</a>,
                kindWords[group.kind],
                group.clients,
                needs(group),
              ])}
            />
          )}
        </>
      ),
    };
  },
};

export const groupListPages: readonly PageDefinition[] = [list];
