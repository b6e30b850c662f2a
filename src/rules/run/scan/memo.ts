import { areEqual, copyWords, noWords, type Words, wordsOf } from './words.ts';

/** Limits of a cache: its entries, the bytes of their texts and values, and the bytes of one text. */
const mostEntries = 4_096;
const mostBytes = 1 << 19;
export const longestText = 512;

const slots = 4_096;
const stride = 7;
/** Fields of an entry. */
const [hashAt, textAt, lengthAt, valueAt, sizeAt, nextAt, lostAt] = [0, 1, 2, 3, 4, 5, 6];

/** Negative sizes: the text has no result, for the counted reason. */
export const dropped = -1;
export const unfit = -2;
export const wrong = -3;

/**
 * Cache of sanitized bytes for the texts at one place, by their raw bytes between the quotes. The bytes of values from
 * `filled` on may still be missing, because tokens are created in batches.
 */
export type Memo = {
  heads: Int32Array | undefined;
  entries: Int32Array;
  count: number;
  arena: Words;
  used: number;
  filled: number;
  /** Texts that were new since one was found, and texts to come that aren't looked up: ids of items don't repeat. */
  missed: number;
  paused: number;
};

/** Texts that are looked up in vain before a cache pauses, and texts of the pause. */
const patience = 2_048;
const pause = 8_192;

export const createMemo = (): Memo => ({
  heads: undefined,
  entries: new Int32Array(0),
  count: 1,
  arena: noWords,
  used: 0,
  filled: 0,
  missed: 0,
  paused: 0,
});

/** Removes all entries. */
export const clearMemo = (memo: Memo): void => {
  memo.heads?.fill(0);
  memo.count = 1;
  memo.used = 0;
  memo.filled = 0;
};

/** Notes a text that wasn't found, or not looked up. */
export const noteMiss = (memo: Memo): void => {
  if (memo.paused > 0) {
    memo.paused -= 1;
    return;
  }
  memo.missed += 1;
  if (memo.missed < patience) return;
  memo.missed = 0;
  memo.paused = pause;
};

/** True if the next entry may be one too many. A Plan has over a hundred caches, which share the function's memory. */
export const isFull = ({ count, used }: Memo): boolean => count > mostEntries || used > mostBytes;

/** Returns the entry of the bytes in `source`; 0 if there is none. */
export const findEntry = (memo: Memo, hash: number, source: Words, from: number, to: number): number => {
  const { heads, entries, arena } = memo;
  if (heads === undefined) return 0;
  const length = to - from;
  for (
    let entry = heads[hash & (slots - 1)] as number;
    entry !== 0;
    entry = entries[entry * stride + nextAt] as number
  ) {
    const base = entry * stride;
    if (entries[base + hashAt] !== hash || entries[base + lengthAt] !== length) continue;
    if (areEqual(arena, entries[base + textAt] as number, source, from, length)) return entry;
  }
  return 0;
};

/** Returns the size of an entry's value, or the reason why it was dropped. */
export const sizeOf = ({ entries }: Memo, entry: number): number => entries[entry * stride + sizeAt] as number;

/** True if the text of an entry doesn't match its format, which is counted by property. */
export const isLost = ({ entries }: Memo, entry: number): boolean => entries[entry * stride + lostAt] === 1;

/** Returns the position of an entry's value in the arena. */
export const placeOf = ({ entries }: Memo, entry: number): number => entries[entry * stride + valueAt] as number;

const makeRoom = (memo: Memo, bytes: number): void => {
  if (memo.heads === undefined) memo.heads = new Int32Array(slots);
  if ((memo.count + 1) * stride > memo.entries.length) {
    const entries = new Int32Array(Math.max(64 * stride, memo.entries.length * 2));
    entries.set(memo.entries);
    memo.entries = entries;
  }
  const { bytes: texts } = memo.arena;
  if (memo.used + bytes > texts.length) {
    const arena = Buffer.allocUnsafeSlow(Math.max(4_096, texts.length * 2, memo.used + bytes));
    arena.set(texts.subarray(0, memo.used));
    memo.arena = wordsOf(arena);
  }
};

/**
 * Adds an entry with room for a value of `size` bytes, or with the reason for none. Returns the position of the value.
 */
export const addEntry = (
  memo: Memo,
  hash: number,
  source: Words,
  from: number,
  to: number,
  size: number,
  lost = false,
): number => {
  const length = to - from;
  makeRoom(memo, length + Math.max(size, 0));
  const { entries, arena, heads } = memo as Memo & { readonly heads: Int32Array };
  const base = memo.count * stride;
  const slot = hash & (slots - 1);
  copyWords(source, from, to, arena, memo.used);
  const value = memo.used + length;
  entries[base + hashAt] = hash;
  entries[base + textAt] = memo.used;
  entries[base + lengthAt] = length;
  entries[base + valueAt] = value;
  entries[base + sizeAt] = size;
  entries[base + nextAt] = heads[slot] as number;
  entries[base + lostAt] = lost ? 1 : 0;
  heads[slot] = memo.count;
  memo.count += 1;
  memo.used = value + Math.max(size, 0);
  return value;
};
