import {
  endGrant,
  findClient,
  giveGrant,
  listClients,
  listGrants,
  regenerateRefresh,
  setSuspended,
  timeText,
} from '../../access/index.ts';
import type { StoredGrant } from '../../access/verify/index.ts';
import type { Access } from '../shared/access.ts';
import { type AccessOptions, settingsOf } from '../shared/access-options.ts';
import { chosenPermissions } from '../shared/access-permissions.ts';
import { onAccess } from '../shared/access-store.ts';
import { counted } from '../shared/count.ts';
import { cliError } from '../shared/exit.ts';
import { readSettings } from '../shared/read-settings.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { groupId } from './group-id.ts';
import { refused } from './refusals.ts';

type GiveOptions = AccessOptions & {
  readonly permission: readonly string[];
  readonly group?: string;
  readonly days?: number;
  readonly reason: string;
};

const shown = ({ id, client, kind, group, permissions, state, givenAt, givenBy, until, reason }: StoredGrant) => ({
  id,
  client,
  kind,
  ...(group !== undefined && { group }),
  permissions: permissions.map(({ name }) => name),
  state,
  given: timeText(givenAt),
  givenBy,
  until: timeText(until),
  reason,
});

const population = ({ kind, group }: StoredGrant): string => (kind === 'tenant' ? 'everybody' : `group ${group}`);

const grantText = (grant: StoredGrant): string =>
  table([
    ['grant', grant.id],
    ['for', population(grant)],
    ['permissions', grant.permissions.map(({ name }) => name).join(', ')],
    ['state', grant.state],
    ['until', timeText(grant.until)],
    ['given', `${timeText(grant.givenAt)} by ${grant.givenBy}`],
    ['reason', grant.reason],
  ]).join('\n');

const longestDays = 365;

/** Returns the days of a new grant: the given ones, or as many as the settings allow. */
const daysOf = (options: GiveOptions): number => {
  const settings = settingsOf(options);
  const most =
    settings === undefined ? longestDays : (readSettings({ settings }).settings.clients?.grantDays ?? longestDays);
  if (options.days !== undefined && options.days > most) throw cliError('Grant.Days', { most });
  return options.days ?? most;
};

export const runGive = (client: string, options: GiveOptions): Promise<void> => {
  const { reason } = options;
  const group = options.group === undefined ? undefined : groupId(options.group);
  const days = daysOf(options);
  const permissions = chosenPermissions(options, options.permission).map(({ name, endpoints }) => ({
    name,
    endpoints,
  }));
  return onAccess(options, async ({ ports, by }) => {
    const population =
      group === undefined ? { kind: 'tenant' as const } : { kind: 'group' as const, group: group.toLowerCase() };
    const given = await giveGrant(ports, { client, ...population, permissions, days, by, reason });
    if (!given.ok) throw refused(client, '', given);
    if (options.json) printJson(shown(given.grant));
    else printOut(grantText(given.grant));
  });
};

const grantsOf = async ({ ports }: Access, name: string | undefined): Promise<readonly StoredGrant[]> => {
  if (name === undefined) return listGrants(ports);
  const client = await findClient(ports, name);
  if (client === undefined) throw cliError('Client.Unknown', { name });
  return listGrants(ports, client.body.id);
};

export const runList = (name: string | undefined, options: AccessOptions): Promise<void> =>
  onAccess(options, async (access) => {
    const grants = await grantsOf(access, name);
    if (options.json) return printJson({ grants: grants.map(shown) });
    const names = new Map((await listClients(access.ports)).map((client) => [client.id, client.name]));
    const rows = grants.map((grant) => [
      names.get(grant.client) ?? grant.client,
      grant.id,
      population(grant),
      counted(grant.permissions.length, 'permission'),
      grant.state,
      `until ${timeText(grant.until)}`,
    ]);
    printOut(rows.length === 0 ? 'no grants' : table(rows).join('\n'));
  });

type Change = (ports: Access['ports'], choice: Parameters<typeof endGrant>[1]) => ReturnType<typeof endGrant>;

/** Runs a change of a grant and prints its result. */
const runChange =
  (done: string, change: Change) =>
  (client: string, grant: string, options: AccessOptions): Promise<void> =>
    onAccess(options, async ({ ports, by }) => {
      const changed = await change(ports, { client, grant, by });
      if (!changed.ok) throw refused(client, grant, changed);
      if (options.json) printJson({ [done]: shown(changed.grant) });
      else printOut(`${done} grant ${changed.grant.id}`);
    });

export const runRegenerate = (client: string, grant: string, options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports, by }) => {
    const made = await regenerateRefresh(ports, { client, grant, by });
    if (!made.ok) throw refused(client, grant, made);
    const { refreshToken } = made;
    if (options.json) printJson({ grant: shown(made.grant), refreshToken });
    else
      printOut(
        `refresh token  ${refreshToken}\n\nThe token is shown once. The former one has ended with its access tokens.\nIt ends ${timeText(made.grant.until)}, or after 90 days without use.`,
      );
  });

export const runEnd = runChange('ended', endGrant);
export const runSuspend = runChange('suspended', (ports, choice) => setSuspended(ports, choice, true));
export const runResume = runChange('resumed', (ports, choice) => setSuspended(ports, choice, false));
