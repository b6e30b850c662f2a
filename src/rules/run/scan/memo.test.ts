import { addEntry, clearMemo, createMemo, findEntry, isFull, longestText, type Memo, noteMiss } from './memo.ts';
import { hashBytes, wordsOf } from './words.ts';

const add = (memo: Memo, text: string, size: number): void => {
  const words = wordsOf(Buffer.from(text));
  const { length } = words.bytes;
  addEntry(memo, hashBytes(words, 0, length), words, 0, length, size);
};
const knows = (memo: Memo, text: string): boolean => {
  const words = wordsOf(Buffer.from(text));
  const { length } = words.bytes;
  return findEntry(memo, hashBytes(words, 0, length), words, 0, length) !== 0;
};

/** Adds different texts of a length, with values of `size` bytes, until the cache is full; returns their number. */
const fill = (memo: Memo, length: number, size: number): number => {
  let count = 0;
  for (; !isFull(memo) && count < 10_000; count += 1) add(memo, String(count).padStart(length, '0'), size);
  return count;
};

describe('a cache', () => {
  it.each([
    ['short texts', 8, 12, 4_096],
    ['long texts with long tokens', longestText, 800, 400],
    ['long texts that are dropped', longestText, -1, 1_000],
  ])('is full of %s before it takes more than a megabyte', (_, length, size, least) => {
    const memo = createMemo();
    const count = fill(memo, length, size);
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(4_096);
    expect(memo.arena.bytes.length).toBeLessThanOrEqual(1 << 20);
  });

  it('pauses after many texts that were not found, and looks up others later', () => {
    const memo = createMemo();
    for (let count = 0; count < 2_047; count += 1) noteMiss(memo);
    expect(memo.paused).toBe(0);
    noteMiss(memo);
    expect(memo.paused).toBeGreaterThan(2_048);
    while (memo.paused > 0) noteMiss(memo);
    expect(memo.missed).toBe(0);
    noteMiss(memo);
    expect([memo.missed, memo.paused]).toEqual([1, 0]);
  });

  it('is empty and has room again after it is cleared', () => {
    const memo = createMemo();
    fill(memo, longestText, 800);
    clearMemo(memo);
    expect(isFull(memo)).toBe(false);
    expect(knows(memo, '0'.repeat(longestText))).toBe(false);
    add(memo, 'one', 3);
    expect(knows(memo, 'one')).toBe(true);
  });
});
