import type { Organization as OrganizationDocument, SubscribedSku } from '@microsoft/microsoft-graph-types';
import { answerCollection, type GraphCall, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { copilot, office, type Product } from './licenses.ts';

const day = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** The organization, of which Graph returns a list of one. */
const organizationDocument = ({
  world: { tenant, organization },
}: GraphCall): OrganizationDocument & { id: string } => ({
  id: tenant.id,
  displayName: tenant.displayName,
  businessPhones: ['+1 202 555 0100'],
  city: 'Harbor Falls',
  country: 'Norway',
  countryLetterCode: 'NO',
  createdDateTime: '2017-04-03T08:12:44Z',
  defaultUsageLocation: 'NO',
  marketingNotificationEmails: [`news@${tenant.domain}`],
  onPremisesLastSyncDateTime: day(organization.quarter.today),
  onPremisesSyncEnabled: true,
  postalCode: '0150',
  preferredLanguage: 'en',
  privacyProfile: { contactEmail: `privacy@${tenant.domain}`, statementUrl: `https://${tenant.domain}/privacy` },
  street: '1 Harbor Street',
  technicalNotificationMails: [`it@${tenant.domain}`],
  tenantType: 'AAD',
  assignedPlans: [
    {
      assignedDateTime: '2017-04-03T08:14:02Z',
      capabilityStatus: 'Enabled',
      service: 'exchange',
      servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
    },
  ],
  provisionedPlans: [{ capabilityStatus: 'Enabled', provisioningStatus: 'Success', service: 'exchange' }],
  verifiedDomains: [
    {
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: true,
      isInitial: false,
      name: tenant.domain,
      type: 'Managed',
    },
  ],
});

const subscription = (
  { world: { tenant } }: GraphCall,
  product: Product,
  used: number,
): SubscribedSku & { id: string } => ({
  id: `${tenant.id}_${product.skuId}`,
  accountId: tenant.id,
  accountName: tenant.displayName,
  appliesTo: 'User',
  capabilityStatus: 'Enabled',
  consumedUnits: used,
  prepaidUnits: { enabled: Math.ceil(used / 50) * 50, lockedOut: 0, suspended: 0, warning: 0 },
  subscriptionIds: ['9ac2f7a0-3f0e-4c55-8d4a-1b2f6f3f0c11'],
  ...product,
});

const subscriptionsOf = (call: GraphCall): readonly (SubscribedSku & { id: string })[] => {
  const employees = call.world.organization.people.filter(({ kind }) => kind === 'employee');
  return [
    subscription(call, office, employees.length),
    subscription(call, copilot, employees.filter(({ hasCopilot }) => hasCopilot).length),
  ];
};

export const tenantRoutes: readonly Route[] = [
  {
    path: '/organization',
    workload: 'directory',
    needs: ['Organization.Read.All', 'Directory.Read.All'],
    answer: (call) =>
      answerCollection(call, {
        type: 'organization',
        context: 'organization',
        items: [organizationDocument(call)],
        document: (document): Json => ({ ...document }),
        key: ({ id }) => id,
        pageSize: 100,
        largestPage: 999,
        link: '/organization',
      }),
  },
  {
    path: '/subscribedSkus',
    workload: 'directory',
    needs: ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All'],
    answer: (call) =>
      answerCollection(call, {
        type: 'subscribedSku',
        context: 'subscribedSkus',
        items: subscriptionsOf(call),
        document: (document): Json => ({ ...document }),
        key: ({ id }) => id,
        pageSize: 100,
        largestPage: 999,
        link: '/subscribedSkus',
      }),
  },
];
