import { isoTicks, memberId, type Organization, type Person } from '../../organization/index.ts';
import type { Json } from '../odata/index.ts';

/** A member of a team (`1`), a channel or a chat (`2`). The id contains tenant, thread and person. */
export const memberDocument = (
  person: Person,
  thread: string,
  kind: 1 | 2,
  isOwner: boolean,
  organization: Organization,
): Json => ({
  '@odata.type': '#microsoft.graph.aadUserConversationMember',
  id: memberId(organization.tenantId, thread, person.id, kind),
  roles: isOwner ? ['owner'] : person.kind === 'guest' ? ['guest'] : [],
  displayName: person.displayName,
  visibleHistoryStartDateTime: kind === 2 ? isoTicks(person.createdAt) : '0001-01-01T00:00:00Z',
  userId: person.id,
  email: person.mail,
  tenantId: organization.tenantId,
});
