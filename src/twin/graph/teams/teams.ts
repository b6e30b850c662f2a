import type { Channel as GraphChannel, Team as GraphTeam } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import { type Channel, isoTicks, type Organization, type Team } from '../../organization/index.ts';
import { answerCollection, answerEntity, type GraphCall, type Route } from '../core/index.ts';
import { findPerson } from '../directory/index.ts';
import type { Json } from '../odata/index.ts';
import { findChannel, findTeam } from './find.ts';
import { memberDocument } from './member-document.ts';

const teamReaders = ['Team.ReadBasic.All', 'TeamSettings.Read.All', 'Directory.Read.All', 'Group.Read.All'];
const channelReaders = ['Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'Directory.Read.All', 'Group.Read.All'];

const teamDocument = ({ group, channels }: Team, organization: Organization): Json => {
  const general = channels[0]?.id ?? '';
  const team: GraphTeam = {
    id: group.id,
    createdDateTime: isoTicks(group.createdAt),
    displayName: group.displayName,
    description: group.description,
    internalId: general,
    classification: null,
    specialization: 'none',
    visibility: group.visibility === 'Public' ? 'public' : 'private',
    webUrl: `https://teams.microsoft.com/l/team/${encodeURIComponent(general)}/conversations?groupId=${group.id}&tenantId=${organization.tenantId}`,
    isArchived: false,
    tenantId: organization.tenantId,
    firstChannelName: null,
    memberSettings: {
      allowCreateUpdateChannels: true,
      allowCreatePrivateChannels: true,
      allowDeleteChannels: true,
      allowAddRemoveApps: true,
      allowCreateUpdateRemoveTabs: true,
      allowCreateUpdateRemoveConnectors: true,
    },
    guestSettings: { allowCreateUpdateChannels: false, allowDeleteChannels: false },
    messagingSettings: {
      allowUserEditMessages: true,
      allowUserDeleteMessages: true,
      allowOwnerDeleteMessages: true,
      allowTeamMentions: true,
      allowChannelMentions: true,
    },
    funSettings: {
      allowGiphy: true,
      giphyContentRating: 'moderate',
      allowStickersAndMemes: true,
      allowCustomMemes: true,
    },
    summary: { ownersCount: group.owners.length, membersCount: group.members.length, guestsCount: 0 },
  };
  return { ...team, isMembershipLimitedToOwners: false, discoverySettings: { showInTeamsSearchAndSuggestions: true } };
};

const channelDocument = (channel: Channel, { group }: Team, organization: Organization): Json => {
  const document: GraphChannel = {
    id: channel.id,
    createdDateTime: isoTicks(channel.createdAt),
    displayName: channel.name,
    description: `${channel.name} of ${group.displayName}`,
    isFavoriteByDefault: channel.name === 'General',
    email: `${channel.id.slice(3, 11)}.${organization.domain}@emea.teams.example`,
    tenantId: organization.tenantId,
    webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(channel.id)}/${encodeURIComponent(channel.name)}?groupId=${group.id}&tenantId=${organization.tenantId}`,
    membershipType: channel.kind,
    isArchived: false,
  };
  return {
    ...document,
    migrationMode: null,
    filesFolderWebUrl: `https://${organization.domain.split('.')[0]}.sharepoint.com/sites/${group.mailNickname}/Shared%20Documents/${encodeURIComponent(channel.name)}`,
  };
};

const teamList = (call: GraphCall, teams: readonly Team[], link: string) => ({
  type: 'team',
  context: 'teams',
  items: teams,
  document: (team: Team) => teamDocument(team, call.world.organization),
  key: ({ group }: Team) => group.id,
  defaults: ['id', 'displayName', 'description'],
  pageSize: 100,
  largestPage: 999,
  link,
});

const answerChannels = (call: GraphCall, name: string): TwinAnswer => {
  const team = findTeam(call);
  return answerCollection(call, {
    type: 'channel',
    context: `teams('${team.group.id}')/${name}`,
    items: team.channels,
    document: (channel) => channelDocument(channel, team, call.world.organization),
    key: ({ id }) => id,
    pageSize: 100,
    largestPage: 999,
    link: `/teams('${team.group.id}')/${name}`,
    around: { '@odata.count': team.channels.length },
  });
};

const answerMembers = (
  call: GraphCall,
  members: readonly number[],
  thread: string,
  owners: readonly number[],
  link: string,
): TwinAnswer => {
  const { organization } = call.world;
  return answerCollection(call, {
    type: 'conversationMember',
    context: `${link.slice(1)}`,
    items: members,
    document: (index) => memberDocument(organization.personAt(index), thread, 1, owners.includes(index), organization),
    key: String,
    pageSize: 100,
    largestPage: 999,
    link,
    around: { '@odata.count': members.length },
    identity: (document) => `SkipValue=0#Email=${String(document['email'])}#UserId=${String(document['userId'])}`,
  });
};

const route = (path: string, needs: readonly string[], answer: Route['answer']): Route => ({
  path,
  workload: 'teams',
  needs,
  answer,
});

export const teamRoutes: readonly Route[] = [
  route('/teams', teamReaders, (call) =>
    answerCollection(call, teamList(call, call.world.organization.teams(), '/teams')),
  ),
  route('/teams/{team}', teamReaders, (call) =>
    answerEntity(call, {
      ...teamList(call, [], ''),
      item: findTeam(call),
      defaults: Object.keys(teamDocument(findTeam(call), call.world.organization)),
    }),
  ),
  route('/users/{user}/joinedTeams', teamReaders, (call) => {
    const person = findPerson(call);
    const { organization, memberships } = call.world;
    const joined = organization.teams().filter(({ group }) => memberships.membersOf(group).includes(person.index));
    return answerCollection(call, teamList(call, joined, `/users('${person.id}')/joinedTeams`));
  }),
  route('/teams/{team}/channels', channelReaders, (call) => answerChannels(call, 'channels')),
  {
    ...route('/teams/{team}/allChannels', channelReaders, (call) => answerChannels(call, 'allChannels')),
    tenantWide: true,
  },
  route('/teams/{team}/channels/{channel}', channelReaders, (call) => {
    const team = findTeam(call);
    return answerEntity(call, {
      item: findChannel(call, team),
      type: 'channel',
      context: `teams('${team.group.id}')/channels`,
      document: (channel: Channel) => channelDocument(channel, team, call.world.organization),
      key: ({ id }) => id,
    });
  }),
  route('/teams/{team}/members', ['TeamMember.Read.All', 'TeamMember.ReadWrite.All'], (call) => {
    const { group, channels } = findTeam(call);
    const members = call.world.memberships.membersOf(group);
    return answerMembers(call, members, channels[0]?.id ?? '', group.owners, `/teams('${group.id}')/members`);
  }),
  route(
    '/teams/{team}/channels/{channel}/members',
    ['ChannelMember.Read.All', 'ChannelMember.ReadWrite.All'],
    (call) => {
      const team = findTeam(call);
      const { id, members } = findChannel(call, team);
      const link = `/teams('${team.group.id}')/channels('${encodeURIComponent(id)}')/members`;
      return answerMembers(call, members, id, members.slice(0, 1), link);
    },
  ),
];
