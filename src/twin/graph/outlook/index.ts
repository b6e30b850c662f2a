import type { Route } from '../core/index.ts';
import { calendarRoutes } from './calendars.ts';
import { eventRoutes } from './events.ts';
import { folderRoutes } from './folders.ts';
import { mailboxSettingsRoutes } from './mailbox-settings.ts';
import { messageRoutes } from './messages.ts';

/** Exchange Online: mailbox settings, calendars, events, mail folders, messages. */
export const outlookRoutes: readonly Route[] = [
  ...mailboxSettingsRoutes,
  ...calendarRoutes,
  ...eventRoutes,
  ...folderRoutes,
  ...messageRoutes,
];
