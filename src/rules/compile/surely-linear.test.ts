import { growthOf } from '../../compile/index.ts';
import { isSurelyLinear } from './surely-linear.ts';

describe('isSurelyLinear', () => {
  it.each([
    ['a|b', false],
    [String.raw`\.(?:docx|pdf|md)$`, false],
    ['[0-9]{1,4}\\.[0-9]{1,4}', false],
    ['(?<name>a)?b{3}c?', false],
    ['https://a/([^/]+)/b', true],
    ['[+*]a{2,}', true],
  ])('knows %s for linear', (source, whole) => {
    expect(isSurelyLinear(source, whole)).toBe(true);
    expect(growthOf(whole ? `^(?:${source})$` : source, 'u')).toBe('linear');
  });

  it.each([
    ['a+', false],
    ['a*b*', true],
    ['(?:a+)+', true],
    ['(?:ab){2}', true],
    ['(?:a*){1,2}', true],
    ['(?=a)b', true],
    [String.raw`(a)\1`, true],
    ['(?:a|a)'.repeat(10), true],
    ['a?'.repeat(10), true],
    ['a{0,40}a{0,40}', true],
  ])('leaves %s to the checker', (source, whole) => {
    expect(isSurelyLinear(source, whole)).toBe(false);
  });
});
