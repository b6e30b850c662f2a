import type { Attendee, Event, OnlineMeetingInfo, PatternedRecurrence } from '@microsoft/microsoft-graph-types';
import {
  type CalendarEntry,
  isoDate,
  isoTicks,
  joinUrl,
  type Meeting,
  type Organization,
  outlookId,
} from '../../organization/index.ts';
import type { GraphCall } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { changeKey, etag, idWriter, type MailboxOwner } from './mailbox.ts';
import { readsEventBodies } from './permissions.ts';
import { timeWriter } from './time-zone.ts';

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const weekMs = 7 * 86_400_000;

/** The key of a calendar entry in its mailbox's feed: the regular id, regardless of the caller's preference. */
export const eventKey = (owner: MailboxOwner, { meeting, occurrence }: CalendarEntry): string =>
  outlookId({ kind: 'event', mailboxId: owner.mailboxId, number: meeting.index, occurrence });

/** The id of a meeting that is the same in every mailbox. */
const iCalUId = (meeting: Meeting, organization: Organization): string => {
  const stamp = meeting.createdAt.toString(16).padStart(16, '0').toUpperCase();
  const own = organization.dice(`ical ${meeting.index}`).hex(32).toUpperCase();
  return `040000008200E00074C5B7101A82E00800000000${stamp}000000000000000010000000${own}`;
};

const attendees = (meeting: Meeting): Attendee[] =>
  meeting.invitees.map(({ type, response, name, address }) => ({
    type,
    status: { response, time: response === 'none' ? '0001-01-01T00:00:00Z' : isoTicks(meeting.createdAt + 3_600_000) },
    emailAddress: { name, address },
  }));

const recurrence = (meeting: Meeting): PatternedRecurrence | null => {
  const { series, start } = meeting;
  if (series === undefined) return null;
  return {
    pattern: {
      type: 'weekly',
      interval: 1,
      month: 0,
      dayOfMonth: 0,
      daysOfWeek: [weekdays[new Date(start).getUTCDay()] ?? 'monday'],
      firstDayOfWeek: 'sunday',
      index: 'first',
    },
    range: {
      type: 'endDate',
      startDate: isoDate(start),
      endDate: isoDate(start + (series.count - 1) * weekMs),
      recurrenceTimeZone: 'UTC',
      numberOfOccurrences: 0,
    },
  };
};

const onlineMeeting = (meeting: Meeting, organization: Organization): OnlineMeetingInfo | null => {
  if (meeting.thread === undefined) return null;
  const organizer = organization.personAt(meeting.organizer);
  const dice = organization.dice(`dial-in ${meeting.index}`);
  return {
    joinUrl: joinUrl(organization.tenantId, organizer.id, meeting.thread),
    conferenceId: String(dice.between(100_000_000, 999_999_999)),
    tollNumber: `+1 206-555-01${dice.between(10, 99)}`,
  };
};

const bodies = (meeting: Meeting, organization: Organization): Event => {
  const organizer = organization.personAt(meeting.organizer);
  const names = meeting.invitees.map(({ name }) => name).join(', ');
  const content = `<html><body><p>${meeting.text}</p><p>With ${names}. Questions: ${organizer.displayName}, ${organizer.mobilePhone}</p></body></html>`;
  return { bodyPreview: meeting.text.slice(0, 120), body: { contentType: 'html', content } };
};

const responseOf = (meeting: Meeting, owner: MailboxOwner): NonNullable<Event['responseStatus']> => {
  if (meeting.organizer === owner.index) return { response: 'organizer', time: '0001-01-01T00:00:00Z' };
  const response = meeting.invitees.find(({ person }) => person === owner.index)?.response ?? 'none';
  return { response, time: isoTicks(meeting.createdAt + 3_600_000) };
};

const showAs = { declined: 'free', tentativelyAccepted: 'tentative' } as const;

const seriesParts = (call: GraphCall, owner: MailboxOwner, entry: CalendarEntry): Event & Json => {
  const { meeting, occurrence, type } = entry;
  const { series } = meeting;
  const writeId = idWriter(call);
  const master = writeId({ kind: 'event', mailboxId: owner.mailboxId, number: meeting.index, occurrence: 0 });
  if (series === undefined) return { type, seriesMasterId: null, recurrence: null };
  if (type === 'seriesMaster') {
    const skipped = isoDate(meeting.start + (series.skipped - 1) * weekMs);
    return {
      type,
      seriesMasterId: null,
      recurrence: recurrence(meeting),
      cancelledOccurrences: [`OID.${master}.${skipped}`],
    };
  }
  const original = meeting.start + (occurrence - 1) * weekMs;
  return {
    type,
    seriesMasterId: master,
    recurrence: null,
    occurrenceId: `OID.${master}.${isoDate(original)}`,
    originalStart: isoTicks(original),
  };
};

/** Writes an event of one mailbox with all properties that Outlook returns, including undeclared ones. */
export const eventWriter = (call: GraphCall, owner: MailboxOwner): ((entry: CalendarEntry) => Json) => {
  const { organization } = call.world;
  const writeId = idWriter(call);
  const writeTime = timeWriter(call);
  const withBodies = readsEventBodies(call);
  const calendar = `${call.root}/users('${owner.id}')/calendars('${outlookId({ kind: 'calendar', mailboxId: owner.mailboxId, number: 0, occurrence: 0 })}')`;
  return (entry) => {
    const { meeting, occurrence, start, end } = entry;
    const id = writeId({ kind: 'event', mailboxId: owner.mailboxId, number: meeting.index, occurrence });
    const organizer = organization.personAt(meeting.organizer);
    const responseStatus = responseOf(meeting, owner);
    const location = {
      displayName: meeting.place ?? '',
      locationType: 'default',
      uniqueId: meeting.place ?? '',
      uniqueIdType: 'private',
    } as const;
    const event: Event = {
      id,
      createdDateTime: isoTicks(meeting.createdAt),
      lastModifiedDateTime: isoTicks(meeting.createdAt + 7_200_000),
      changeKey: changeKey(id),
      categories: [...meeting.categories],
      transactionId: meeting.index % 3 === 0 ? `transaction-${organizer.mailNickname}-${meeting.index}` : null,
      originalStartTimeZone: organizer.office.timeZone,
      originalEndTimeZone: organizer.office.timeZone,
      iCalUId: iCalUId(meeting, organization),
      reminderMinutesBeforeStart: 15,
      isReminderOn: true,
      hasAttachments: meeting.index % 9 === 0,
      subject: meeting.title,
      importance: meeting.index % 17 === 0 ? 'high' : 'normal',
      sensitivity: meeting.sensitivity,
      isAllDay: meeting.isAllDay,
      isCancelled: meeting.isCancelled,
      isOrganizer: meeting.organizer === owner.index,
      responseRequested: true,
      showAs:
        responseStatus.response === 'declined' || responseStatus.response === 'tentativelyAccepted'
          ? showAs[responseStatus.response]
          : 'busy',
      webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
      onlineMeetingUrl: null,
      isOnlineMeeting: meeting.thread !== undefined,
      onlineMeetingProvider: meeting.thread === undefined ? 'unknown' : 'teamsForBusiness',
      allowNewTimeProposals: true,
      isDraft: false,
      hideAttendees: false,
      responseStatus,
      start: writeTime(start),
      end: writeTime(end),
      location,
      locations: meeting.place === undefined ? [] : [location],
      attendees: attendees(meeting),
      organizer: { emailAddress: { name: organizer.displayName, address: organizer.mail } },
      onlineMeeting: onlineMeeting(meeting, organization),
    };
    return {
      '@odata.etag': etag(id),
      ...event,
      ...(withBodies ? bodies(meeting, organization) : {}),
      ...seriesParts(call, owner, entry),
      // Duplicates in PascalCase and this identifier, which responses contain although no type declares them.
      Subject: meeting.title,
      uid: iCalUId(meeting, organization),
      'calendar@odata.associationLink': `${calendar}/$ref`,
      'calendar@odata.navigationLink': calendar,
    };
  };
};
