import { graphApplicationId } from '../../graph-types/index.ts';
import type { OperatorGraph } from '../shared/graph.ts';

/** The state of one application in the tenant. */
export type ConsentFacts = {
  /** Permissions that a Teams app grants the application, by team. */
  readonly teamGrants: ReadonlyMap<string, readonly string[]>;
  /** Whether the application is registered in the tenant. */
  readonly registered: boolean;
  /** Whether its service principal exists and may sign in. */
  readonly servicePrincipal: 'missing' | 'disabled' | 'enabled';
  /** Ids of Graph's app roles that an administrator granted. */
  readonly grantedRoles: readonly string[];
  /** Number of app roles of other APIs; expected to be 0. */
  readonly otherGrants: number;
  /** Of the application and of its service principal: each of them can have some of its own. */
  readonly passwords: number;
  readonly certificates: number;
  /** Grants with which it could act on behalf of signed-in people; expected to be empty unless people sign in to it. */
  readonly delegatedGrants: readonly DelegatedGrant[];
  /** Ids of its own app roles that people or groups have. */
  readonly assignedRoles: readonly string[];
  /** Names of Entra roles of its service principal; expected to be empty. */
  readonly directoryRoles: readonly string[];
  readonly owners: readonly string[];
  readonly trusts: readonly {
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
  }[];
};

/** A grant for everybody (`AllPrincipals`) or for one person, with scopes separated by spaces. */
export type DelegatedGrant = { readonly consentType?: string | null; readonly scope?: string | null };

type Registration = {
  readonly id: string;
  readonly passwordCredentials?: readonly unknown[];
  readonly keyCredentials?: readonly unknown[];
};

type Principal = Registration & { readonly accountEnabled?: boolean };
type Assignment = { readonly appRoleId: string; readonly resourceId: string };
type Trust = ConsentFacts['trusts'][number];

const principalOf = (graph: OperatorGraph, clientId: string) =>
  graph.get<Principal>(
    `/servicePrincipals(appId='${clientId}')?$select=id,accountEnabled,passwordCredentials,keyCredentials`,
  );

const countOf = (
  kind: 'passwordCredentials' | 'keyCredentials',
  ...holders: readonly (Registration | undefined)[]
): number => holders.reduce((sum, holder) => sum + (holder?.[kind]?.length ?? 0), 0);

type TeamGrant = {
  readonly permission?: string | null;
  readonly permissionType?: string | null;
  readonly clientAppId?: string | null;
  readonly clientId?: string | null;
};

/** Reads which permissions an application has in a team. Microsoft's reference describes the two ids of a grant differently. */
const readTeamGrants = async (
  graph: OperatorGraph,
  team: string,
  ids: readonly (string | undefined)[],
): Promise<readonly string[]> => {
  const grants = await graph.list<TeamGrant>(`/groups/${team}/permissionGrants`);
  return grants
    .filter(({ clientAppId, clientId }) => [clientAppId, clientId].some((id) => ids.includes(id ?? '')))
    .filter(({ permissionType }) => permissionType?.toLowerCase() !== 'delegated')
    .flatMap(({ permission }) => permission ?? []);
};

/**
 * Reads the state of one application from the tenant with read-only requests. Rejects with a `GraphRefusal`.
 * @param teams groups that may be teams in which it has permissions
 */
export const readConsentFacts = async (
  graph: OperatorGraph,
  clientId: string,
  teams: readonly string[] = [],
): Promise<ConsentFacts> => {
  const [registration, principal, graphPrincipal] = await Promise.all([
    graph.get<Registration>(`/applications(appId='${clientId}')?$select=id,passwordCredentials,keyCredentials`),
    principalOf(graph, clientId),
    principalOf(graph, graphApplicationId),
  ]);
  const of = <Item>(path: string): Promise<readonly Item[]> =>
    registration === undefined ? Promise.resolve([]) : graph.list<Item>(`/applications/${registration.id}/${path}`);
  const ofPrincipal = <Item>(path: string): Promise<readonly Item[]> =>
    principal === undefined ? Promise.resolve([]) : graph.list<Item>(`/servicePrincipals/${principal.id}/${path}`);
  const [assignments, delegated, assigned, roles, owners, trusts] = await Promise.all([
    ofPrincipal<Assignment>('appRoleAssignments?$select=appRoleId,resourceId'),
    ofPrincipal<DelegatedGrant>('oauth2PermissionGrants?$select=consentType,scope'),
    ofPrincipal<Pick<Assignment, 'appRoleId'>>('appRoleAssignedTo?$select=appRoleId'),
    ofPrincipal<{ readonly displayName?: string }>(
      'transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName',
    ),
    of<{ readonly id: string }>('owners?$select=id'),
    of<Trust>('federatedIdentityCredentials?$select=issuer,subject,audiences'),
  ]);
  const teamGrants = new Map(
    await Promise.all(
      teams.map(async (team) => [team, await readTeamGrants(graph, team, [clientId, principal?.id])] as const),
    ),
  );
  const ofGraph = assignments.filter(({ resourceId }) => resourceId === graphPrincipal?.id);
  return {
    registered: registration !== undefined,
    servicePrincipal: principal === undefined ? 'missing' : principal.accountEnabled === false ? 'disabled' : 'enabled',
    grantedRoles: ofGraph.map(({ appRoleId }) => appRoleId),
    otherGrants: assignments.length - ofGraph.length,
    passwords: countOf('passwordCredentials', registration, principal),
    certificates: countOf('keyCredentials', registration, principal),
    delegatedGrants: delegated,
    assignedRoles: assigned.map(({ appRoleId }) => appRoleId),
    directoryRoles: roles.map(({ displayName }) => displayName ?? 'a role without a name'),
    owners: owners.map(({ id }) => id),
    trusts,
    teamGrants,
  };
};
