import type { Route } from '../core/index.ts';
import { calendarRoutes } from './calendars.ts';
import { eventRoutes } from './events.ts';
import { mailboxSettingsRoutes } from './mailbox-settings.ts';

/** Exchange Online: mailbox settings, calendars, events. */
export const outlookRoutes: readonly Route[] = [...mailboxSettingsRoutes, ...calendarRoutes, ...eventRoutes];
