import { randomBytes, randomUUID } from 'node:crypto';
import { createClient, giveGrant, permissionsOf } from '../../access/index.ts';
import type { ReadyConnector } from '../../connectors/index.ts';
import type { IdentityTokens } from '../../ports/index.ts';
import type { Twin } from '../../twin/index.ts';
import type { LocalTokenService } from '../shared/local-token-service.ts';

/** A client that the demo registers, with its secret, and identity tokens that it can sign in with instead. */
export type DemoClient = { readonly id: string; readonly secret: string; readonly identity: IdentityTokens };

const subject = 'graphveil-demo-tool';
const audience = 'api://AzureADTokenExchange';

const by = 'graphveil demo';

/** Registers a client with a grant for every endpoint and everybody of the invented organization. */
export const registerDemoClient = async (
  { records, keys }: LocalTokenService,
  connectors: readonly ReadyConnector[],
  twin: Pick<Twin, 'issuer' | 'identityTokens'>,
): Promise<DemoClient> => {
  const ports = {
    records,
    macs: keys.macs,
    clock: Date.now,
    random: (count: number) => randomBytes(count),
    newId: randomUUID,
  };
  const permissions = permissionsOf(
    connectors.map(({ name, rules, permissions: needed }) => ({
      name,
      endpoints: rules.plan.endpoints.map(({ pathTemplate }) => pathTemplate),
      needed,
    })),
  ).map(({ name, endpoints }) => ({ name, endpoints }));
  const made = await createClient(ports, {
    name: 'demo',
    permissions: permissions.map(({ name }) => name),
    by,
    federated: [{ issuer: twin.issuer, subject, audience }],
    keys: [],
    withSecret: true,
  });
  if (!made.ok || made.secret === undefined) throw new Error('the demo’s store has a client already');
  const { id } = made.client;
  await giveGrant(ports, { client: id, kind: 'tenant', permissions, days: 1, by, reason: 'The demo shows everything' });
  return { id, secret: made.secret, identity: twin.identityTokens(subject, audience) };
};
