import type { AttendanceRecord, MeetingAttendanceReport } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import {
  type CalendarEntry,
  isoTicks,
  type Meeting,
  masterEntry,
  minuteMs,
  type Organization,
  occurrencesOf,
  quarter,
} from '../../organization/index.ts';
import {
  answerCollection,
  answerEntity,
  type Collection,
  type GraphCall,
  GraphRefusal,
  type Route,
} from '../core/index.ts';
import type { Expansion, Json } from '../odata/index.ts';
import { findOnlineMeeting } from './online-meetings.ts';

const readers = ['OnlineMeetingArtifact.Read.All'];

/** Returns one report for each time that the meeting took place. */
const heldOf = (meeting: Meeting): readonly CalendarEntry[] =>
  (meeting.series === undefined ? [masterEntry(meeting)] : occurrencesOf(meeting)).filter(
    ({ end }) => end < quarter.today,
  );

const reportId = ({ meeting, occurrence }: CalendarEntry, organization: Organization): string =>
  organization.dice(`report ${meeting.index} ${occurrence}`).guid();

const reportDocument = (entry: CalendarEntry, organization: Organization): Json => {
  const report: MeetingAttendanceReport = {
    id: reportId(entry, organization),
    totalParticipantCount: entry.meeting.invitees.length + 1,
    meetingStartDateTime: isoTicks(entry.start),
    meetingEndDateTime: isoTicks(entry.end),
    externalEventInformation: [],
  };
  return { ...report };
};

type Attendee = {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly role: string;
  readonly minutes: number;
};

const attendeesOf = ({ meeting, occurrence }: CalendarEntry, organization: Organization): readonly Attendee[] => {
  const dice = organization.dice(`attendance ${meeting.index} ${occurrence}`);
  const organizer = organization.personAt(meeting.organizer);
  const minutes = () => dice.between(1, meeting.minutes);
  const invited = meeting.invitees.map(({ person, name, address }) => ({
    id: person === undefined ? dice.guid() : organization.personAt(person).id,
    name,
    address,
    role: 'Attendee',
    minutes: minutes(),
  }));
  const caller = {
    id: `+1202555010${dice.between(0, 9)}`,
    name: '+1202*****',
    address: null,
    role: 'Attendee',
    minutes: minutes(),
  };
  return [
    {
      id: organizer.id,
      name: organizer.displayName,
      address: organizer.mail,
      role: 'Organizer',
      minutes: meeting.minutes,
    },
    ...invited,
    ...(dice.chance(0.3) ? [caller] : []),
  ];
};

const recordDocument = (attendee: Attendee, { start }: CalendarEntry, organization: Organization): Json => {
  const identity = {
    '@odata.type': '#microsoft.graph.communicationsUserIdentity',
    id: attendee.id,
    displayName: attendee.name,
    tenantId: organization.tenantId,
  };
  const record: AttendanceRecord = {
    id: attendee.id,
    emailAddress: attendee.address,
    totalAttendanceInSeconds: attendee.minutes * 60,
    role: attendee.role,
    identity,
    registrationId: null,
    externalRegistrationInformation: null,
    attendanceIntervals: [
      {
        joinDateTime: isoTicks(start),
        leaveDateTime: isoTicks(start + attendee.minutes * minuteMs),
        durationInSeconds: attendee.minutes * 60,
      },
    ],
  };
  return { ...record };
};

const recordsList = (call: GraphCall, entry: CalendarEntry): Collection<Attendee> => {
  const place = `users('${call.param('user')}')/onlineMeetings('${call.param('meeting')}')/attendanceReports('${call.param('report')}')/attendanceRecords`;
  return {
    type: 'attendanceRecord',
    context: place,
    items: attendeesOf(entry, call.world.organization),
    document: (attendee) => recordDocument(attendee, entry, call.world.organization),
    key: ({ id }) => id,
    pageSize: 100,
    largestPage: 250,
    link: `/${place}`,
    identity: (document) => `SkipValue=100#Email=${String(document['emailAddress'])}#Id=${String(document['id'])}`,
  };
};

const reportsList = (call: GraphCall): Collection<CalendarEntry> => {
  const { organization } = call.world;
  const place = `users('${call.param('user')}')/onlineMeetings('${call.param('meeting')}')/attendanceReports`;
  return {
    type: 'meetingAttendanceReport',
    context: place,
    items: heldOf(findOnlineMeeting(call)),
    document: (entry) => reportDocument(entry, organization),
    key: (entry) => reportId(entry, organization),
    pageSize: 50,
    largestPage: 250,
    link: `/${place}`,
  };
};

const withRecords =
  (call: GraphCall) =>
  (document: Json, entry: CalendarEntry, { name }: Expansion): Json => {
    if (name !== 'attendanceRecords') return document;
    const { organization } = call.world;
    const attendanceRecords = attendeesOf(entry, organization).map((attendee) =>
      recordDocument(attendee, entry, organization),
    );
    return {
      ...document,
      'attendanceRecords@odata.context': `${call.root}/$metadata#${reportsList(call).context}('${String(document['id'])}')/attendanceRecords`,
      attendanceRecords,
    };
  };

const findReport = (call: GraphCall): CalendarEntry => {
  const { organization } = call.world;
  const entry = heldOf(findOnlineMeeting(call)).find((one) => reportId(one, organization) === call.param('report'));
  if (entry === undefined)
    throw new GraphRefusal(404, 'NotFound', `Attendance report '${call.param('report')}' was not found.`);
  return entry;
};

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path: `/users/{user}/onlineMeetings/{meeting}/attendanceReports${path}`,
  workload: 'calls',
  needs: readers,
  answer,
});

export const attendanceRoutes: readonly Route[] = [
  route('', (call) => answerCollection(call, reportsList(call))),
  route('/{report}', (call) =>
    answerEntity(call, { ...reportsList(call), item: findReport(call), expand: withRecords(call) }),
  ),
  route('/{report}/attendanceRecords', (call) => answerCollection(call, recordsList(call, findReport(call)))),
];
