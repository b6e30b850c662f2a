import { createReport, formatDiagnostic, hasErrors, nearest, suggest } from './index.ts';

const at = (line: number, column = 1, file = 'a.yaml') => ({ file, line, column });

describe('createReport', () => {
  it('gives diagnostics in reading order, each once', () => {
    const report = createReport();
    report.error('rules/b', at(2), 'second', 'hint');
    report.warning('rules/z', at(1, 2), 'first, further right', 'hint');
    report.error('rules/a', at(1, 1), 'first', 'hint');
    report.error('rules/b', at(1, 1), 'first too', 'hint');
    report.error('rules/a', at(1, 1), 'first', 'hint');
    report.error('rules/a', at(9, 9, '0.yaml'), 'in the file before', 'hint');

    expect(report.all().map(({ message }) => message)).toEqual([
      'in the file before',
      'first',
      'first too',
      'first, further right',
      'second',
    ]);
  });

  it('tells errors from doubts', () => {
    const report = createReport();
    report.warning('rules/a', at(1), 'a doubt', 'hint');
    expect(hasErrors(report.all())).toBe(false);
    report.error('rules/a', at(1), 'an error', 'hint');
    expect(hasErrors(report.all())).toBe(true);
  });
});

describe('formatDiagnostic', () => {
  it('prints place, severity, code and message, and the hint below', () => {
    const diagnostic = {
      severity: 'error',
      code: 'rules/a',
      position: at(3, 4),
      message: 'wrong',
      hint: 'mend',
    } as const;
    expect(formatDiagnostic(diagnostic)).toBe('a.yaml:3:4: error rules/a: wrong\n    mend');
  });
});

describe('nearest', () => {
  const known = ['response', 'entity', 'collection', 'allowedRequestHeaders'];

  it.each([
    ['responze', 'response'],
    ['repsonse', 'response'],
    ['ENTITY', 'entity'],
    ['colection', 'collection'],
    ['allowedRequestHeader', 'allowedRequestHeaders'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearest(written, known)).toBe(meant);
  });

  it.each(['', 'x', 'transforms', 'something else entirely'])('finds nothing near %p', (written) => {
    expect(nearest(written, known)).toBeUndefined();
  });

  it('hints at the nearest name, else at what it is given', () => {
    expect(suggest('entty', known, 'look it up')).toBe('did you mean entity?');
    expect(suggest('zzz', known, 'look it up')).toBe('look it up');
  });
});
