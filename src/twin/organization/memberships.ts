import type { Clock } from '../../ports/index.ts';
import type { Group } from './groups.ts';

/** Who belongs to groups and owns them at the moment. */
export type Memberships = {
  /** Indexes of a group's people; without those that only its list of members shows. */
  readonly membersOf: (group: Group) => readonly number[];
  /** Adds or removes a person. */
  readonly set: (group: Group, index: number, isMember: boolean) => void;
  /** Indexes of a group's owners. */
  readonly ownersOf: (group: Group) => readonly number[];
  /** Adds or removes an owner. */
  readonly setOwner: (group: Group, index: number, isOwner: boolean) => void;
};

type Changed = Map<string, Map<number, boolean>>;

const note = (changed: Changed, { id }: Group, index: number, isThere: boolean): void => {
  const changes = changed.get(id) ?? new Map<number, boolean>();
  changed.set(id, changes.set(index, isThere));
};

const withChanges = (indexes: readonly number[], changes: Map<number, boolean> | undefined): readonly number[] => {
  if (changes === undefined) return indexes;
  const joined = [...changes].flatMap(([index, isThere]) => (isThere ? index : []));
  return [...new Set([...indexes, ...joined])].filter((index) => changes.get(index) !== false);
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
  const members: Changed = new Map();
  const owners: Changed = new Map();
  return {
    membersOf: (group) => withChanges(onDuty(group, clock() - start), members.get(group.id)),
    set: (group, index, isMember) => note(members, group, index, isMember),
    ownersOf: (group) => withChanges(group.owners, owners.get(group.id)),
    setOwner: (group, index, isOwner) => note(owners, group, index, isOwner),
  };
};
