/** An application permission of Microsoft Graph (an app role of its service principal). */
export type GraphPermission = {
  /** The app role's id, equal in every tenant. */
  readonly id: string;
  /** As the portal and the grant dialog show it. */
  readonly title: string;
  /** What holding it allows, in plain words. */
  readonly allows: string;
  /** The Exchange role that grants the same for some mailboxes only (RBAC for Applications). */
  readonly exchangeRole?: string;
};

/** Microsoft Graph's application id, equal in every tenant and cloud. */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000';

/**
 * The application permissions that sources may name: all of them read, none writes. Ids and titles are those that Microsoft
 * publishes (microsoft-graph-devx-content, permissions-descriptions.json), so that nothing has to be looked up in a
 * directory when a plan is made.
 */
export const graphPermissions: Readonly<Record<string, GraphPermission>> = {
  'AiEnterpriseInteraction.Read.All': {
    id: '839c90ab-5771-41ee-aef8-a562e8487c1e',
    title: 'Read all AI enterprise interactions.',
    allows: 'read what people ask Microsoft 365 Copilot and what it answers',
  },
  'AuditLog.Read.All': {
    id: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    title: 'Read all audit log data',
    allows: 'read who signed in where, and who changed what in the directory',
  },
  'CallRecord-PstnCalls.Read.All': {
    id: 'a2611786-80b3-417e-adaa-707d4261a5f0',
    title: 'Read PSTN and direct routing call log data',
    allows: 'read the log of telephone calls made through Teams',
  },
  'CallRecords.Read.All': {
    id: '45bbb07e-7321-4fd7-a8f6-3ff27e6a81c8',
    title: 'Read all call records',
    allows: 'read who took part in Teams calls and meetings, when, and with which quality',
  },
  'Calendars.Read': {
    id: '798ee544-9d2d-430c-a058-570e29e34338',
    title: 'Read calendars in all mailboxes',
    allows: 'read the events of every calendar, texts and attachments included',
    exchangeRole: 'Application Calendars.Read',
  },
  'Calendars.ReadBasic.All': {
    id: '8ba4a692-bc31-4128-9094-475872af8a53',
    title: 'Read basic details of calendars in all mailboxes',
    allows: 'read the events of every calendar without texts, attachments and extensions',
  },
  'Channel.ReadBasic.All': {
    id: '59a6b24b-4225-4393-8165-ebaec5f55d7a',
    title: 'Read the names and descriptions  of all channels',
    allows: 'list the channels of every team with their names and descriptions',
  },
  'ChannelMember.Read.All': {
    id: '3b55498e-47ec-484f-8136-9013221c06a9',
    title: 'Read the members of all channels',
    allows: 'read who is a member of which channel',
  },
  'ChannelMessage.Read.All': {
    id: '7b2449af-6ccd-4f4d-9f78-e550c193f0d1',
    title: 'Read all channel messages',
    allows: 'read the messages of every channel in Teams',
  },
  'Chat.Read.All': {
    id: '6b7d71aa-70aa-4810-a8d9-5d9fb2830017',
    title: 'Read all chat messages',
    allows: 'read every chat in Teams, its messages and members',
  },
  'Chat.ReadBasic.All': {
    id: 'b2e060da-3baf-4687-9611-f4ebc0f0cbde',
    title: 'Read names and members of all chat threads',
    allows: 'list every chat in Teams with its name and members, without messages',
  },
  'ChatMember.Read.All': {
    id: 'a3410be2-8e48-4f32-8454-c29a7465209d',
    title: 'Read the members of all chats',
    allows: 'read who is a member of which chat',
  },
  'Contacts.Read': {
    id: '089fe4d0-434a-44c5-8827-41ba8a0b17f5',
    title: 'Read contacts in all mailboxes',
    allows: 'read the address book of every mailbox',
    exchangeRole: 'Application Contacts.Read',
  },
  'Directory.Read.All': {
    id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    title: 'Read directory data',
    allows: 'read users, groups, applications and most else in the directory',
  },
  'Files.Read.All': {
    id: '01d4889c-1287-42c6-ac1f-5d1e02578ef6',
    title: 'Read files in all site collections',
    allows: 'read every file in OneDrive and SharePoint, contents included',
  },
  'Group.Read.All': {
    id: '5b567255-7703-4780-807c-7be8301ae99b',
    title: 'Read all groups',
    allows: 'read groups, their properties, members and conversations',
  },
  'GroupMember.Read.All': {
    id: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    title: 'Read all group memberships',
    allows: 'read groups’ basic properties and who is a member',
  },
  'LicenseAssignment.Read.All': {
    id: 'e2f98668-2877-4f38-a2f4-8202e0717aa1',
    title: 'Read all license assignments.',
    allows: 'read which licenses are assigned to whom',
  },
  'Mail.ReadBasic.All': {
    id: '693c5e45-0940-467d-9b8a-1022fb9d42ef',
    title: 'Read basic mail in all mailboxes',
    allows: 'read every message’s subject, addresses, times and headers, without its text and attachments',
    exchangeRole: 'Application Mail.ReadBasic',
  },
  'MailboxSettings.Read': {
    id: '40f97065-369a-49f4-947c-6a255697ae91',
    title: 'Read all user mailbox settings',
    allows: 'read mailboxes’ time zone, language, working hours and automatic replies',
    exchangeRole: 'Application MailboxSettings.Read',
  },
  'Notes.Read.All': {
    id: '3aeca27b-ee3a-4c2b-8ded-80376e2134a4',
    title: 'Read all OneNote notebooks',
    allows: 'read every OneNote notebook',
  },
  'OnlineMeetingArtifact.Read.All': {
    id: 'df01ed3b-eb61-4eca-9965-6b3d789751b2',
    title: 'Read online meeting artifacts',
    allows: 'read attendance reports of online meetings',
  },
  'OnlineMeetings.Read.All': {
    id: 'c1684f21-1984-47fa-9d61-2dc8c296bb70',
    title: 'Read online meeting details',
    allows: 'read online meetings: organizer, participants, settings and join links',
  },
  'Place.Read.All': {
    id: '913b9306-0ce1-42b8-9137-6a7df690a760',
    title: 'Read all company places',
    allows: 'list rooms and buildings',
  },
  'Reports.Read.All': {
    id: '230c1aed-a721-4c5d-9cb4-a90514e508ef',
    title: 'Read all usage reports',
    allows: 'read usage reports of Microsoft 365 services',
  },
  'Schedule.Read.All': {
    id: '7b2ebf90-d836-437f-b90d-7b62722c4456',
    title: 'Read all schedule items',
    allows: 'read who works which shift of which team',
  },
  'Sites.Read.All': {
    id: '332a536c-c7ef-4017-ab91-336970924f0d',
    title: 'Read items in all site collections',
    allows: 'read documents and list items in every SharePoint site, contents included',
  },
  'Sites.Selected': {
    id: '883ea226-0bf2-4a8f-9f9d-92c9162a727d',
    title: 'Access selected site collections',
    allows: 'reach only those SharePoint sites that are granted one by one',
  },
  'Tasks.Read.All': {
    id: 'f10e1f91-74ed-437f-a6fd-d6ae88e26c1f',
    title: 'Read all users’ tasks and tasklist',
    allows: 'read the tasks of everybody, in Planner and in To Do',
  },
  'Team.ReadBasic.All': {
    id: '2280dda6-0bfd-44ee-a2f4-cb867cfc4c1e',
    title: 'Get a list of all teams',
    allows: 'list every team with its name and description',
  },
  'TeamMember.Read.All': {
    id: '660b7406-55f1-41ca-a0ed-0b035e182f3e',
    title: 'Read the members of all teams',
    allows: 'read who is a member of which team',
  },
  'User.Read.All': {
    id: 'df021288-bdef-4463-88db-98f22de89214',
    title: "Read all users' full profiles and company properties",
    allows: 'read the full profile of everyone in the directory',
  },
  'User.ReadBasic.All': {
    id: '97235f07-e226-4f63-ace3-39588e11d3a1',
    title: "Read all users' basic profiles",
    allows: 'read everyone’s name, mail address and photo',
  },
};
