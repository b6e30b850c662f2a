import { endGrant, listGrants } from './grants.ts';
import { appendToLedger } from './ledger.ts';
import type { AccessPorts } from './ports.ts';
import { grantKey, grantRecord, type StoredGrant, versioned } from './verify/index.ts';

const isOf = (connector: string, name: string): boolean => name.startsWith(`${connector}:`);

export type DroppedConnector = {
  /** Grants that ended, because they were for this connector only. */
  readonly ended: readonly StoredGrant[];
  /** Grants that keep their other connectors. */
  readonly narrowed: readonly StoredGrant[];
};

const narrow = async (
  ports: AccessPorts,
  { client, id }: StoredGrant,
  connector: string,
  by: string,
): Promise<StoredGrant | undefined> => {
  for (;;) {
    const found = versioned<StoredGrant>(await ports.records.get(grantKey(client, id)));
    if (found === undefined) return undefined;
    const permissions = found.body.permissions.filter(({ name }) => !isOf(connector, name));
    const narrowed: StoredGrant = { ...found.body, permissions };
    if (!(await ports.records.put(grantRecord(narrowed), found.version))) continue;
    await appendToLedger(ports.records, ports.clock, {
      verb: 'grant.narrow',
      by,
      client,
      grant: id,
      details: { connector, permissions: permissions.map(({ name }) => name) },
    });
    return narrowed;
  }
};

/** Ends the grants of clients that are for one connector only, with their refresh tokens, and takes it out of others. */
export const dropConnector = async (
  ports: AccessPorts,
  given: { readonly clients: readonly string[]; readonly connector: string; readonly by: string },
): Promise<DroppedConnector> => {
  const { clients, connector, by } = given;
  const ended: StoredGrant[] = [];
  const narrowed: StoredGrant[] = [];
  for (const client of clients)
    for (const grant of await listGrants(ports, client)) {
      const own = grant.permissions.filter(({ name }) => isOf(connector, name));
      if (own.length === 0) continue;
      if (own.length === grant.permissions.length) {
        const done = await endGrant(ports, { client, grant: grant.id, by });
        if (done.ok) ended.push(done.grant);
      } else {
        const done = await narrow(ports, grant, connector, by);
        if (done !== undefined) narrowed.push(done);
      }
    }
  return { ended, narrowed };
};
