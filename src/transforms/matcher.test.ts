import { patternsOf, preparePattern, textsOf } from './matcher.ts';

describe('preparePattern', () => {
  it('finds what matches, and the group that the author wrote', () => {
    const { first, group, all, matches } = preparePattern({ source: '(?:(?=(a+))\\1)(b)?', flags: 'u', group: 2 });
    const match = first('xaab');
    expect(match?.index).toBe(1);
    expect(match && group(match)).toBe('b');
    expect(first('x')).toBeUndefined();
    expect([...all('ab a')].map(({ index, indices }) => [index, indices?.[2]])).toEqual([
      [0, [1, 2]],
      [3, undefined],
    ]);
    expect(matches('x')).toBe(false);
  });

  it('has no group if the author wrote none', () => {
    const { first, group } = preparePattern({ source: 'a', flags: 'u' });
    const match = first('a');
    expect(match && group(match)).toBeUndefined();
  });

  it('tries nothing on a text that is too long', () => {
    const { first, fits, matches, all } = preparePattern({ source: 'a', flags: 'u', longest: 2 });
    expect([fits('aaa'), matches('aaa'), first('aaa'), [...all('aaa')]]).toEqual([false, false, undefined, []]);
    expect([fits('aa'), matches('aa')]).toEqual([true, true]);
  });
});

describe('patternsOf and textsOf', () => {
  it('take one or many, and leave out values of other types', () => {
    const plan = { source: 'a', flags: 'u' };
    expect([patternsOf(plan), patternsOf([plan, 5]), patternsOf(undefined), patternsOf(null)]).toEqual([
      [plan],
      [plan],
      [],
      [],
    ]);
    expect([textsOf(['a', 5]), textsOf('a'), textsOf(undefined)]).toEqual([['a'], [], []]);
  });
});
