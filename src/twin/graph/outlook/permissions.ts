import { type GraphCall, holdsAny } from '../core/index.ts';

/** Any of these reads mail; the basic ones without bodies. */
export const mailReaders: readonly string[] = ['Mail.ReadBasic.All', 'Mail.ReadBasic', 'Mail.Read', 'Mail.ReadWrite'];

export const readsMailBodies = (call: GraphCall): boolean => holdsAny(call, ['Mail.Read', 'Mail.ReadWrite']);

/** Any of these reads calendars; the basic ones without bodies. */
export const calendarReaders: readonly string[] = [
  'Calendars.ReadBasic.All',
  'Calendars.ReadBasic',
  'Calendars.Read',
  'Calendars.ReadWrite',
];

export const readsEventBodies = (call: GraphCall): boolean => holdsAny(call, ['Calendars.Read', 'Calendars.ReadWrite']);
