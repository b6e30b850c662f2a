import type { OnlineMeeting } from '@microsoft/microsoft-graph-types';
import {
  isoSeconds,
  isoTicks,
  joinUrl,
  type Meeting,
  minuteMs,
  type Organization,
  onlineMeetingId,
  type Person,
  readOnlineMeetingId,
} from '../../organization/index.ts';
import { answerCollection, answerEntity, badRequest, type GraphCall, GraphRefusal, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';

const readers = ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'];

type OnlineOne = Meeting & { readonly thread: string };
const isOnline = (meeting: Meeting): meeting is OnlineOne => meeting.thread !== undefined;

const participant = (person: Person, role: string, tenantId: string): Json => ({
  upn: person.userPrincipalName,
  role,
  // Graph uses this type name although the shape differs from the type.
  '@odata.type': '#microsoft.graph.identitySet',
  identity: {
    application: null,
    device: null,
    user: { id: person.id, displayName: person.displayName, tenantId, identityProvider: 'AAD' },
  },
});

const meetingDocument = (meeting: OnlineOne, organization: Organization): Json => {
  const { tenantId } = organization;
  const organizer = organization.personAt(meeting.organizer);
  const dice = organization.dice(`online meeting ${meeting.index}`);
  const url = joinUrl(tenantId, organizer.id, meeting.thread);
  const invited = meeting.invitees.flatMap(({ person }) =>
    person === undefined ? [] : [organization.personAt(person)],
  );
  const conferenceId = String(dice.between(100_000_000, 999_999_999));
  const document: OnlineMeeting = {
    id: onlineMeetingId(organizer.id, meeting.thread),
    creationDateTime: isoTicks(meeting.createdAt),
    startDateTime: isoSeconds(meeting.start),
    endDateTime: isoSeconds(meeting.start + meeting.minutes * minuteMs),
    joinWebUrl: url,
    subject: meeting.title,
    isBroadcast: false,
    externalId: null,
    videoTeleconferenceId: conferenceId,
    meetingTemplateId: null,
    isEntryExitAnnounced: false,
    allowedPresenters: 'everyone',
    allowMeetingChat: 'enabled',
    allowAttendeeToEnableCamera: true,
    allowAttendeeToEnableMic: true,
    allowTeamworkReactions: true,
    allowRecording: true,
    allowTranscription: true,
    recordAutomatically: false,
    broadcastSettings: null,
    lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
    joinMeetingIdSettings: {
      isPasscodeRequired: true,
      joinMeetingId: String(dice.between(200_000_000_000, 299_999_999_999)),
      passcode: dice.text(6),
    },
    chatInfo: { threadId: meeting.thread, messageId: '0', replyChainMessageId: null },
    joinInformation: {
      contentType: 'html',
      content: `data:text/html,Join+${encodeURIComponent(url)}+${encodeURIComponent(organizer.displayName)}`,
    },
    audioConferencing: {
      conferenceId,
      tollNumber: `+1206555010${dice.between(0, 9)}`,
      tollFreeNumber: `+1800555010${dice.between(0, 9)}`,
      tollNumbers: [`+1206555010${dice.between(0, 9)}`],
      tollFreeNumbers: [],
      dialinUrl: `https://dialin.teams.microsoft.com/${dice.guid()}?id=${conferenceId}`,
    },
    participants: {
      organizer: participant(organizer, 'presenter', tenantId),
      attendees: invited.map((person) => participant(person, 'attendee', tenantId)),
    },
  };
  return {
    ...document,
    autoAdmittedUsers: 'everyoneInCompany',
    outerMeetingAutoAdmittedUsers: null,
    audioConferencing: { ...document.audioConferencing, ConferenceId: conferenceId },
  };
};

/**
 * Finds the organizer that the path identifies by object id. Throws unless the tenant's Teams policy allows the caller.
 */
export const findOrganizer = ({ world, param, caller }: GraphCall): Person => {
  const id = param('user');
  const person = world.organization.people.find((one) => one.id === id);
  if (person === undefined) throw badRequest(`Invalid user id '${id}': an object id is expected.`);
  if (world.applications.find(caller.appId)?.teamsPolicy === false) {
    const message = `No Application Access Policy found for this app: ${caller.appId} on the user: ${person.id} (${person.userPrincipalName}).`;
    throw new GraphRefusal(403, 'Forbidden', message);
  }
  return person;
};

const organizedBy = (call: GraphCall, person: Person): readonly OnlineOne[] =>
  call.world.organization
    .meetingsOf(person)
    .filter(isOnline)
    .filter(({ organizer }) => organizer === person.index);

/** Finds the online meeting of the path. */
export const findOnlineMeeting = (call: GraphCall): OnlineOne => {
  const organizer = findOrganizer(call);
  const thread = readOnlineMeetingId(call.param('meeting'))?.thread;
  const meeting = organizedBy(call, organizer).find((one) => one.thread === thread);
  if (meeting === undefined)
    throw new GraphRefusal(404, 'NotFound', `Meeting not found for user '${organizer.userPrincipalName}'.`);
  return meeting;
};

const list = (call: GraphCall, person: Person, items: readonly OnlineOne[]) => ({
  type: 'onlineMeeting',
  context: `users('${person.id}')/onlineMeetings`,
  items,
  document: (meeting: OnlineOne) => meetingDocument(meeting, call.world.organization),
  key: ({ thread }: OnlineOne) => thread,
  pageSize: 10,
  largestPage: 100,
  link: `/users('${person.id}')/onlineMeetings`,
});

const allowedFilter = /^\s*(JoinWebUrl|joinMeetingIdSettings\/joinMeetingId|VideoTeleconferenceId)\s+eq\s+'/i;

export const onlineMeetingRoutes: readonly Route[] = [
  {
    path: '/users/{user}/onlineMeetings',
    workload: 'calls',
    needs: readers,
    answer: (call) => {
      const organizer = findOrganizer(call);
      if (!allowedFilter.test(call.options.filter ?? ''))
        throw badRequest('A filter on JoinWebUrl is required.', 'InvalidArgument');
      return answerCollection(call, list(call, organizer, organizedBy(call, organizer)));
    },
  },
  {
    path: '/users/{user}/onlineMeetings/{meeting}',
    workload: 'calls',
    needs: readers,
    answer: (call) => {
      const item = findOnlineMeeting(call);
      return answerEntity(call, { ...list(call, findOrganizer(call), []), item });
    },
  },
];
