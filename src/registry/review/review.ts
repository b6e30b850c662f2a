import { appendToLedger, endGrant, isReviewDue, lastUses, liveSecrets, reviewGrant } from '../../access/index.ts';
import { clientSubject, type StoredClient, type StoredGrant } from '../../access/verify/index.ts';
import type { RegistryPorts } from '../ports.ts';
import { isoOf, secondsOf } from '../record.ts';
import type { Review, ReviewedClient, ReviewedGrant, ReviewMark } from '../registry.ts';
import { connectorOf, ifKnown, readAccess } from '../uses.ts';

const daySeconds = 86_400;
export const reviewDays = 90;
const unusedDays = 90;
const soonDays = 30;

const reviewKey = { partition: 'REVIEW#all', sort: 'META' };

const daysBetween = (from: number, now: number): number => Math.max(0, Math.floor((now - from) / daySeconds));

const newest = (times: readonly number[]): number | undefined => (times.length === 0 ? undefined : Math.max(...times));

/** Ids of the refresh tokens of a client, by grant. */
const refreshIds = async (
  { access: { records } }: RegistryPorts,
  client: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const byGrant = new Map<string, readonly string[]>();
  for (const { kind, body } of await records.find('subject', clientSubject(client))) {
    if (kind !== 'refresh') continue;
    const grant = String(body['grant']);
    byGrant.set(grant, [...(byGrant.get(grant) ?? []), String(body['id'])]);
  }
  return byGrant;
};

const usage = (lastUsed: number | undefined, since: number, now: number) => ({
  lastUsed: lastUsed === undefined ? undefined : isoOf(lastUsed),
  unusedDays: daysBetween(lastUsed ?? since, now),
});

const usageMarks = (lastUsed: number | undefined, unused: number): readonly ReviewMark[] => [
  ...(unused >= unusedDays ? (['unused-90-days'] as const) : []),
  ...(lastUsed === undefined ? (['never-used'] as const) : []),
];

/** True if the owner who vouches for a group's grant isn't among its owners now. False if the owners are unknown. */
const ownerIsGone = async ({ directory }: RegistryPorts, { group, owner }: StoredGrant): Promise<boolean> => {
  if (group === undefined || owner === undefined) return false;
  const owners = await ifKnown(directory?.owners(group));
  return owners !== undefined && !owners.includes(owner.id.toLowerCase());
};

const viewOfGrant = async (
  ports: RegistryPorts,
  client: StoredClient,
  grant: StoredGrant,
  lastUsed: number | undefined,
): Promise<ReviewedGrant> => {
  const now = secondsOf(ports);
  const used = usage(lastUsed, grant.givenAt, now);
  const names = grant.permissions.map(({ name }) => name);
  const marks: readonly ReviewMark[] = [
    ...usageMarks(lastUsed, used.unusedDays),
    ...((await ownerIsGone(ports, grant)) ? (['owner-gone'] as const) : []),
    ...(grant.state === 'suspended' ? (['suspended'] as const) : []),
    ...(grant.until - now <= soonDays * daySeconds ? (['ends-soon'] as const) : []),
  ];
  return {
    id: grant.id,
    client: client.id,
    clientName: client.name,
    kind: grant.kind,
    ...(grant.group !== undefined && { group: grant.group }),
    connectors: [...new Set(names.map(connectorOf))],
    permissions: names,
    state: grant.state,
    givenAt: isoOf(grant.givenAt),
    givenBy: grant.givenBy,
    until: isoOf(grant.until),
    ageDays: daysBetween(grant.givenAt, now),
    ...used,
    marks,
  };
};

type Reviewed = { readonly client: ReviewedClient; readonly grants: readonly ReviewedGrant[] };

/**
 * Reviews a client. A grant with refresh tokens was last used with one of them; every other grant whenever the client
 * signed in, since such a token is good for all of its grants.
 */
const reviewClient = async (
  ports: RegistryPorts,
  client: StoredClient,
  grants: readonly StoredGrant[],
): Promise<Reviewed> => {
  const now = secondsOf(ports);
  const [uses, tokens] = await Promise.all([lastUses(ports.access, client.id), refreshIds(ports, client.id)]);
  const lastUsed = newest([...uses.values()]);
  const ofGrant = ({ id }: StoredGrant): number | undefined => {
    const own = tokens.get(id);
    return own === undefined ? lastUsed : newest(own.flatMap((token) => uses.get(`refresh:${token}`) ?? []));
  };
  const used = usage(lastUsed, client.createdAt, now);
  return {
    client: {
      id: client.id,
      name: client.name,
      createdAt: isoOf(client.createdAt),
      createdBy: client.createdBy,
      ageDays: daysBetween(client.createdAt, now),
      ...used,
      grants: grants.length,
      secrets: liveSecrets(client, now).map(({ id, createdAt, until }) => ({
        id,
        ageDays: daysBetween(createdAt, now),
        ...(until !== undefined && { until: isoOf(until) }),
        lastUsed: uses.has(`secret:${id}`) ? isoOf(uses.get(`secret:${id}`) ?? 0) : undefined,
      })),
      marks: [...usageMarks(lastUsed, used.unusedDays), ...(grants.length === 0 ? (['no-grant'] as const) : [])],
    },
    grants: await Promise.all(grants.map((grant) => viewOfGrant(ports, client, grant, ofGrant(grant)))),
  };
};

/** Lists clients and grants by age and last use, the longest unused first, and tells whether a review is due. */
export const reviewAccess = async (ports: RegistryPorts): Promise<Review> => {
  const now = secondsOf(ports);
  const { clients, grants } = await readAccess(ports);
  const reviewed = await Promise.all(
    clients.map((client) =>
      reviewClient(
        ports,
        client,
        grants.filter((grant) => grant.client === client.id),
      ),
    ),
  );
  const last = (await ports.access.records.get(reviewKey))?.body as
    | { readonly at: number; readonly by: string }
    | undefined;
  const begun = last?.at ?? Math.min(now, ...clients.map(({ createdAt }) => createdAt));
  const dueAt = begun + reviewDays * daySeconds;
  const longestUnused = (one: { readonly unusedDays: number }, other: { readonly unusedDays: number }): number =>
    other.unusedDays - one.unusedDays;
  return {
    at: isoOf(now),
    grants: reviewed.flatMap((each) => each.grants).sort(longestUnused),
    clients: reviewed.map(({ client }) => client).sort(longestUnused),
    ...(last && { last: { at: isoOf(last.at), by: last.by } }),
    dueAt: isoOf(dueAt),
    due: (clients.length > 0 && dueAt <= now) || grants.some((grant) => isReviewDue(grant, now)),
  };
};

/** Ends grants, each `<client id>/<grant id>`. */
export const endGrants = async (
  { access }: RegistryPorts,
  named: readonly string[],
  { by }: { readonly by: string },
): Promise<{ readonly ended: readonly string[]; readonly unknown: readonly string[] }> => {
  const ended: string[] = [];
  for (const name of new Set(named)) {
    const [client = '', grant = ''] = name.split('/');
    if (grant !== '' && (await endGrant(access, { client, grant, by })).ok) ended.push(name);
  }
  return { ended, unknown: named.filter((name) => !ended.includes(name)) };
};

/** Records that somebody has reviewed everything, which sets the day of the next review. */
export const markReviewed = async (ports: RegistryPorts, { by }: { readonly by: string }): Promise<Review> => {
  const { records, clock } = ports.access;
  for (;;) {
    const found = await records.get(reviewKey);
    if (await records.put({ ...reviewKey, body: { at: secondsOf(ports), by } }, found?.version ?? 0)) break;
  }
  const { clients, grants } = await readAccess(ports);
  for (const { client, id } of grants) await reviewGrant(ports.access, { client, grant: id, by });
  await appendToLedger(records, clock, {
    verb: 'review.done',
    by,
    details: { clients: clients.length, grants: grants.length },
  });
  return reviewAccess(ports);
};
