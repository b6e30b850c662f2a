import type { Group as GraphGroup } from '@microsoft/microsoft-graph-types';
import { dayMs, type Group, isoSeconds, securityIdentifier } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

const isUnified = ({ kind }: Group): boolean => kind === 'team' || kind === 'unified';

const groupTypes = (group: Group): string[] => {
  if (isUnified(group)) return ['Unified'];
  return group.kind === 'dynamic' ? ['DynamicMembership'] : [];
};

/**
 * Properties of a group in a response without `$select`. Source: Microsoft Graph, "List groups", default properties.
 */
export const groupDefaults: readonly string[] = [
  'id',
  'deletedDateTime',
  'classification',
  'createdDateTime',
  'creationOptions',
  'description',
  'displayName',
  'expirationDateTime',
  'groupTypes',
  'isAssignableToRole',
  'mail',
  'mailEnabled',
  'mailNickname',
  'membershipRule',
  'membershipRuleProcessingState',
  'onPremisesDomainName',
  'onPremisesLastSyncDateTime',
  'onPremisesNetBiosName',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'preferredDataLocation',
  'preferredLanguage',
  'proxyAddresses',
  'renewedDateTime',
  'resourceBehaviorOptions',
  'resourceProvisioningOptions',
  'securityEnabled',
  'securityIdentifier',
  'theme',
  'uniqueName',
  'visibility',
  'onPremisesProvisioningErrors',
  'serviceProvisioningErrors',
];

const declared = (group: Group): GraphGroup => ({
  id: group.id,
  deletedDateTime: null,
  classification: null,
  createdDateTime: isoSeconds(group.createdAt),
  description: group.description,
  displayName: group.displayName,
  expirationDateTime: null,
  groupTypes: groupTypes(group),
  isAssignableToRole: null,
  mail: group.mail,
  mailEnabled: group.mail !== null,
  mailNickname: group.mailNickname,
  membershipRule: group.membershipRule,
  membershipRuleProcessingState: group.membershipRule === null ? null : 'On',
  onPremisesDomainName: null,
  onPremisesLastSyncDateTime: null,
  onPremisesNetBiosName: null,
  onPremisesProvisioningErrors: [],
  onPremisesSamAccountName: null,
  onPremisesSecurityIdentifier: null,
  onPremisesSyncEnabled: group.synchronized ?? null,
  preferredDataLocation: null,
  preferredLanguage: null,
  proxyAddresses: group.mail === null ? [] : [`SMTP:${group.mail}`],
  renewedDateTime: isoSeconds(group.createdAt + 40 * dayMs),
  securityEnabled: group.kind === 'security' || group.kind === 'dynamic',
  securityIdentifier: securityIdentifier(group.id),
  serviceProvisioningErrors: [],
  theme: null,
  uniqueName: null,
  visibility: group.visibility,
});

/** A group with all properties in the directory. The last ones aren't declared in Microsoft's types packages. */
export const groupDocument = (group: Group): Json => ({
  ...declared(group),
  creationOptions: isUnified(group) ? ['Team'] : [],
  resourceBehaviorOptions: isUnified(group) ? ['HideGroupInOutlook', 'WelcomeEmailDisabled'] : [],
  resourceProvisioningOptions: group.kind === 'team' ? ['Team'] : [],
});
