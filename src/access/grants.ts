import { findClient, removeRefreshTokens } from './clients.ts';
import { appendToLedger, type LedgerVerb } from './ledger.ts';
import { type AccessPorts, daySeconds, secondsNow, shortId } from './ports.ts';
import { macOf, makeSecretText } from './secret-text.ts';
import {
  clientRecord,
  clientSubject,
  type GrantedPermission,
  grantKey,
  grantRecord,
  partitions,
  refreshKey,
  type StoredGrant,
  type StoredRefresh,
  type Versioned,
  versioned,
} from './verify/index.ts';

export type NewGrant = {
  /** Id or name of the client. */
  readonly client: string;
  readonly kind: 'tenant' | 'group';
  /** Object id of the group, for kind `group`. */
  readonly group?: string | undefined;
  readonly permissions: readonly GrantedPermission[];
  /** 1 to 365. */
  readonly days: number;
  readonly by: string;
  readonly reason: string;
};

export type GrantRefusal =
  | { readonly ok: false; readonly why: 'unknown-client' }
  | { readonly ok: false; readonly why: 'unknown-grant' }
  /** The client isn't registered for these permissions. */
  | { readonly ok: false; readonly why: 'not-registered'; readonly permissions: readonly string[] }
  /** Another grant has the same population and one of the permissions. */
  | { readonly ok: false; readonly why: 'overlaps'; readonly grant: string };

export type GrantResult<Value> = ({ readonly ok: true } & Value) | GrantRefusal;

/** A grant that was begun but never given disappears after this time. */
const pendingSeconds = 600;

const grantsOfClient = async ({ records }: AccessPorts, client: string): Promise<readonly Versioned<StoredGrant>[]> =>
  (await records.list(partitions.grants(client))).map(({ body, version }) => ({ body: body as StoredGrant, version }));

/** Returns the grants of a client, or of all clients. The latter is eventually consistent. */
export const listGrants = async (ports: AccessPorts, client?: string): Promise<readonly StoredGrant[]> => {
  if (client !== undefined) return (await grantsOfClient(ports, client)).map(({ body }) => body);
  return (await ports.records.find('kind', 'grant')).map(({ body }) => body as StoredGrant);
};

const samePopulation = (
  one: Pick<StoredGrant, 'kind' | 'group'>,
  other: Pick<StoredGrant, 'kind' | 'group'>,
): boolean => one.kind === other.kind && one.group === other.group;

const overlapping = (grants: readonly Versioned<StoredGrant>[], given: StoredGrant): StoredGrant | undefined =>
  grants
    .map(({ body }) => body)
    .filter((grant) => grant.id !== given.id && samePopulation(grant, given))
    .find(({ permissions }) => permissions.some(({ name }) => given.permissions.some((one) => one.name === name)));

/**
 * Gives a grant. It's written as pending first, then the client's version is raised, then the grant becomes active: of
 * two grants given at once, the one that raises the version last has seen the other, so none slips past the comparison.
 */
export const giveGrant = async (
  ports: AccessPorts,
  given: NewGrant,
): Promise<GrantResult<{ readonly grant: StoredGrant }>> => {
  const { records } = ports;
  const { client: idOrName, kind, group, permissions, days, by, reason } = given;
  const id = shortId(ports.random);
  for (;;) {
    const client = await findClient(ports, idOrName);
    if (client === undefined) return { ok: false, why: 'unknown-client' };
    const missing = permissions.map(({ name }) => name).filter((name) => !client.body.permissions.includes(name));
    if (missing.length > 0) return { ok: false, why: 'not-registered', permissions: missing };
    const now = secondsNow(ports);
    const grant: StoredGrant = {
      id,
      client: client.body.id,
      kind,
      ...(group !== undefined && { group }),
      permissions,
      state: 'active',
      epoch: 1,
      givenAt: now,
      givenBy: by,
      until: now + days * daySeconds,
      reason,
    };
    const key = grantKey(grant.client, id);
    const pending = { ...grantRecord({ ...grant, state: 'pending' }), until: now + pendingSeconds };
    if (!(await records.put(pending, 0))) throw new Error('two grants have one id');
    const other = overlapping(await grantsOfClient(ports, grant.client), grant);
    if (other !== undefined) {
      await records.remove(key, 1);
      return { ok: false, why: 'overlaps', grant: other.id };
    }
    if (!(await records.put(clientRecord(client.body), client.version))) {
      await records.remove(key, 1);
      continue;
    }
    await appendToLedger(records, ports.clock, {
      verb: 'grant.give',
      by,
      client: grant.client,
      grant: id,
      details: {
        kind,
        ...(group !== undefined && { group }),
        permissions: permissions.map(({ name }) => name),
        days,
        reason,
      },
    });
    // Somebody can end a pending grant, and then it isn't given.
    const active = await records.put(grantRecord(grant), 1);
    return active ? { ok: true, grant } : { ok: false, why: 'unknown-grant' };
  }
};

/** Finds a grant by its id, in the partition of its client. */
const findGrant = async (
  ports: AccessPorts,
  { client: idOrName, grant: id }: GrantChoice,
): Promise<Versioned<StoredGrant> | undefined> => {
  const client = await findClient(ports, idOrName);
  return client && versioned<StoredGrant>(await ports.records.get(grantKey(client.body.id, id)));
};

/** A grant of a client (id or name), and who decides about it. */
export type GrantChoice = { readonly client: string; readonly grant: string; readonly by: string };

const record = (ports: AccessPorts, verb: LedgerVerb, { by }: GrantChoice, grant: StoredGrant): Promise<unknown> =>
  appendToLedger(ports.records, ports.clock, { verb, by, client: grant.client, grant: grant.id, details: {} });

/** Ends a grant: it is removed, and the ledger keeps who ended it. */
export const endGrant = async (
  ports: AccessPorts,
  choice: GrantChoice,
): Promise<GrantResult<{ readonly grant: StoredGrant }>> => {
  for (;;) {
    const found = await findGrant(ports, choice);
    if (found === undefined) return { ok: false, why: 'unknown-grant' };
    if (!(await ports.records.remove(grantKey(found.body.client, found.body.id), found.version))) continue;
    await record(ports, 'grant.end', choice, found.body);
    await removeRefreshTokens(ports, found.body.client, ({ grant }) => grant === found.body.id);
    return { ok: true, grant: found.body };
  }
};

const changeGrant = async (
  ports: AccessPorts,
  choice: GrantChoice,
  change: (grant: StoredGrant) => StoredGrant,
): Promise<StoredGrant | undefined> => {
  for (;;) {
    const found = await findGrant(ports, choice);
    if (found === undefined || found.body.state === 'pending') return undefined;
    const next = change(found.body);
    if (await ports.records.put(grantRecord(next), found.version)) return next;
  }
};

/** Suspends a grant, or lets it go on. While it's suspended, its tokens admit nothing. */
export const setSuspended = async (
  ports: AccessPorts,
  choice: GrantChoice,
  suspended: boolean,
): Promise<GrantResult<{ readonly grant: StoredGrant }>> => {
  if (!suspended) {
    const found = await findGrant(ports, choice);
    if (found !== undefined) await record(ports, 'grant.resume', choice, found.body);
  }
  const grant = await changeGrant(ports, choice, (one) => ({ ...one, state: suspended ? 'suspended' : 'active' }));
  if (grant === undefined) return { ok: false, why: 'unknown-grant' };
  if (suspended) await record(ports, 'grant.suspend', choice, grant);
  return { ok: true, grant };
};

/**
 * Makes a refresh token for a grant. The former one ends with its access tokens, since the grant's epoch rises. The token
 * lasts as long as the grant, at most 365 days.
 */
export const regenerateRefresh = async (
  ports: AccessPorts,
  choice: GrantChoice,
): Promise<GrantResult<{ readonly grant: StoredGrant; readonly refreshToken: string }>> => {
  const grant = await changeGrant(ports, choice, (one) => ({ ...one, epoch: one.epoch + 1 }));
  if (grant === undefined) return { ok: false, why: 'unknown-grant' };
  await record(ports, 'grant.regenerate', choice, grant);
  const refreshToken = makeSecretText('refresh', ports.random);
  const stored: StoredRefresh = {
    id: shortId(ports.random),
    client: grant.client,
    grant: grant.id,
    epoch: grant.epoch,
    createdAt: secondsNow(ports),
  };
  const mac = await macOf(ports.macs, 'refresh', refreshToken);
  await ports.records.put(
    { ...refreshKey(mac), kind: 'refresh', subject: clientSubject(grant.client), until: grant.until, body: stored },
    0,
  );
  await removeRefreshTokens(ports, grant.client, (one) => one.grant === grant.id && one.epoch < grant.epoch);
  return { ok: true, grant, refreshToken };
};
