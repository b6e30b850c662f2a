import published from './published/graph-permissions.json' with { type: 'json' };

/** An application permission of Microsoft Graph (an app role of its service principal). */
export type GraphPermission = {
  /** The app role's id, which is the same in every tenant. */
  readonly id: string;
  /** The title in the portal and the consent dialog; the permission's name if its publisher has no title. */
  readonly title: string;
  /** The actions that the permission allows, as the continuation of "It allows to …". */
  readonly allows: string;
  /** The Exchange role that grants the same for some mailboxes only (RBAC for Applications). */
  readonly exchangeRole?: string;
};

/** A delegated permission (a scope), with which an application acts on behalf of a signed-in person. */
export type DelegatedPermission = {
  readonly id: string;
  readonly title: string;
  /** True if an administrator has to consent. */
  readonly adminConsent: boolean;
};

type Published = {
  readonly id: string;
  readonly title?: string;
  readonly text?: string;
  readonly adminConsent?: boolean;
};
type PublishedSet = Readonly<Record<string, Published>>;

const application: PublishedSet = published.application;
const delegated: PublishedSet = published.delegated;

/** Microsoft Graph's application id, which is the same in every tenant and cloud. */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000';

/**
 * Our descriptions of the built-in sources' permissions, and titles from the portal for those without one in the
 * publisher's list.
 */
const described: Readonly<Record<string, Partial<Omit<GraphPermission, 'id'>>>> = {
  'AiEnterpriseInteraction.Read.All': {
    allows: 'read people’s prompts to Microsoft 365 Copilot and its answers',
  },
  'AuditLog.Read.All': {
    title: 'Read all audit log data',
    allows: 'read the sign-in log and the audit log of the directory',
  },
  'Calendars.Read': {
    allows: 'read the events of every calendar, including texts and attachments',
    exchangeRole: 'Application Calendars.Read',
  },
  'Calendars.ReadBasic.All': {
    allows: 'read the events of every calendar without texts, attachments and extensions',
  },
  'CallRecord-PstnCalls.Read.All': {
    allows: 'read the log of telephone calls made through Teams',
  },
  'CallRecords.Read.All': {
    allows: 'read the participants, times and quality of Teams calls and meetings',
  },
  'Channel.ReadBasic.All': {
    allows: 'list the channels of every team with their names and descriptions',
  },
  'ChannelMember.Read.All': {
    allows: 'read the members of every channel',
  },
  'ChannelMessage.Read.All': {
    allows: 'read the messages of every channel in Teams',
  },
  'Chat.Read.All': {
    allows: 'read every chat in Teams, its messages and members',
  },
  'Chat.ReadBasic.All': {
    allows: 'list every chat in Teams with its name and members, without messages',
  },
  'ChatMember.Read.All': {
    allows: 'read the members of every chat',
  },
  'Contacts.Read': {
    title: 'Read contacts in all mailboxes',
    allows: 'read the address book of every mailbox',
    exchangeRole: 'Application Contacts.Read',
  },
  'Directory.Read.All': {
    allows: 'read users, groups, applications and most other objects in the directory',
  },
  'Files.Read.All': {
    allows: 'read every file in OneDrive and SharePoint, including contents',
  },
  'Group.Read.All': {
    allows: 'read groups, their properties, members and conversations',
  },
  'GroupMember.Read.All': {
    allows: 'read the basic properties and the members of groups',
  },
  'LicenseAssignment.Read.All': {
    title: 'Read all license assignments.',
    allows: 'read the licenses of every user',
  },
  'Mail.ReadBasic.All': {
    allows: 'read every message’s subject, addresses, times and headers, without its text and attachments',
    exchangeRole: 'Application Mail.ReadBasic',
  },
  'MailboxSettings.Read': {
    allows: 'read mailboxes’ time zone, language, working hours and automatic replies',
    exchangeRole: 'Application MailboxSettings.Read',
  },
  'Notes.Read.All': {
    title: 'Read all OneNote notebooks',
    allows: 'read every OneNote notebook',
  },
  'OnlineMeetingArtifact.Read.All': {
    allows: 'read attendance reports of online meetings',
  },
  'OnlineMeetings.Read.All': {
    allows: 'read online meetings: organizer, participants, settings and join links',
  },
  'Place.Read.All': {
    title: 'Read all company places',
    allows: 'list rooms and buildings',
  },
  'Reports.Read.All': {
    allows: 'read usage reports of Microsoft 365 services',
  },
  'Schedule.Read.All': {
    title: 'Read all schedule items',
    allows: 'read the shifts of every team',
  },
  'Sites.Read.All': {
    allows: 'read documents and list items in every SharePoint site, including contents',
  },
  'Sites.Selected': {
    allows: 'access only the SharePoint sites that are granted individually',
  },
  'Tasks.Read.All': {
    title: 'Read all users’ tasks and tasklist',
    allows: 'read everyone’s tasks in Planner and To Do',
  },
  'Team.ReadBasic.All': {
    allows: 'list every team with its name and description',
  },
  'TeamMember.Read.All': {
    allows: 'read the members of every team',
  },
  'User.Read.All': {
    allows: 'read the full profile of everyone in the directory',
  },
  'User.ReadBasic.All': {
    allows: 'read everyone’s name, mail address and photo',
  },
};

/** Converts "Read all users' presence information" to "read all users' presence information". */
const fromTitle = (title: string): string => `${title.charAt(0).toLowerCase()}${title.slice(1).replace(/\.$/, '')}`;

const describe = (name: string, { id, title = delegated[name]?.title }: Published): GraphPermission => ({
  id,
  title: title ?? name,
  allows: title === undefined ? `read what ${name} covers` : fromTitle(title),
  ...described[name],
});

/**
 * The application permissions that sources may name: all read-only permissions that Microsoft publishes. Ids and titles
 * come from the publisher (microsoft-graph-devx-content; its revision is in the file), so that planning needs no
 * directory lookup.
 */
export const graphPermissions: Readonly<Record<string, GraphPermission>> = Object.fromEntries(
  Object.entries(application).map(([name, permission]) => [name, describe(name, permission)]),
);

/** Permissions of one team (resource-specific consent), which the list of application permissions lacks. */
const ofOneTeam: Readonly<Record<string, string>> = {
  'ChannelMember.Read.Group': 'read the members of the channels of a team',
  'ChannelMessage.Read.Group': 'read the messages of the channels of a team',
  'ChannelSettings.Read.Group': 'list the channels of a team with their names and descriptions',
  'TeamMember.Read.Group': 'read the members of a team',
};

/** Returns the actions that a permission allows, as the continuation of "It allows to …". */
export const allowedBy = (name: string): string => graphPermissions[name]?.allows ?? ofOneTeam[name] ?? 'read';

/** The read-only delegated permissions that Microsoft publishes. */
export const delegatedPermissions: Readonly<Record<string, DelegatedPermission>> = Object.fromEntries(
  Object.entries(delegated).map(([name, { id, title = name, adminConsent = true }]) => [
    name,
    { id, title, adminConsent },
  ]),
);
