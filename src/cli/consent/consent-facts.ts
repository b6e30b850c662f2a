import { graphApplicationId } from '../../graph-types/index.ts';
import type { OperatorGraph } from '../shared/graph.ts';

/** The state of one application in the tenant. */
export type ConsentFacts = {
  /** Whether the application is registered in the tenant. */
  readonly registered: boolean;
  /** Whether its service principal exists and may sign in. */
  readonly servicePrincipal: 'missing' | 'disabled' | 'enabled';
  /** Ids of Graph's app roles that an administrator granted. */
  readonly grantedRoles: readonly string[];
  /** Number of app roles of other APIs; expected to be 0. */
  readonly otherGrants: number;
  readonly passwords: number;
  readonly certificates: number;
  readonly owners: readonly string[];
  readonly trusts: readonly {
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
  }[];
};

type Registration = {
  readonly id: string;
  readonly passwordCredentials?: readonly unknown[];
  readonly keyCredentials?: readonly unknown[];
};

type Principal = { readonly id: string; readonly accountEnabled?: boolean };
type Assignment = { readonly appRoleId: string; readonly resourceId: string };
type Trust = ConsentFacts['trusts'][number];

const principalOf = (graph: OperatorGraph, clientId: string) =>
  graph.get<Principal>(`/servicePrincipals(appId='${clientId}')?$select=id,accountEnabled`);

/** Reads the state of one application from the tenant with five read-only requests. Rejects with a `GraphRefusal`. */
export const readConsentFacts = async (graph: OperatorGraph, clientId: string): Promise<ConsentFacts> => {
  const [registration, principal, graphPrincipal] = await Promise.all([
    graph.get<Registration>(`/applications(appId='${clientId}')?$select=id,passwordCredentials,keyCredentials`),
    principalOf(graph, clientId),
    principalOf(graph, graphApplicationId),
  ]);
  const of = <Item>(path: string): Promise<readonly Item[]> =>
    registration === undefined ? Promise.resolve([]) : graph.list<Item>(`/applications/${registration.id}/${path}`);
  const [assignments, owners, trusts] = await Promise.all([
    principal === undefined
      ? []
      : graph.list<Assignment>(`/servicePrincipals/${principal.id}/appRoleAssignments?$select=appRoleId,resourceId`),
    of<{ readonly id: string }>('owners?$select=id'),
    of<Trust>('federatedIdentityCredentials?$select=issuer,subject,audiences'),
  ]);
  const ofGraph = assignments.filter(({ resourceId }) => resourceId === graphPrincipal?.id);
  return {
    registered: registration !== undefined,
    servicePrincipal: principal === undefined ? 'missing' : principal.accountEnabled === false ? 'disabled' : 'enabled',
    grantedRoles: ofGraph.map(({ appRoleId }) => appRoleId),
    otherGrants: assignments.length - ofGraph.length,
    passwords: registration?.passwordCredentials?.length ?? 0,
    certificates: registration?.keyCredentials?.length ?? 0,
    owners: owners.map(({ id }) => id),
    trusts,
  };
};
