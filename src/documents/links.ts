import type { Cloud } from '../config/index.ts';

/** URLs of Microsoft's portal pages for one tenant and application. Ids are GUIDs, so nothing needs encoding. */
export const portalLinks = (cloud: Cloud, tenantId: string, clientId: string, servicePrincipalObjectId: string) => ({
  /** API permissions of the application registration, with the button that grants. */
  grant: `${cloud.entraPortal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}/isMSAApp~/false`,
  /** Certificates and secrets of the registration. */
  credentials: `${cloud.entraPortal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/${clientId}/isMSAApp~/false`,
  /** The granted permissions, with the button that revokes. */
  granted: `${cloud.entraPortal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Permissions/objectId/${servicePrincipalObjectId}/appId/${clientId}`,
  /** Who has an app role of the enterprise application. */
  assignments: `${cloud.entraPortal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Users/objectId/${servicePrincipalObjectId}/appId/${clientId}`,
  /** Properties of the enterprise application, with the switch for sign-in. */
  properties: `${cloud.entraPortal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Properties/objectId/${servicePrincipalObjectId}/appId/${clientId}`,
  /** Who owns the registration. */
  owners: `${cloud.entraPortal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Owners/appId/${clientId}/isMSAApp~/false`,
  adminConsent: `${cloud.login}/${tenantId}/adminconsent?client_id=${clientId}`,
  registrations: `${cloud.entraPortal}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`,
});

/** Members of a group, with its owners one page further. */
export const groupLink = (cloud: Cloud, groupId: string): string =>
  `${cloud.entraPortal}/#view/Microsoft_AAD_IAM/GroupDetailsMenuBlade/~/Members/groupId/${groupId}`;

const learn = 'https://learn.microsoft.com';

/** Microsoft's pages about the steps in the documents. */
export const learnLinks = {
  grantConsent: `${learn}/entra/identity/enterprise-apps/grant-admin-consent`,
  privilegedRoleAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#privileged-role-administrator`,
  globalAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#global-administrator`,
  graphPowerShell: `${learn}/powershell/microsoftgraph/installation`,
  cloudApplicationAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#cloud-application-administrator`,
  teamsAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#teams-administrator`,
  exchangeAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#exchange-administrator`,
  groupsAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#groups-administrator`,
  sharePointAdministrator: `${learn}/entra/identity/role-based-access-control/permissions-reference#sharepoint-administrator`,
  resourceSpecificConsent: `${learn}/microsoftteams/platform/graph-api/rsc/resource-specific-consent`,
  selectedPermissions: `${learn}/graph/permissions-selected-overview`,
  exchangeRbac: `${learn}/exchange/permissions-exo/application-rbac`,
  teamsPolicy: `${learn}/graph/cloud-communication-online-meeting-application-access-policy`,
  assignGroups: `${learn}/entra/identity/enterprise-apps/assign-user-or-group-access-portal`,
  federation: `${learn}/entra/workload-id/workload-identity-federation`,
  permissionsReference: `${learn}/graph/permissions-reference`,
} as const;
