import { randomBytes, randomUUID } from 'node:crypto';
import { createProxy } from '../proxy/index.ts';
import { openKeyring } from '../pseudonyms/index.ts';
import type { BundledConnector } from './start-function.ts';

const created = new Date(0).toISOString();
const newRoot = (): string => randomBytes(32).toString('base64url');

/** An invented page with properties that many endpoints keep. */
const page = {
  value: [
    {
      '@odata.type': '#microsoft.graph.user',
      id: '00000000-0000-0000-0000-000000000001',
      displayName: 'Avery Quinn',
      mail: 'avery.quinn@contoso.example',
      userPrincipalName: 'avery.quinn@contoso.example',
      department: 'Sales',
      accountEnabled: true,
      createdDateTime: '2026-03-02T09:00:00Z',
      assignedLicenses: [{ skuId: '00000000-0000-0000-0000-000000000002', disabledPlans: [] }],
      size: 1,
    },
  ],
};

/**
 * Serves an invented page to nobody, with a keyring of its own that is thrown away, so that a compile cache has the code of a
 * call. Returns the status of the reply, or undefined if every endpoint has a parameter. A function itself doesn't rehearse: that
 * takes longer than it saves.
 */
export const rehearse = async (bundled: BundledConnector): Promise<number | undefined> => {
  const connector = { ...bundled, name: 'rehearsal', graph: 'https://graph.example' };
  const target = connector.plan.endpoints.find(({ pathTemplate = '{' }) => !pathTemplate.includes('{'))?.pathTemplate;
  if (target === undefined) return undefined;
  const keyring = openKeyring({
    version: 1,
    protection: 'none',
    series: [
      {
        id: 'rehearsal',
        scheme: 'v1',
        created,
        plusTags: 'drop',
        root: newRoot(),
        epochs: [{ number: 1, created, root: newRoot() }],
      },
    ],
  });
  const now = Date.now();
  const token = { token: 'none', roles: connector.expectedRoles, obtainedAt: now, expiresAt: now + 60_000 };
  const handleCall = createProxy({
    connector,
    ports: {
      keyrings: { current: async () => keyring, refetch: async () => keyring },
      accessTokens: { get: async () => token, renew: async () => token },
      http: { send: async () => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(page)) }) },
      clock: Date.now,
      wait: async () => undefined,
      random: (count) => randomBytes(count),
      newId: randomUUID,
      log: { call: () => undefined },
    },
  });
  const { status } = await handleCall({
    method: 'GET',
    target,
    headers: { 'accept-encoding': 'gzip' },
    hasBody: false,
    baseUrl: 'https://rehearsal.example',
    deadline: now + 60_000,
  });
  return status;
};
