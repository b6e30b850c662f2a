import { createHash } from 'node:crypto';
import { graphPermissions } from '../../../graph-types/index.ts';
import { type Application, type AppRole, graphAppId, guidOf, type Tenant } from '../../entra/index.ts';
import { isoSeconds, type Organization, quarter } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

/** Object id of Microsoft Graph's own service principal in the tenant. */
export const graphPrincipalId = (tenant: Tenant): string => guidOf(`${tenant.id} service principal of Graph`);

const roleId = (permission: string): string => graphPermissions[permission]?.id ?? guidOf(`app role ${permission}`);

const password = (displayName: string): Json => ({
  keyId: guidOf(`password ${displayName}`),
  displayName,
  hint: 'abc',
  secretText: null,
  startDateTime: isoSeconds(quarter.start),
  endDateTime: isoSeconds(quarter.end),
  customKeyIdentifier: null,
});

const appRole = (role: AppRole): Json => ({
  ...role,
  isEnabled: true,
  origin: 'Application',
  allowedMemberTypes: ['User'],
});

export const applicationDocument = (application: Application): Json => ({
  id: application.objectId,
  appId: application.clientId,
  displayName: application.displayName,
  createdDateTime: isoSeconds(quarter.start),
  signInAudience: 'AzureADMyOrg',
  identifierUris: [],
  tags: ['HideApp'],
  keyCredentials: [],
  passwordCredentials: application.passwords.map(password),
  requiredResourceAccess: [
    {
      resourceAppId: graphAppId,
      resourceAccess: [...application.requested].map((permission) => ({ id: roleId(permission), type: 'Role' })),
    },
  ],
  web: { redirectUris: application.redirectUris },
  appRoles: application.appRoles.map(appRole),
  optionalClaims: {
    idToken: application.optionalClaims.map((name) => ({
      name,
      source: null,
      essential: false,
      additionalProperties: [],
    })),
    accessToken: [],
    saml2Token: [],
  },
});

export const credentialDocuments = ({ clientId, federatedCredentials }: Application): readonly Json[] =>
  federatedCredentials.map(({ name, issuer, subject, audiences }) => ({
    id: guidOf(`credential ${name} of ${clientId}`),
    name,
    issuer,
    subject,
    audiences,
    description: null,
  }));

export const principalDocument = (
  { clientId, servicePrincipalId, displayName, enabled, appRoles }: Application,
  tenant: Tenant,
): Json => ({
  id: servicePrincipalId,
  appId: clientId,
  displayName,
  appDisplayName: displayName,
  accountEnabled: enabled,
  appOwnerOrganizationId: tenant.id,
  servicePrincipalType: 'Application',
  tags: ['HideApp'],
  appRoleAssignmentRequired: false,
  appRoles: appRoles.map(appRole),
  keyCredentials: [],
  passwordCredentials: [],
});

/** Microsoft Graph's own service principal, with the app roles that applications can be granted. */
export const graphPrincipalDocument = (tenant: Tenant): Json => ({
  id: graphPrincipalId(tenant),
  appId: graphAppId,
  displayName: 'Microsoft Graph',
  appDisplayName: 'Microsoft Graph',
  accountEnabled: true,
  appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  servicePrincipalType: 'Application',
  appRoles: Object.entries(graphPermissions).map(([value, { id, title, allows }]) => ({
    id,
    value,
    displayName: title,
    description: allows,
    isEnabled: true,
    origin: 'Application',
    allowedMemberTypes: ['Application'],
  })),
});

/** The grants of an application, as listed by its service principal. */
export const assignmentDocuments = (application: Application, tenant: Tenant): readonly Json[] =>
  [...application.consented].sort().map((permission) => ({
    id: createHash('sha256').update(`${application.servicePrincipalId} ${permission}`).digest('base64url'),
    deletedDateTime: null,
    appRoleId: roleId(permission),
    createdDateTime: isoSeconds(quarter.today),
    principalDisplayName: application.displayName,
    principalId: application.servicePrincipalId,
    principalType: 'ServicePrincipal',
    resourceDisplayName: 'Microsoft Graph',
    resourceId: graphPrincipalId(tenant),
  }));

/** The people and groups that have an app role of an application. */
export const roleAssignmentDocuments = (application: Application, organization: Organization): readonly Json[] =>
  [...application.roleAssignments].flatMap(([principalId, values]) => {
    const group = organization.group(principalId);
    const principal = organization.person(principalId) ?? group;
    const held = application.appRoles.filter(({ value }) => values.has(value));
    return held.map(({ id: appRoleId, value }) => ({
      id: createHash('sha256').update(`${application.servicePrincipalId} ${principalId} ${value}`).digest('base64url'),
      deletedDateTime: null,
      appRoleId,
      createdDateTime: isoSeconds(quarter.today),
      principalDisplayName: principal?.displayName ?? null,
      principalId,
      principalType: group === undefined ? 'User' : 'Group',
      resourceDisplayName: application.displayName,
      resourceId: application.servicePrincipalId,
    }));
  });

/** The delegated permissions that an administrator granted for everybody. */
export const scopeGrantDocuments = (application: Application, tenant: Tenant): readonly Json[] =>
  application.consentedScopes.size === 0
    ? []
    : [
        {
          id: createHash('sha256').update(`${application.servicePrincipalId} scopes`).digest('base64url'),
          clientId: application.servicePrincipalId,
          consentType: 'AllPrincipals',
          principalId: null,
          resourceId: graphPrincipalId(tenant),
          scope: [...application.consentedScopes].join(' '),
        },
      ];
