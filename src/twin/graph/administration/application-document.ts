import { createHash } from 'node:crypto';
import { graphPermissions } from '../../../graph-types/index.ts';
import { type Application, graphAppId, guidOf, type Tenant } from '../../entra/index.ts';
import { isoSeconds, quarter } from '../../organization/index.ts';
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
  { clientId, servicePrincipalId, displayName, enabled }: Application,
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
  appRoles: [],
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
