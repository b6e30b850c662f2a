import type { Directory, DirectoryGroup } from '../ports/index.ts';
import { issueClaim } from './claims.ts';
import { findClient } from './clients.ts';
import {
  changeGrant,
  findGrant,
  type GrantRefusal,
  giveGrant,
  listGrants,
  raiseEpoch,
  recordGrant,
  regenerateRefresh,
  resumed,
} from './grants.ts';
import { differTooLittle, peopleKey, peopleRecord, sketchOf } from './people.ts';
import { type AccessPorts, secondsNow } from './ports.ts';
import { closeRequest, findRequest } from './requests.ts';
import { type GrantedPermission, isLive, type StoredGrant } from './verify/index.ts';
import { type Actor, mayDo, type Relation, type Verb } from './who-may.ts';

export type GroupPorts = AccessPorts & {
  readonly directory: Directory;
  /** Least number of people in a group, and of those that distinguish two groups of a client. */
  readonly leastGroupSize: number;
};

/** Who decides: a person, whose rights the directory proves now, or an operator of the store. */
export type Decider = Actor | { readonly operator: string };

export const nameOfDecider = (decider: Decider): string => ('operator' in decider ? decider.operator : decider.id);

export type GroupRefusal =
  | GrantRefusal
  | { readonly ok: false; readonly why: 'unknown-group' | 'not-permitted' | 'unknown-request' | 'decided' }
  | { readonly ok: false; readonly why: 'too-few-people'; readonly least: number };

export type GroupResult<Value> = ({ readonly ok: true } & Value) | GroupRefusal;

/** How a grant reaches its client: a code that the client claims it with, or its refresh token. Both are shown once. */
export type Handover = 'claim' | 'refresh';
export type HandedOver =
  | { readonly hand: 'claim'; readonly code: string; readonly until: number }
  | { readonly hand: 'refresh'; readonly refreshToken: string; readonly until: number };

/** A person's relation to a group: the directory's answer now. A group that can't have owners has a relation to nobody. */
export const relationToGroup = async (
  directory: Directory,
  group: DirectoryGroup,
  person: string,
): Promise<Relation> => {
  if (!group.canHaveOwners) return 'none';
  return (await directory.owners(group.id)).includes(person.toLowerCase()) ? 'own' : 'other';
};

/** Reads a group and decides whether somebody may do something with it. `owner`: the person, if an owner. */
const standing = async (
  { directory }: GroupPorts,
  decider: Decider,
  verb: Verb,
  id: string,
): Promise<GroupResult<{ readonly group: DirectoryGroup; readonly owner?: string }>> => {
  const group = await directory.group(id);
  if (group === undefined) return { ok: false, why: 'unknown-group' };
  if ('operator' in decider) return { ok: true, group };
  const relation = await relationToGroup(directory, group, decider.id);
  if (!mayDo(decider, verb, relation)) return { ok: false, why: 'not-permitted' };
  return { ok: true, group, ...(relation === 'own' && { owner: decider.id }) };
};

/** Refuses a grant beside another one of the client whose group differs by too few people. */
const besides =
  ({ directory, leastGroupSize }: GroupPorts, group: string, people: ReadonlySet<string>) =>
  async (others: readonly StoredGrant[]): Promise<GrantRefusal | undefined> => {
    for (const { id, group: other } of others) {
      if (other === undefined || other === group) continue;
      if (differTooLittle(people, new Set(await directory.people(other)), leastGroupSize))
        return { ok: false, why: 'differs-too-little', grant: id };
    }
    return undefined;
  };

/** Hands a grant over. A former refresh token or code of the grant ends. */
const handOver = async (
  ports: AccessPorts,
  grant: StoredGrant,
  by: string,
  hand: Handover,
): Promise<GroupResult<{ readonly grant: StoredGrant; readonly handed: HandedOver }>> => {
  const choice = { client: grant.client, grant: grant.id, by };
  if (hand === 'refresh') {
    const made = await regenerateRefresh(ports, choice);
    return made.ok
      ? { ok: true, grant: made.grant, handed: { hand, refreshToken: made.refreshToken, until: made.grant.until } }
      : made;
  }
  const raised = await raiseEpoch(ports, choice);
  if (raised === undefined) return { ok: false, why: 'unknown-grant' };
  return { ok: true, grant: raised, handed: { hand, ...(await issueClaim(ports, raised, by)) } };
};

export type GivenToGroup = {
  /** Id or name of the client. */
  readonly client: string;
  readonly group: string;
  readonly permissions: readonly GrantedPermission[];
  /** 1 to 365. */
  readonly days: number;
  readonly reason: string;
  readonly decider: Decider;
  readonly hand: Handover;
  /** The request that it answers. Without one, the decider begins. */
  readonly request?: string | undefined;
};

/**
 * Gives a client access to a group: by a current owner, or by an administrator where the directory knows no owners. Rejects with a
 * `DirectoryFault` if the directory can't tell.
 */
export const giveToGroup = async (
  ports: GroupPorts,
  given: GivenToGroup,
): Promise<GroupResult<{ readonly grant: StoredGrant; readonly handed: HandedOver; readonly people: number }>> => {
  const { client, permissions, days, reason, decider, hand, request } = given;
  const group = given.group.toLowerCase();
  const stands = await standing(ports, decider, 'grant.give', group);
  if (!stands.ok) return stands;
  if (request !== undefined) {
    const asked = await findRequest(ports, (await findClient(ports, client))?.body.id ?? '-', request);
    if (asked?.state !== 'open' || asked.group !== group) return { ok: false, why: 'unknown-request' };
  }
  const people = await ports.directory.people(group);
  if (people.length < ports.leastGroupSize) return { ok: false, why: 'too-few-people', least: ports.leastGroupSize };
  const by = nameOfDecider(decider);
  const made = await giveGrant(ports, {
    client,
    kind: 'group',
    group,
    permissions,
    days,
    reason,
    by,
    owner: stands.owner,
    refusedBeside: besides(ports, group, new Set(people)),
  });
  if (!made.ok) return made;
  if ((await ports.records.get(peopleKey(group))) === undefined)
    await ports.records.put(peopleRecord(group, await sketchOf(ports, group, people, secondsNow(ports))), 0);
  if (request !== undefined) await closeRequest(ports, made.grant.client, request, { state: 'given', by });
  const handed = await handOver(ports, made.grant, by, hand);
  return handed.ok ? { ...handed, people: people.length } : handed;
};

/** A grant of a group, and who decides about it. */
export type GroupChoice = { readonly client: string; readonly grant: string; readonly decider: Decider };

/** Finds a grant of a group, and whether somebody may do something with it. */
const chosen = async (ports: GroupPorts, choice: GroupChoice, verb: Verb) => {
  const grant = (await findGrant(ports, choice))?.body;
  if (grant?.group === undefined) return { ok: false, why: 'unknown-grant' } as const;
  const stands = await standing(ports, choice.decider, verb, grant.group);
  return stands.ok ? { ...stands, grant, group: grant.group } : stands;
};

/** Makes a new code or refresh token for a grant of a group. The former ones end at once. */
export const regenerateForGroup = async (
  ports: GroupPorts,
  choice: GroupChoice & { readonly hand: Handover },
): Promise<GroupResult<{ readonly grant: StoredGrant; readonly handed: HandedOver }>> => {
  const found = await chosen(ports, choice, 'grant.regenerate');
  return found.ok ? handOver(ports, found.grant, nameOfDecider(choice.decider), choice.hand) : found;
};

/**
 * Confirms a grant: a current owner vouches for it from now on, and it's active again. A grant that somebody suspended stays
 * suspended; whoever may resume it decides that.
 */
export const confirmForGroup = async (
  ports: GroupPorts,
  choice: GroupChoice,
): Promise<GroupResult<{ readonly grant: StoredGrant }>> => {
  const found = await chosen(ports, choice, 'grant.confirm');
  if (!found.ok) return found;
  if (found.grant.suspended?.why === 'decision') return { ok: false, why: 'decided' };
  const people = await ports.directory.people(found.group);
  if (people.length < ports.leastGroupSize) return { ok: false, why: 'too-few-people', least: ports.leastGroupSize };
  const now = secondsNow(ports);
  const { records } = ports;
  const others = await listGrants(ports, found.grant.client);
  const beside = others.filter((one) => one.id !== found.grant.id && isLive(one, now));
  const refusal = await besides(ports, found.group, new Set(people))(beside);
  if (refusal !== undefined) return refusal;
  const held = await records.get(peopleKey(found.group));
  await records.put(peopleRecord(found.group, await sketchOf(ports, found.group, people, now)), held?.version ?? 0);
  await recordGrant(ports, 'grant.confirm', nameOfDecider(choice.decider), found.grant);
  const { owner } = found;
  const grant = await changeGrant(ports, choice, (one) => {
    if (one.suspended?.why === 'decision') return undefined;
    const { owner: _, ...rest } = resumed(one);
    return { ...rest, reviewedAt: now, ...(owner !== undefined && { owner: { id: owner, checkedAt: now } }) };
  });
  return grant === undefined ? { ok: false, why: 'unknown-grant' } : { ok: true, grant };
};

/** Notes that a grant is still needed. The next review is due 90 days later. */
export const reviewGrant = async (
  ports: AccessPorts,
  { client, grant, by }: { readonly client: string; readonly grant: string; readonly by: string },
): Promise<GroupResult<{ readonly grant: StoredGrant }>> => {
  const reviewedAt = secondsNow(ports);
  const changed = await changeGrant(ports, { client, grant }, (one) => ({ ...one, reviewedAt }));
  if (changed === undefined) return { ok: false, why: 'unknown-grant' };
  await recordGrant(ports, 'grant.review', by, changed);
  return { ok: true, grant: changed };
};

const reviewSeconds = 90 * 86_400;

/** True if nobody has decided for 90 days that a grant is still needed. */
export const isReviewDue = ({ givenAt, reviewedAt }: StoredGrant, now: number): boolean =>
  (reviewedAt ?? givenAt) + reviewSeconds <= now;
