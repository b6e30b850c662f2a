import type { Clock } from '../../ports/index.ts';
import type { Group } from './groups.ts';

/** Who belongs to groups at the moment. */
export type Memberships = {
  /** Indexes of a group's people; without those that only its list of members shows. */
  readonly membersOf: (group: Group) => readonly number[];
  /** Adds or removes a person. */
  readonly set: (group: Group, index: number, isMember: boolean) => void;
};

/** Members of the pool whose turn it is. */
const onDuty = ({ members, rotation }: Group, passedMs: number): readonly number[] => {
  if (rotation === undefined) return members;
  const { pool, everyMs } = rotation;
  const turn = Math.floor(passedMs / everyMs);
  return members.map((_, place) => pool[(((turn + place) % pool.length) + pool.length) % pool.length] as number);
};

/** Follows memberships from now on, by the clock and the changes of a test. */
export const makeMemberships = (clock: Clock): Memberships => {
  const start = clock();
  const changed = new Map<string, Map<number, boolean>>();
  return {
    membersOf: (group) => {
      const members = onDuty(group, clock() - start);
      const changes = changed.get(group.id);
      if (changes === undefined) return members;
      const joined = [...changes].flatMap(([index, isMember]) => (isMember ? index : []));
      return [...new Set([...members, ...joined])].filter((index) => changes.get(index) !== false);
    },
    set: ({ id }, index, isMember) => {
      const changes = changed.get(id) ?? new Map<number, boolean>();
      changed.set(id, changes.set(index, isMember));
    },
  };
};
