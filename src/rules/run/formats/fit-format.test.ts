import fc from 'fast-check';
import type { FormatPlan } from '../../plan/index.ts';
import { fitFormat, losesMeaning } from './fit-format.ts';

const people = [
  'alicia.thornbury@veldt.example',
  'Alicia Thornbury',
  'Alicia',
  'Ann',
  '+12025550188',
  'https://veldt.example/alicia',
  'Severance plan Bellfoundry.docx',
  '192.0.2.117',
  '',
  ' ',
];

const cases: readonly [FormatPlan['format'], readonly string[], readonly string[]][] = [
  [
    'date-time',
    [
      '2026-01-31T10:00:00Z',
      '2026-01-31T10:00:00.0000000',
      '2026-01-31T10:00',
      '0001-01-01T00:00:00+02:00',
      '2026-12-31T23:59:60Z',
    ],
    [
      '2026-13-01T10:00:00Z',
      '2026-01-32T10:00:00Z',
      '2026-01-31',
      '2026-01-31T10:00:00Z ',
      '2026-01-31 10:00',
      '2026-01-31T25:00:00Z',
    ],
  ],
  ['date', ['2026-01-31', '0001-01-01'], ['2026-1-31', '2026-01-31T10:00:00Z', '31.01.2026']],
  ['time', ['08:00:00.0000000', '08:00', '24:00:00'], ['8:00', '25:00', '08:60']],
  [
    'duration',
    ['PT1H', 'P1DT2H3M4.5S', '-PT15M', 'P1Y2M3W4D', 'PT0S'],
    ['P', 'PT', '1H', 'P1H', 'PT1234567890S', 'P1DT'],
  ],
  [
    'guid',
    ['F7E1c9a7-5f80-4356-a617-dcb3dfe3d547'],
    ['f7e1c9a7', 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547x', '{f7e1c9a7-5f80-4356-a617-dcb3dfe3d547}'],
  ],
  [
    'language',
    ['en', 'de-AT', 'zh-Hans-CN', 'sr-Cyrl-RS', 'fil-PH', 'es-419', 'ca-ES-valencia', 'EN-us'],
    ['ann', 'bob-US', 'en-Anna', 'e', 'en-USA'],
  ],
  [
    'mime-type',
    [
      'text/plain',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'text/html; charset=utf-8',
    ],
    ['alicia/thornbury', 'text', 'text/', 'text/plain; name=alicia'],
  ],
  ['file-extension', ['docx', '.PDF', 'tar'], ['thornbury', 'docx.exe', '.']],
  ['none', [], ['anything']],
];

describe('fitFormat', () => {
  it.each(cases)(
    'of %s keeps valid texts and drops invalid ones, especially those about people',
    (format, fitting, others) => {
      const fitted = fitFormat({ format } as FormatPlan);
      for (const text of fitting) expect([text, fitted(text)]).toEqual([text, text]);
      for (const text of [...others, ...people]) expect([text, fitted(text)]).toEqual([text, undefined]);
    },
  );

  it('of time-zone writes known names as listed', () => {
    const fitted = fitFormat({ format: 'time-zone' });
    for (const name of [
      'UTC',
      'Europe/Vienna',
      'America/Argentina/Buenos_Aires',
      'W. Europe Standard Time',
      'Mountain Standard Time (Mexico)',
      'UTC+13',
      'Russia Time Zone 11',
      'tzone://Microsoft/Utc',
    ]) {
      expect(fitted(name)).toBe(name);
      expect(fitted(name.toUpperCase())).toBe(name);
    }
    for (const text of [...people, 'Alicia Standard Time', 'Europe/Thornbury', '__proto__'])
      expect(fitted(text)).toBeUndefined();
  });

  it('of identifier writes members as listed and other words as unknownFutureValue', () => {
    const fitted = fitFormat({ format: 'identifier', members: ['busy', 'workingElsewhere'] });
    expect(fitted('busy')).toBe('busy');
    expect(fitted('WorkingElsewhere')).toBe('workingElsewhere');
    expect(fitted('Alicia')).toBe('unknownFutureValue');
    expect(fitted('constructor')).toBe('unknownFutureValue');
    for (const text of people.filter((each) => !/^[A-Za-z]+$/.test(each))) expect(fitted(text)).toBeUndefined();
    expect(fitted(`a${'b'.repeat(64)}`)).toBeUndefined();
  });

  it('of pattern keeps texts that match as a whole, and nothing longer than the plan allows', () => {
    const fitted = fitFormat({ format: 'pattern', pattern: { source: 'a|b+', flags: 'u', longest: 3 } });
    expect(['a', 'bbb', 'bbbb', 'ab', 'c'].map(fitted)).toEqual(['a', 'bbb', undefined, undefined, undefined]);
    expect(fitFormat({ format: 'pattern', pattern: { source: 'b+', flags: 'u' } })('bbbb')).toBe('bbbb');
  });

  it('of any passes every string', () => {
    expect(fitFormat({ format: 'any' })('whatever it is')).toBe('whatever it is');
  });
});

describe('a MIME type', () => {
  const fitted = fitFormat({ format: 'mime-type' });

  it('may name a character encoding that the Encoding Standard knows, and no other word', () => {
    expect(fitted('text/html; charset=utf-8')).toBe('text/html; charset=utf-8');
    expect(fitted('text/html; charset=thornbury')).toBeUndefined();
  });
});

describe('prefix', () => {
  const plan = {
    format: 'prefix' as const,
    members: ['IPM.Copilot', 'IPM.Copilot.Word', 'IPM.Copilot.Studio', 'IPM.Copilot.Security.Portal', 'IPM.Notes'],
  };
  const keptOf = fitFormat(plan);

  it.each([
    ['IPM.Copilot.Word', 'IPM.Copilot.Word'],
    ['ipm.copilot.WORD', 'IPM.Copilot.Word'],
    ['IPM.Copilot.Studio.8a8c57d1', 'IPM.Copilot.Studio'],
    ['IPM.Copilot.Studio.Alicia.Thornbury', 'IPM.Copilot.Studio'],
    ['IPM.Copilot.Studio.', 'IPM.Copilot.Studio'],
    ['IPM.Copilot.Alicia', 'IPM.Copilot'],
    ['IPM.Copilot.Security', 'IPM.Copilot'],
    ['IPM.Copilot.Security.Portal.x', 'IPM.Copilot.Security.Portal'],
  ])('keeps of %s the known beginning %s', (text, kept) => {
    expect(keptOf(text)).toBe(kept);
  });

  it.each([
    ...people,
    'IPM',
    'IPM.Copilots',
    'IPM.CopilotAlicia',
    'xIPM.Copilot',
    '.IPM.Copilot',
    ' IPM.Copilot',
    'constructor',
    `IPM.Copilot.${'x'.repeat(600)}`,
  ])('drops %s', (text) => {
    expect(keptOf(text)).toBeUndefined();
  });

  it('writes nothing but members, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('IPM', 'Copilot', 'Word', 'Alicia', '.', 'ipm', ' ')), (words) => {
        const kept = keptOf(words.join('.'));
        expect(kept === undefined || plan.members.includes(kept)).toBe(true);
      }),
    );
  });
});

describe('losesMeaning', () => {
  it.each<[FormatPlan, string | undefined, boolean]>([
    [{ format: 'identifier', members: ['a'] }, 'a', false],
    [{ format: 'identifier', members: ['a'] }, 'unknownFutureValue', true],
    [{ format: 'identifier', members: ['a'] }, undefined, true],
    [{ format: 'prefix', members: ['a', 'a.b'] }, 'a.b', false],
    [{ format: 'prefix', members: ['a', 'a.b'] }, 'a', true],
    [{ format: 'prefix', members: ['a', 'a.b'] }, undefined, true],
    [{ format: 'date' }, undefined, true],
    [{ format: 'time-zone' }, 'UTC', false],
  ])('of %j and %s is %s', (plan, kept, lost) => {
    expect(losesMeaning(plan)(kept)).toBe(lost);
  });
});
