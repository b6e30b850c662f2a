import { dayMs } from './calendar-time.ts';
import { type Dice, throwDice } from './dice.ts';
import type { Group } from './groups.ts';
import type { Phrasebook } from './phrasebook.ts';

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'standard' | 'private' | 'shared';
  readonly createdAt: number;
  /** Indexes of people; everyone in the team for a standard channel. */
  readonly members: readonly number[];
};

/** A Microsoft Teams team: a group with channels. */
export type Team = {
  readonly group: Group;
  readonly channels: readonly Channel[];
};

const kinds = ['standard', 'standard', 'private', 'shared', 'standard'] as const;

const channel = (at: number, group: Group, book: Phrasebook, dice: Dice): Channel => {
  const kind = at === 0 ? 'standard' : (kinds[at - 1] ?? 'standard');
  return {
    id: `19:${dice.hex(32)}@thread.tacv2`,
    name: at === 0 ? 'General' : dice.pick(book.projects),
    kind,
    createdAt: group.createdAt + at * dayMs,
    members: kind === 'standard' ? group.members : group.members.slice(0, 4),
  };
};

export const makeTeams = (seed: number, groups: readonly Group[], book: Phrasebook): readonly Team[] =>
  groups
    .filter(({ kind }) => kind === 'team')
    .map((group) => {
      const dice = throwDice(seed, `channels of ${group.index}`);
      const count = dice.between(3, 6);
      return { group, channels: Array.from({ length: count }, (_, at) => channel(at, group, book, dice)) };
    });
