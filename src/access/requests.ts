import type { RecordKey } from '../ports/index.ts';
import { findClient } from './clients.ts';
import { appendToLedger } from './ledger.ts';
import { type AccessPorts, daySeconds, secondsNow, shortId } from './ports.ts';
import { type GrantedPermission, groupSubject, partitions, type StoredClient, versioned } from './verify/index.ts';

/** A developer's request for a group. Times are in seconds since the Unix epoch. */
export type StoredRequest = {
  readonly id: string;
  readonly client: string;
  readonly group: string;
  /** With the endpoints of the day of the request. */
  readonly permissions: readonly GrantedPermission[];
  readonly days: number;
  readonly reason: string;
  /** Object id of the person. */
  readonly by: string;
  readonly at: number;
  readonly state: 'open' | 'given' | 'declined' | 'withdrawn';
  readonly decidedAt?: number | undefined;
  readonly decidedBy?: string | undefined;
  /** Why it was declined. */
  readonly answer?: string | undefined;
};

export type RequestRefusal =
  | { readonly ok: false; readonly why: 'unknown-client' | 'unknown-request' | 'too-many' }
  /** The client isn't registered for these permissions. */
  | { readonly ok: false; readonly why: 'not-registered'; readonly permissions: readonly string[] }
  /** The client already asks for the group. */
  | { readonly ok: false; readonly why: 'requested'; readonly request: string }
  /** Somebody decided it before. */
  | { readonly ok: false; readonly why: 'closed'; readonly state: StoredRequest['state'] };

export type RequestResult<Value> = ({ readonly ok: true } & Value) | RequestRefusal;

/** Open requests of a client, so that owners aren't flooded. */
const mostOpen = 20;
const keptSeconds = 90 * daySeconds;

const requestKey = (client: string, id: string): RecordKey => ({ partition: partitions.requests(client), sort: id });

const requestRecord = (request: StoredRequest) => ({
  ...requestKey(request.client, request.id),
  kind: 'request',
  subject: groupSubject(request.group),
  until: (request.decidedAt ?? request.at) + keptSeconds,
  body: request,
});

/** Returns the requests of a client. */
export const requestsOf = async ({ records }: AccessPorts, client: string): Promise<readonly StoredRequest[]> =>
  (await records.list(partitions.requests(client))).map(({ body }) => body as StoredRequest);

/** Returns all requests, oldest first. Eventually consistent. */
export const listRequests = async ({ records }: AccessPorts): Promise<readonly StoredRequest[]> =>
  (await records.find('kind', 'request'))
    .map(({ body }) => body as StoredRequest)
    .sort((one, other) => one.at - other.at);

/** Returns the requests for a group, oldest first. Eventually consistent. */
export const requestsFor = async ({ records }: AccessPorts, group: string): Promise<readonly StoredRequest[]> =>
  (await records.find('subject', groupSubject(group.toLowerCase())))
    .filter(({ kind }) => kind === 'request')
    .map(({ body }) => body as StoredRequest)
    .sort((one, other) => one.at - other.at);

const record = (
  { records, clock }: AccessPorts,
  verb: 'request.create' | 'request.withdraw' | 'request.decline',
  by: string,
  { client, id, group }: StoredRequest,
  more: Readonly<Record<string, string | number | readonly string[]>> = {},
) => appendToLedger(records, clock, { verb, by, client, details: { request: id, group, ...more } });

const refusalOf = (
  client: StoredClient,
  given: Pick<StoredRequest, 'group' | 'permissions'>,
  requests: readonly StoredRequest[],
): RequestRefusal | undefined => {
  const missing = given.permissions.map(({ name }) => name).filter((name) => !client.permissions.includes(name));
  if (missing.length > 0) return { ok: false, why: 'not-registered', permissions: missing };
  const open = requests.filter(({ state }) => state === 'open');
  const same = open.find(({ group }) => group === given.group);
  if (same !== undefined) return { ok: false, why: 'requested', request: same.id };
  return open.length >= mostOpen ? { ok: false, why: 'too-many' } : undefined;
};

export type NewRequest = Pick<StoredRequest, 'group' | 'permissions' | 'days' | 'reason' | 'by'> & {
  /** Id or name of the client. */
  readonly client: string;
};

/** Asks the owners of a group for access of a client. */
export const createRequest = async (
  ports: AccessPorts,
  { client: idOrName, by, ...given }: NewRequest,
): Promise<RequestResult<{ readonly request: StoredRequest }>> => {
  const client = await findClient(ports, idOrName);
  if (client === undefined) return { ok: false, why: 'unknown-client' };
  const wanted = { ...given, group: given.group.toLowerCase() };
  const refusal = refusalOf(client.body, wanted, await requestsOf(ports, client.body.id));
  if (refusal !== undefined) return refusal;
  const request: StoredRequest = {
    ...wanted,
    by,
    id: shortId(ports.random),
    client: client.body.id,
    at: secondsNow(ports),
    state: 'open',
  };
  const { permissions, days, reason } = request;
  await record(ports, 'request.create', by, request, {
    permissions: permissions.map(({ name }) => name),
    days,
    reason,
  });
  await ports.records.put(requestRecord(request), 0);
  return { ok: true, request };
};

/** Finds a request of a client. */
export const findRequest = async (ports: AccessPorts, client: string, id: string): Promise<StoredRequest | undefined> =>
  versioned<StoredRequest>(await ports.records.get(requestKey(client, id)))?.body;

/** Closes an open request. Of two decisions at once, one counts. */
export const closeRequest = async (
  ports: AccessPorts,
  client: string,
  id: string,
  decision: { readonly state: 'given' | 'declined' | 'withdrawn'; readonly by: string; readonly answer?: string },
): Promise<RequestResult<{ readonly request: StoredRequest }>> => {
  for (;;) {
    const held = versioned<StoredRequest>(await ports.records.get(requestKey(client, id)));
    if (held === undefined) return { ok: false, why: 'unknown-request' };
    if (held.body.state !== 'open') return { ok: false, why: 'closed', state: held.body.state };
    const { state, by, answer } = decision;
    const request: StoredRequest = {
      ...held.body,
      state,
      decidedAt: secondsNow(ports),
      decidedBy: by,
      ...(answer !== undefined && { answer }),
    };
    if (!(await ports.records.put(requestRecord(request), held.version))) continue;
    if (state === 'declined') await record(ports, 'request.decline', by, request, { reason: answer ?? '' });
    if (state === 'withdrawn') await record(ports, 'request.withdraw', by, request);
    return { ok: true, request };
  }
};
