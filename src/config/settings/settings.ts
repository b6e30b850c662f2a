import type { MinimumTls } from '../../ports/index.ts';
import type { CloudName } from '../clouds.ts';

export type MailboxAccess = 'entra' | 'exchange-rbac';

export type AlarmThresholds = {
  readonly p99Seconds: number;
  readonly errors: number;
  readonly throttles: number;
  readonly refusals: number;
  readonly unmapped: number;
};

/** An application that a colleague made, with the object id of its enterprise application if they gave it. */
export type GivenApplication = {
  readonly objectId: string;
  readonly servicePrincipalObjectId?: string | undefined;
};

/** The Entra application that a connector signs in with. */
export type ApplicationChoice =
  | { readonly kind: 'own' }
  | ({ readonly kind: 'given' } & GivenApplication)
  | { readonly kind: 'shared' };

/** The deployer's reason for a variant or an extra. `date`: `2026-03-02`. */
export type Choice = { readonly name: string; readonly reason: string; readonly date: string };

/** One deployed instance of a source. */
export type Connector = {
  readonly name: string;
  /** The source's id, never an alias. */
  readonly source: string;
  /** Path of a custom rule file, relative to the settings file. */
  readonly rules: string | undefined;
  /** Whether it serves calls. */
  readonly enabled: boolean;
  readonly acceptUnproven: string | undefined;
  /** The last day, in UTC, on which unproven rules are accepted. */
  readonly acceptedUntil: string | undefined;
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** Names of the narrower permissions that it uses. */
  readonly narrow: readonly string[];
  /** Why variants and extras were chosen. */
  readonly choices: readonly Choice[];
  /** Megabytes. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly reservedConcurrency: number | undefined;
  readonly mailboxAccess: MailboxAccess;
  readonly publicUrl: string | undefined;
  /** Undefined if alarms are off. */
  readonly alarms: AlarmThresholds | undefined;
  readonly application: ApplicationChoice;
};

/** An authorized caller: AWS principals with an external id, Google service accounts, or both. */
export type Caller = {
  readonly name: string;
  readonly awsPrincipals: readonly string[];
  readonly externalId: string | undefined;
  readonly googleServiceAccounts: readonly string[];
  readonly googleAudience: string | undefined;
  /** Names of the connectors that the caller may use. */
  readonly connectors: readonly string[];
  /** Object ids of the groups whose people the caller sees; empty: it sees everybody. */
  readonly groups: readonly string[];
  /** Shows pseudonyms of people outside whom a record mentions. */
  readonly counterparts: boolean;
};

export type VpcSettings = {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly proxy?: { readonly url: string; readonly noProxy: readonly string[] } | undefined;
  /** Path of a PEM file, relative to the settings file. */
  readonly certificates?: string | undefined;
};

export type AwsSettings = {
  readonly account: string;
  readonly region: string;
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly tokenIssuer: string;
  readonly keysRole: string;
  readonly deployRole: string | undefined;
  readonly permissionsBoundary: string | undefined;
  readonly kmsKeys: {
    readonly keyring?: string | undefined;
    readonly logs?: string | undefined;
    /** The keyring moves from this key, an ARN or `deployment`. `until`: `2027-03-31`. */
    readonly rewrap?: { readonly from: string; readonly until: string } | undefined;
  };
  readonly vpc: VpcSettings | undefined;
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
};

export type StateSettings =
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly prefix: string;
      readonly kmsKey: string | undefined;
    }
  | { readonly kind: 'local'; readonly folder: string };

/** Who asks an administrator for permissions. Every part is one line of text. */
export type RequestDetails = {
  readonly requestedBy?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly contact?: string | undefined;
  readonly ticket?: string | undefined;
  /** `2026-03-02`. */
  readonly date?: string | undefined;
};

/** The token service and its store. */
export type ClientSettings = {
  readonly accessTokenMinutes: number;
  readonly grantDays: number;
  readonly unusedDays: number;
  /** Numbers of signing keys; the first one signs. */
  readonly signingKeys: readonly number[];
  readonly publicUrl?: string | undefined;
};

/** The console, where people sign in. */
export type ConsoleSettings = {
  readonly publicUrl?: string | undefined;
  readonly contact?: string | undefined;
  /** Object ids of people and groups by app role. */
  readonly administrators: readonly string[];
  readonly privacyOfficers: readonly string[];
  readonly developers: readonly string[];
};

/** Checked settings with every default filled in. */
export type Settings = {
  readonly environment: string;
  readonly tenant: {
    readonly id: string;
    readonly cloud: CloudName;
    /** The oldest version of TLS in requests to Microsoft. */
    readonly minimumTls: MinimumTls;
  };
  readonly aws: AwsSettings;
  /** In the order of the file. */
  readonly connectors: readonly Connector[];
  readonly callers: readonly Caller[];
  /** Undefined if the deployment has no token service. */
  readonly clients: ClientSettings | undefined;
  /** Undefined if the deployment has no console. Defined only with `clients`. */
  readonly console: ConsoleSettings | undefined;
  /** Undefined if the order of connectors decides. */
  readonly baseUrl: { readonly order: readonly string[] } | undefined;
  /** Least number of people in a group of a caller. */
  readonly leastGroupSize: number;
  readonly allowedSourceIps: readonly string[];
  readonly owners: readonly string[];
  readonly deployerOwns: boolean;
  readonly sharedApplication:
    | { readonly objectId?: string | undefined; readonly servicePrincipalObjectId?: string | undefined }
    | undefined;
  readonly stacks: 'together' | 'apart';
  readonly entraOutputs: string;
  readonly exposure: 'function-url' | 'http-api';
  /** Whether function URLs stream replies. */
  readonly streaming: boolean;
  readonly notify: readonly string[];
  /** Whether Terraform refuses to destroy the keyring's key. */
  readonly protectKeyring: boolean;
  readonly request: RequestDetails;
  readonly state: StateSettings;
  readonly documents: { readonly deliver: 'files' | 'outputs'; readonly folder: string };
};

/** The parts of a source that the settings loader needs to detect misspelled names. */
export type KnownSource = {
  readonly id: string;
  readonly aliases: readonly string[];
  /** By name. */
  readonly variants: ReadonlyMap<string, unknown>;
  readonly extras: readonly { readonly id: string }[];
  /** Narrower permissions that it can use. `rules` is present if one changes the source's rules. */
  readonly narrower?:
    | readonly { readonly use: string; readonly rules?: string | undefined; readonly granted?: string | undefined }[]
    | undefined;
  /** Clouds in which Microsoft doesn't offer the source. */
  readonly absentFrom?: readonly CloudName[] | undefined;
};
