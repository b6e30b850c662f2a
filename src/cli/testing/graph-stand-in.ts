import { graphApplicationId } from '../../graph-types/index.ts';

/** An application of the stand-in's tenant. */
export type KnownApplication = {
  readonly clientId: string;
  readonly enabled?: boolean;
  readonly servicePrincipal?: boolean;
  readonly passwords?: number;
  readonly certificates?: number;
  /** Passwords of the service principal. */
  readonly principalPasswords?: number;
  readonly delegatedGrants?: number;
  /** Delegated permissions with consent for everybody. */
  readonly scopes?: string;
  /** Ids of its own app roles that somebody has. */
  readonly assignedRoles?: readonly string[];
  readonly directoryRoles?: readonly string[];
  readonly owners?: readonly string[];
  /** Ids of Graph's app roles. */
  readonly granted?: readonly string[];
  readonly otherGrants?: number;
  readonly trusts?: readonly {
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
  }[];
};

export type GraphStandIn = {
  readonly send: typeof fetch;
  /** Method, path and query of each request. */
  readonly asked: string[];
};

const graphPrincipal = 'principal-of-graph';

const items = (count = 0): readonly object[] => Array.from({ length: count }, (_, index) => ({ keyId: String(index) }));

/**
 * Microsoft Graph's applications, as far as the operator's commands read them. Pages contain one item, so that paging
 * is tested.
 */
export const graphStandIn = (
  token: string,
  applications: readonly KnownApplication[],
  more: Readonly<Record<string, unknown>> = {},
): GraphStandIn => {
  const asked: string[] = [];
  const objects = new Map<string, unknown>(Object.entries(more));
  objects.set(`/v1.0/servicePrincipals(appId='${graphApplicationId}')`, { id: graphPrincipal });
  for (const application of applications) {
    const { clientId } = application;
    objects.set(`/v1.0/applications(appId='${clientId}')`, {
      id: `object-of-${clientId}`,
      passwordCredentials: items(application.passwords),
      keyCredentials: items(application.certificates),
    });
    objects.set(
      `/v1.0/applications/object-of-${clientId}/owners`,
      (application.owners ?? []).map((id) => ({ id })),
    );
    objects.set(`/v1.0/applications/object-of-${clientId}/federatedIdentityCredentials`, application.trusts ?? []);
    if (application.servicePrincipal === false) continue;
    objects.set(`/v1.0/servicePrincipals(appId='${clientId}')`, {
      id: `principal-of-${clientId}`,
      accountEnabled: application.enabled ?? true,
      passwordCredentials: items(application.principalPasswords),
      keyCredentials: [],
    });
    objects.set(`/v1.0/servicePrincipals/principal-of-${clientId}/oauth2PermissionGrants`, [
      ...items(application.delegatedGrants),
      ...(application.scopes === undefined ? [] : [{ consentType: 'AllPrincipals', scope: application.scopes }]),
    ]);
    for (const principal of [`/principal-of-${clientId}`, `(appId='${clientId}')`])
      objects.set(
        `/v1.0/servicePrincipals${principal}/appRoleAssignedTo`,
        (application.assignedRoles ?? []).map((appRoleId) => ({ appRoleId })),
      );
    objects.set(
      `/v1.0/servicePrincipals/principal-of-${clientId}/transitiveMemberOf/microsoft.graph.directoryRole`,
      (application.directoryRoles ?? []).map((displayName) => ({ displayName })),
    );
    objects.set(`/v1.0/servicePrincipals/principal-of-${clientId}/appRoleAssignments`, [
      ...(application.granted ?? []).map((appRoleId) => ({ appRoleId, resourceId: graphPrincipal })),
      ...items(application.otherGrants).map(() => ({ appRoleId: 'x', resourceId: 'principal-of-another-api' })),
    ]);
  }

  const page = (url: URL, all: readonly unknown[]): object => {
    const at = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(at + 1));
    return { value: all.slice(at, at + 1), ...(at + 1 < all.length && { '@odata.nextLink': next.href }) };
  };

  const send: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    asked.push(`${init?.method ?? 'GET'} ${url.pathname}`);
    if (new Headers(init?.headers).get('authorization') !== `Bearer ${token}`)
      return Response.json({ error: { code: 'InvalidAuthenticationToken', message: 'no' } }, { status: 401 });
    const found = objects.get(decodeURIComponent(url.pathname));
    if (found === undefined)
      return Response.json(
        { error: { code: 'Request_ResourceNotFound', message: 'someone@contoso.example' } },
        { status: 404 },
      );
    return Response.json(Array.isArray(found) ? page(url, found) : found);
  };
  return { send, asked };
};
