import { createHash } from 'node:crypto';
import type { LicenseDetails } from '@microsoft/microsoft-graph-types';
import type { Person } from '../../organization/index.ts';
import { answerCollection, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { findPerson } from './find.ts';

const plan = (servicePlanName: string, servicePlanId: string) => ({
  servicePlanId,
  servicePlanName,
  provisioningStatus: 'Success',
  appliesTo: 'User',
});

/** A product of Microsoft's price list. */
export type Product = Required<Pick<LicenseDetails, 'skuId' | 'skuPartNumber' | 'servicePlans'>>;

export const office: Product = {
  skuId: 'c7df2760-2c81-4ef7-b578-5b5392b571df',
  skuPartNumber: 'ENTERPRISEPREMIUM',
  servicePlans: [
    plan('EXCHANGE_S_ENTERPRISE', 'efb87545-963c-4e0d-99df-69c6916d9eb0'),
    plan('TEAMS1', '57ff2da0-773e-42df-b2af-ffb7a2317929'),
  ],
};

export const copilot: Product = {
  skuId: '639dec6b-bb19-468b-871c-c5c441c4b0cb',
  skuPartNumber: 'Microsoft_365_Copilot',
  servicePlans: [plan('M365_COPILOT_BUSINESS_CHAT', '3f30311c-6b1e-48a4-ab79-725b469da960')],
};

const licenseId = (person: Person, product: string): string =>
  createHash('sha256').update(`${person.id} ${product}`).digest('base64url');

const licensesOf = (person: Person): readonly LicenseDetails[] => {
  if (person.kind !== 'employee') return [];
  const own = { id: licenseId(person, 'office'), ...office };
  return person.hasCopilot ? [own, { id: licenseId(person, 'copilot'), ...copilot }] : [own];
};

export const licenseRoutes: readonly Route[] = [
  {
    path: '/users/{user}/licenseDetails',
    workload: 'directory',
    needs: ['LicenseAssignment.Read.All', 'User.Read.All', 'Directory.Read.All'],
    answer: (call) => {
      const person = findPerson(call);
      return answerCollection(call, {
        type: 'licenseDetails',
        context: `users('${person.id}')/licenseDetails`,
        items: licensesOf(person),
        document: (license): Json => ({ ...license }),
        key: ({ id }) => id ?? '',
        pageSize: 100,
        largestPage: 999,
        link: `/users('${person.id}')/licenseDetails`,
      });
    },
  },
];
