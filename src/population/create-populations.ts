import type { Clock } from '../ports/index.ts';
import { Fault, type Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Grant } from './grants.ts';
import { type GroupHashes, hashGroup } from './identities.ts';
import { differTooLittle, makePopulation, type Population } from './population.ts';
import { type AskGraph, readGroup } from './read-group.ts';

/** Age at which the members of a group are read again, in milliseconds. */
export const freshMs = 5 * 60_000;
/** Age at which members that couldn't be read again no longer count. */
export const usableMs = 10 * 60_000;
/** Pause after a failed reading. */
const pauseMs = 10_000;
/** Age up to which a call waits for another call's reading. The platform can stop a function in the middle of one. */
const joinMs = 30_000;

type Usable = { readonly ok: true; readonly hashes: GroupHashes };
type Unusable = { readonly ok: false; readonly problem: Problem };

/** The latest reading of a group. `at`: its beginning, so that no change is overlooked for longer than the stated time. */
type Reading = { readonly at: number; readonly series: string } & (Usable | Unusable);

type Entry = {
  /** The latest reading that Graph has answered. */
  reading?: Reading;
  /** The latest failure. */
  failure?: { readonly at: number; readonly problem: Problem };
  pending?: { readonly at: number; readonly done: Promise<void> };
};

export type PopulationAnswer =
  | { readonly ok: true; readonly population: Population }
  | { readonly ok: false; readonly problem: Problem };

/** Populations of the callers of one connector. */
export type Populations = {
  /** Returns the population of a grant, at most ten minutes old. `newest`: reads members again unless that has just happened. */
  readonly get: (
    grant: Grant,
    keyring: Pick<Keyring, 'series' | 'pseudonyms'>,
    ask: AskGraph,
    newest?: boolean,
  ) => Promise<PopulationAnswer>;
};

const unavailable: Problem = { code: 'Graphveil.PopulationUnavailable', headers: { 'retry-after': '10' } };

/**
 * Creates the populations of a connector's callers. Members are read with the connector's own permission, at most once at a
 * time for each group. Nothing but hashes is kept.
 */
export const createPopulations = ({
  graph,
  leastGroupSize,
  clock,
}: {
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  readonly leastGroupSize: number;
  readonly clock: Clock;
}): Populations => {
  const entries = new Map<string, Entry>();
  const made = new Map<string, { readonly groups: readonly GroupHashes[]; readonly population: Population }>();

  const entryOf = (id: string): Entry => {
    const entry = entries.get(id) ?? {};
    entries.set(id, entry);
    return entry;
  };

  const read = async (id: string, { series, pseudonyms }: Pick<Keyring, 'series' | 'pseudonyms'>, ask: AskGraph) => {
    const entry = entryOf(id);
    const at = clock();
    const fail = (problem: Problem): void => {
      entry.failure = { at: clock(), problem };
    };
    try {
      const result = await readGroup(id, ask, graph);
      if (!result.ok) {
        fail(result.problem);
        if (result.lasting) entry.reading = { at, series, ok: false, problem: result.problem };
        return;
      }
      const hashes = hashGroup(result.document, pseudonyms);
      const detail = `at least ${leastGroupSize} people`;
      if (hashes.people.size < leastGroupSize) {
        const problem: Problem = { code: 'Graphveil.GroupTooSmall', detail };
        entry.reading = { at, series, ok: false, problem };
        fail(problem);
        return;
      }
      entry.reading = { at, series, ok: true, hashes };
      delete entry.failure;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fail(unavailable);
    }
  };

  const isYoung = (entry: Entry, series: string, age: number): boolean =>
    entry.reading?.series === series && clock() - entry.reading.at < age;

  /** Reads a group if its members are old, together with other calls that do. */
  const refresh = async (
    id: string,
    keyring: Pick<Keyring, 'series' | 'pseudonyms'>,
    ask: AskGraph,
    age: number,
  ): Promise<void> => {
    const entry = entryOf(id);
    const { failure, pending } = entry;
    if (entry.reading?.ok !== false && isYoung(entry, keyring.series, age)) return;
    if (failure !== undefined && clock() - failure.at < pauseMs) return;
    if (pending !== undefined && clock() - pending.at < joinMs) {
      await pending.done;
      return;
    }
    const started = { at: clock(), done: read(id, keyring, ask) };
    entry.pending = started;
    try {
      await started.done;
    } finally {
      if (entry.pending === started) delete entry.pending;
    }
  };

  const usable = (id: string, series: string): Usable | Unusable => {
    const entry = entryOf(id);
    if (entry.reading !== undefined && isYoung(entry, series, usableMs)) return entry.reading;
    return { ok: false, problem: entry.failure?.problem ?? unavailable };
  };

  const overlaps = (own: readonly GroupHashes[], near: readonly GroupHashes[]): boolean =>
    own.some((one, index) =>
      [...own.slice(0, index), ...near].some((other) => differTooLittle(one, other, leastGroupSize)),
    );
  const tooSimilar: Problem = {
    code: 'Graphveil.GroupsOverlap',
    detail: `they differ by fewer than ${leastGroupSize} people`,
  };

  const populationOf = (key: string, groups: readonly GroupHashes[]): Population => {
    const known = made.get(key);
    if (known?.groups.every((group, index) => group === groups[index]) === true) return known.population;
    const population = makePopulation(groups, known?.population);
    made.set(key, { groups, population });
    return population;
  };

  return {
    get: async ({ groups, beside }, keyring, ask, newest = false) => {
      const ids = [...new Set(groups)];
      // Nobody sees anything by a group that can't be used, so groups of other callers count only if they can be.
      const others = [...new Set(beside)].filter((id) => !groups.includes(id));
      await Promise.all([...ids, ...others].map((id) => refresh(id, keyring, ask, newest ? pauseMs : freshMs)));
      const own: GroupHashes[] = [];
      for (const id of ids) {
        const reading = usable(id, keyring.series);
        if (!reading.ok) return { ok: false, problem: reading.problem };
        own.push(reading.hashes);
      }
      const near = others.flatMap((id) => {
        const reading = usable(id, keyring.series);
        return reading.ok ? [reading.hashes] : [];
      });
      if (overlaps(own, near)) return { ok: false, problem: tooSimilar };
      return { ok: true, population: populationOf(ids.join(' '), own) };
    },
  };
};
