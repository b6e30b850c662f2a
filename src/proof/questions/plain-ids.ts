import { descendants, type GraphVersion, lineage, type TypeIndex } from '../../graph-types/index.ts';
import type { EndpointProof } from '../proof.ts';
import { answeredBy } from './answered.ts';

/** Types whose ids a kind can be, if the path doesn't determine the type. */
const typesOfKinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['user-id', ['user']],
  ['group-id', ['group']],
  ['team-id', ['team', 'group']],
  ['directory-object-id', ['user', 'group', 'device']],
  ['calendar-id', ['calendar']],
  ['event-id', ['event']],
  ['message-id', ['message']],
  ['folder-id', ['mailFolder']],
  ['channel-id', ['channel']],
  ['chat-id', ['chat']],
  ['chat-message-id', ['chatMessage']],
  ['member-id', ['conversationMember']],
  ['meeting-id', ['onlineMeeting']],
  ['report-id', ['meetingAttendanceReport']],
  ['call-record-id', ['callRecords.callRecord']],
  ['session-id', ['callRecords.session']],
  ['drive-id', ['drive']],
  ['drive-item-id', ['driveItem']],
  ['site-id', ['site']],
  ['list-id', ['list']],
  ['list-item-id', ['listItem']],
]);

/** Types that share their id with another type, so that the id names the same thing. */
const sameIds: ReadonlyMap<string, string> = new Map([
  ['aiUser', 'user'],
  ['team', 'group'],
]);

/** The ids that replies contain in plain. */
export type PlainIds = {
  /** True for a type whose `id` leaves in plain in at least one reply, and in no reply in another form. */
  readonly ofType: (type: string, version: GraphVersion) => boolean;
  readonly ofKind: (kind: string, version: GraphVersion) => boolean;
};

/** Finds the types whose own `id` leaves in plain. */
export const plainIdsOf = (endpoints: readonly EndpointProof[], index: TypeIndex): PlainIds => {
  const found = new Map<string, boolean>();
  for (const endpoint of endpoints) {
    if (endpoint.entity === undefined) continue;
    const answer = answeredBy(endpoint)('id');
    if (answer === 'dropped' || answer === 'unknown') continue;
    found.set(endpoint.entity, answer === 'plain' && found.get(endpoint.entity) !== false);
  }
  const ofType: PlainIds['ofType'] = (type, version) => {
    const types = index[version];
    const own = sameIds.get(type) ?? type;
    const answers = [own, type].flatMap((name) => found.get(name) ?? []);
    const near = [...lineage(types, own), ...descendants(types, own)].flatMap((name) => found.get(name) ?? []);
    return answers.includes(true) && ![...answers, ...near].includes(false);
  };
  return {
    ofType,
    ofKind: (kind, version) => {
      const types = (typesOfKinds.get(kind) ?? []).filter((type) => found.has(type));
      return types.length > 0 && types.every((type) => ofType(type, version));
    },
  };
};
