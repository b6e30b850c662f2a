import type { Availability, NarrowerPermission, NeededPermission, PermissionFacts } from './facts.ts';

/** A permission of Microsoft Graph, as the settings make a connector need it. */
export type DescribedPermission = NeededPermission & {
  /** True if the tenant's administrator consents to it in Entra, so that a token carries it in `roles`. */
  readonly inToken: boolean;
};

/** The federated credential that the connector's Entra application trusts in place of a secret. */
export type FederatedValues = { readonly issuer: string; readonly subject: string; readonly audience: string };

/**
 * Settings of a connector, each named. No field can hold a credential: applications sign in with a federated credential,
 * and the schema of the settings has no secret.
 */
export type ConnectorSettings = {
  /** Undefined if none is known yet. */
  readonly tenantId?: string | undefined;
  /** Client id of its Entra application; undefined if none is known yet. */
  readonly clientId?: string | undefined;
  readonly cloud: string;
  /** `own`: of this connector only; `given`: made by a colleague; `shared`: of all connectors. */
  readonly application: 'own' | 'given' | 'shared';
  readonly enabled: boolean;
  /** `source`, or the path of a custom rule file. */
  readonly rules: string;
  readonly acceptUnproven?: string | undefined;
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** Narrower permissions in use. */
  readonly narrow: readonly string[];
  readonly mailboxAccess: 'entra' | 'exchange-rbac';
  /** Megabytes. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly reservedConcurrency?: number | undefined;
  readonly publicUrl?: string | undefined;
};

/** A source as data, with the permissions of each choice of variants, extras and narrower permissions. */
export type DescribedSource = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Services of Microsoft 365 that it reads. */
  readonly services: readonly string[];
  readonly availability: Availability;
  readonly permissions: readonly PermissionFacts[];
  readonly variants: readonly { readonly name: string; readonly summary: string }[];
  readonly extras: readonly {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    readonly permissions: readonly PermissionFacts[];
  }[];
  readonly narrower: readonly NarrowerPermission[];
  /** Names of the permissions that Exchange can grant. */
  readonly inExchange: readonly string[];
};

/** A connector of the settings, described when the deployment is built. JSON, and the same for everybody. */
export type DescribedConnector = {
  readonly name: string;
  readonly source: string;
  readonly settings: ConnectorSettings;
  readonly federated: FederatedValues;
  readonly permissions: readonly DescribedPermission[];
  /** Path templates that the rules serve, in their order. */
  readonly endpoints: readonly string[];
  /** A call of one page that a check tries; undefined if every call names a person or a thing. */
  readonly tryCall?: string | undefined;
  /** Callers of the settings, which AWS authenticates. */
  readonly callers: readonly string[];
};

/** A connector that isn't there yet. */
export type ComingSoon = {
  readonly id: string;
  readonly title: string;
  readonly services: readonly string[];
  /** One sentence. */
  readonly says: string;
  /** SVG. */
  readonly logo: string;
};

/** A deployment’s facts that are known without asking anybody. */
export type Described = {
  readonly environment: string;
  readonly version: string;
  /** Whom to ask for a connector that isn't listed, of the settings. */
  readonly contact?: string | undefined;
  /** How settings change: by a deployment, or at once because everything runs on this machine. */
  readonly place: 'deployed' | 'local';
  readonly settingsFile: string;
  readonly sources: readonly DescribedSource[];
  readonly connectors: readonly DescribedConnector[];
  readonly comingSoon: readonly ComingSoon[];
  /** SVG drawings by source, or by id of an entry that is coming soon. */
  readonly logos: Readonly<Record<string, string>>;
};

/** Returns a description with client ids that are known only after a deployment, by connector. */
export const withClientIds = (described: Described, clientIds: Readonly<Record<string, string>>): Described => ({
  ...described,
  connectors: described.connectors.map((connector) => {
    const clientId = Object.hasOwn(clientIds, connector.name) ? clientIds[connector.name] : undefined;
    return clientId === undefined || clientId === ''
      ? connector
      : { ...connector, settings: { ...connector.settings, clientId } };
  }),
});
