import type { Application, ApplicationSeed, Applications, SignIns } from '../entra/index.ts';
import type { Changes, Json } from '../graph/index.ts';
import type { Memberships, Organization } from '../organization/index.ts';
import type { Clocks, TwinServiceName } from './clocks.ts';
import { graphError, throttled } from './injected.ts';
import type { Interruption, Interruptions } from './interruptions.ts';
import type { CallJournal, SeenCall } from './journal.ts';

/** Controls that a test or the demo uses to change the twin at run time. */
export type TwinControls = {
  /** Registers an application with its service principal. */
  readonly register: (seed: ApplicationSeed) => Application;
  readonly application: (clientId: string) => Application;
  readonly applications: () => readonly Application[];
  /** Grants permissions as an administrator. Tokens issued from now on contain them. */
  readonly consent: (clientId: string, permissions: readonly string[]) => void;
  /** Revokes permissions, or all if none are named. Tokens that were already issued keep theirs. */
  readonly revoke: (clientId: string, permissions?: readonly string[]) => void;
  /**
   * Grants a mailbox permission in Exchange instead (never in `roles`), for all mailboxes or for those of the given
   * person ids.
   */
  readonly grantInExchange: (clientId: string, permission: string, mailboxes?: readonly string[]) => void;
  /** Installs a Teams app in a team, which grants these permissions (resource-specific consent). */
  readonly grantInTeam: (clientId: string, teamId: string, permissions: readonly string[]) => void;
  /** Opens a site to an application with `Sites.Selected`. */
  readonly openSite: (clientId: string, siteId: string) => void;
  /** Makes the next `calls` of a service return 429. @default graph, 1 s */
  readonly throttle: (
    calls: number,
    options?: {
      readonly service?: TwinServiceName;
      readonly retryAfterSeconds?: number;
      readonly urlIncludes?: string;
    },
  ) => void;
  /** Makes the next `calls` to Graph return this error, with an address in its message. */
  readonly failGraph: (calls: number, status: number, code: string, urlIncludes?: string) => void;
  /** Replaces a service's responses with the given one. */
  readonly interrupt: (interruption: Interruption) => void;
  readonly clearInterruptions: () => void;
  /** Skews a service's clock: a late issuer, an early Entra. */
  readonly skewClock: (service: TwinServiceName, milliseconds: number) => void;
  /** Lifetime of access tokens issued from now on. */
  readonly setTokenLifetime: (seconds: number) => void;
  /** Makes the issuer sign identity tokens with a new key from now on. */
  readonly rotateIssuerKeys: () => Promise<void>;
  /** Removes an item from a feed that delta follows: `users`, `groups`, `events of <person id>`, … */
  readonly remove: (feed: string, key: string, reason?: 'changed' | 'deleted') => void;
  readonly update: (feed: string, key: string, patch: Json) => void;
  /** Makes all existing page and delta tokens return 410. */
  readonly expireTokens: () => void;
  /** Adds a person to a group, or removes the person, by their ids. */
  readonly join: (groupId: string, personId: string) => void;
  readonly leave: (groupId: string, personId: string) => void;
  /** Adds an owner to a group, or removes one, by their ids. */
  readonly addOwner: (groupId: string, personId: string) => void;
  readonly removeOwner: (groupId: string, personId: string) => void;
  /** Assigns an app role to a person or a group, by its value. Id tokens issued from now on contain it. */
  readonly assignRole: (clientId: string, principalId: string, value: string) => void;
  readonly removeRole: (clientId: string, principalId: string, value: string) => void;
  /** Grants delegated permissions for everybody, as an administrator. */
  readonly consentScopes: (clientId: string, scopes: readonly string[]) => void;
  readonly revokeScopes: (clientId: string, scopes: readonly string[]) => void;
  /** Ends a person's sessions and refresh tokens. */
  readonly revokeSignIns: (personId: string) => void;
  /** Returns the latest calls to the twin. */
  readonly seen: (service?: TwinServiceName) => readonly SeenCall[];
  readonly forgetSeen: () => void;
  /** Returns a delegated Graph token like that of an administrator's Azure CLI. */
  readonly operatorToken: (scopes?: readonly string[]) => Promise<string>;
};

export type ControlParts = {
  readonly applications: Applications;
  readonly interruptions: Interruptions;
  readonly clocks: Clocks;
  readonly journal: CallJournal;
  readonly changes: Changes;
  readonly organization: Organization;
  readonly memberships: Memberships;
  readonly signIns: SignIns;
  readonly someAddress: string;
  readonly setTokenLifetime: (seconds: number) => void;
  readonly rotateIssuerKeys: () => Promise<void>;
  readonly operatorToken: (scopes: readonly string[]) => Promise<string>;
};

export const makeControls = (parts: ControlParts): TwinControls => {
  const { applications, interruptions, clocks, journal, changes } = parts;
  const { organization, memberships } = parts;
  const setIn =
    (set: Memberships['set'], isThere: boolean): TwinControls['join'] =>
    (groupId, personId) => {
      const [group, person] = [organization.group(groupId), organization.person(personId)];
      if (group === undefined || person === undefined) throw new Error('expected the ids of a group and a person');
      set(group, person.index, isThere);
      changes.update('groups', group.id, {});
    };
  const roleOf = (clientId: string, value: string): Application => {
    const application = applications.get(clientId);
    if (application.appRoles.every((role) => role.value !== value))
      throw new Error('expected the value of an app role of the application');
    return application;
  };
  return {
    register: applications.register,
    application: applications.get,
    applications: applications.all,
    consent: (clientId, permissions) => {
      for (const permission of permissions) applications.get(clientId).consented.add(permission);
    },
    revoke: (clientId, permissions) => {
      const { consented } = applications.get(clientId);
      for (const permission of permissions ?? [...consented]) consented.delete(permission);
    },
    grantInExchange: (clientId, permission, mailboxes) => {
      const grant = { permission, mailboxes: mailboxes === undefined ? ('all' as const) : new Set(mailboxes) };
      applications.get(clientId).exchangeGrants.push(grant);
    },
    grantInTeam: (clientId, teamId, permissions) => {
      applications.get(clientId).teamGrants.set(teamId, permissions);
    },
    openSite: (clientId, siteId) => {
      applications.get(clientId).openSites.add(siteId);
    },
    throttle: (calls, { service = 'graph', retryAfterSeconds = 1, urlIncludes } = {}) => {
      const answer = () => throttled(retryAfterSeconds, parts.someAddress);
      interruptions.add({ service, times: calls, answer, ...(urlIncludes === undefined ? {} : { urlIncludes }) });
    },
    failGraph: (calls, status, code, urlIncludes) => {
      const answer = () => graphError(status, code, parts.someAddress);
      interruptions.add({
        service: 'graph',
        times: calls,
        answer,
        ...(urlIncludes === undefined ? {} : { urlIncludes }),
      });
    },
    interrupt: interruptions.add,
    clearInterruptions: interruptions.clear,
    skewClock: clocks.skew,
    setTokenLifetime: parts.setTokenLifetime,
    rotateIssuerKeys: parts.rotateIssuerKeys,
    remove: changes.remove,
    update: changes.update,
    expireTokens: changes.expireTokens,
    join: setIn(memberships.set, true),
    leave: setIn(memberships.set, false),
    addOwner: setIn(memberships.setOwner, true),
    removeOwner: setIn(memberships.setOwner, false),
    assignRole: (clientId, principalId, value) => {
      const { roleAssignments } = roleOf(clientId, value);
      roleAssignments.set(principalId, new Set(roleAssignments.get(principalId)).add(value));
    },
    removeRole: (clientId, principalId, value) => {
      roleOf(clientId, value).roleAssignments.get(principalId)?.delete(value);
    },
    consentScopes: (clientId, scopes) => {
      for (const scope of scopes) applications.get(clientId).consentedScopes.add(scope);
    },
    revokeScopes: (clientId, scopes) => {
      for (const scope of scopes) applications.get(clientId).consentedScopes.delete(scope);
    },
    revokeSignIns: parts.signIns.revoke,
    seen: journal.seen,
    forgetSeen: journal.forget,
    operatorToken: (scopes = ['Application.Read.All', 'Directory.Read.All']) => parts.operatorToken(scopes),
  };
};
