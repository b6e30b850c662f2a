/** The tenant of an authority's path: `adfs` as in AD FS, the tenant's id as in Microsoft Entra ID, or our own name. */
export type Authority = {
  readonly tenant: string;
  /** `/v2.0` after the tenant, as in the issuers of Microsoft Entra ID. */
  readonly version: '' | '/v2.0';
};

export type Endpoint = 'token' | 'keys' | 'metadata' | 'revoke' | 'introspect' | 'authorize' | 'claim';

export type Route = { readonly endpoint: Endpoint; readonly authority: Authority };

const versionOf = (text: string | undefined): Authority['version'] => (text === undefined ? '' : '/v2.0');

/**
 * Paths by endpoint. Discovery of OpenID Connect appends its well-known part to the issuer; RFC 8414 puts it before the
 * issuer's path.
 */
const patterns: readonly (readonly [Endpoint, RegExp])[] = [
  ['token', /^\/([^/]+)\/oauth2(\/v2\.0)?\/token$/],
  ['revoke', /^\/([^/]+)\/oauth2(\/v2\.0)?\/revoke$/],
  ['introspect', /^\/([^/]+)\/oauth2(\/v2\.0)?\/introspect$/],
  ['authorize', /^\/([^/]+)\/oauth2(\/v2\.0)?\/authorize$/],
  ['keys', /^\/([^/]+)\/discovery(\/v2\.0)?\/keys$/],
  ['metadata', /^\/([^/]+)(\/v2\.0)?\/\.well-known\/(?:openid-configuration|oauth-authorization-server)$/],
  ['metadata', /^\/\.well-known\/(?:openid-configuration|oauth-authorization-server)\/([^/]+)(\/v2\.0)?$/],
];

/** Where clients claim grants. It has nothing of Microsoft's, and no tenant. */
const claimPath = '/claim';

/** Tools with one setting for both hosts write it with the version of Graph: `/v1.0/adfs/oauth2/v2.0/token`. */
const graphVersion = /^\/v1\.0\/\/?(?=[^/])/;

/** Finds the endpoint of a path; undefined if the token service has none there. */
export const routeOf = (path: string): Route | undefined => {
  if (path === claimPath) return { endpoint: 'claim', authority: { tenant: 'graphveil', version: '' } };
  const below = path.replace(graphVersion, '/');
  for (const [endpoint, pattern] of patterns) {
    const [, tenant, version] = pattern.exec(below) ?? [];
    if (tenant !== undefined) return { endpoint, authority: { tenant, version: versionOf(version) } };
  }
  return undefined;
};

/** True for the paths of the token service. */
export const isTokenPath = (path: string): boolean => routeOf(path) !== undefined;

/** Tenants that paths can name. Letter case doesn't count, as in Microsoft Entra ID. */
export const isTenant = (tenant: string, tenantId: string): boolean =>
  ['adfs', 'graphveil', tenantId.toLowerCase()].includes(tenant.toLowerCase());

const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
const assertionAlgorithms = ['RS256', 'PS256', 'ES256'];

/** AD FS has its endpoints without a version, and so do its clients. */
const oauthPath = ({ tenant }: Authority): string =>
  `/${tenant}/oauth2${tenant.toLowerCase() === 'adfs' ? '' : '/v2.0'}`;

/** All texts that identify this service as the audience of a self-signed assertion (RFC 7523, 3). */
export const audiencesOf = (baseUrl: string, tenantId: string): readonly string[] =>
  ['adfs', 'graphveil', tenantId].flatMap((tenant) => [
    `${baseUrl}/${tenant}`,
    `${baseUrl}/${tenant}/v2.0`,
    `${baseUrl}/${tenant}/oauth2/token`,
    `${baseUrl}/${tenant}/oauth2/v2.0/token`,
  ]);

/**
 * The metadata of an authority (OpenID Connect Discovery 1.0, RFC 8414). There is no authorization endpoint behind its
 * address; libraries demand one, and it answers that no sign-in of people exists.
 */
export const metadataOf = (baseUrl: string, authority: Authority) => {
  const oauth = `${baseUrl}${oauthPath(authority)}`;
  return {
    issuer: `${baseUrl}/${authority.tenant}${authority.version}`,
    token_endpoint: `${oauth}/token`,
    authorization_endpoint: `${oauth}/authorize`,
    jwks_uri: `${baseUrl}/${authority.tenant}/discovery/v2.0/keys`,
    revocation_endpoint: `${oauth}/revoke`,
    introspection_endpoint: `${oauth}/introspect`,
    grant_types_supported: ['client_credentials', 'refresh_token'],
    response_types_supported: ['none'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    introspection_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    scopes_supported: ['https://graph.microsoft.com/.default'],
  };
};
