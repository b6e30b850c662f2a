import {
  type AccessPorts,
  type ClientRefusal,
  changeClient,
  createClient,
  deleteClient,
  endSecret,
  findClient,
  lastUses,
  listClients,
  listGrants,
  readyBlocks,
  rotateSecret,
  shownClient,
  timeText,
} from '../../access/index.ts';
import type { Access } from '../shared/access.ts';
import type { AccessOptions } from '../shared/access-options.ts';
import { chosenPermissions, knownPermissions } from '../shared/access-permissions.ts';
import { onAccess } from '../shared/access-store.ts';
import { counted } from '../shared/count.ts';
import { type CliError, cliError } from '../shared/exit.ts';
import { table } from '../shared/table.ts';
import { confirm, printJson, printOut, printRemark } from '../shared/terminal.ts';
import { baseUrlOf, type UrlOptions } from './base-url.ts';
import { type CredentialOptions, readChangedCredentials, readCredentials } from './federated-options.ts';
import { blocksText, clientText, listText } from './show.ts';

type CreateOptions = AccessOptions &
  CredentialOptions &
  UrlOptions & { readonly permission: readonly string[]; readonly contact?: string };
type ChangeOptions = AccessOptions &
  Pick<CredentialOptions, 'issuer' | 'subject' | 'audience'> & {
    readonly permission?: readonly string[];
    readonly contact?: string;
    readonly federated?: boolean;
  };
type RotateOptions = AccessOptions & UrlOptions & { readonly overlap: number };
type DeleteOptions = AccessOptions & { readonly yes?: true };

/** A refusal as the end of the command. */
const refused = (name: string, refusal: ClientRefusal): CliError => {
  switch (refusal.why) {
    case 'name-taken':
      return cliError('Client.Exists', { name });
    case 'unknown':
      return cliError('Client.Unknown', { name });
    case 'two-secrets':
      return cliError('Client.TwoSecrets', { until: timeText(refusal.until) });
    case 'unknown-secret':
      return cliError('Client.SecretUnknown', { name });
    case 'permission-in-use':
      return cliError('Client.PermissionInUse', { permissions: refusal.permissions });
    case 'changed-meanwhile':
      return cliError('Client.ChangedMeanwhile', { name });
  }
};

const now = (): number => Math.floor(Date.now() / 1000);

const printClient = (
  options: AccessOptions & UrlOptions,
  client: Parameters<typeof shownClient>[0],
  secret: string | undefined,
): void => {
  const shown = shownClient(client, new Map(), now());
  const [first = ''] = client.permissions;
  const connector = first.slice(0, first.indexOf(':'));
  const blocks = readyBlocks({ id: client.id, secret, baseUrl: baseUrlOf(options), connector });
  if (options.json) printJson({ client: shown, ...(secret !== undefined && { secret }), blocks });
  else
    printOut(
      [
        `client id      ${client.id}`,
        ...(secret === undefined
          ? []
          : [`client secret  ${secret}`, '\nThe secret is shown once. Nobody can read it again.']),
        `\n${blocksText(blocks)}`,
        `\nThe client can do nothing yet. Give it a grant: graphveil grants give ${client.name} --permission … --reason …`,
      ].join('\n'),
    );
};

export const runCreate = (name: string, options: CreateOptions): Promise<void> => {
  if (!/^[a-z](?:[a-z0-9]|-(?!-|$)){1,49}$/.test(name)) throw cliError('Client.Name');
  const credentials = readCredentials(options);
  const permissions = chosenPermissions(options, options.permission).map((permission) => permission.name);
  return onAccess(options, async ({ ports, by }) => {
    const { contact } = options;
    const made = await createClient(ports, { name, permissions, by, contact, ...credentials });
    if (!made.ok) throw refused(name, made);
    printClient(options, made.client, made.secret);
  });
};

/** Prints a client after a change. */
const printChanged = async (
  ports: AccessPorts,
  client: Parameters<typeof shownClient>[0],
  { json }: AccessOptions,
): Promise<void> => {
  const shown = shownClient(client, await lastUses(ports, client.id), now());
  if (json) printJson({ client: shown });
  else printOut(clientText(shown, await listGrants(ports, client.id)));
};

export const runList = (options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports }) => {
    const clients = await listClients(ports);
    const shown = await Promise.all(
      clients.map(async (client) => shownClient(client, await lastUses(ports, client.id), now())),
    );
    if (options.json) printJson({ clients: shown });
    else printOut(listText(shown));
  });

const found = async ({ ports }: Access, name: string) => {
  const client = await findClient(ports, name);
  if (client === undefined) throw cliError('Client.Unknown', { name });
  return client.body;
};

export const runShow = (name: string, options: AccessOptions): Promise<void> =>
  onAccess(options, async (access) => {
    const client = await found(access, name);
    const grants = await listGrants(access.ports, client.id);
    const shown = shownClient(client, await lastUses(access.ports, client.id), now());
    if (options.json) printJson({ ...shown, grants: grants.map(({ id }) => id) });
    else printOut(clientText(shown, grants));
  });

export const runRotate = (name: string, options: RotateOptions): Promise<void> =>
  onAccess(options, async ({ ports, by }) => {
    const rotated = await rotateSecret(ports, { client: name, by, overlapHours: options.overlap });
    if (!rotated.ok) throw refused(name, rotated);
    const ending = rotated.client.secrets.flatMap(({ until }) => until ?? []);
    if (!options.json) for (const until of ending) printRemark(`graphveil: the former secret ends ${timeText(until)}`);
    printClient(options, rotated.client, rotated.secret);
  });

export const runChange = async (name: string, options: ChangeOptions): Promise<void> => {
  const { permission, contact } = options;
  const federated = readChangedCredentials(options);
  const permissions = permission && chosenPermissions(options, permission).map((one) => one.name);
  if (permissions === undefined && contact === undefined && federated === undefined) throw cliError('Client.NoChange');
  return onAccess(options, async ({ ports, by }) => {
    const client = await findClient(ports, name);
    if (client === undefined) throw cliError('Client.Unknown', { name });
    const change = { permissions, contact, federated };
    const changed = await changeClient(ports, { client: client.body.id, by, expectedVersion: client.version, change });
    if (!changed.ok) throw refused(name, changed);
    await printChanged(ports, changed.client, options);
  });
};

export const runEndSecret = (name: string, secret: string, options: AccessOptions): Promise<void> =>
  onAccess(options, async ({ ports, by }) => {
    const ended = await endSecret(ports, { client: name, secret, by });
    if (!ended.ok) throw refused(name, ended);
    await printChanged(ports, ended.client, options);
  });

export const runDelete = (name: string, options: DeleteOptions): Promise<void> =>
  onAccess(options, async (access) => {
    const client = await found(access, name);
    const grants = await listGrants(access.ports, client.id);
    printRemark(
      `graphveil: this ends client ${client.name} with all secrets and tokens and ${counted(grants.length, 'grant')}`,
    );
    if (options.yes !== true && !(await confirm('Delete it?'))) throw cliError('Client.NotConfirmed');
    const deleted = await deleteClient(access.ports, { client: client.id, by: access.by });
    if (!deleted.ok) throw refused(name, deleted);
    if (options.json) printJson({ deleted: client.id, name: client.name, grants: grants.length });
    else printOut(`deleted ${client.name}; its next call is refused`);
  });

export const runPermissions = (options: AccessOptions): void => {
  const permissions = knownPermissions(options);
  if (options.json) printJson({ permissions });
  else
    printOut(
      permissions
        .map(({ name, endpoints }) =>
          [
            name,
            ...table(
              endpoints.map((endpoint) => [endpoint]),
              { indent: 2 },
            ),
          ].join('\n'),
        )
        .join('\n'),
    );
};
