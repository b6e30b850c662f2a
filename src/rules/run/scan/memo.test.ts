import { addEntry, clearMemo, createMemo, findEntry, hashBytes, isFull, longestText, type Memo } from './memo.ts';

const add = (memo: Memo, text: string, size: number): void => {
  const bytes = Buffer.from(text);
  addEntry(memo, hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length, size);
};
const knows = (memo: Memo, text: string): boolean => {
  const bytes = Buffer.from(text);
  return findEntry(memo, hashBytes(bytes, 0, bytes.length), bytes, 0, bytes.length) !== 0;
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
    expect(memo.arena.length).toBeLessThanOrEqual(1 << 20);
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
