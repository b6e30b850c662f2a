import { createHash } from 'node:crypto';
import type { GroupHashes } from './identities.ts';

/** The people and groups that a caller may see, as pseudonym hashes. */
export type Population = {
  /** Equal for the same people, and different for any others. */
  readonly digest: string;
  /** Another one for each reading of its members. */
  readonly reading: number;
  readonly has: (hash: string) => boolean;
  /** False if somebody may have joined since the population had this digest. */
  readonly covers: (digest: string) => boolean;
};

const digestBytes = 12;

const digestOf = (hashes: Iterable<string>): string =>
  createHash('sha256')
    .update([...hashes].sort().join('\n'))
    .digest()
    .subarray(0, digestBytes)
    .toString('base64url');

/** True if everything of `one` is in `other`. */
const isWithin = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size <= other.size && [...one].every((hash) => other.has(hash));

const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  sets.length === 1 ? (sets[0] as ReadonlySet<string>) : new Set(sets.flatMap((set) => [...set]));

/** Also has the hashes of the ids of its people and groups, and digests of larger populations that it was before. */
type Tracked = Population & { readonly ids: ReadonlySet<string>; readonly former: ReadonlySet<string> };

let readings = 0;

/** Digests of former populations that a population remembers. */
const mostFormer = 100;

/**
 * Makes the population of some groups. It covers the digests of `before` and of those that `before` covers as long as people only
 * leave.
 */
export const makePopulation = (groups: readonly GroupHashes[], before?: Population): Population => {
  const ids = union(groups.map((group) => group.ids));
  const all = union(groups.map((group) => group.all));
  const known = before as Tracked | undefined;
  const former =
    known !== undefined && isWithin(ids, known.ids)
      ? new Set([known.digest, ...known.former].slice(0, mostFormer))
      : new Set<string>();
  const digest = digestOf(ids);
  readings += 1;
  const made: Tracked = {
    digest,
    reading: readings,
    has: (hash) => all.has(hash),
    covers: (given) => given === digest || former.has(given),
    ids,
    former,
  };
  return made;
};

/** Number of people of `one` that aren't in `other`. */
const differing = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((hash) => !other.has(hash)).length;

/** True if two groups differ by people, but by fewer than `least`: a caller that sees both could tell who they are. */
export const differTooLittle = (
  one: Pick<GroupHashes, 'people'>,
  other: Pick<GroupHashes, 'people'>,
  least: number,
): boolean =>
  [differing(one.people, other.people), differing(other.people, one.people)].some(
    (count) => count > 0 && count < least,
  );
