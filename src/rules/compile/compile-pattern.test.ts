import { prepareMatcher } from '../../rule-forms/prepared.ts';
import { compileText, said, userEndpoint } from '../../rule-forms/testing/compile-text.ts';
import { compilePattern } from './compile-pattern.ts';

const compiled = (source: string, use: Partial<Parameters<typeof compilePattern>[1]> = {}) =>
  compilePattern(source, { match: 'anywhere', safety: 'strict', ...use });

const codesOf = (source: string, use: Partial<Parameters<typeof compilePattern>[1]> = {}) =>
  compiled(source, use).problems.map(({ severity, code }) => `${severity} ${code}`);

describe('compilePattern of the allow-list form', () => {
  it('accepts a JavaScript expression unchanged', () => {
    expect(compiled(String.raw`\d\p{L}(?<n>x)(?!b)[}+*]`).plan).toEqual({
      source: String.raw`\d\p{L}(?<n>x)(?!b)[}+*]`,
      flags: 'u',
      group: 1,
    });
  });

  it('anchors an expression that has to match the whole text', () => {
    expect(compiled('a|b', { match: 'whole' }).plan).toEqual({ source: '^(?:a|b)$', flags: 'u' });
  });

  it('matches in either case with ignoreCase', () => {
    const { source = '', flags } = compiled('straße', { ignoreCase: true }).plan ?? {};
    expect(new RegExp(source, flags).test('STRASSE STRAßE')).toBe(true);
  });

  it.each([
    ['(?i)room', 0, 'remove it, and write ignoreCase: true beside the pattern'],
    ['a(?s:.)', 1, 'remove it'],
    ['(?)a', 0, 'remove it'],
    ['(?-i)a', 0, 'remove it'],
    ['(?>a)', 0, 'write (?:…)'],
    ['(?#note)a', 0, 'remove the comment'],
    ['a++', 1, 'remove the second sign, which forbids to go back'],
    ['a{2}+', 3, 'remove the second sign, which forbids to go back'],
    [String.raw`\Qa.b\E`, 0, 'put a backslash before each sign of the quoted text'],
    [String.raw`\p{Alpha}+`, 0, 'write [A-Za-z]'],
    [String.raw`\P{Upper}`, 0, 'write the opposite of [A-Z]'],
    [String.raw`a\h`, 1, String.raw`write [ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]`],
    [String.raw`\Aa`, 0, 'write ^'],
    [String.raw`a\z`, 1, 'write $'],
    [String.raw`\x{1F600}`, 0, String.raw`write \u{…}`],
    ['[a-z&&[^b]]', 4, 'put a lookahead before a plain class: (?=[…])[…]'],
  ])('rejects %s, and gives the spelling of JavaScript', (source, at, hint) => {
    expect(compiled(source).problems).toEqual([
      expect.objectContaining({ severity: 'error', code: 'rules/pattern-not-readable', at, hint }),
    ]);
    expect(compiled(source).plan).toBeUndefined();
  });

  it.each(['a(?:b)+?', String.raw`\++`, String.raw`\u{1F600}+`, '[(?i)]', 'a&&b', String.raw`\p{Lu}+`, '(?<=a)b'])(
    'reads %s, which only looks like Java',
    (source) => {
      expect(compiled(source, { safety: 'capped' }).plan).toMatchObject({ source });
    },
  );

  it.each(['(', '[', 'a**', String.raw`\y`, '[z-a]', '{'])('rejects the invalid expression %s', (source) => {
    expect(codesOf(source)).toEqual(['error rules/pattern-not-readable']);
  });

  it('rejects an expression that is too long', () => {
    expect(codesOf('a'.repeat(10_001))).toEqual(['error rules/pattern-not-readable']);
  });

  it('rejects an expression without the group that is used', () => {
    expect(codesOf('(?:a)', { captures: 'required' })).toEqual(['error rules/pattern-group']);
    expect(compiled('(a)', { captures: 'required' }).plan?.group).toBe(1);
  });

  it('rejects what takes exponential time, and caps what takes polynomial time', () => {
    expect(codesOf('^(?:a+)+$', { safety: 'capped' })).toEqual(['error rules/pattern-slow']);
    expect(codesOf('.*a.*b')).toEqual(['error rules/pattern-slow']);
    expect(compiled('.*a.*b', { safety: 'capped' })).toMatchObject({
      plan: { longest: 32 * 1024 },
      problems: [{ severity: 'warning', code: 'rules/pattern-slow' }],
    });
  });

  it.each(['.*x.*y.*z', '^(?:b+)+$', '^(?:[0-9]+,)+end$'])(
    'finds the same for %s however slow the machine is',
    (source) => {
      const { now: monotonic } = performance;
      const { now: clock } = Date;
      let hours = 0;
      const next = () => {
        hours += 1;
        return hours * 3_600_000;
      };
      performance.now = next;
      Date.now = next;
      const slow = compiled(source, { safety: 'capped' });
      performance.now = monotonic;
      Date.now = clock;
      expect(slow.problems.map(({ message }) => message)).toEqual(
        source.includes('end')
          ? []
          : [expect.stringMatching(source.startsWith('.') ? /polynomial time/ : /exponential time/)],
      );
    },
  );

  it('rejects expressions that the checker does not decide within its steps', () => {
    const source = '^(?:[A-Z][a-z]+ ?){1,20}$';
    const { plan, problems } = compiled(source, { safety: 'capped' });
    expect(problems).toMatchObject([
      { severity: 'error', code: 'rules/pattern-slow', message: "expression couldn't be shown to be fast" },
    ]);
    expect(plan).toBeUndefined();
  });
});

describe('ignoreCase in rules', () => {
  const ofParameter = (schema: string) => `endpoints:
  - pathTemplate: /v1.0/users/{name}
    entity: user
    pathParameterSchemas: { name: ${schema} }
    response: { id: !<redact> {} }
`;

  it('belongs to the patterns of a transform, of keep and of a parameter', () => {
    const { plan } = compileText(
      userEndpoint(
        '{ mail: !<redactRegexMatches> { redactions: [a, b], ignoreCase: true }, displayName: !<keep> { pattern: a, ignoreCase: true } }',
      ),
    );
    expect(JSON.stringify(plan?.nodes).match(/"flags":"iu"/g)).toHaveLength(3);
    const { plan: parameter } = compileText(ofParameter('{ pattern: ab, ignoreCase: true }'));
    expect(JSON.stringify(parameter?.endpoints)).toContain('"pattern":"^(?:ab)$","ignoreCase":true');
  });

  it('counts for values of calls, and for paths that an earlier endpoint takes', () => {
    const rules = ofParameter('{ pattern: ab, ignoreCase: true }');
    const { plan } = compileText(rules);
    if (plan === undefined) throw new Error('the rules do not compile');
    const { match } = prepareMatcher(plan);
    const matches = (name: string) => {
      const target = { path: `/v1.0/users/${name}`, query: undefined, segments: ['v1.0', 'users', name], pairs: [] };
      return match({ method: 'GET', target, headers: {} }).ok;
    };
    expect([matches('aB'), matches('AB'), matches('abc')]).toEqual([true, true, false]);
    const shadowed = `${rules}  - pathTemplate: /v1.0/users/AB\n    entity: user\n    response: { id: !<redact> {} }\n`;
    expect(said(compileText(shadowed)).join()).toContain('rules/unreachable');
    expect(said(compileText(shadowed.replace(', ignoreCase: true', ''))).join()).not.toContain('rules/unreachable');
  });

  it('rejects it without a pattern', () => {
    const code = 'rules/options-clash';
    expect(said(compileText(userEndpoint('{ mail: !<keep> { ignoreCase: true, reason: r } }'))).join()).toContain(code);
    expect(said(compileText(ofParameter('{ type: integer, ignoreCase: true }'))).join()).toContain(code);
    expect(said(compileText(userEndpoint('{ mail: !<pseudonymize> { ignoreCase: true } }'))).join()).toContain(
      'rules/unknown-option',
    );
  });
});
