import { createHmac } from 'node:crypto';
import type { NewRecord, RecordKey } from '../ports/index.ts';
import type { AccessPorts } from './ports.ts';
import { meta, partitions } from './verify/index.ts';

/**
 * The people of a group as they were at one time, without a list of members: the smallest of keyed hashes, whose key only the key
 * service can make. Two sketches tell how many people joined: exactly up to `sketchSize` people, then estimated within
 * a few percent.
 */
export type StoredPeople = {
  /** Seconds since the Unix epoch. */
  readonly at: number;
  readonly count: number;
  readonly sketch: readonly string[];
};

const sketchSize = 2_000;
const hashBytes = 9;

export const peopleKey = (group: string): RecordKey => ({ partition: partitions.group(group), sort: meta });
export const peopleRecord = (group: string, people: StoredPeople): NewRecord => ({ ...peopleKey(group), body: people });

export const sketchOf = async (
  { macs }: Pick<AccessPorts, 'macs'>,
  group: string,
  people: readonly string[],
  at: number,
): Promise<StoredPeople> => {
  const key = await macs.make(`graphveil/access/v1/people/${group}`);
  const hashes = people.map((id) =>
    createHmac('sha256', key).update(id).digest().subarray(0, hashBytes).toString('base64url'),
  );
  return { at, count: new Set(people).size, sketch: [...new Set(hashes)].sort().slice(0, sketchSize) };
};

/** The largest hash up to which a sketch is complete. */
const limitOf = ({ sketch }: StoredPeople): string => (sketch.length < sketchSize ? '~' : (sketch.at(-1) ?? ''));

/** Returns the people who joined since `before`, as a share of those who were there then. */
export const shareOfJoined = (before: StoredPeople, after: StoredPeople): number => {
  const [one, other] = [limitOf(before), limitOf(after)];
  const limit = one < other ? one : other;
  const former = new Set(before.sketch.filter((hash) => hash <= limit));
  const joined = after.sketch.filter((hash) => hash <= limit && !former.has(hash));
  return former.size === 0 ? 0 : joined.length / former.size;
};

/** Number of people of `one` who aren't in `other`. */
const differing = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((person) => !other.has(person)).length;

/** True if two groups differ by people, but by fewer than `least`: a client that sees both could tell who they are. */
export const differTooLittle = (one: ReadonlySet<string>, other: ReadonlySet<string>, least: number): boolean =>
  [differing(one, other), differing(other, one)].some((count) => count > 0 && count < least);
