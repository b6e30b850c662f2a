import { listClients, listGrants } from '../access/index.ts';
import type { StoredClient, StoredGrant } from '../access/verify/index.ts';
import { DirectoryFault } from '../ports/index.ts';
import type { Uses } from './connector-view.ts';
import type { DescribedConnector } from './described.ts';
import type { RegistryPorts } from './ports.ts';

/** Name of the connector of a permission, `<connector>:<permission>`. */
export const connectorOf = (permission: string): string => permission.slice(0, permission.indexOf(':'));

export const usesConnector = ({ permissions }: Pick<StoredGrant, 'permissions'>, connector: string): boolean =>
  permissions.some(({ name }) => connectorOf(name) === connector);

/** Clients and their grants. The list of clients is eventually consistent, the grants of each are not. */
export type AllAccess = { readonly clients: readonly StoredClient[]; readonly grants: readonly StoredGrant[] };

/** Reads all clients and grants. Pending grants aren't given yet. */
export const readAccess = async ({ access }: RegistryPorts): Promise<AllAccess> => {
  const clients = await listClients(access);
  const grants = (await Promise.all(clients.map(({ id }) => listGrants(access, id)))).flat();
  return { clients, grants: grants.filter(({ state }) => state !== 'pending') };
};

/** Returns an answer of the directory; undefined if it fails. */
export const ifKnown = async <Value>(answer: Promise<Value> | undefined): Promise<Value | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DirectoryFault) return undefined;
    throw error;
  }
};

/** Counts the people of groups once each. */
const peopleOf = async (
  { directory }: RegistryPorts,
  grants: readonly StoredGrant[],
  groups: readonly string[],
): Promise<Uses['people']> => {
  if (grants.some(({ kind }) => kind === 'tenant')) return 'everybody';
  const all = await Promise.all(groups.map((group) => ifKnown(directory?.people(group))));
  return all.includes(undefined) ? undefined : new Set(all.flatMap((people) => people ?? [])).size;
};

/** Counts who uses a connector. */
export const usesOf = async (
  ports: RegistryPorts,
  { name, callers }: Pick<DescribedConnector, 'name' | 'callers'>,
  { clients, grants }: AllAccess,
): Promise<Uses> => {
  const own = grants.filter((grant) => usesConnector(grant, name));
  const groups = [...new Set(own.flatMap(({ group }) => group ?? []))].sort();
  return {
    clients: clients
      .filter(({ id }) => own.some(({ client }) => client === id))
      .map(({ id, name: shown }) => ({ id, name: shown })),
    grants: own.length,
    groups,
    people: await peopleOf(ports, own, groups),
    callers,
  };
};
