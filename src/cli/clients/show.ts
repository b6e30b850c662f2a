import { liveSecrets } from '../../access/index.ts';
import type { StoredClient, StoredGrant } from '../../access/verify/index.ts';
import { table } from '../shared/table.ts';
import type { ReadyBlock } from './ready-blocks.ts';

/** A client as people and programs see it: no code of a secret. */
export type ShownClient = {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly contact?: string;
  readonly created: string;
  readonly createdBy: string;
  readonly secrets: readonly {
    readonly id: string;
    readonly created: string;
    readonly until?: string;
    readonly lastUsed?: string;
  }[];
  readonly federated: readonly { readonly issuer: string; readonly subject: string; readonly audience: string }[];
  /** Number of public keys. */
  readonly keys: number;
  readonly lastUsed?: string;
};

/** `2027-03-31T12:00:00Z`. */
export const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const timeOf = (uses: ReadonlyMap<string, number>, used: string) => {
  const at = uses.get(used);
  return at === undefined ? {} : { lastUsed: timeText(at) };
};

/** @param uses times of last use, as `lastUses` returns them */
export const shownClient = (client: StoredClient, uses: ReadonlyMap<string, number>, now: number): ShownClient => {
  const { id, name, permissions, contact, createdAt, createdBy, federated, keys } = client;
  const last = Math.max(0, ...uses.values());
  return {
    id,
    name,
    permissions,
    ...(contact !== undefined && { contact }),
    created: timeText(createdAt),
    createdBy,
    secrets: liveSecrets(client, now).map((secret) => ({
      id: secret.id,
      created: timeText(secret.createdAt),
      ...(secret.until !== undefined && { until: timeText(secret.until) }),
      ...timeOf(uses, `secret:${secret.id}`),
    })),
    federated,
    keys: keys.length,
    ...(last > 0 && { lastUsed: timeText(last) }),
  };
};

const secretText = ({ id, created, until, lastUsed }: ShownClient['secrets'][number]): string =>
  [`secret ${id}, made ${created}`, until && `ends ${until}`, lastUsed ? `last used ${lastUsed}` : 'not used yet']
    .filter(Boolean)
    .join(', ');

const credentialLines = ({ secrets, federated, keys }: ShownClient): readonly (readonly string[])[] => {
  const lines = [
    ...federated.map(({ issuer, subject, audience }) => `tokens of ${issuer} for ${subject}, audience ${audience}`),
    ...(keys > 0 ? [`${keys} public key`] : []),
    ...secrets.map(secretText),
  ];
  return lines.map((line, index) => [index === 0 ? 'signs in with' : '', line]);
};

/** A client with its grants, for people. */
export const clientText = (client: ShownClient, grants: readonly StoredGrant[]): string =>
  table([
    ['client', client.name],
    ['id', client.id],
    ['permissions', client.permissions.join(', ') || 'none'],
    ...(client.contact === undefined ? [] : [['contact', client.contact]]),
    ['registered', `${client.created} by ${client.createdBy}`],
    ['last used', client.lastUsed ?? 'not yet'],
    ...credentialLines(client),
    ['grants', grants.map(({ id }) => id).join(', ') || 'none: graphveil grants give'],
  ]).join('\n');

/** One line for each client. */
export const listText = (clients: readonly ShownClient[]): string =>
  clients.length === 0
    ? 'no client is registered'
    : table([
        ['name', 'id', 'permissions', 'last used'],
        ...clients.map(({ name, id, permissions, lastUsed }) => [
          name,
          id,
          String(permissions.length),
          lastUsed ?? 'not yet',
        ]),
      ]).join('\n');

export const blocksText = (blocks: readonly ReadyBlock[]): string =>
  blocks.map(({ title, text }) => `${title}:\n\n${text.replaceAll(/^(?=.)/gm, '  ')}`).join('\n\n');
