import { memoized } from './memo.ts';

const counting = (size?: number) => {
  const made: string[] = [];
  const ask = memoized((key: string) => {
    made.push(key);
    return key.toUpperCase();
  }, size);
  return { made, ask };
};

describe('memoized', () => {
  it('makes a repeated value once', () => {
    const { made, ask } = counting();
    expect([ask('a'), ask('b'), ask('a')]).toEqual(['A', 'B', 'A']);
    expect(made).toEqual(['a', 'b']);
  });

  it('discards values that occur once and keeps repeated ones', () => {
    const { made, ask } = counting(2);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'e', 'a']) ask(key);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'e']);
    ask('b');
    expect(made.at(-1)).toBe('b');
  });

  it('never holds more than two generations', () => {
    const { made, ask } = counting(10);
    for (let n = 0; n < 1_000; n += 1) ask(String(n));
    for (let n = 0; n < 980; n += 1) ask(String(n));
    expect(made).toHaveLength(1_980);
  });

  it('does not hold long texts', () => {
    const { made, ask } = counting();
    for (const _ of [1, 2]) ask('x'.repeat(513));
    for (const _ of [1, 2]) ask('x'.repeat(512));
    expect(made).toHaveLength(3);
  });
});
