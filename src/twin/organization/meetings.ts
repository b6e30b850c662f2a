import { dayMs, hourMs, minuteMs, workdays } from './calendar-time.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Person } from './person.ts';
import type { Phrasebook } from './phrasebook.ts';

export type Response = 'none' | 'accepted' | 'declined' | 'tentativelyAccepted' | 'notResponded';

export type Invitee = {
  /** Index of the person; undefined for someone outside of the tenant. */
  readonly person: number | undefined;
  readonly name: string;
  readonly address: string;
  readonly type: 'required' | 'optional' | 'resource';
  readonly response: Response;
};

/** One meeting of the organization. Each participant's calendar has a copy with a separate id. */
export type Meeting = {
  readonly index: number;
  readonly organizer: number;
  readonly invitees: readonly Invitee[];
  readonly title: string;
  readonly text: string;
  readonly place: string | undefined;
  /** Start of the first occurrence. */
  readonly start: number;
  readonly minutes: number;
  /** Weekly repetition; `moved` and `skipped` name occurrences from 1. */
  readonly series: { readonly count: number; readonly moved: number; readonly skipped: number } | undefined;
  /** Thread of the Teams meeting, if it is online. */
  readonly thread: string | undefined;
  readonly sensitivity: 'normal' | 'private' | 'confidential';
  readonly isAllDay: boolean;
  readonly isCancelled: boolean;
  readonly categories: readonly string[];
  readonly createdAt: number;
};

const responses: readonly Response[] = [
  'accepted',
  'accepted',
  'accepted',
  'tentativelyAccepted',
  'declined',
  'none',
  'notResponded',
];
const lengths = [15, 25, 30, 30, 45, 50, 60, 60, 90] as const;
const perOrganizer = { series: 2, singles: 10 } as const;

const invite = (person: Person, dice: Dice): Invitee => ({
  person: person.index,
  name: person.displayName,
  address: person.mail ?? '',
  type: person.kind === 'room' ? 'resource' : dice.pick(['required', 'required', 'required', 'optional'] as const),
  response: dice.pick(responses),
});

const outsider = (dice: Dice): Invitee => ({
  person: undefined,
  name: `Client ${dice.hex(4)}`,
  address: `contact.${dice.hex(6)}@tailspin.example`,
  type: 'required',
  response: dice.pick(responses),
});

const plan = (
  index: number,
  organizer: Person,
  isSeries: boolean,
  invitable: readonly Person[],
  book: Phrasebook,
  dice: Dice,
): Meeting => {
  const guests = dice
    .sample(invitable, dice.chance(0.3) ? 1 : dice.between(1, 9))
    .filter((person) => person !== organizer);
  const isAllDay = !isSeries && dice.chance(0.02);
  const day = isSeries ? (workdays[dice.between(0, 6)] ?? 0) : dice.pick(workdays);
  const localHour = hourMs * (dice.between(8, 17) - organizer.office.summerOffset);
  const start = isAllDay ? day : day + localHour + dice.pick([0, 0, 15, 30, 30, 45]) * minuteMs;
  return {
    index,
    organizer: organizer.index,
    invitees: [...guests.map((person) => invite(person, dice)), ...(dice.chance(0.12) ? [outsider(dice)] : [])],
    title: dice.pick(book.titles),
    text: dice.sample(book.sentences, 3).join(' '),
    place: dice.chance(0.4) ? dice.pick(book.places) : undefined,
    start,
    minutes: isAllDay ? 1_440 : dice.pick(lengths),
    series: isSeries ? { count: 12, moved: dice.between(2, 6), skipped: dice.between(7, 11) } : undefined,
    thread: dice.chance(0.7) || isSeries ? `19:meeting_${dice.text(48)}@thread.v2` : undefined,
    sensitivity: dice.pick(['normal', 'normal', 'normal', 'normal', 'normal', 'private', 'confidential'] as const),
    isAllDay,
    isCancelled: dice.chance(0.04),
    categories: dice.chance(0.2) ? [dice.pick(book.categories)] : [],
    createdAt: start - dice.between(1, 60) * dayMs - dice.between(0, 86_399) * 1_000,
  };
};

/**
 * Creates all meetings of the quarter. The first person has `busyMeetings` more, so that their calendar has several
 * pages.
 */
export const makeMeetings = (
  seed: number,
  people: readonly Person[],
  book: Phrasebook,
  busyMeetings: number,
): readonly Meeting[] => {
  const organizers = people.filter(({ kind }) => kind === 'employee');
  const invitable = people.filter(({ kind, mail }) => kind !== 'service' && mail !== null);
  const meetings: Meeting[] = [];
  for (const [rank, organizer] of organizers.entries()) {
    const dice = throwDice(seed, `meetings of ${organizer.index}`);
    const singles = perOrganizer.singles + (rank === 0 ? busyMeetings : 0);
    for (let count = 0; count < perOrganizer.series + singles; count += 1) {
      meetings.push(plan(meetings.length, organizer, count < perOrganizer.series, invitable, book, dice));
    }
  }
  return meetings;
};
