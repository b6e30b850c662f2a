import type { CommunicationsIdentitySet } from '@microsoft/microsoft-graph-types';
import type { CallParticipant, Organization } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

/** Returns the id of a participant: object id, phone number, or the visitor's own. */
export const participantId = (participant: CallParticipant, organization: Organization): string => {
  switch (participant.kind) {
    case 'user':
      return organization.personAt(participant.person).id;
    case 'phone':
      return participant.number;
    case 'guest':
      return participant.id;
  }
};

const nobody = {
  application: null,
  device: null,
  user: null,
  endpointType: null,
  // Properties in responses that no type declares.
  acsUser: null,
  spoolUser: null,
  acsApplicationInstance: null,
  spoolApplicationInstance: null,
  guest: null,
  encrypted: null,
  onPremises: null,
  applicationInstance: null,
  phone: null,
} as const;

/** The identity set of a participant in calls, with one identity filled in. */
export const identitySet = (
  participant: CallParticipant,
  organization: Organization,
): CommunicationsIdentitySet & Json => {
  switch (participant.kind) {
    case 'user': {
      const { id, displayName, userPrincipalName } = organization.personAt(participant.person);
      const user = {
        '@odata.type': '#microsoft.graph.callRecords.userIdentity',
        id,
        displayName,
        userPrincipalName,
        tenantId: organization.tenantId,
      };
      return { ...nobody, user };
    }
    case 'phone':
      return { ...nobody, phone: { id: participant.number, displayName: null } as Json };
    case 'guest':
      return {
        ...nobody,
        guest: {
          id: participant.id,
          displayName: participant.name,
          email: `${participant.id.slice(0, 6)}@tailspin.example`,
        } as Json,
      };
  }
};
