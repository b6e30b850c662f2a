import { removeClaim } from './claims.ts';
import { findClient, removeRefreshTokens } from './clients.ts';
import { appendToLedger, type Decision, type LedgerVerb } from './ledger.ts';
import { type AccessPorts, daySeconds, secondsNow, shortId } from './ports.ts';
import { macOf, makeSecretText } from './secret-text.ts';
import {
  clientRecord,
  type GrantedPermission,
  grantKey,
  grantRecord,
  partitions,
  refreshRecord,
  type StoredGrant,
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
  /** Object id of the group's owner who vouches for it. */
  readonly owner?: string | undefined;
  /** The second person of two. */
  readonly approvedBy?: string | undefined;
  /** Compares it with the client's other grants, each of which is written before the other's comparison or after. */
  readonly refusedBeside?: (others: readonly StoredGrant[]) => Promise<GrantRefusal | undefined>;
};

export type GrantRefusal =
  | { readonly ok: false; readonly why: 'unknown-client' }
  | { readonly ok: false; readonly why: 'unknown-grant' }
  /** The client isn't registered for these permissions. */
  | { readonly ok: false; readonly why: 'not-registered'; readonly permissions: readonly string[] }
  /** Another grant has the same population and one of the permissions. */
  | { readonly ok: false; readonly why: 'overlaps'; readonly grant: string }
  /** Another grant's group differs by too few people. */
  | { readonly ok: false; readonly why: 'differs-too-little'; readonly grant: string };

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

const overlapping = (grants: readonly StoredGrant[], given: StoredGrant): StoredGrant | undefined =>
  grants
    .filter((grant) => samePopulation(grant, given))
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
  const { client: idOrName, kind, group, permissions, days, by, reason, owner, approvedBy, refusedBeside } = given;
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
      ...(owner !== undefined && { owner: { id: owner, checkedAt: now } }),
      ...(approvedBy !== undefined && { approvedBy }),
    };
    const key = grantKey(grant.client, id);
    const pending = { ...grantRecord({ ...grant, state: 'pending' }), until: now + pendingSeconds };
    if (!(await records.put(pending, 0))) throw new Error('two grants have one id');
    const others = (await grantsOfClient(ports, grant.client)).map(({ body }) => body).filter((one) => one.id !== id);
    const other = overlapping(others, grant);
    const refusal = other ? ({ ok: false, why: 'overlaps', grant: other.id } as const) : await refusedBeside?.(others);
    if (refusal !== undefined) {
      await records.remove(key, 1);
      return refusal;
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
        ...(approvedBy !== undefined && { approvedBy }),
      },
    });
    // Somebody can end a pending grant, and then it isn't given.
    const active = await records.put(grantRecord(grant), 1);
    return active ? { ok: true, grant } : { ok: false, why: 'unknown-grant' };
  }
};

/** Finds a grant by its id, in the partition of its client. */
export const findGrant = async (
  ports: AccessPorts,
  { client: idOrName, grant: id }: Omit<GrantChoice, 'by'>,
): Promise<Versioned<StoredGrant> | undefined> => {
  const client = await findClient(ports, idOrName);
  return client && versioned<StoredGrant>(await ports.records.get(grantKey(client.body.id, id)));
};

/** A grant of a client (id or name), and who decides about it. */
export type GrantChoice = { readonly client: string; readonly grant: string; readonly by: string };

export const recordGrant = (
  ports: AccessPorts,
  verb: LedgerVerb,
  by: string,
  grant: StoredGrant,
  details: Decision['details'] = {},
): Promise<unknown> =>
  appendToLedger(ports.records, ports.clock, { verb, by, client: grant.client, grant: grant.id, details });

/** Ends a grant: it is removed, and the ledger keeps who ended it. */
export const endGrant = async (
  ports: AccessPorts,
  choice: GrantChoice,
): Promise<GrantResult<{ readonly grant: StoredGrant }>> => {
  for (;;) {
    const found = await findGrant(ports, choice);
    if (found === undefined) return { ok: false, why: 'unknown-grant' };
    if (!(await ports.records.remove(grantKey(found.body.client, found.body.id), found.version))) continue;
    await recordGrant(ports, 'grant.end', choice.by, found.body);
    await removeRefreshTokens(ports, found.body.client, ({ grant }) => grant === found.body.id);
    await removeClaim(ports, found.body.client, found.body.id);
    return { ok: true, grant: found.body };
  }
};

/**
 * Changes a grant; undefined if there is none, or if `change` returns undefined. `change` sees the newest version and can be
 * called again.
 */
export const changeGrant = async (
  ports: AccessPorts,
  choice: Omit<GrantChoice, 'by'>,
  change: (grant: StoredGrant) => StoredGrant | undefined,
): Promise<StoredGrant | undefined> => {
  for (;;) {
    const found = await findGrant(ports, choice);
    if (found === undefined || found.body.state === 'pending') return undefined;
    const next = change(found.body);
    if (next === undefined || (await ports.records.put(grantRecord(next), found.version))) return next;
  }
};

/** A grant without its suspension. */
export const resumed = ({ suspended: _, ...grant }: StoredGrant): StoredGrant => ({ ...grant, state: 'active' });

/** Suspends a grant, or lets it go on. While it's suspended, its tokens admit nothing. */
export const setSuspended = async (
  ports: AccessPorts,
  choice: GrantChoice,
  suspended: boolean,
): Promise<GrantResult<{ readonly grant: StoredGrant }>> => {
  if (!suspended) {
    const found = await findGrant(ports, choice);
    if (found !== undefined) await recordGrant(ports, 'grant.resume', choice.by, found.body);
  }
  const at = secondsNow(ports);
  const grant = await changeGrant(ports, choice, (one) =>
    suspended ? { ...one, state: 'suspended', suspended: { why: 'decision', at } } : resumed(one),
  );
  if (grant === undefined) return { ok: false, why: 'unknown-grant' };
  if (suspended) await recordGrant(ports, 'grant.suspend', choice.by, grant);
  return { ok: true, grant };
};

/** Ends a grant's refresh token with its access tokens, since the grant's epoch rises. */
export const raiseEpoch = async (ports: AccessPorts, choice: GrantChoice): Promise<StoredGrant | undefined> => {
  const grant = await changeGrant(ports, choice, (one) => ({ ...one, epoch: one.epoch + 1 }));
  if (grant === undefined) return undefined;
  await recordGrant(ports, 'grant.regenerate', choice.by, grant);
  await removeRefreshTokens(ports, grant.client, (one) => one.grant === grant.id && one.epoch < grant.epoch);
  return grant;
};

/**
 * Makes a refresh token for a grant. The former one ends with its access tokens. The token lasts as long as the grant, at most
 * 365 days.
 */
export const regenerateRefresh = async (
  ports: AccessPorts,
  choice: GrantChoice,
): Promise<GrantResult<{ readonly grant: StoredGrant; readonly refreshToken: string }>> => {
  const grant = await raiseEpoch(ports, choice);
  if (grant === undefined) return { ok: false, why: 'unknown-grant' };
  const refreshToken = makeSecretText('refresh', ports.random);
  const { client, id, epoch, until } = grant;
  const stored = { id: shortId(ports.random), client, grant: id, epoch, createdAt: secondsNow(ports) };
  await ports.records.put(refreshRecord(await macOf(ports.macs, 'refresh', refreshToken), stored, until), 0);
  return { ok: true, grant, refreshToken };
};
