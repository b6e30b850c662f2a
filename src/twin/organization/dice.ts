import { createHash } from 'node:crypto';

/** Repeatable random choices: the same seed and key give the same results, independent of other choices. */
export type Dice = {
  /** Returns an integer from `low` to `high`, both inclusive. */
  readonly between: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Returns one item of a nonempty list. */
  readonly pick: <T>(list: readonly T[]) => T;
  /** Returns `count` different items, or all of a shorter list, in random order. */
  readonly sample: <T>(list: readonly T[], count: number) => T[];
  readonly guid: () => string;
  readonly hex: (length: number) => string;
  /** Returns characters of base64url. */
  readonly text: (length: number) => string;
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Chris Doty-Humphrey's sfc32, a small fast generator with 128 bits of state; a number in [0, 1) per call. */
const sfc32 = (state: Buffer): (() => number) => {
  let [a, b, c, d] = [state.readInt32LE(0), state.readInt32LE(4), state.readInt32LE(8), state.readInt32LE(12)];
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
};

export const throwDice = (seed: number, key: string): Dice => {
  const next = sfc32(createHash('sha256').update(`${seed}/${key}`).digest());
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T;
  const spell = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[between(0, alphabet.length - 1)]).join('');
  const hex = (length: number): string => spell('0123456789abcdef', length);
  return {
    between,
    pick,
    hex,
    chance: (probability) => next() < probability,
    sample: (list, count) => {
      const left = [...list];
      return Array.from(
        { length: Math.min(count, left.length) },
        () => left.splice(between(0, left.length - 1), 1)[0],
      ).flatMap((one) => (one === undefined ? [] : [one]));
    },
    text: (length) => spell(letters, length),
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`,
  };
};
