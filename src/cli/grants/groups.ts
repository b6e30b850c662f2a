import { claimsOf, listClients, listGrants, listRequests, timeText } from '../../access/index.ts';
import type { Access } from '../shared/access.ts';
import type { AccessOptions } from '../shared/access-options.ts';
import { onAccess } from '../shared/access-store.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { groupId } from './group-id.ts';

/** The store's grants and open requests of groups, or of one group. */
const ofGroups = async ({ ports }: Access, only?: string) => {
  const names = new Map((await listClients(ports)).map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const isMeant = ({ group }: { readonly group?: string | undefined }): boolean =>
    group !== undefined && (only === undefined || group === only);
  const grants = await Promise.all(
    (await listGrants(ports)).filter(isMeant).map(async ({ id, client, group, state, until }) => {
      const events = (await claimsOf(ports, client)).get(id)?.events ?? [];
      const alarms = events.filter(({ what }) => what !== 'redeemed').length;
      return { id, client: nameOf(client), group: group ?? '', state, until: timeText(until), alarms };
    }),
  );
  const requests = (await listRequests(ports))
    .filter((request) => request.state === 'open' && isMeant(request))
    .map(({ id, client, group, at, reason }) => ({ id, client: nameOf(client), group, at: timeText(at), reason }));
  return { grants, requests };
};

const alarmText = (alarms: number): string => (alarms === 0 ? '' : `${alarms} claim alarm${alarms === 1 ? '' : 's'}`);

/** Lists groups that have grants or open requests, with what needs a decision. */
export const runGroups = (options: AccessOptions): Promise<void> =>
  onAccess(options, async (access) => {
    const { grants, requests } = await ofGroups(access);
    const groups = [...new Set([...grants, ...requests].map(({ group }) => group))].sort().map((id) => {
      const given = grants.filter(({ group }) => group === id);
      return {
        id,
        clients: new Set(given.map(({ client }) => client)).size,
        requests: requests.filter(({ group }) => group === id).length,
        suspended: given.filter(({ state }) => state === 'suspended').length,
        alarms: given.reduce((sum, { alarms }) => sum + alarms, 0),
      };
    });
    if (options.json) return printJson({ groups });
    const rows = groups.map(({ id, clients, requests: open, suspended, alarms }) => [
      id,
      `${clients} with access`,
      `${open} requested`,
      `${suspended} suspended`,
      alarmText(alarms),
    ]);
    printOut(rows.length === 0 ? 'no groups' : table(rows).join('\n'));
  });

/** Shows the grants and open requests of a group. */
export const runGroup = (group: string, options: AccessOptions): Promise<void> => {
  const id = groupId(group);
  return onAccess(options, async (access) => {
    const { grants, requests } = await ofGroups(access, id);
    if (options.json) return printJson({ id, grants, requests });
    const rows = [
      ...grants.map((one) => [one.id, one.client, one.state, `until ${one.until}`, alarmText(one.alarms)]),
      ...requests.map((one) => [one.id, one.client, 'requested', `at ${one.at}`, one.reason]),
    ];
    printOut(rows.length === 0 ? 'no grants and no requests' : table(rows).join('\n'));
  });
};
