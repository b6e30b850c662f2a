import type { LedgerEntry } from '../access/index.ts';
import type { RegistryCode } from '../problems/registry/index.ts';
import type { CatalogEntry, CheckResult, ConnectorView, Offer } from './connector-view.ts';
import type { DescribedSource } from './described.ts';

/** Why the registry refused. `message` is one sentence for people. */
export type RegistryRefusal = {
  readonly ok: false;
  /** HTTP status of the refusal. */
  readonly status: 400 | 404 | 409 | 412;
  readonly code: RegistryCode;
  readonly message: string;
  /** Messages beside fields of a form. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Who changed what since the expected version. */
  readonly changes?: readonly RecordedChange[];
};

export type RegistryResult<Value> = ({ readonly ok: true } & Value) | RegistryRefusal;

/** A change of a connector's record. */
export type RecordedChange = {
  readonly version: number;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly fields: readonly string[];
};

/** What somebody wants to change. Absent fields stay. Unknown fields are refused, and a secret with a reason. */
export type ConnectorChange = {
  readonly offered?: readonly Offer[] | undefined;
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly variants?: readonly string[] | undefined;
  readonly extras?: readonly string[] | undefined;
  readonly narrow?: readonly string[] | undefined;
  readonly mailboxAccess?: 'entra' | 'exchange-rbac' | undefined;
  readonly memory?: number | undefined;
  readonly timeout?: number | undefined;
  readonly reservedConcurrency?: number | undefined;
  readonly publicUrl?: string | undefined;
};

export type ChangedField = {
  readonly field: keyof ConnectorChange;
  readonly before: string;
  readonly after: string;
  /** `at-once`: *Apply* is enough. `deployment`: a deployment changes it. */
  readonly effect: 'at-once' | 'deployment';
  /** People with a connection must connect again. */
  readonly requiresReconnect: boolean;
  /** The tenant's administrator must consent again. */
  readonly requiresConsent: boolean;
  /** Why, in one sentence. */
  readonly because?: string;
};

/** The consequences of a change, before anybody applies it. */
export type ChangePlan = {
  readonly connector: string;
  /** Version of the record that the plan was made for. */
  readonly version: number;
  readonly changes: readonly ChangedField[];
  readonly requiresReconnect: boolean;
  readonly requiresConsent: boolean;
  /** Lines of the settings file and the command; undefined if nothing needs a deployment. */
  readonly requiresDeployment?: { readonly file: string; readonly lines: string; readonly command: string };
  readonly permissions: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Grants that keep the permissions that they were given for. */
  readonly keepingGrants: readonly {
    readonly id: string;
    readonly client: string;
    readonly keeps: readonly string[];
  }[];
};

/** The consequences of a removal, before anybody confirms it. */
export type RemovalPlan = {
  readonly connector: string;
  readonly version: number;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  /** Grants that end. */
  readonly grants: number;
  /** Grants that lose this connector and keep others. */
  readonly narrowedGrants: number;
  readonly refreshTokens: number;
  readonly groups: readonly string[];
  readonly people: number | 'everybody' | undefined;
  readonly callers: readonly string[];
  /** Lines of the settings file that a deployment should lose afterwards. */
  readonly lines: string;
  readonly command: string;
  /** Confirms exactly this plan for ten minutes. */
  readonly confirm: string;
  /** ISO 8601. */
  readonly confirmUntil: string;
};

/** A best practice that isn't followed. */
export type PracticeFinding = {
  readonly practice: string;
  readonly severity: 'warning' | 'advice';
  /** Name of the connector or client that it concerns. */
  readonly about: string;
  readonly says: string;
  readonly who: string;
  readonly remedy: string;
};

export type ReviewedClient = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly ageDays: number;
  /** ISO 8601; undefined if it was never used. */
  readonly lastUsed?: string | undefined;
  readonly unusedDays: number;
  readonly grants: number;
  /** Secrets that can still be used, by id; never one itself. */
  readonly secrets: readonly {
    readonly id: string;
    readonly ageDays: number;
    readonly until?: string | undefined;
    readonly lastUsed?: string | undefined;
  }[];
  readonly marks: readonly ReviewMark[];
};

/** Why a grant or client deserves attention. */
export type ReviewMark = 'unused-90-days' | 'never-used' | 'owner-gone' | 'suspended' | 'ends-soon' | 'no-grant';

export type ReviewedGrant = {
  readonly id: string;
  readonly client: string;
  readonly clientName: string;
  readonly kind: string;
  readonly group?: string | undefined;
  readonly connectors: readonly string[];
  readonly permissions: readonly string[];
  readonly state: string;
  readonly givenAt: string;
  readonly givenBy: string;
  readonly until: string;
  readonly ageDays: number;
  readonly lastUsed?: string | undefined;
  readonly unusedDays: number;
  readonly marks: readonly ReviewMark[];
};

export type Review = {
  /** ISO 8601. */
  readonly at: string;
  readonly grants: readonly ReviewedGrant[];
  readonly clients: readonly ReviewedClient[];
  readonly last?: { readonly at: string; readonly by: string } | undefined;
  /** ISO 8601 day on which the next review is due. */
  readonly dueAt: string;
  readonly due: boolean;
};

export type LedgerView = {
  readonly entries: readonly LedgerEntry[];
  /** The first place where the chain is broken; undefined if it is whole. */
  readonly problem?: string | undefined;
  readonly head: string;
};

/** One property of the data dictionary. */
export type DictionaryProperty = {
  readonly property: string;
  readonly type: string;
  readonly class: string;
  readonly disposition: string;
  /** How the value changes, for example `truncate to the hour`. */
  readonly transform: string;
  /** Term of ISO/IEC 20889:2018. */
  readonly iso20889: string;
  readonly reason?: string | undefined;
};

export type DictionaryEntity = {
  readonly entity: string;
  readonly endpoints: readonly string[];
  readonly properties: readonly DictionaryProperty[];
};

export type Dictionary = {
  readonly connector: string;
  readonly source: string;
  readonly title: string;
  readonly entities: readonly DictionaryEntity[];
};

/** Connectors with their status, plans of changes and removals, best practices, reviews, catalogue and dictionary. */
export type Registry = {
  readonly catalog: () => readonly CatalogEntry[];
  readonly source: (id: string) => DescribedSource | undefined;
  /** The SVG drawing of a name. */
  readonly logo: (name: string) => string | undefined;
  readonly connectors: () => Promise<readonly ConnectorView[]>;
  readonly connector: (name: string) => Promise<ConnectorView | undefined>;
  /** Checks a connector now and keeps the results as evidence. */
  readonly check: (
    name: string,
  ) => Promise<RegistryResult<{ readonly checks: readonly CheckResult[]; readonly connector: ConnectorView }>>;
  /** @param change as it came from a form or an API; its fields are checked */
  readonly plan: (name: string, change: unknown) => Promise<RegistryResult<{ readonly plan: ChangePlan }>>;
  readonly apply: (
    name: string,
    change: unknown,
    given: { readonly expectedVersion: number; readonly by: string },
  ) => Promise<RegistryResult<{ readonly plan: ChangePlan; readonly connector: ConnectorView }>>;
  readonly pause: (
    name: string,
    given: { readonly by: string; readonly reason: string },
  ) => Promise<RegistryResult<{ readonly connector: ConnectorView }>>;
  readonly resume: (
    name: string,
    given: { readonly by: string },
  ) => Promise<RegistryResult<{ readonly connector: ConnectorView }>>;
  readonly planDelete: (name: string) => Promise<RegistryResult<{ readonly plan: RemovalPlan }>>;
  readonly delete: (
    name: string,
    given: { readonly by: string; readonly confirm: string },
  ) => Promise<RegistryResult<{ readonly removed: RemovalPlan }>>;
  readonly practices: () => Promise<readonly PracticeFinding[]>;
  readonly review: () => Promise<Review>;
  /** Ends several grants at once; `grants` are `<client id>/<grant id>`. */
  readonly endGrants: (
    grants: readonly string[],
    given: { readonly by: string },
  ) => Promise<{ readonly ended: readonly string[]; readonly unknown: readonly string[] }>;
  /** Records that somebody has reviewed grants and clients. */
  readonly markReviewed: (given: { readonly by: string }) => Promise<Review>;
  readonly ledger: () => Promise<LedgerView>;
  readonly dictionary: (connector: string) => Promise<Dictionary | undefined>;
};
