import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { preparePattern } from '../../transforms/index.ts';
import { compilePattern } from './index.ts';
import { translatePattern } from './translate-pattern.ts';

type JavaMatches = {
  readonly texts: readonly string[];
  readonly patterns: readonly (readonly [string, readonly number[], readonly number[]])[];
};

/** What `java.util.regex` itself matches. */
const java: JavaMatches = JSON.parse(readFileSync(new URL('./java-matches.json', import.meta.url), 'utf8'));

const sourceOf = (java: string, ignoreCase = false): string => {
  const translation = translatePattern(java, ignoreCase);
  return translation.ok ? translation.source : `not read: ${translation.message}`;
};

const refusal = (source: string) => {
  const translation = translatePattern(source);
  return translation.ok ? 'read' : { at: translation.at, message: translation.message };
};

describe('translatePattern', () => {
  it.each(java.patterns.map((row) => [...row] as const))('reads %s as Java does', (source, whole, found) => {
    const written = sourceOf(source);
    const wholly = new RegExp(`^(?:${written})$`, 'u');
    const anywhere = new RegExp(written, 'u');
    const placesWhere = (expression: RegExp) =>
      java.texts.flatMap((text, place) => (expression.test(text) ? [place] : []));
    expect({ whole: placesWhere(wholly), found: placesWhere(anywhere) }).toEqual({ whole, found });
  });

  it('ignores the case of ASCII letters only', () => {
    const pattern = new RegExp(`^(?:${sourceOf('/Users/É[k-l]', true)})$`, 'u');
    expect(['/users/ÉK', '/USERS/Él', '/users/éK', '/users/É\u212a'].map((text) => pattern.test(text))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['([\\w.]??)?\\d*?', 'a1', ''],
    ['(a*?)?b?', 'aab', ''],
    ['(?:|a){0,1}', 'a', ''],
    ['(?:a?|b)?', 'b', ''],
    ['(?:a??)??a', 'aa', 'a'],
    ['(a*)?b', 'aab', 'aab'],
    ['(?:a|ab){2}+b?', 'aab', 'aab'],
    ['(?:a??)*+b?', 'ab', ''],
    ['(?:^a?)?+a', 'aa', 'aa'],
    ['(?:a?b?)*c', 'abbac', 'abbac'],
    ['(?:|a)*?b', 'aab', 'aab'],
    ['(?:|a){2}', 'aa', ''],
    ['(?:a|b*){2}c', 'bbac', 'bbac'],
    ['(?>a|b??){2,}c', 'aabc', 'c'],
    ['(?:^\\b)*a', 'a', 'a'],
    ['(?:(?:a|b)?)*c', 'abc', 'abc'],
    ['(?:^|\\b)*a', 'a', 'a'],
    ['(?:(?:\\b)+)*b', 'b', 'b'],
    ['(?:a{0})*b', 'b', 'b'],
    ['(?:(?:a?){2}?)*c', 'aaac', 'aaac'],
    ['(?:a{2}|c?)*b', 'aacb', 'aacb'],
    ['(?:(?>a??)b?)*c', 'abc', 'bc'],
    ['(?:(?>a?)b?)*c', 'abc', 'abc'],
    ['(?:c?(?:\\b|$))*b', 'cb', 'b'],
    ['(?>a|\\b){2}-', 'aa-', 'aa-'],
  ])('finds with %s in %s what Java finds, though a round may take no character', (source, text, found) => {
    expect(new RegExp(sourceOf(source), 'u').exec(text)?.[0]).toBe(found);
  });

  it.each([
    ['(?:a|ab){2}+', 'aba'],
    ['(?:a?)*+a', 'a'],
    ['(?:a|$){2}+b', 'ab'],
  ])('gives nothing back of a round of %s', (source, text) => {
    expect(new RegExp(sourceOf(source), 'u').test(text)).toBe(false);
  });

  it('keeps the number of the first group, and of named ones, after atomic groups', () => {
    const translation = translatePattern('x++(?<y>y)(?<z>z)');
    expect(translation).toMatchObject({ ok: true, group: 2, reportsAlike: true });
    expect(translation.ok && [...translation.names]).toEqual([
      ['y', 2],
      ['z', 3],
    ]);
  });

  it('finds the characters of key syntax that an expression contains', () => {
    const spells = (source: string) => {
      const translation = translatePattern(source);
      return translation.ok && translation.spells;
    };
    expect(['a(b)$', 'a\\(b', '[$)]', '[!-+]', '\\x28\\Q$\\E', '.*'].map(spells)).toEqual([
      '',
      '(',
      '$)',
      '',
      '$(',
      '',
    ]);
  });

  it.each([
    ['(?:(a)|b)+'],
    ['(?:(a)?b)+'],
    ['(a*)*'],
    ['(?<=(a))b'],
    ['(?!(a))b'],
    ['(?:(?:x|(a))y){2}'],
    ['(?:^(?:(a)|b)c)+'],
    ['(?:\\b(?:(a)|b)c)+'],
    ['(?:\\b(?:(a)?)c?)+'],
    ['(?:(?!(?:x(a)))b)+'],
    ['(?:(.)b)+.b'],
    ['(?:(b)){2}|b*'],
    ['(a){2,}+|a'],
    ['(?=(a)).c|ab'],
    ['(?>(.)b)+.b'],
  ])('finds that JavaScript reports the group of %s differently from Java', (source) => {
    expect(translatePattern(source)).toMatchObject({ ok: true, reportsAlike: false });
  });

  it.each([
    ['(a)'],
    ['(?:(a)b?)+'],
    ['(a)?b'],
    ['(?=(a))b'],
    ['(?:x?(?:y(a)))+'],
    ['(b){2}|b'],
    ['(?>x(a)){1}'],
    ['a'],
  ])('finds that JavaScript reports the group of %s like Java', (source) => {
    expect(translatePattern(source)).toMatchObject({ ok: true, reportsAlike: true });
  });

  it.each([
    ['(?x)a b', 0, "flag x isn't supported"],
    ['a(?u)b', 1, "flag u isn't supported"],
    ['(?-U:b)', 0, "flag U isn't supported"],
    ['(?#a)', 0, "kind of group isn't supported"],
    ['ab\\G', 2, "escape \\G isn't supported"],
    ['\\X', 0, "escape \\X isn't supported"],
    ['\\b{g}', 0, "escape \\b isn't supported"],
    ['\\k<no>', 0, "escape \\k isn't supported"],
    ['\\y', 0, "escape \\y isn't supported"],
    ['a\\', 1, 'expression ends in a backslash'],
    ['\\xZ', 0, 'hexadecimal escape is incomplete or too large'],
    ['\\x{110000}', 0, 'hexadecimal escape is incomplete or too large'],
    ['\\u12', 0, '\\u escape is incomplete, expected four hexadecimal digits'],
    ['\\09', 0, 'octal escape has no digits'],
    ['\\c', 0, 'control escape is incomplete'],
    ['\\p{InGreek}', 0, 'character property has no equivalent in JavaScript'],
    ['\\p{block=Greek}', 0, 'character property has no equivalent in JavaScript'],
    ['\\p{Is9}', 0, 'character property has no equivalent in JavaScript'],
    ['\\p{sc=Nowhere}', 0, 'character property has no equivalent in JavaScript'],
    ['\\p', 0, 'character property has no equivalent in JavaScript'],
    ['(?i)\\P{Lu}', 4, 'character property has no equivalent in JavaScript'],
    ['(?i)\\p{IsLowercase}', 4, 'character property has no equivalent in JavaScript'],
    ['[ab', 0, "class isn't closed"],
    ['[a&&', 0, "class isn't closed"],
    ['[&&a]', 1, 'intersection lacks an operand'],
    ['[x\\v-]', 2, '\\v before a hyphen matches one character only'],
    ['[a-z&&&b]', 6, 'intersection is ambiguous'],
    ['[a-z&&[b]&]', 6, 'intersection is ambiguous'],
    ['[a-z&&[b]c&&[c]]', 6, 'intersection is ambiguous'],
    ['[b-a]', 1, 'range of characters ends before it begins'],
    ['[a-\\d]', 1, 'range of characters ends before it begins'],
    ['[\\b]', 1, 'escape has no meaning inside a class'],
    ['[\\p{L}&&a]', 0, "Unicode properties can't be intersected or negated together with other members"],
    ['[^\\p{L}a]', 0, "Unicode properties can't be intersected or negated together with other members"],
    ['(a', 0, "group isn't closed"],
    ['x(?>a', 1, "group isn't closed"],
    ['a)', 1, 'parenthesis closes nothing'],
    ['(?<1>a)', 0, 'group has no valid name of its own'],
    ['(?<a>a)(?<a>b)', 7, 'group has no valid name of its own'],
    ['*', 0, 'repetition has nothing to repeat'],
    ['a|+', 2, 'repetition has nothing to repeat'],
    ['\\Qab\\E*+?', 8, 'repetition has nothing to repeat'],
    ['a{,3}', 1, 'repetition has no valid count'],
    ['a{3,2}', 1, 'repetition has no valid count'],
    ...[
      '(a??)*',
      '(?:|a)+',
      '(?:a*?){2,3}',
      '(?:a?|b){0,2}',
      '(?:^|a)+',
      '(?:a??b?)*',
      '(?:a|(?:a??){3}|$)*',
      '(?:\\b|a){2}',
      '(?:a|$){2,}?',
      '(?:a|(?=b)(?:)){2}',
      '(a?)b(?:\\1|c){2}',
      '(?:a|(?>$)){2}',
      '(?:(a)|(?:$){1}){2}',
      '(?:a|b*+){2,}?',
    ].map((source): [string, number, string] => [
      source,
      source.startsWith('(a?)b') ? 5 : 0,
      'round of a repetition may match no character, which JavaScript treats differently',
    ]),
    ['(?i)(a)\\1', 7, 'back reference that ignores case has no equivalent in JavaScript'],
    ['(?<=a++)b', 0, 'possessive repetition or atomic group inside a lookbehind has no equivalent in JavaScript'],
    ['x\\1(a)', 1, 'back reference may be met before its group has taken part, which JavaScript treats differently'],
    ['(a)?\\1', 4, 'back reference may be met before its group has taken part, which JavaScript treats differently'],
    [
      '(?:(a)|b)\\1',
      9,
      'back reference may be met before its group has taken part, which JavaScript treats differently',
    ],
    ['(a\\1)', 2, 'back reference may be met before its group has taken part, which JavaScript treats differently'],
    ['\\7', 0, 'back reference may be met before its group has taken part, which JavaScript treats differently'],
    [
      '(?:(a)b?)*\\1',
      10,
      'back reference may be met before its group has taken part, which JavaScript treats differently',
    ],
  ])('refuses %s, with the place and the reason', (source, at, message) => {
    expect(refusal(source)).toEqual({ at, message });
  });

  it('refuses expressions that are longer or deeper than a person writes', () => {
    expect(refusal('('.repeat(20_000))).toEqual({
      at: 10_000,
      message: 'expression is too long, expected at most 10000 characters',
    });
    expect(refusal('('.repeat(60))).toEqual({
      at: 50,
      message: 'expression nests too deep, expected at most 50 levels',
    });
    expect(refusal('['.repeat(60))).toMatchObject({ message: 'expression nests too deep, expected at most 50 levels' });
  });

  it.each([
    ['(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\\11', 'abcdefghijkk', 'abcdefghijka1'],
    ['(a)\\11', 'aa1', 'aa'],
    ['\\Qa9\\E', 'a9', 'a8'],
    ['(?i)\\p{Sc}', '€', 'a'],
    ['(?:a|(?=b))b', 'ab', 'a'],
    ['[^\\P{L}]', 'a', '5'],
  ])('reads %s', (source, fits, doesNot) => {
    const translation = translatePattern(source);
    const pattern = translation.ok ? new RegExp(`^(?:${translation.source})$`, 'u') : /^$/;
    expect([pattern.test(fits), pattern.test(doesNot)]).toEqual([true, false]);
  });

  it('translates any text to an expression that JavaScript accepts, or reports the problem', () => {
    const piece = fc.constantFrom(
      ...('ab(?:)[]^|*+?{2}.$\\bdw\\Q\\E(?i)(?=(?<!(?>\\1-&&\\p{L}🚀'.match(/\\?(?:\(\?.|.)/gsu) ?? []),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const translation = translatePattern(pieces.join(''));
        if (translation.ok) expect(() => new RegExp(translation.source, 'u')).not.toThrow();
        else expect(translation.message).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('compilePattern', () => {
  const problemsOf = (source: string, use: Partial<Parameters<typeof compilePattern>[1]> = {}) =>
    compilePattern(source, { match: 'anywhere', safety: 'capped', ...use }).problems.map(
      ({ severity, code }) => `${severity} ${code}`,
    );

  it.each([
    ['[0-9a-f]{8}(-[0-9a-f]{4}){3}'],
    ['(?i)^smtp:(.+)$'],
    ['^(?:smtp|sip):.*'],
    ['(^a|^b).*x'],
    ['crew/(\\w+)/log'],
    ['passcode=[^&]*&?'],
    ['\\s+'],
    ['a(?:b)?c'],
    ['(?:(?:a))b{2,5}'],
    ['^a++b'],
  ])('finds %s fast enough to look for anywhere', (source) => {
    expect(problemsOf(source, { safety: 'strict' })).toEqual([]);
  });

  it.each([
    ['/v1\\.0/users/[^/?]+/events(\\?[^/]*)?'],
    ['https://[^/]+/.*'],
    ['(?:[a-z]+\\.)+com'],
    ['(a|ab)(c|bcd)d*'],
    ['(?:a?b?c?d?e?f?g?)x*'],
    ['(?=ab)a.*'],
    ['(a)b\\1'],
    ['^|a'],
  ])('finds %s fast enough for whole texts', (source) => {
    expect(problemsOf(source, { match: 'whole', safety: 'strict' })).toEqual([]);
  });

  it.each([['a*a*b'], ['x{2,2000}y'], ['.*x.*y.*'], ['(?=.*a.*b).*c']])(
    'warns of %s, which can take polynomial time, and caps the text',
    (source) => {
      const { plan, problems } = compilePattern(source, { match: 'whole', safety: 'capped' });
      expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['warning rules/pattern-slow']);
      expect(plan?.longest).toBe(32 * 1024);
      const { fits, matches, first, all } = preparePattern(plan ?? { source: '', flags: '' });
      const long = `${'c'.repeat(32 * 1024)}b`;
      expect([fits(long), matches(long), first(long), [...all(long)]]).toEqual([false, false, undefined, []]);
    },
  );

  it('caps the text of a long expression that is at most polynomial, without asking how slow it is', () => {
    const source = '/v1.0/teams(/t~[a-z0-9]+?)?[^/]*/schedules/[a-z0-9]+/shifts(\\?.*)?';
    const started = process.cpuUsage();
    const { plan, problems } = compilePattern(source, { match: 'whole', safety: 'capped' });
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringContaining("couldn't be shown to be fast") },
    ]);
    expect(plan?.longest).toBe(32 * 1024);
    // The checker needs seconds for it.
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
  });

  it('refuses a long expression whose repetitions nest', () => {
    const source = `/v1.0/teams/(([a-z0-9]+-?)+/)+schedules(\\?.*)?`;
    expect(problemsOf(source, { match: 'whole', safety: 'capped' })).toEqual(['error rules/pattern-slow']);
  });

  it.each([['\\s+$'], ['a*b'], ['[^&]+=[^&]*'], ['(?:a*b|c)d']])('refuses %s in built-in rules', (source) => {
    expect(problemsOf(source, { safety: 'strict' })).toEqual(['error rules/pattern-slow']);
  });

  it.each([['(a+)+b'], ['(a|a)*b'], ['(x+x+)+y'], ['(?:a|b|ab)*c'], ['(a*)*b']])(
    'refuses %s everywhere: it can take exponential time',
    (source) => {
      const compiled = compilePattern(source, { match: 'whole', safety: 'capped' });
      expect(compiled.problems[0]).toMatchObject({
        severity: 'error',
        message: 'expression can take exponential time',
      });
      expect(compiled.plan).toBeUndefined();
    },
  );

  it('requires a group if its text is used', () => {
    expect(problemsOf('a', { captures: 'required' })).toEqual(['error rules/pattern-group']);
    expect(problemsOf('a', { captures: 'if-any' })).toEqual([]);
    expect(problemsOf('(?:(a)|b){2}', { captures: 'if-any' })).toEqual(['error rules/pattern-group']);
    expect(problemsOf('(?:(a)|b){2}')).toEqual([]);
  });

  it('reports the position of invalid syntax', () => {
    const [problem] = compilePattern('ab(?x)', { match: 'whole', safety: 'strict' }).problems;
    expect(problem).toMatchObject({ severity: 'error', code: 'rules/pattern-not-readable', at: 2 });
  });
});
