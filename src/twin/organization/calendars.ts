import { dayMs, minuteMs } from './calendar-time.ts';
import type { Meeting } from './meetings.ts';

/** A meeting in a calendar: a single meeting, a series, or one occurrence of a series (counted from 1). */
export type CalendarEntry = {
  readonly meeting: Meeting;
  readonly occurrence: number;
  readonly type: 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception';
  readonly start: number;
  readonly end: number;
};

const weekMs = 7 * dayMs;

const entry = (meeting: Meeting, occurrence: number, type: CalendarEntry['type'], start: number): CalendarEntry => ({
  meeting,
  occurrence,
  type,
  start,
  end: start + meeting.minutes * minuteMs,
});

/** The entry of `GET events`: a single meeting, or the master of a series. */
export const masterEntry = (meeting: Meeting): CalendarEntry =>
  entry(meeting, 0, meeting.series === undefined ? 'singleInstance' : 'seriesMaster', meeting.start);

/** Returns one occurrence; undefined if the series doesn't have that number or the occurrence was canceled. */
export const occurrenceEntry = (meeting: Meeting, occurrence: number): CalendarEntry | undefined => {
  const { series } = meeting;
  if (series === undefined || occurrence < 1 || occurrence > series.count || occurrence === series.skipped)
    return undefined;
  const regular = meeting.start + (occurrence - 1) * weekMs;
  return occurrence === series.moved
    ? entry(meeting, occurrence, 'exception', regular + dayMs)
    : entry(meeting, occurrence, 'occurrence', regular);
};

/** Returns all occurrences of a series, in order; none for a single meeting. */
export const occurrencesOf = (meeting: Meeting): readonly CalendarEntry[] =>
  Array.from({ length: meeting.series?.count ?? 0 }, (_, index) => occurrenceEntry(meeting, index + 1)).flatMap(
    (one) => (one === undefined ? [] : [one]),
  );

/**
 * Returns the entries that take place, at least partly, between `from` (inclusive) and `to` (exclusive), with series
 * expanded, sorted by start.
 */
export const entriesBetween = (meetings: readonly Meeting[], from: number, to: number): readonly CalendarEntry[] =>
  meetings
    .flatMap((meeting) => (meeting.series === undefined ? [masterEntry(meeting)] : occurrencesOf(meeting)))
    .filter(({ start, end }) => start < to && end > from)
    .sort((a, b) => a.start - b.start || a.meeting.index - b.meeting.index || a.occurrence - b.occurrence);

/** The meetings in each person's calendar: those they organize and those they are invited to. */
export const meetingsByPerson = (meetings: readonly Meeting[]): ReadonlyMap<number, readonly Meeting[]> => {
  const calendars = new Map<number, Meeting[]>();
  const add = (person: number, meeting: Meeting): void => {
    const held = calendars.get(person);
    if (held === undefined) calendars.set(person, [meeting]);
    else held.push(meeting);
  };
  for (const meeting of meetings) {
    add(meeting.organizer, meeting);
    for (const { person } of meeting.invitees) if (person !== undefined) add(person, meeting);
  }
  return calendars;
};
