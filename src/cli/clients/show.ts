import type { ReadyBlock, ShownClient } from '../../access/index.ts';
import type { StoredGrant } from '../../access/verify/index.ts';
import { table } from '../shared/table.ts';

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
