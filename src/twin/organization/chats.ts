import { dayMs, quarter } from './calendar-time.ts';
import { throwDice } from './dice.ts';
import { oneOnOneThread } from './ids/index.ts';
import type { Meeting } from './meetings.ts';
import type { Person } from './person.ts';
import type { Phrasebook } from './phrasebook.ts';

export type Chat = {
  readonly id: string;
  readonly kind: 'oneOnOne' | 'group' | 'meeting';
  readonly topic: string | undefined;
  readonly createdAt: number;
  /** Indexes of people. */
  readonly members: readonly number[];
  readonly meeting: Meeting | undefined;
};

const employeesOf = (people: readonly Person[]): readonly Person[] => people.filter(({ kind }) => kind === 'employee');

const oneOnOnes = (employees: readonly Person[]): readonly Chat[] =>
  employees.flatMap((person, rank) =>
    [1, 2, 7].flatMap((step) => {
      const other = employees[rank + step];
      if (other === undefined) return [];
      const members = [person.index, other.index];
      const createdAt = quarter.start - (rank + step) * dayMs;
      return [
        {
          id: oneOnOneThread(person.id, other.id),
          kind: 'oneOnOne',
          topic: undefined,
          createdAt,
          members,
          meeting: undefined,
        },
      ] as const;
    }),
  );

const groupChats = (seed: number, people: readonly Person[], book: Phrasebook): readonly Chat[] =>
  Array.from({ length: Math.ceil(people.length / 4) }, (_, at) => {
    const dice = throwDice(seed, `group chat ${at}`);
    const invitable = people.filter(({ kind }) => kind === 'employee' || kind === 'guest');
    return {
      id: `19:${dice.hex(32)}@thread.v2`,
      kind: 'group' as const,
      topic: dice.chance(0.7) ? dice.pick(book.titles) : undefined,
      createdAt: quarter.start - dice.between(0, 200) * dayMs,
      members: dice.sample(invitable, dice.between(3, 12)).map(({ index }) => index),
      meeting: undefined,
    };
  });

/** Creates chats for series of online meetings. */
const meetingChats = (meetings: readonly Meeting[]): readonly Chat[] =>
  meetings.flatMap((meeting) => {
    if (meeting.thread === undefined || meeting.series === undefined) return [];
    const invited = meeting.invitees.flatMap(({ person }) => (person === undefined ? [] : [person]));
    return [
      {
        id: meeting.thread,
        kind: 'meeting' as const,
        topic: meeting.title,
        createdAt: meeting.createdAt,
        members: [...new Set([meeting.organizer, ...invited])],
        meeting,
      },
    ];
  });

export const makeChats = (
  seed: number,
  people: readonly Person[],
  book: Phrasebook,
  meetings: readonly Meeting[],
): readonly Chat[] => [...oneOnOnes(employeesOf(people)), ...groupChats(seed, people, book), ...meetingChats(meetings)];
