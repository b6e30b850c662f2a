import { type GraphCall, holdsAny } from '../core/index.ts';

/** Permissions to read mail; the basic ones exclude bodies. */
export const mailReaders: readonly string[] = ['Mail.ReadBasic.All', 'Mail.ReadBasic', 'Mail.Read', 'Mail.ReadWrite'];

export const readsMailBodies = (call: GraphCall): boolean => holdsAny(call, ['Mail.Read', 'Mail.ReadWrite']);

/** Permissions to read calendars; the basic ones exclude bodies. */
export const calendarReaders: readonly string[] = [
  'Calendars.ReadBasic.All',
  'Calendars.ReadBasic',
  'Calendars.Read',
  'Calendars.ReadWrite',
];

export const readsEventBodies = (call: GraphCall): boolean => holdsAny(call, ['Calendars.Read', 'Calendars.ReadWrite']);
