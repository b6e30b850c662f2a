import fc from 'fast-check';
import { readExpression } from './expression.ts';
import { finiteLanguage } from './language.ts';
import { fillings, sampleOf } from './sample.ts';

const languageOf = (source: string, flags = 'u'): readonly string[] | undefined =>
  finiteLanguage(readExpression(source, flags));

describe('finiteLanguage', () => {
  it.each([
    ['standup|review', ['standup', 'review']],
    ['[Rr]e: ?', ['re:', 're: ']],
    ['^(?:a|b)\\b$', ['a', 'b']],
    ['(?<day>mon|tues)day', ['monday', 'tuesday']],
    ['a{2,3}', ['aa', 'aaa']],
    ['colou?r', ['color', 'colour']],
    ['\\.(?:pdf|docx)(?=$)', ['.pdf', '.docx']],
    ['x\\u{41}', ['xa']],
  ])('lists the words of %s', (source, words) => {
    expect([...(languageOf(source) ?? [])].sort()).toEqual([...words].sort());
  });

  it('counts words without regard to case', () => {
    expect(languageOf('(?:Standup|STANDUP|standup)')).toEqual(['standup']);
    expect(languageOf('standup', 'iu')).toEqual(['standup']);
  });

  it.each([
    '.*',
    're: .*',
    '[a-z]+',
    '[a-z]',
    '\\w{1,3}',
    '[^\\x00-\\x7F]+',
    '(a)\\1',
    '\\d{4}',
    'a*',
    '\\p{L}',
    '(?:a|b){12}',
    '[\\u0400-\\u04ff]',
  ])('finds no end to %s', (source) => {
    expect(languageOf(source)).toBeUndefined();
  });

  it('lists every text that an expression matches', () => {
    const letter = fc.constantFrom('a', 'b', '[ab]', '(?:a|bb)', 'a?', 'b{1,2}', '(?:|a)', '(?=b)');
    const source = fc.array(fc.array(letter, { maxLength: 4 }), { minLength: 1, maxLength: 3 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(source, text, (parts, candidate) => {
        const written = parts.map((part) => part.join('')).join('|');
        const [match = ''] = new RegExp(written, 'u').exec(candidate) ?? [];
        return match === '' || languageOf(written)?.includes(match) === true;
      }),
    );
  });
});

describe('sampleOf', () => {
  it.each([
    ['re: .*', /wren thornquist/i],
    ['[^\\x00-\\x7F]+', /Алиса|王小明/],
    ['\\[.*\\]', /^\[Wren/],
    ['[0-9]{6,}', /12025550143/],
  ])('fills the open places of %s with people', (source, shown) => {
    const node = readExpression(source, 'u');
    const samples = fillings.map((filling) => sampleOf(node, filling) ?? '');

    expect(samples.filter((sample) => shown.test(sample))).not.toEqual([]);
    for (const sample of samples) expect(new RegExp(`^(?:${source})$`, 'u').test(sample)).toBe(true);
  });
});
