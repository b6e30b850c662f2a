import { type ReadRecords, RecordsFault, type StoredRecord } from '../../ports/index.ts';
import type { Problem } from '../../problems/index.ts';
import { connectorKey, type StoredConnector, type StoredGrant, versioned } from './stored.ts';

/** A grant that a token can use now. */
export type LiveGrant = Pick<StoredGrant, 'id' | 'kind' | 'group'> & {
  /** Path templates by connector. */
  readonly endpoints: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Who calls, with the grants that count now. Never empty: without a grant, the verification fails. */
export type Verified = {
  readonly ok: true;
  readonly client: { readonly id: string; readonly name: string };
  readonly tokenId: string;
  readonly grants: readonly LiveGrant[];
  /** Groups of all grants of the client, with those that this token can't use: it can compare what each of them shows. */
  readonly groups: readonly string[];
};

export type BearerResult = Verified | { readonly ok: false; readonly problem: Problem };

/** Verifies the value of an `Authorization` header in a call of a connector. Never rejects. */
export type VerifyBearer = (authorization: string | undefined, connector: string) => Promise<BearerResult>;

export type Permitted =
  /** The grants that permit the call, which sees the union of their populations. */
  { readonly ok: true; readonly grants: readonly LiveGrant[] } | { readonly ok: false; readonly problem: Problem };

/** Decides whether a verified caller may use an endpoint of a connector. */
export const permitted = ({ grants }: Verified, connector: string, pathTemplate: string): Permitted => {
  const permitting = grants.filter(({ endpoints }) => endpoints.get(connector)?.has(pathTemplate) === true);
  return permitting.length > 0
    ? { ok: true, grants: permitting }
    : { ok: false, problem: { code: 'Graphveil.PermissionMissing' } };
};

/** The value of `WWW-Authenticate` (RFC 6750, 3) for a refusal of a bearer token; undefined if it has none. */
export const bearerChallenge = ({ code }: Problem): string | undefined => {
  if (code === 'Graphveil.TokenMissing') return 'Bearer realm="graphveil"';
  return ['Graphveil.TokenInvalid', 'Graphveil.TokenExpired', 'Graphveil.TokenRevoked'].includes(code)
    ? 'Bearer realm="graphveil", error="invalid_token"'
    : undefined;
};

/** Returns why a connector refuses every call; undefined if it serves. Never rejects. */
export type RefuseConnector = (connector: string) => Promise<Problem | undefined>;

/** A store outage refuses: nobody can tell whether somebody has paused the connector. */
export const recordsUnavailable: Problem = {
  code: 'Graphveil.AccessRecordsUnavailable',
  headers: { 'retry-after': '5' },
};

/** Returns the refusal that a connector's record demands. Without a record, it serves. */
export const refusalOf = (record: StoredRecord | undefined): Problem | undefined => {
  const { deleted, paused } = versioned<StoredConnector>(record)?.body ?? {};
  if (deleted !== undefined) return { code: 'Graphveil.ConnectorDeleted' };
  return paused === undefined ? undefined : { code: 'Graphveil.ConnectorPaused' };
};

/** Prepares the look at a connector's record, a consistent read, for calls that carry no token. */
export const prepareRefuseConnector =
  (records: Pick<ReadRecords, 'get'>): RefuseConnector =>
  async (connector) => {
    try {
      return refusalOf(await records.get(connectorKey(connector)));
    } catch (error) {
      if (error instanceof RecordsFault) return recordsUnavailable;
      throw error;
    }
  };
