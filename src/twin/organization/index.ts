/** The invented organization that the twin serves. */
export { dayMs, hourMs, isoDate, isoSeconds, isoTicks, minuteMs, quarter } from './calendar-time.ts';
export { type CalendarEntry, entriesBetween, masterEntry, occurrenceEntry, occurrencesOf } from './calendars.ts';
export type { Call, CallParticipant } from './calls.ts';
export { type Cast, readCast } from './cast.ts';
export type { Chat } from './chats.ts';
export type { Dice } from './dice.ts';
export type { Drive, FileItem, Site, SiteList } from './drives.ts';
export type { Group } from './groups.ts';
export {
  conversationId,
  immutableAnchor,
  immutableId,
  joinUrl,
  memberId,
  type OutlookThing,
  oneOnOneThread,
  onlineMeetingId,
  orgId,
  outlookId,
  readOnlineMeetingId,
  readOutlookId,
  securityIdentifier,
} from './ids/index.ts';
export type { Interaction } from './interactions.ts';
export { lazily, lazilyBy } from './lazily.ts';
export type { MailFolder } from './mail-folders.ts';
export { deliveryMs, type Mail, type MailCopy, type Recipient, unreadMs } from './mails.ts';
export type { Invitee, Meeting, Response } from './meetings.ts';
export { type Memberships, makeMemberships } from './memberships.ts';
export { makeOrganization, type Organization, type OrganizationOptions } from './organization.ts';
export { type Office, offices, type Person } from './person.ts';
export { type Personas, personasOf } from './personas.ts';
export type { Conversation, Post, Thread } from './posts.ts';
export type { Channel, Team } from './teams.ts';
