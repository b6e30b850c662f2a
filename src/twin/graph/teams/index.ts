import type { Route } from '../core/index.ts';
import { channelMessageRoutes } from './channel-messages.ts';
import { chatRoutes } from './chats.ts';
import { permissionGrantRoutes } from './permission-grants.ts';
import { teamRoutes } from './teams.ts';

/** Microsoft Teams: teams, channels, chats and their messages. */
export const teamsRoutes: readonly Route[] = [
  ...teamRoutes,
  ...channelMessageRoutes,
  ...chatRoutes,
  ...permissionGrantRoutes,
];
