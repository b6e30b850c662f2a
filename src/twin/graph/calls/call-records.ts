import type { CallRecords } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import {
  type Call,
  type CallParticipant,
  isoSeconds,
  joinUrl,
  minuteMs,
  type Organization,
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
import { identitySet, participantId } from './identities.ts';
import { type Session, segmentDocument, sessionDocument, sessionId, sessionsOf } from './session-document.ts';

const readers = ['CallRecords.Read.All'];
const pages = { records: 60, sessions: 60, participants: 130 } as const;

const participantDocument = (participant: CallParticipant, organization: Organization): Json => ({
  id: participantId(participant, organization),
  identity: identitySet(participant, organization),
  administrativeUnitInfos: [],
});

const organizerOf = (call: Call): CallParticipant => ({ kind: 'user', person: call.organizer });

const recordDocument = (call: Call, organization: Organization, root: string): Json => {
  const { meeting } = call;
  const document: CallRecords.CallRecord = {
    id: call.id,
    version: 1,
    type: call.type,
    modalities: ['audio', 'video'],
    lastModifiedDateTime: isoSeconds(call.end + 15 * minuteMs),
    startDateTime: isoSeconds(call.start),
    endDateTime: isoSeconds(call.end),
    joinWebUrl:
      meeting?.thread === undefined
        ? null
        : joinUrl(organization.tenantId, organization.personAt(meeting.organizer).id, meeting.thread),
    organizer: null,
    participants: [],
    organizer_v2: participantDocument(organizerOf(call), organization),
  };
  return {
    ...document,
    'organizer_v2@odata.context': `${root}/$metadata#communications/callRecords('${call.id}')/organizer_v2/$entity`,
  };
};

const sessionsList = (call: GraphCall, record: Call): Collection<Session> => {
  const { organization } = call.world;
  return {
    type: 'callRecords.session',
    context: `communications/callRecords('${record.id}')/sessions`,
    items: sessionsOf(record),
    document: (session) => sessionDocument(session, organization),
    key: (session) => sessionId(session, organization),
    pageSize: pages.sessions,
    largestPage: pages.sessions,
    link: `/communications/callRecords('${record.id}')/sessions`,
    expand: (document, session, { name }) =>
      name === 'segments' ? { ...document, segments: [segmentDocument(session, organization)] } : document,
    identity: (document) =>
      `SkipValue=${pages.sessions}#Session=${String(document['id'])}#Organizer=${organization.personAt(record.organizer).id}`,
  };
};

const participantsList = (call: GraphCall, record: Call): Collection<CallParticipant> => {
  const { organization } = call.world;
  return {
    type: 'callRecords.participant',
    context: `communications/callRecords('${record.id}')/participants_v2`,
    items: record.participants,
    document: (participant) => participantDocument(participant, organization),
    key: (participant) => participantId(participant, organization),
    pageSize: pages.participants,
    largestPage: pages.participants,
    link: `/communications/callRecords('${record.id}')/participants_v2`,
    identity: (document) => `SkipValue=${pages.participants}#Participant=${String(document['id'])}`,
  };
};

/** Returns the first page of a nested list, with the link to the next one. */
const nested = <T>(call: GraphCall, list: Collection<T>, expansion: Expansion): Json => {
  const { expand, name } = expansion;
  const text = expand.map((one) => one.name).join(',');
  const all = new Map(text === '' ? [] : [['expand', text] as const]);
  const options = {
    ...call.options,
    all,
    expand,
    select: expansion.select,
    filter: undefined,
    orderBy: [],
    skip: 0,
    top: undefined,
    count: false,
  };
  const page = answerCollection({ ...call, options }, list).json as Json;
  const next = page['@odata.nextLink'];
  return {
    [`${name}@odata.context`]: page['@odata.context'],
    ...(next === undefined ? {} : { [`${name}@odata.nextLink`]: next }),
    [name]: page['value'],
  };
};

const expand =
  (call: GraphCall) =>
  (document: Json, record: Call, expansion: Expansion): Json => {
    if (expansion.name === 'sessions') return { ...document, ...nested(call, sessionsList(call, record), expansion) };
    if (expansion.name === 'participants_v2')
      return { ...document, ...nested(call, participantsList(call, record), expansion) };
    return document;
  };

/**
 * Properties that filters can use in addition to the record: participants are filterable although the list doesn't show
 * them.
 */
const filterable = (record: Call, organization: Organization, root: string): Json => ({
  ...recordDocument(record, organization, root),
  ...{ participants_v2: record.participants.map((participant) => ({ id: participantId(participant, organization) })) },
});

const recordsList = (call: GraphCall): Collection<Call> => {
  const { organization } = call.world;
  return {
    type: 'callRecords.callRecord',
    context: 'communications/callRecords',
    items: organization.calls(),
    document: (record) =>
      call.options.filter === undefined
        ? recordDocument(record, organization, call.root)
        : filterable(record, organization, call.root),
    key: ({ id }) => id,
    pageSize: pages.records,
    largestPage: pages.records,
    link: '/communications/callRecords',
    identity: (document) =>
      `SkipValue=${pages.records}#Record=${String(document['id'])}#Organizer=${organization.busiest.id}`,
  };
};

const findRecord = ({ world, param }: GraphCall): Call => {
  const record = world.organization.calls().find(({ id }) => id === param('record'));
  if (record === undefined) throw new GraphRefusal(404, 'NotFound', `Call record '${param('record')}' was not found.`);
  return record;
};

const route = (path: string, answer: (call: GraphCall) => TwinAnswer): Route => ({
  path: `/communications/callRecords${path}`,
  workload: 'calls',
  needs: readers,
  answer,
});

/** The list never shows participants or sessions, even if the filter uses them. */
const listed = [
  'id',
  'version',
  'type',
  'modalities',
  'lastModifiedDateTime',
  'startDateTime',
  'endDateTime',
  'joinWebUrl',
  'organizer',
  'participants',
  'organizer_v2',
];

export const callRecordRoutes: readonly Route[] = [
  route('', (call) => answerCollection(call, { ...recordsList(call), defaults: listed })),
  route('/{record}', (call) =>
    answerEntity(call, { ...recordsList(call), item: findRecord(call), expand: expand(call), always: ['id'] }),
  ),
  route('/{record}/sessions', (call) => answerCollection(call, sessionsList(call, findRecord(call)))),
  route('/{record}/sessions/{session}/segments', (call) => {
    const { organization } = call.world;
    const session = sessionsOf(findRecord(call)).find((one) => sessionId(one, organization) === call.param('session'));
    if (session === undefined)
      throw new GraphRefusal(404, 'NotFound', `Session '${call.param('session')}' was not found.`);
    const place = `communications/callRecords('${call.param('record')}')/sessions('${call.param('session')}')/segments`;
    return answerCollection(call, {
      type: 'callRecords.segment',
      context: place,
      items: [session],
      document: (one) => segmentDocument(one, organization),
      key: (one) => sessionId(one, organization),
      pageSize: pages.sessions,
      largestPage: pages.sessions,
      link: `/${place}`,
    });
  }),
  route('/{record}/participants_v2', (call) => answerCollection(call, participantsList(call, findRecord(call)))),
  route('/{record}/organizer_v2', (call) => {
    const { organization } = call.world;
    return answerEntity(call, {
      item: organizerOf(findRecord(call)),
      type: 'callRecords.organizer',
      context: `communications/callRecords('${call.param('record')}')/organizer_v2`,
      document: (participant: CallParticipant) => participantDocument(participant, organization),
      key: (participant: CallParticipant) => participantId(participant, organization),
    });
  }),
];
