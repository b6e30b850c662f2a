import type { Twin } from '../start-twin.ts';

/** A path that the twin serves, with its type and the permission for it. */
export type ServedPath = {
  readonly path: string;
  readonly type: string;
  readonly permission: string;
  /** True for a list with pages; false for a single item. */
  readonly isList: boolean;
};

const row = (path: string, type: string, permission: string, isList = true): ServedPath => ({
  path,
  type,
  permission,
  isList,
});

const directory = (person: string, group: string): readonly ServedPath[] => [
  row('/v1.0/users', 'user', 'User.Read.All'),
  row('/v1.0/users/delta', 'user', 'User.Read.All'),
  row(`/v1.0/users/${person}`, 'user', 'User.Read.All', false),
  row(`/v1.0/users/${person}/directReports`, 'directoryObject', 'User.Read.All'),
  row(`/v1.0/users/${person}/licenseDetails`, 'licenseDetails', 'User.Read.All'),
  row(`/v1.0/users/${person}/memberOf`, 'directoryObject', 'Directory.Read.All'),
  row('/v1.0/groups', 'group', 'Group.Read.All'),
  row('/v1.0/groups/delta', 'group', 'Group.Read.All'),
  row(`/v1.0/groups/${group}`, 'group', 'Group.Read.All', false),
  row(`/v1.0/groups/${group}/members`, 'directoryObject', 'Group.Read.All'),
  row(`/v1.0/groups/${group}/members/microsoft.graph.user`, 'user', 'Group.Read.All'),
  row(`/v1.0/groups/${group}/transitiveMembers`, 'directoryObject', 'Group.Read.All'),
  row(`/v1.0/groups/${group}/owners`, 'directoryObject', 'Group.Read.All'),
];

const outlook = (person: string): readonly ServedPath[] => {
  const window = 'startDateTime=2026-07-06T00:00:00Z&endDateTime=2026-07-08T00:00:00Z';
  return [
    row(`/v1.0/users/${person}/mailboxSettings`, 'mailboxSettings', 'MailboxSettings.Read', false),
    row(`/v1.0/users/${person}/calendars`, 'calendar', 'Calendars.Read'),
    row(`/v1.0/users/${person}/calendar`, 'calendar', 'Calendars.Read', false),
    row(`/v1.0/users/${person}/events`, 'event', 'Calendars.Read'),
    row(`/v1.0/users/${person}/calendarView?${window}`, 'event', 'Calendars.Read'),
    row(`/v1.0/users/${person}/calendar/calendarView?${window}`, 'event', 'Calendars.Read'),
    row(`/v1.0/users/${person}/calendarView/delta?${window}`, 'event', 'Calendars.Read'),
    row(`/v1.0/users/${person}/messages`, 'message', 'Mail.ReadBasic.All'),
    row(`/v1.0/users/${person}/mailFolders`, 'mailFolder', 'Mail.ReadBasic.All'),
    row(`/v1.0/users/${person}/mailFolders/inbox/childFolders`, 'mailFolder', 'Mail.ReadBasic.All'),
    row(`/v1.0/users/${person}/mailFolders/inbox/messages`, 'message', 'Mail.ReadBasic.All'),
    row(`/v1.0/users/${person}/mailFolders/inbox/messages/delta`, 'message', 'Mail.ReadBasic.All'),
  ];
};

const teams = (person: string, twin: Twin): readonly ServedPath[] => {
  const { organization } = twin;
  const [team] = organization.teams();
  const [channel] = team?.channels ?? [];
  const place = `/v1.0/teams/${team?.group.id}`;
  const thread = `${place}/channels/${encodeURIComponent(channel?.id ?? '')}`;
  const root = channel === undefined ? '' : (organization.conversations(channel)[0]?.root.id ?? '');
  const chat = encodeURIComponent(organization.chatsOf(organization.busiest)[0]?.id ?? '');
  return [
    row('/v1.0/teams', 'team', 'Team.ReadBasic.All'),
    row(place, 'team', 'Team.ReadBasic.All', false),
    row(`${place}/channels`, 'channel', 'Channel.ReadBasic.All'),
    row(`${place}/allChannels`, 'channel', 'Channel.ReadBasic.All'),
    row(thread, 'channel', 'Channel.ReadBasic.All', false),
    row(`${place}/members`, 'conversationMember', 'TeamMember.Read.All'),
    row(`${thread}/members`, 'conversationMember', 'ChannelMember.Read.All'),
    row(`${thread}/messages`, 'chatMessage', 'ChannelMessage.Read.All'),
    row(`${thread}/messages?$expand=replies`, 'chatMessage', 'ChannelMessage.Read.All'),
    row(`${thread}/messages/delta`, 'chatMessage', 'ChannelMessage.Read.All'),
    row(`${thread}/messages/${root}/replies`, 'chatMessage', 'ChannelMessage.Read.All'),
    row(`${place}/channels/getAllMessages`, 'chatMessage', 'ChannelMessage.Read.All'),
    row(`/v1.0/users/${person}/chats?$expand=members`, 'chat', 'Chat.Read.All'),
    row('/v1.0/chats', 'chat', 'Chat.Read.All'),
    row(`/v1.0/chats/${chat}`, 'chat', 'Chat.Read.All', false),
    row(`/v1.0/chats/${chat}/messages`, 'chatMessage', 'Chat.Read.All'),
    row(`/v1.0/users/${person}/chats/getAllMessages?model=A`, 'chatMessage', 'Chat.Read.All'),
  ];
};

const calls = (twin: Twin): readonly ServedPath[] => {
  const all = twin.organization.calls();
  const record = all[0]?.id ?? '';
  const largest = all.reduce((a, b) => (b.participants.length > a.participants.length ? b : a)).id;
  const expanded = '$expand=sessions($expand=segments),participants_v2';
  const range = 'fromDateTime=2026-07-20,toDateTime=2026-10-01';
  return [
    row('/v1.0/communications/callRecords', 'callRecords.callRecord', 'CallRecords.Read.All'),
    row(
      `/v1.0/communications/callRecords/${record}?${expanded}`,
      'callRecords.callRecord',
      'CallRecords.Read.All',
      false,
    ),
    row(
      `/v1.0/communications/callRecords/${largest}?${expanded}`,
      'callRecords.callRecord',
      'CallRecords.Read.All',
      false,
    ),
    row(
      `/v1.0/communications/callRecords/${record}/sessions?$expand=segments`,
      'callRecords.session',
      'CallRecords.Read.All',
    ),
    row(
      `/v1.0/communications/callRecords/${record}/participants_v2`,
      'callRecords.participant',
      'CallRecords.Read.All',
    ),
    row(
      `/v1.0/communications/callRecords/getPstnCalls(${range})`,
      'callRecords.pstnCallLogRow',
      'CallRecords.Read.All',
    ),
    row(
      `/v1.0/communications/callRecords/getDirectRoutingCalls(${range})`,
      'callRecords.directRoutingLogRow',
      'CallRecords.Read.All',
    ),
  ];
};

const files = (person: string, group: string, twin: Twin): readonly ServedPath[] => {
  const [site] = twin.organization.sites();
  const drive = site?.drive.id ?? '';
  return [
    row(`/v1.0/users/${person}/drives`, 'drive', 'Files.Read.All'),
    row(`/v1.0/groups/${group}/drives`, 'drive', 'Files.Read.All'),
    row(`/v1.0/drives/${drive}`, 'drive', 'Files.Read.All', false),
    row(`/v1.0/drives/${drive}/root/delta`, 'driveItem', 'Files.Read.All'),
    row('/v1.0/sites', 'site', 'Sites.Read.All'),
    row('/v1.0/sites/getAllSites', 'site', 'Sites.Read.All'),
    row('/v1.0/sites/delta', 'site', 'Sites.Read.All'),
    row('/v1.0/sites/root', 'site', 'Sites.Read.All', false),
    row(`/v1.0/sites/${site?.id}`, 'site', 'Sites.Read.All', false),
    row(`/v1.0/sites/${site?.id}/lists`, 'list', 'Sites.Read.All'),
    row(`/v1.0/sites/${site?.id}/lists/${site?.lists[0]?.id}/items`, 'listItem', 'Sites.Read.All'),
    row(`/beta/drives/${drive}/activities`, 'itemActivityOLD', 'Files.Read.All'),
  ];
};

/** One path for each resource of the twin, about the first person and the first team. */
export const servedPaths = (twin: Twin): readonly ServedPath[] => {
  const { busiest, teams: teamsOf } = twin.organization;
  const group = teamsOf()[0]?.group.id ?? '';
  return [
    ...directory(busiest.id, group),
    ...outlook(busiest.id),
    ...teams(busiest.id, twin),
    ...calls(twin),
    row(
      `/v1.0/copilot/users/${busiest.id}/interactionHistory/getAllEnterpriseInteractions`,
      'aiInteraction',
      'AiEnterpriseInteraction.Read.All',
    ),
    ...files(busiest.id, group, twin),
  ];
};
