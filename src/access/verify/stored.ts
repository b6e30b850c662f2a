import type { NewRecord, RecordKey, StoredRecord } from '../../ports/index.ts';

/**
 * Partitions of the store. The policy of a role names what it may write by the beginning of a partition, so records with
 * different writers never share one.
 */
export const partitions = {
  client: (id: string) => `CLIENT#${id}`,
  clientName: (name: string) => `CLIENT#name#${name}`,
  /** All grants of a client. */
  grants: (client: string) => `GRANT#${client}`,
  /** The token service's records of a client: last uses, ended tokens. */
  used: (client: string) => `USED#${client}`,
  refresh: (mac: string) => `REFRESH#${mac}`,
  /** Claims of a client, by grant. The console issues them, and the token service redeems them. */
  claims: (client: string) => `CLAIM#${client}`,
  /** A client's requests for groups. */
  requests: (client: string) => `REQUEST#${client}`,
  /** Proposals of grants for everybody. */
  proposals: (client: string) => `PROPOSAL#${client}`,
  /** The access check's last view of a group. */
  group: (id: string) => `GROUP#${id}`,
  /** The record of a connector, which its function compares at each call. */
  connector: (name: string) => `CONNECTOR#${name}`,
} as const;

export const meta = 'META';

/** Sort keys in the partition of a client's uses. */
export const usedSorts = {
  /** Tokens that were revoked, by id, until they would have ended. */
  ended: 'ENDED#',
  /** Assertions that were used once, by id, until they expire. */
  assertion: 'ASSERTION#',
  last: 'LAST#',
} as const;

/** A secret at rest. Times are in seconds since the Unix epoch. */
export type StoredSecret = {
  readonly id: string;
  /** base64url of the code that the key service makes of the secret. */
  readonly mac: string;
  readonly createdAt: number;
  /** Undefined until a newer secret replaces it. */
  readonly until?: number | undefined;
};

/** The token of another issuer that a client may authenticate with, as in Microsoft Entra ID. */
export type FederatedCredential = {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
};

export type StoredClient = {
  readonly id: string;
  readonly name: string;
  /** Names of permissions, to which its grants are limited. */
  readonly permissions: readonly string[];
  readonly secrets: readonly StoredSecret[];
  readonly federated: readonly FederatedCredential[];
  /** Public keys (JWK) for private_key_jwt. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  readonly epoch: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly contact?: string | undefined;
};

/** A permission with its endpoints on the day of the grant. Rules that serve more don't widen it. */
export type GrantedPermission = {
  /** `<connector>:<permission>`. */
  readonly name: string;
  /** Path templates. */
  readonly endpoints: readonly string[];
};

/** `pending`: being given; admits nothing yet, but counts where grants are compared. */
export type GrantState = 'pending' | 'active' | 'suspended';

/** Why a grant is suspended. `decision`: somebody did; a current owner can confirm the others. */
export type SuspensionReason =
  | 'decision'
  /** Who gave it no longer owns the group. */
  | 'former-owner'
  | 'no-owner'
  /** Many people joined the group in a day. */
  | 'additions'
  | 'too-few-people'
  /** It differs from another group of the client by too few people. */
  | 'overlap'
  | 'no-group';

export type StoredGrant = {
  readonly id: string;
  readonly client: string;
  readonly kind: 'tenant' | 'group';
  /** Object id of the group; for kind `group`. */
  readonly group?: string | undefined;
  readonly permissions: readonly GrantedPermission[];
  readonly state: GrantState;
  readonly epoch: number;
  readonly givenAt: number;
  readonly givenBy: string;
  /** The grant ends at this time. */
  readonly until: number;
  readonly reason: string;
  /** The group's owner who vouches for the grant, and when the directory last named that person an owner. */
  readonly owner?: { readonly id: string; readonly checkedAt: number } | undefined;
  /** The second person, for a grant that two people gave. */
  readonly approvedBy?: string | undefined;
  readonly suspended?: { readonly why: SuspensionReason; readonly at: number } | undefined;
  /** When somebody last decided that it's still needed. */
  readonly reviewedAt?: number | undefined;
};

/** Age in seconds at which the last check of an owner no longer counts: a day, and half a day for a check that failed. */
export const ownershipSeconds = 36 * 3_600;

/**
 * True for a grant that admits calls now. A grant of a group without a group would be one for everybody. A grant that an owner
 * gave needs a recent check of the ownership, since neither a connector nor the token service asks the directory.
 */
export const isLive = ({ state, kind, group, owner }: StoredGrant, now: number): boolean =>
  state === 'active' &&
  (kind === 'tenant' || group !== undefined) &&
  (owner === undefined || now < owner.checkedAt + ownershipSeconds);

export type StoredRefresh = {
  readonly id: string;
  readonly client: string;
  readonly grant: string;
  /** The grant's epoch when it was made. */
  readonly epoch: number;
  readonly createdAt: number;
};

/** A change of a connector's record. */
export type StoredChange = {
  readonly version: number;
  readonly by: string;
  readonly at: number;
  /** Names of the fields that changed. */
  readonly fields: readonly string[];
};

/** Decisions about a connector beside its settings. No record: no decision. */
export type StoredConnector = {
  readonly name: string;
  /** Populations that it is offered to; absent: tenant and group. */
  readonly offered?: readonly string[] | undefined;
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Refuses every call until it is resumed. */
  readonly paused?: { readonly by: string; readonly at: number; readonly reason: string } | undefined;
  /** Refuses every call, and stays as a mark that it was there. */
  readonly deleted?: { readonly by: string; readonly at: number } | undefined;
  /** Rises when it is deleted. */
  readonly epoch: number;
  /** The newest changes, oldest first. */
  readonly changes: readonly StoredChange[];
};

/** A record's body with its version. */
export type Versioned<Body> = { readonly body: Body; readonly version: number };

/** Reads a body that this module wrote. */
export const versioned = <Body>(record: StoredRecord | undefined): Versioned<Body> | undefined =>
  record === undefined ? undefined : { body: record.body as Body, version: record.version };

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Client ids are GUIDs in lower case, since some tools accept no other. Other texts would be other partitions. */
export const isClientId = (text: string): boolean => guid.test(text);

/** Entry of a client's refresh tokens and ledger entries in the index `subject`. */
export const clientSubject = (id: string): string => `client#${id}`;

export const clientKey = (id: string): RecordKey => ({ partition: partitions.client(id), sort: meta });
export const grantKey = (client: string, id: string): RecordKey => ({ partition: partitions.grants(client), sort: id });
export const groupSubject = (id: string): string => `group#${id}`;
export const connectorKey = (name: string): RecordKey => ({ partition: partitions.connector(name), sort: meta });
export const refreshKey = (mac: string): RecordKey => ({ partition: partitions.refresh(mac), sort: meta });

export const clientRecord = (client: StoredClient): NewRecord => ({
  ...clientKey(client.id),
  kind: 'client',
  body: client,
});

export const refreshRecord = (mac: string, refresh: StoredRefresh, until: number): NewRecord => ({
  ...refreshKey(mac),
  kind: 'refresh',
  subject: clientSubject(refresh.client),
  until,
  body: refresh,
});

/** Entry of a connector's ledger entries in the index `subject`. */
export const connectorSubject = (name: string): string => `connector#${name}`;

export const connectorRecord = (connector: StoredConnector): NewRecord => ({
  ...connectorKey(connector.name),
  kind: 'connector',
  body: connector,
});

export const grantRecord = (grant: StoredGrant): NewRecord => ({
  ...grantKey(grant.client, grant.id),
  kind: 'grant',
  ...(grant.group !== undefined && { subject: groupSubject(grant.group) }),
  until: grant.until,
  body: grant,
});
