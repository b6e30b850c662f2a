import type { ConnectorSettings, DescribedPermission, FederatedValues } from './described.ts';
import type { Availability } from './facts.ts';

/**
 * `not-configured`: no Entra application is known, or the connector was deleted. `configured`: nothing was checked lately.
 * `consent-pending`: an administrator of the tenant hasn't granted every permission. `ready`: the last check succeeded.
 * `degraded`: paused, disabled, or a check failed.
 */
export type ConnectorState = 'not-configured' | 'configured' | 'consent-pending' | 'ready' | 'degraded';

/** The part of a connector that a check tries. */
export type CheckName = 'keyring' | 'sign-in' | 'consent' | 'call';

/** The outcome of one check: evidence with a time. */
export type CheckResult = {
  readonly check: CheckName;
  readonly state: 'ok' | 'failed' | 'not-checked';
  /** One sentence, without a value of Microsoft 365. */
  readonly says: string;
  /** A code of the closed list, if the check failed. */
  readonly code?: string | undefined;
  /** ISO 8601. */
  readonly at: string;
};

/** A status, computed from settings, record and evidence each time that somebody looks. */
export type Status = {
  readonly state: ConnectorState;
  /** The two words at the top. */
  readonly word: 'Not configured' | 'Configured';
  /** Why it is degraded: `paused`, `disabled`, or the code of the failed check. */
  readonly reason?: string | undefined;
  /** One sentence for people. */
  readonly says: string;
  /** Time of the evidence, ISO 8601; undefined if there is none. */
  readonly checkedAt?: string | undefined;
  /** Age of the evidence in seconds. */
  readonly ageSeconds?: number | undefined;
  readonly evidence: readonly CheckResult[];
};

/** Something that keeps a connector from being ready, with the person who can fix it. */
export type Missing = {
  readonly says: string;
  /** For example `a Privileged Role Administrator of the tenant`. */
  readonly who: string;
  /** The exact command, or the change to make. */
  readonly remedy: string;
};

/** Populations that a connector is offered to. */
export type Offer = 'tenant' | 'group' | 'self';

/** Who uses a connector. */
export type Uses = {
  /** Clients with a grant for it, by name. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly grants: number;
  /** Object ids of the groups of its grants. */
  readonly groups: readonly string[];
  /** People in these groups; `everybody` with a tenant-wide grant, undefined if the groups can't be read. */
  readonly people: number | 'everybody' | undefined;
  /** Callers of the settings, which AWS authenticates. */
  readonly callers: readonly string[];
};

/** A connector as people see it. No field can carry a secret. */
export type ConnectorView = {
  readonly name: string;
  readonly source: string;
  readonly title: string;
  readonly summary: string;
  /** Name of its drawing, for `Registry.logo`. */
  readonly logo: string;
  readonly services: readonly string[];
  readonly availability: Availability;
  readonly status: Status;
  readonly missing: readonly Missing[];
  readonly settings: ConnectorSettings;
  readonly federated: FederatedValues;
  readonly permissions: readonly DescribedPermission[];
  readonly offered: readonly Offer[];
  readonly paused?: { readonly by: string; readonly at: string; readonly reason: string } | undefined;
  readonly deleted?: { readonly by: string; readonly at: string } | undefined;
  readonly uses: Uses;
  /** Version of its record, for `If-Match`; 0 if there is none. */
  readonly version: number;
  readonly changed?: { readonly by: string; readonly at: string } | undefined;
};

/** An entry of the catalogue. */
export type CatalogEntry = {
  readonly id: string;
  readonly title: string;
  readonly logo: string;
  readonly services: readonly string[];
  readonly availability: Availability | 'coming-soon';
  /** One sentence. */
  readonly summary: string;
  /** Names of the connectors of this source. Empty for an entry that is coming soon. */
  readonly connectors: readonly string[];
};
