import { createReport, formatDiagnostic, hasErrors } from './index.ts';

const at = (line: number, column = 1, file = 'a.yaml') => ({ file, line, column });

describe('createReport', () => {
  it('returns diagnostics in reading order, each once', () => {
    const report = createReport();
    report.error('yaml/tab', at(2));
    report.warning('yaml/syntax', at(1, 2), { problem: 'first line, further right' });
    report.error('yaml/documents', at(1, 1));
    report.error('yaml/encoding', at(1, 1));
    report.error('yaml/documents', at(1, 1));
    report.error('yaml/empty', at(9, 9, '0.yaml'));

    expect(report.all().map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error yaml/empty',
      'error yaml/documents',
      'error yaml/encoding',
      'warning yaml/syntax',
      'error yaml/tab',
    ]);
  });

  it('distinguishes errors from warnings', () => {
    const report = createReport();
    report.warning('yaml/tab', at(1));
    expect(hasErrors(report.all())).toBe(false);
    report.error('yaml/tab', at(1));
    expect(hasErrors(report.all())).toBe(true);
  });

  it('keeps texts that another module described, and nothing else of them', () => {
    const report = createReport();
    const described = { code: 'rules/ref', message: 'wrong', hint: 'fix', option: 'x' } as const;
    report.add('warning', at(3, 4), described);
    expect(report.all()).toEqual([
      { severity: 'warning', code: 'rules/ref', position: at(3, 4), message: 'wrong', hint: 'fix' },
    ]);
  });
});

describe('formatDiagnostic', () => {
  it('prints position, severity, code and message, and the hint below', () => {
    const diagnostic = {
      severity: 'error',
      code: 'rules/ref',
      position: at(3, 4),
      message: 'wrong',
      hint: 'fix',
    } as const;
    expect(formatDiagnostic(diagnostic)).toBe('a.yaml:3:4: error rules/ref: wrong\n    fix');
  });
});
