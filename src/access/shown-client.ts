import { liveSecrets } from './clients.ts';
import type { StoredClient } from './verify/index.ts';

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
