import { dayMs, minuteMs, quarter } from './calendar-time.ts';
import { entriesBetween } from './calendars.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Meeting } from './meetings.ts';
import type { Person } from './person.ts';

/** A participant: a person of the tenant, somebody on the phone, or a visitor without an account. */
export type CallParticipant =
  | { readonly kind: 'user'; readonly person: number }
  | { readonly kind: 'phone'; readonly number: string }
  | { readonly kind: 'guest'; readonly id: string; readonly name: string };

export type Call = {
  readonly id: string;
  readonly type: 'groupCall' | 'peerToPeer';
  readonly organizer: number;
  readonly meeting: Meeting | undefined;
  readonly start: number;
  readonly end: number;
  readonly participants: readonly CallParticipant[];
};

/** Retention period of Graph's call records. */
const retentionMs = 30 * dayMs;

/** A guest with a phone number from the range that is reserved for fiction. */
const phoneGuest = (dice: Dice): CallParticipant => ({ kind: 'phone', number: `+1202555010${dice.between(0, 9)}` });

const ofMeetings = (seed: number, meetings: readonly Meeting[]): readonly Call[] =>
  entriesBetween(meetings, quarter.today - retentionMs, quarter.today)
    .filter(({ meeting }) => meeting.thread !== undefined && !meeting.isCancelled && meeting.index % 4 === 0)
    .map(({ meeting, occurrence, start, end }) => {
      const dice = throwDice(seed, `call ${meeting.index} ${occurrence}`);
      const people = [
        meeting.organizer,
        ...meeting.invitees.flatMap(({ person }) => (person === undefined ? [] : [person])),
      ];
      const visitors: CallParticipant[] = dice.chance(0.2)
        ? [{ kind: 'guest', id: dice.guid(), name: `Visitor ${dice.hex(3)}` }]
        : [];
      return {
        id: dice.guid(),
        type: 'groupCall',
        organizer: meeting.organizer,
        meeting,
        start,
        end: end + dice.between(-5, 5) * minuteMs,
        participants: [
          ...[...new Set(people)].map((person) => ({ kind: 'user', person }) as const),
          ...(dice.chance(0.25) ? [phoneGuest(dice)] : []),
          ...visitors,
        ],
      };
    });

const peerToPeer = (seed: number, people: readonly Person[]): readonly Call[] =>
  people
    .filter(({ kind }) => kind === 'employee')
    .map((person, rank, employees) => {
      const dice = throwDice(seed, `direct call ${person.index}`);
      const start = quarter.today - dice.between(1, 28) * dayMs + dice.between(-300, 300) * minuteMs;
      const other = employees[(rank + 3) % employees.length]?.index ?? person.index;
      return {
        id: dice.guid(),
        type: 'peerToPeer',
        organizer: person.index,
        meeting: undefined,
        start,
        end: start + dice.between(1, 40) * minuteMs,
        participants: [
          { kind: 'user', person: person.index },
          dice.chance(0.2) ? phoneGuest(dice) : { kind: 'user', person: other },
        ],
      };
    });

/** A call with everyone, so that its participants and sessions have several pages. */
const townHall = (seed: number, people: readonly Person[]): Call => {
  const start = quarter.today - 6 * dayMs;
  const employees = people.filter(({ kind }) => kind === 'employee');
  return {
    id: throwDice(seed, 'town hall').guid(),
    type: 'groupCall',
    organizer: employees[0]?.index ?? 0,
    meeting: undefined,
    start,
    end: start + 50 * minuteMs,
    participants: employees.map(({ index }) => ({ kind: 'user', person: index })),
  };
};

/** Creates the calls of the last thirty days, earliest first. */
export const makeCalls = (seed: number, people: readonly Person[], meetings: readonly Meeting[]): readonly Call[] =>
  [...ofMeetings(seed, meetings), ...peerToPeer(seed, people), townHall(seed, people)].sort(
    (a, b) => a.start - b.start || (a.id < b.id ? -1 : 1),
  );
