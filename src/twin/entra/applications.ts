import { createHash } from 'node:crypto';

export type FederatedCredential = {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
};

/** A role that an application declares for people and groups. */
export type AppRole = {
  readonly id: string;
  /** The value in the claim `roles`. */
  readonly value: string;
  readonly displayName: string;
  readonly description: string;
};

/** An application registration and its service principal in the tenant. */
export type Application = {
  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalId: string;
  readonly displayName: string;
  readonly federatedCredentials: FederatedCredential[];
  /** Permissions that the registration requests. Consent may lag behind or exceed them. */
  readonly requested: Set<string>;
  /** Application permissions of Graph with an administrator's consent. */
  readonly consented: Set<string>;
  /** Delegated permissions of Graph with an administrator's consent for everybody. */
  readonly consentedScopes: Set<string>;
  /** Addresses that sign-in may lead back to, for a web application. */
  readonly redirectUris: string[];
  readonly appRoles: readonly AppRole[];
  /** Values of app roles by the object id of the person or group that they are assigned to. */
  readonly roleAssignments: Map<string, Set<string>>;
  /** Claims that id tokens contain on request of the registration, such as `auth_time`. */
  readonly optionalClaims: readonly string[];
  /** Mailbox permissions granted in Exchange (RBAC for Applications): never in `roles`. Mailboxes by person id, or all. */
  readonly exchangeGrants: { permission: string; mailboxes: 'all' | ReadonlySet<string> }[];
  /** Permissions that a Teams app grants, by team (resource-specific consent): never in `roles`. */
  readonly teamGrants: Map<string, readonly string[]>;
  /** Ids of sites that are open to `Sites.Selected`. */
  readonly openSites: Set<string>;
  /** Object ids of owners. */
  readonly owners: string[];
  /** Names of client secrets that somebody added. Graphveil doesn't use any. */
  readonly passwords: string[];
  enabled: boolean;
  /** The Teams application access policy. Without it, online meetings return 403. */
  teamsPolicy: boolean;
  /** Number of sign-ins that still fail with AADSTS70021, as they do right after a credential is created. */
  propagating: number;
};

export type ApplicationSeed = {
  readonly clientId?: string;
  readonly displayName: string;
  /** Only `subject` is required. @default the twin as issuer, the global cloud's audience */
  readonly federatedCredentials?: readonly (Pick<FederatedCredential, 'subject'> & Partial<FederatedCredential>)[];
  readonly requested?: readonly string[];
  readonly consented?: readonly string[];
  readonly consentedScopes?: readonly string[];
  readonly owners?: readonly string[];
  readonly redirectUris?: readonly string[];
  /** @default ids derived from the values */
  readonly appRoles?: readonly (Omit<AppRole, 'id'> & { readonly id?: string })[];
  /** Values of app roles by the object id of a person or group. */
  readonly roleAssignments?: Readonly<Record<string, readonly string[]>>;
  readonly optionalClaims?: readonly string[];
};

/** Derives a GUID from a text, so that a restarted twin has the same ids. */
export const guidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const fromSeed = (tenantId: string, issuer: string, seed: ApplicationSeed): Application => {
  const clientId = seed.clientId ?? guidOf(`${tenantId} client ${seed.displayName}`);
  return {
    clientId,
    objectId: guidOf(`${tenantId} application ${clientId}`),
    servicePrincipalId: guidOf(`${tenantId} service principal ${clientId}`),
    displayName: seed.displayName,
    federatedCredentials: (seed.federatedCredentials ?? []).map((credential, index) => ({
      name: `credential-${index + 1}`,
      issuer,
      audiences: ['api://AzureADTokenExchange'],
      ...credential,
    })),
    requested: new Set(seed.requested ?? seed.consented ?? []),
    consented: new Set(seed.consented ?? []),
    consentedScopes: new Set(seed.consentedScopes ?? []),
    redirectUris: [...(seed.redirectUris ?? [])],
    appRoles: (seed.appRoles ?? []).map((role) => ({ id: guidOf(`${clientId} app role ${role.value}`), ...role })),
    roleAssignments: new Map(
      Object.entries(seed.roleAssignments ?? {}).map(([principal, values]) => [principal, new Set(values)]),
    ),
    optionalClaims: seed.optionalClaims ?? [],
    exchangeGrants: [],
    teamGrants: new Map(),
    openSites: new Set(),
    owners: [...(seed.owners ?? [])],
    passwords: [],
    enabled: true,
    teamsPolicy: true,
    propagating: 0,
  };
};

export type Applications = {
  readonly register: (seed: ApplicationSeed) => Application;
  /** Returns an application. Throws if the tenant doesn't have it, which is a mistake in the test or the demo. */
  readonly get: (clientId: string) => Application;
  readonly find: (clientId: string) => Application | undefined;
  readonly all: () => readonly Application[];
};

export const makeApplications = (tenantId: string, issuer: string, seeds: readonly ApplicationSeed[]): Applications => {
  const byClientId = new Map<string, Application>();
  const register = (seed: ApplicationSeed): Application => {
    const application = fromSeed(tenantId, issuer, seed);
    byClientId.set(application.clientId, application);
    return application;
  };
  for (const seed of seeds) register(seed);
  return {
    register,
    find: (clientId) => byClientId.get(clientId),
    get: (clientId) => {
      const found = byClientId.get(clientId);
      if (found === undefined) throw new Error('expected the client id of a registered application');
      return found;
    },
    all: () => [...byClientId.values()],
  };
};
