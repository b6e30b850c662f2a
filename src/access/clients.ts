import type { RecordKey } from '../ports/index.ts';
import { appendToLedger } from './ledger.ts';
import { type AccessPorts, hourSeconds, secondsNow, shortId } from './ports.ts';
import { macOf, makeSecretText } from './secret-text.ts';
import {
  clientKey,
  clientRecord,
  clientSubject,
  type FederatedCredential,
  isClientId,
  meta,
  partitions,
  type StoredClient,
  type StoredGrant,
  type StoredRefresh,
  type StoredSecret,
  usedSorts,
  type Versioned,
  versioned,
} from './verify/index.ts';

export type NewClient = {
  readonly name: string;
  readonly permissions: readonly string[];
  /** Who registers it. */
  readonly by: string;
  readonly contact?: string | undefined;
  readonly federated: readonly FederatedCredential[];
  readonly keys: readonly Readonly<Record<string, string>>[];
  /** Whether it gets a secret. Clients with a federated credential or a key need none. */
  readonly withSecret: boolean;
};

export type CreatedClient = { readonly client: StoredClient; readonly secret?: string };

/** Why an act on a client was refused. */
export type ClientRefusal =
  | { readonly ok: false; readonly why: 'name-taken' }
  | { readonly ok: false; readonly why: 'unknown' }
  | { readonly ok: false; readonly why: 'unknown-secret' }
  | { readonly ok: false; readonly why: 'permission-in-use'; readonly permissions: readonly string[] }
  /** The stored version isn't the expected one. */
  | { readonly ok: false; readonly why: 'changed-meanwhile' }
  /** Two secrets are in use, the older one until this time (seconds). */
  | { readonly ok: false; readonly why: 'two-secrets'; readonly until: number };

export type ClientResult<Value> = ({ readonly ok: true } & Value) | ClientRefusal;

const mostSecrets = 2;

const nameKey = (name: string): RecordKey => ({ partition: partitions.clientName(name), sort: meta });

const readClient = async ({ records }: AccessPorts, id: string): Promise<Versioned<StoredClient> | undefined> =>
  versioned<StoredClient>(await records.get(clientKey(id)));

/** Takes a name for a client. A name whose client was never written, or is gone, is free. */
const takeName = async (ports: AccessPorts, name: string, id: string): Promise<boolean> => {
  const { records } = ports;
  const held = await records.get(nameKey(name));
  if (held !== undefined && (await readClient(ports, String(held.body['client']))) !== undefined) return false;
  return records.put({ ...nameKey(name), body: { client: id } }, held?.version ?? 0);
};

const newSecret = async (ports: AccessPorts): Promise<{ readonly text: string; readonly stored: StoredSecret }> => {
  const text = makeSecretText('secret', ports.random);
  const mac = await macOf(ports.macs, 'secret', text);
  return { text, stored: { id: shortId(ports.random), mac, createdAt: secondsNow(ports) } };
};

/** Returns the client with an id or a name. */
export const findClient = async (
  ports: AccessPorts,
  idOrName: string,
): Promise<Versioned<StoredClient> | undefined> => {
  if (isClientId(idOrName.toLowerCase())) return readClient(ports, idOrName.toLowerCase());
  const named = await ports.records.get(nameKey(idOrName));
  return named && readClient(ports, String(named.body['client']));
};

/** Registers a client. The decision is recorded before the client exists. */
export const createClient = async (ports: AccessPorts, given: NewClient): Promise<ClientResult<CreatedClient>> => {
  const { name, permissions, by, contact, federated, keys, withSecret } = given;
  const id = ports.newId();
  if (!(await takeName(ports, name, id))) return { ok: false, why: 'name-taken' };
  const secret = withSecret ? await newSecret(ports) : undefined;
  const client: StoredClient = {
    id,
    name,
    permissions,
    secrets: secret === undefined ? [] : [secret.stored],
    federated,
    keys,
    epoch: 1,
    createdAt: secondsNow(ports),
    createdBy: by,
    ...(contact !== undefined && { contact }),
  };
  const issuers = federated.map(({ issuer }) => issuer);
  await appendToLedger(ports.records, ports.clock, {
    verb: 'client.create',
    by,
    client: id,
    details: { name, permissions, ...(issuers.length > 0 && { issuers }), secrets: client.secrets.length },
  });
  await ports.records.put(clientRecord(client), 0);
  return { ok: true, client, ...(secret && { secret: secret.text }) };
};

/** Returns all clients by name. Eventually consistent. */
export const listClients = async ({ records }: AccessPorts): Promise<readonly StoredClient[]> =>
  (await records.find('kind', 'client'))
    .map(({ body }) => body as StoredClient)
    .sort((one, other) => (one.name < other.name ? -1 : 1));

/** Secrets that can still be used. */
export const liveSecrets = (client: StoredClient, now: number): readonly StoredSecret[] =>
  client.secrets.filter(({ until }) => until === undefined || until > now);

/** Replaces a client's secret. The former one ends after `overlapHours`, or at once with 0. */
export const rotateSecret = async (
  ports: AccessPorts,
  {
    client: idOrName,
    by,
    overlapHours,
  }: { readonly client: string; readonly by: string; readonly overlapHours: number },
): Promise<ClientResult<Required<CreatedClient>>> => {
  const secret = await newSecret(ports);
  for (;;) {
    const found = await findClient(ports, idOrName);
    if (found === undefined) return { ok: false, why: 'unknown' };
    const now = secondsNow(ports);
    const live = overlapHours === 0 ? [] : liveSecrets(found.body, now);
    if (live.length >= mostSecrets)
      return { ok: false, why: 'two-secrets', until: Math.min(...live.flatMap(({ until }) => until ?? [])) };
    const ending = live.map((one) => ({
      ...one,
      until: Math.min(one.until ?? Infinity, now + overlapHours * hourSeconds),
    }));
    const client: StoredClient = { ...found.body, secrets: [...ending, secret.stored] };
    if (!(await ports.records.put(clientRecord(client), found.version))) continue;
    await appendToLedger(ports.records, ports.clock, {
      verb: 'client.rotate',
      by,
      client: client.id,
      details: { name: client.name, overlapHours },
    });
    return { ok: true, client, secret: secret.text };
  }
};

/** Changes of a client. Absent fields stay. */
export type ClientChange = {
  readonly permissions?: readonly string[] | undefined;
  readonly contact?: string | undefined;
  readonly federated?: readonly FederatedCredential[] | undefined;
};

/**
 * Changes a client whose version is the expected one. A permission that a grant holds can't be taken away. Access tokens end
 * when federated credentials change, since they can have been issued for one that is gone.
 */
export const changeClient = async (
  ports: AccessPorts,
  given: {
    readonly client: string;
    readonly by: string;
    readonly expectedVersion: number;
    readonly change: ClientChange;
  },
): Promise<ClientResult<{ readonly client: StoredClient }>> => {
  const { client: idOrName, by, expectedVersion, change } = given;
  const found = await findClient(ports, idOrName);
  if (found === undefined) return { ok: false, why: 'unknown' };
  if (found.version !== expectedVersion) return { ok: false, why: 'changed-meanwhile' };
  const { permissions, contact, federated } = change;
  const held = (await ports.records.list(partitions.grants(found.body.id))).flatMap(({ body }) =>
    (body as StoredGrant).permissions.map(({ name }) => name),
  );
  const inUse = [...new Set(held)].filter((name) => permissions?.includes(name) === false);
  if (inUse.length > 0) return { ok: false, why: 'permission-in-use', permissions: inUse };
  const client: StoredClient = {
    ...found.body,
    ...(permissions && { permissions }),
    ...(contact !== undefined && { contact }),
    ...(federated && { federated, epoch: found.body.epoch + 1 }),
  };
  await appendToLedger(ports.records, ports.clock, {
    verb: 'client.change',
    by,
    client: client.id,
    details: {
      name: client.name,
      fields: Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : name)),
      ...(permissions && { permissions }),
      ...(federated && { issuers: federated.map(({ issuer }) => issuer) }),
    },
  });
  return (await ports.records.put(clientRecord(client), found.version))
    ? { ok: true, client }
    : { ok: false, why: 'changed-meanwhile' };
};

/** Ends one secret of a client, and all access tokens, at once. The client gets new ones with its other credentials. */
export const endSecret = async (
  ports: AccessPorts,
  { client: idOrName, secret, by }: { readonly client: string; readonly secret: string; readonly by: string },
): Promise<ClientResult<{ readonly client: StoredClient }>> => {
  for (;;) {
    const found = await findClient(ports, idOrName);
    if (found === undefined) return { ok: false, why: 'unknown' };
    const secrets = found.body.secrets.filter(({ id }) => id !== secret);
    if (secrets.length === found.body.secrets.length) return { ok: false, why: 'unknown-secret' };
    const client: StoredClient = { ...found.body, secrets, epoch: found.body.epoch + 1 };
    if (!(await ports.records.put(clientRecord(client), found.version))) continue;
    await appendToLedger(ports.records, ports.clock, {
      verb: 'client.end-secret',
      by,
      client: client.id,
      details: { name: client.name, secret },
    });
    return { ok: true, client };
  }
};

const removeAll = async ({ records }: AccessPorts, partition: string): Promise<void> => {
  for (const { sort, version } of await records.list(partition)) await records.remove({ partition, sort }, version);
};

/**
 * Removes refresh tokens of a client, or of one of its grants, that no longer count. The index is eventually consistent,
 * so one can stay until its time is up.
 */
export const removeRefreshTokens = async (
  { records }: AccessPorts,
  client: string,
  ended: (token: StoredRefresh) => boolean = () => true,
): Promise<void> => {
  const found = await records.find('subject', clientSubject(client));
  for (const { partition, sort, version, kind, body } of found)
    if (kind === 'refresh' && ended(body as StoredRefresh)) await records.remove({ partition, sort }, version);
};

/**
 * Deletes a client. With its record, every secret and token ends; grants and uses are removed afterwards. The deletion
 * comes before its record in the ledger, so that nothing delays it.
 */
export const deleteClient = async (
  ports: AccessPorts,
  { client: idOrName, by }: { readonly client: string; readonly by: string },
): Promise<ClientResult<{ readonly client: StoredClient }>> => {
  for (;;) {
    const found = await findClient(ports, idOrName);
    if (found === undefined) return { ok: false, why: 'unknown' };
    const client = found.body;
    if (!(await ports.records.remove(clientKey(client.id), found.version))) continue;
    await appendToLedger(ports.records, ports.clock, {
      verb: 'client.delete',
      by,
      client: client.id,
      details: { name: client.name },
    });
    for (const partition of [partitions.grants, partitions.claims, partitions.requests, partitions.proposals])
      await removeAll(ports, partition(client.id));
    await removeAll(ports, partitions.used(client.id));
    await removeRefreshTokens(ports, client.id);
    const name = await ports.records.get(nameKey(client.name));
    if (name !== undefined && name.body['client'] === client.id)
      await ports.records.remove(nameKey(client.name), name.version);
    return { ok: true, client };
  }
};

/** Times of last use in seconds, by credential: `secret:<id>`, `federated`, `key`, `refresh:<id>`. */
export const lastUses = async ({ records }: AccessPorts, client: string): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await records.list(partitions.used(client), usedSorts.last)).map(({ sort, body }) => [
      sort.slice(usedSorts.last.length),
      Number(body['at']),
    ]),
  );
