import type { TwinAnswer } from '../../http/index.ts';
import {
  type CalendarEntry,
  entriesBetween,
  masterEntry,
  occurrenceEntry,
  occurrencesOf,
} from '../../organization/index.ts';
import {
  answerCollection,
  answerDelta,
  answerEntity,
  badRequest,
  type Collection,
  type GraphCall,
  type Route,
  resumeDelta,
} from '../core/index.ts';
import { readCalendar } from './calendars.ts';
import { eventKey, eventWriter } from './event-document.ts';
import { findMailbox, idWriter, itemNotFound, type MailboxOwner, readItemId } from './mailbox.ts';
import { calendarReaders } from './permissions.ts';

const always = ['id', '@odata.etag'];

const list = (
  call: GraphCall,
  owner: MailboxOwner,
  name: string,
  items: readonly CalendarEntry[],
): Collection<CalendarEntry> & { readonly feed: string } => ({
  type: 'event',
  context: `users('${encodeURIComponent(owner.id)}')/${name}`,
  items,
  document: eventWriter(call, owner),
  key: (entry) => eventKey(owner, entry),
  feed: `events of ${owner.id}`,
  always,
  pageSize: 10,
  largestPage: 1_000,
  link: `/users('${owner.id}')/${name}`,
  paging: 'skip',
});

const readInstant = (call: GraphCall, name: string): number => {
  const text = call.options.all.get(name.toLowerCase());
  if (text === undefined) {
    throw badRequest(
      `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.`,
      'ErrorInvalidParameter',
    );
  }
  const instant = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(instant))
    throw badRequest(`The value '${text}' of parameter '${name}' is invalid.`, 'ErrorInvalidParameter');
  return instant;
};

const window = (call: GraphCall, owner: MailboxOwner): readonly CalendarEntry[] =>
  entriesBetween(
    call.world.organization.meetingsOf(owner),
    readInstant(call, 'startDateTime'),
    readInstant(call, 'endDateTime'),
  );

const answerEvents = (call: GraphCall, name: string): TwinAnswer => {
  const owner = findMailbox(call);
  const isMain = readCalendar(call, owner) === 0;
  const entries = isMain ? call.world.organization.meetingsOf(owner).map(masterEntry) : [];
  return answerCollection(call, list(call, owner, name, entries));
};

const answerView = (call: GraphCall, name: string): TwinAnswer => {
  const owner = findMailbox(call);
  const isMain = readCalendar(call, owner) === 0;
  return answerCollection(call, list(call, owner, name, isMain ? window(call, owner) : []));
};

const unsupportedInDelta = ['select', 'filter', 'expand', 'orderby', 'search'];

const answerViewDelta = (call: GraphCall, name: string): TwinAnswer => {
  const resumed = resumeDelta(call);
  const refused = unsupportedInDelta.find((option) => resumed.call.options.all.has(option));
  if (refused !== undefined) {
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '$${refused}'.`,
      'ErrorInvalidUrlQuery',
    );
  }
  const owner = findMailbox(call);
  const writeId = idWriter(call);
  return answerDelta(resumed, {
    ...list(resumed.call, owner, name, window(resumed.call, owner)),
    context: `Collection(event)`,
    link: `/users('${owner.id}')/${name}/microsoft.graph.delta()`,
    removedId: ({ meeting, occurrence }) =>
      writeId({ kind: 'event', mailboxId: owner.mailboxId, number: meeting.index, occurrence }),
    identity: (document) =>
      `Mailbox=${owner.mailboxId}#User=${owner.userPrincipalName}#Item=${String(document['id'] ?? '')}`,
  });
};

/** Finds the entry that the path's event id identifies. */
const findEntry = (call: GraphCall, owner: MailboxOwner): CalendarEntry => {
  const { number, occurrence } = readItemId(call.param('event'), owner, 'event');
  const meeting = call.world.organization.meetingsOf(owner).find(({ index }) => index === number);
  const entry =
    meeting === undefined || occurrence === 0 ? meeting && masterEntry(meeting) : occurrenceEntry(meeting, occurrence);
  if (entry === undefined || call.world.changes.isRemoved(`events of ${owner.id}`, eventKey(owner, entry)))
    throw itemNotFound();
  return entry;
};

const answerEvent = (call: GraphCall): TwinAnswer => {
  const owner = findMailbox(call);
  return answerEntity(call, { ...list(call, owner, 'events', []), item: findEntry(call, owner) });
};

const answerInstances = (call: GraphCall): TwinAnswer => {
  const owner = findMailbox(call);
  const { meeting } = findEntry(call, owner);
  const [from, to] = [readInstant(call, 'startDateTime'), readInstant(call, 'endDateTime')];
  const entries = occurrencesOf(meeting).filter(({ start, end }) => start < to && end > from);
  return answerCollection(call, list(call, owner, `events('${call.param('event')}')/instances`, entries));
};

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path: `/users/{user}/${path}`,
  workload: 'outlook',
  needs: calendarReaders,
  answer,
});

export const eventRoutes: readonly Route[] = [
  route('events', (call) => answerEvents(call, 'events')),
  route('calendar/events', (call) => answerEvents(call, 'calendar/events')),
  route('calendars/{calendar}/events', (call) => answerEvents(call, `calendars('${call.param('calendar')}')/events`)),
  route('events/{event}', answerEvent),
  route('calendar/events/{event}', answerEvent),
  route('calendars/{calendar}/events/{event}', answerEvent),
  route('events/{event}/instances', answerInstances),
  route('calendarView', (call) => answerView(call, 'calendarView')),
  route('calendar/calendarView', (call) => answerView(call, 'calendar/calendarView')),
  route('calendars/{calendar}/calendarView', (call) =>
    answerView(call, `calendars('${call.param('calendar')}')/calendarView`),
  ),
  ...['calendarView', 'calendar/calendarView'].map((name) =>
    route(`${name}/delta`, (call) => answerViewDelta(call, name)),
  ),
];
