import type { Channel, Chat, Team } from '../../organization/index.ts';
import { type GraphCall, GraphRefusal } from '../core/index.ts';

export const notFound = (what: string, id: string): GraphRefusal =>
  new GraphRefusal(404, 'NotFound', `No ${what} found with id '${id}' in tenant of the caller.`);

export const findTeam = ({ world, param }: GraphCall): Team => {
  const team = world.organization.teams().find(({ group }) => group.id === param('team'));
  if (team === undefined) throw notFound('team', param('team'));
  return team;
};

export const findChannel = (call: GraphCall, team: Team): Channel => {
  const channel = team.channels.find(({ id }) => id === call.param('channel'));
  if (channel === undefined) throw notFound('channel', call.param('channel'));
  return channel;
};

export const findChat = ({ world, param }: GraphCall): Chat => {
  const chat = world.organization.chats().find(({ id }) => id === param('chat'));
  if (chat === undefined) throw notFound('chat thread', param('chat'));
  return chat;
};
