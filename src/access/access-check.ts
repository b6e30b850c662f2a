import { DirectoryFault, type DirectoryFaultKind, type DirectoryGroup } from '../ports/index.ts';
import { newAlarms } from './claims.ts';
import { changeGrant, listGrants, recordGrant } from './grants.ts';
import { type GroupPorts, isReviewDue } from './group-decisions.ts';
import { differTooLittle, peopleKey, peopleRecord, type StoredPeople, shareOfJoined, sketchOf } from './people.ts';
import { hourSeconds, secondsNow } from './ports.ts';
import { meta, type StoredGrant, type SuspensionReason } from './verify/index.ts';

/** The result of an access check. It has ids and counts, never a name. */
export type AccessCheckReport = {
  /** Seconds since the Unix epoch. */
  readonly at: number;
  readonly groups: number;
  readonly grants: number;
  readonly suspended: readonly {
    readonly client: string;
    readonly grant: string;
    readonly group: string;
    readonly why: SuspensionReason;
  }[];
  /** Groups that couldn't be checked. Grants of owners end 36 hours after their last check. */
  readonly failed: readonly { readonly group: string; readonly why: DirectoryFaultKind | 'timeout' }[];
  /** Grants that nobody has reviewed for 90 days. */
  readonly reviewsDue: readonly { readonly client: string; readonly grant: string }[];
  /** Alarms of claims that no owner has seen yet. */
  readonly claimAlarms: number;
};

export type AccessCheckOptions = {
  /** Milliseconds since the Unix epoch. Groups that aren't begun by then are left for the next check. */
  readonly deadline?: number;
};

const by = 'access check';
const atOnce = 4;
/** Who owns a group is written again after this time, so that a second check at once writes nothing. */
const freshSeconds = hourSeconds;
/** Age at which the people of a group are compared with the newest ones: about a day. */
const compareSeconds = 20 * hourSeconds;
/** Share of people who may join in a day. */
const mostJoined = 0.2;

type Checked = { readonly grants: readonly StoredGrant[]; readonly people?: ReadonlySet<string> };

const suspend = async (
  ports: GroupPorts,
  { client, id }: StoredGrant,
  whyOf: (grant: StoredGrant) => SuspensionReason | undefined,
): Promise<AccessCheckReport['suspended'][number] | undefined> => {
  const at = secondsNow(ports);
  const changed = await changeGrant(ports, { client, grant: id }, (grant) => {
    const why = grant.state === 'active' ? whyOf(grant) : undefined;
    return why === undefined ? undefined : { ...grant, state: 'suspended', suspended: { why, at } };
  });
  if (changed?.suspended === undefined || changed.group === undefined) return undefined;
  const { why } = changed.suspended;
  await recordGrant(ports, 'grant.suspend', by, changed, { why });
  return { client, grant: id, group: changed.group, why };
};

/** Writes when the owner of a grant was last found to be one. */
const confirmOwner = (ports: GroupPorts, { client, id }: StoredGrant, owners: readonly string[]) => {
  const now = secondsNow(ports);
  return changeGrant(ports, { client, grant: id }, (grant) =>
    grant.owner !== undefined && owners.includes(grant.owner.id) && grant.owner.checkedAt + freshSeconds <= now
      ? { ...grant, owner: { ...grant.owner, checkedAt: now } }
      : undefined,
  );
};

/** Compares the people of a group with those of about a day ago. `keep` stores the newest ones for the next comparison. */
const comparePeople = async (ports: GroupPorts, group: DirectoryGroup, people: readonly string[]) => {
  const now = secondsNow(ports);
  const held = await ports.records.get(peopleKey(group.id));
  const before = held?.body as StoredPeople | undefined;
  const newest = await sketchOf(ports, group.id, people, now);
  // Owners can't add people where rules of the directory or another system choose them.
  const byOwners = group.canHaveOwners && !group.dynamic;
  const manyJoined = before !== undefined && byOwners && shareOfJoined(before, newest) > mostJoined;
  const due = before === undefined || manyJoined || before.at + compareSeconds <= now;
  return {
    manyJoined,
    keep: async () => {
      if (due) await ports.records.put(peopleRecord(group.id, newest), held?.version ?? 0);
    },
  };
};

/** Checks the grants of one group. */
const checkGroup = async (
  ports: GroupPorts,
  id: string,
  grants: readonly StoredGrant[],
): Promise<{ readonly checked: Checked; readonly suspended: AccessCheckReport['suspended'] }> => {
  const { directory, leastGroupSize } = ports;
  const suspendAll = async (whyOf: (grant: StoredGrant) => SuspensionReason | undefined) => {
    const done = [];
    for (const grant of grants) done.push(await suspend(ports, grant, whyOf));
    return done.flatMap((one) => one ?? []);
  };
  const group = await directory.group(id);
  if (group === undefined) return { checked: { grants }, suspended: await suspendAll(() => 'no-group') };
  const owners = group.canHaveOwners ? await directory.owners(id) : [];
  const people = await directory.people(id);
  const { manyJoined, keep } = await comparePeople(ports, group, people);
  const suspended = await suspendAll(({ owner }) => {
    if (owner !== undefined && owners.length === 0) return 'no-owner';
    if (owner !== undefined && !owners.includes(owner.id)) return 'former-owner';
    if (people.length < leastGroupSize) return 'too-few-people';
    return manyJoined ? 'additions' : undefined;
  });
  // Only now: people who joined before an interruption are compared again.
  await keep();
  for (const grant of grants) await confirmOwner(ports, grant, owners);
  return { checked: { grants, people: new Set(people) }, suspended };
};

/** Suspends the younger of two grants of a client whose groups differ by too few people. */
const checkOverlaps = async (
  ports: GroupPorts,
  checked: readonly Checked[],
): Promise<AccessCheckReport['suspended']> => {
  const all = checked.flatMap(({ grants, people }) =>
    people === undefined ? [] : grants.filter(({ state }) => state === 'active').map((grant) => ({ grant, people })),
  );
  const byAge = all.sort((one, other) => one.grant.givenAt - other.grant.givenAt);
  const suspended = [];
  for (const [index, { grant, people }] of byAge.entries()) {
    const older = byAge.slice(0, index).filter((one) => one.grant.client === grant.client);
    if (older.some((one) => differTooLittle(one.people, people, ports.leastGroupSize)))
      suspended.push(await suspend(ports, grant, () => 'overlap'));
  }
  return suspended.flatMap((one) => one ?? []);
};

const inTurns = async <Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) results.push(await act(item));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};

/** Groups whose grants have waited longest come first, so that a check that ends early reaches the others next time. */
const groupsOf = (grants: readonly StoredGrant[]): readonly (readonly [string, readonly StoredGrant[]])[] => {
  const groups = new Map<string, StoredGrant[]>();
  for (const grant of grants) {
    if (grant.group === undefined || grant.state === 'pending') continue;
    groups.set(grant.group, [...(groups.get(grant.group) ?? []), grant]);
  }
  const oldest = (list: readonly StoredGrant[]) => Math.min(...list.map(({ owner }) => owner?.checkedAt ?? Infinity));
  return [...groups].sort(([, one], [, other]) => oldest(one) - oldest(other) || 0);
};

export const accessCheckKey = { partition: 'CHECK#access', sort: meta } as const;

/**
 * Checks all grants: whether owners still own their groups, whether groups exist and are large enough, whether many people joined,
 * and which reviews are due. It suspends and never deletes. A group that can't be read doesn't stop the others; a
 * second run changes nothing.
 */
export const runAccessCheck = async (
  ports: GroupPorts,
  { deadline = Number.POSITIVE_INFINITY }: AccessCheckOptions = {},
): Promise<AccessCheckReport> => {
  const at = secondsNow(ports);
  const grants = await listGrants(ports);
  const groups = groupsOf(grants);
  const failed: AccessCheckReport['failed'][number][] = [];
  const results = await inTurns(groups, async ([group, given]) => {
    if (ports.clock() >= deadline) {
      failed.push({ group, why: 'timeout' });
      return undefined;
    }
    try {
      return await checkGroup(ports, group, given);
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      failed.push({ group, why: error.kind });
      return undefined;
    }
  });
  const done = results.flatMap((one) => one ?? []);
  const overlaps = await checkOverlaps(
    ports,
    done.map(({ checked }) => checked),
  );
  const report: AccessCheckReport = {
    at,
    groups: groups.length,
    grants: grants.length,
    suspended: [...done.flatMap(({ suspended }) => suspended), ...overlaps],
    failed,
    reviewsDue: grants.filter((grant) => isReviewDue(grant, at)).map(({ client, id }) => ({ client, grant: id })),
    claimAlarms: await newAlarms(ports),
  };
  const held = await ports.records.get(accessCheckKey);
  const { suspended, reviewsDue, ...counts } = report;
  const evidence = { ...counts, suspended: suspended.length, failed: failed.length, reviewsDue: reviewsDue.length };
  await ports.records.put({ ...accessCheckKey, body: evidence }, held?.version ?? 0);
  return report;
};

/** The last check's counts, for status pages; undefined before the first one. */
export const lastAccessCheck = async ({ records }: Pick<GroupPorts, 'records'>) =>
  (await records.get(accessCheckKey))?.body as
    | Record<'at' | 'groups' | 'grants' | 'suspended' | 'failed' | 'reviewsDue' | 'claimAlarms', number>
    | undefined;

/** A log record of a check. Alarms count `failed` and `suspended`. */
export const accessCheckLog = ({ groups, grants, suspended, failed, reviewsDue, claimAlarms }: AccessCheckReport) => ({
  level: failed.length > 0 ? 'ERROR' : suspended.length + claimAlarms > 0 ? 'WARN' : 'INFO',
  message: 'access check',
  groups,
  grants,
  suspended: suspended.length,
  failed: failed.length,
  reviewsDue: reviewsDue.length,
  claimAlarms,
});
