/** Random choices that are the same for the same seed. */
export type Random = {
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly some: <T>(from: readonly T[], atLeast?: number) => readonly T[];
};

/** mulberry32: small, and good enough for choices. */
export const createRandom = (seed: number): Random => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const [first, ...rest] = from;
    if (first === undefined) throw new Error('nothing to choose from');
    const at = below(rest.length + 1);
    return at === 0 ? first : (rest[at - 1] ?? first);
  };
  return {
    below,
    pick,
    some: (from, atLeast = 1) => {
      const left = [...from];
      const count = atLeast + below(Math.max(1, from.length - atLeast + 1));
      return Array.from({ length: Math.min(count, from.length) }, () => left.splice(below(left.length), 1)).flat();
    },
  };
};
