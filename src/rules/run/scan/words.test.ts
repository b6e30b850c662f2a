import { areEqual, copyWords, endsPlain, hashBytes, wordsOf } from './words.ts';

const lengths = [...Array.from({ length: 40 }, (_, index) => index), 127, 128, 129, 600];
const bytes = Buffer.from(Array.from({ length: 700 }, (_, index) => (index * 37) % 251));

describe('bytes, four at a time', () => {
  it('are copied from any place to any other, and nothing beside them', () => {
    for (const length of lengths)
      for (const [from, place] of [
        [0, 0],
        [1, 2],
        [3, 1],
      ] as const) {
        const target = Buffer.alloc(700, 0xff);
        copyWords(wordsOf(bytes), from, from + length, wordsOf(target), place);
        const expected = Buffer.alloc(700, 0xff);
        bytes.copy(expected, place, from, from + length);
        expect(target.equals(expected)).toBe(true);
      }
  });

  it('are equal only if each of them is', () => {
    for (const length of lengths.filter((each) => each < 40)) {
      const other = Buffer.concat([Buffer.of(0), bytes.subarray(0, length)]);
      expect(areEqual(wordsOf(bytes), 0, wordsOf(other), 1, length)).toBe(true);
      for (let at = 0; at < length; at += 1) {
        other[at + 1] = (other[at + 1] as number) ^ 1;
        expect(areEqual(wordsOf(bytes), 0, wordsOf(other), 1, length)).toBe(false);
        other[at + 1] = (other[at + 1] as number) ^ 1;
      }
    }
  });

  it('have hashes that differ with each of them, and with their number', () => {
    const words = wordsOf(Buffer.alloc(64, 7));
    const hashes = [...lengths.filter((length) => length < 60)].map((length) => hashBytes(words, 0, length));
    for (let at = 0; at < 40; at += 1) {
      words.bytes[at] = 8;
      hashes.push(hashBytes(words, 0, 40));
      words.bytes[at] = 7;
    }
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('end plain text at quotes, backslashes and control characters only', () => {
    for (let byte = 0; byte < 256; byte += 1)
      for (let place = 0; place < 4; place += 1) {
        const ends = endsPlain(wordsOf(Buffer.from('aé~', 'utf8').fill(byte, place, place + 1)).view.getInt32(0, true));
        const expected = byte < 0x20 || byte === 0x22 || byte === 0x5c;
        expect([byte, place, ends !== 0]).toEqual([byte, place, expected]);
        if (expected) expect((31 - Math.clz32(ends & -ends)) >> 3).toBe(place);
      }
  });
});
