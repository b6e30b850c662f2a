/** Ids in Microsoft's formats: they look opaque but contain ids of people. */
export { immutableAnchor, securityIdentifier } from './directory-ids.ts';
export {
  conversationId,
  immutableId,
  type OutlookKind,
  type OutlookThing,
  outlookId,
  readOutlookId,
} from './outlook-id.ts';
export { joinUrl, memberId, oneOnOneThread, onlineMeetingId, orgId, readOnlineMeetingId } from './teams-ids.ts';
