import { z } from 'zod';
import { findClient, lastUses, listGrants, shownClient } from '../../access/index.ts';
import type { VerbContext } from './verb.ts';

type StoredClient = Parameters<typeof shownClient>[0];

const time = z.iso.datetime({ offset: true });
const credential = z.object({ issuer: z.string(), subject: z.string(), audience: z.string() });

/** A client as pages and the API show it. It has no field for a secret or its code. */
export const clientView = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int(),
  permissions: z.array(z.string()),
  contact: z.string().optional(),
  created: time,
  createdBy: z.string(),
  own: z.boolean().describe('Whether the person who asks has registered it.'),
  lastUsed: time.optional(),
  secrets: z.array(z.object({ id: z.string(), created: time, until: time.optional(), lastUsed: time.optional() })),
  federated: z.array(credential),
  keys: z.number().int().describe('Number of public keys.'),
  grants: z.number().int(),
});

export type ClientView = z.output<typeof clientView>;

const block = z.object({ title: z.string(), text: z.string() });

/** The only reply with a secret in it, which is shown once. */
export const shownOnce = z.object({
  client: clientView,
  secret: z.string().optional().describe('Shown once. Nobody can read it again.'),
  blocks: z.array(block).describe('Environment variables, Node.js, Python and curl, ready to paste.'),
});

const viewOf = async ({ ports, actor }: VerbContext, client: StoredClient, version: number): Promise<ClientView> => {
  const { access } = ports;
  const shown = shownClient(client, await lastUses(access, client.id), Math.floor(access.clock() / 1000));
  const grants = (await listGrants(access, client.id)).length;
  return {
    ...shown,
    permissions: [...shown.permissions],
    secrets: [...shown.secrets],
    federated: [...shown.federated],
    version,
    own: client.createdBy === actor.id,
    grants,
  };
};

/** Returns a client as it is now. */
export const versionedView = async (context: VerbContext, client: string): Promise<ClientView | undefined> => {
  const found = await findClient(context.ports.access, client);
  return found && viewOf(context, found.body, found.version);
};
