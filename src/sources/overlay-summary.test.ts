import { overlaySummary } from './overlay-summary.ts';

const summaryOf = (text: string): string => overlaySummary({ path: 'v.yaml', text });

describe('overlaySummary', () => {
  it('reads the sentence, whatever tags and aliases follow', () => {
    const aliases = Array.from({ length: 80 }, (_, index) => `  p${index}: *it`).join('\n');
    expect(summaryOf(`summary: Names stay.\ndefinitions:\n  first: &it !<keep> {}\n${aliases}\n`)).toBe('Names stay.');
  });

  it('is empty without a summary', () => {
    expect(summaryOf('adds: true')).toBe('');
    expect(summaryOf('summary: [a]')).toBe('');
  });
});
