import fc from 'fast-check';
import { arrangeAll } from './arrange.ts';
import { addArray, addItem, createArrays } from './arrays.ts';
import { createOutput, writeByte, writeText } from './output.ts';

const none = { at: -1, to: 0 };

/** Writes texts as the items of one array and arranges them. */
const arrange = (texts: readonly string[], reused: boolean): string => {
  const arrays = createArrays();
  const output = createOutput();
  let before = -1;
  let head = -1;
  writeByte(output, 91);
  for (const text of texts) {
    if (before >= 0) writeByte(output, 44);
    const from = output.to;
    writeText(output, JSON.stringify(text));
    before = addItem(arrays, before, from, output.to, none, none, none);
    if (head < 0) head = before;
  }
  if (head >= 0) addArray(arrays, { sequence: false, time: undefined }, head, texts.length);
  writeByte(output, 93);
  return Buffer.from(arrangeAll(arrays, output, reused)).toString('utf8');
};

/** Item texts of which most are short and some are long, so that their places overlap in many ways. */
const texts = fc.array(
  fc.oneof(
    fc.nat(99).map(String),
    fc.nat(2_000).map((length) => `${length}`.padEnd(length, '.')),
  ),
  {
    minLength: 1,
    maxLength: 60,
  },
);

/** A text that makes the list larger than what is sorted by a copy. */
const long = 'x'.repeat(1 << 16);

describe('sorted items', () => {
  it('are the same in a copy and in the buffer of a large page', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (list, seed) => {
        const place = seed % (list.length + 1);
        const whole = [...list.slice(0, place), long, ...list.slice(place)];
        const expected = [...whole].sort().map((text) => JSON.stringify(text));

        expect(arrange(whole, true)).toBe(`[${expected.join(',')}]`);
        expect(arrange(whole, false)).toBe(`[${expected.join(',')}]`);
      }),
      { numRuns: 60 },
    );
  });

  it('wait in a buffer that fits a part of them', () => {
    const list = Array.from({ length: 2_000 }, (_, index) => String((index * 7_919) % 2_003).padEnd(100, '.'));
    const expected = [...list].sort().map((text) => JSON.stringify(text));

    expect(arrange(list, false)).toBe(`[${expected.join(',')}]`);
    expect(arrange([...list].sort().reverse(), false)).toBe(`[${expected.join(',')}]`);
  });

  it('of an empty document are none', () => expect(arrange([], false)).toBe('[]'));
});
