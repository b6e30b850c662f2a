import type { Finding } from './finding.ts';
import { attackOrder } from './order.ts';
import { attackUniqueness } from './uniqueness.ts';

const effort = { keyrings: 6, progress: () => {} };

const measured = (findings: readonly Finding[], words: string): Finding => {
  const found = findings.find(({ attack, measure }) => `${attack} ${measure}`.includes(words));
  if (found === undefined) throw new Error(`nothing was measured of ${words}`);
  return found;
};

describe('attacks on the order of replies', () => {
  let findings: readonly Finding[];
  beforeAll(async () => {
    findings = await attackOrder(effort);
  });

  it('names everybody while replies keep the order of Graph, and nobody but by luck in token order', () => {
    expect(measured(findings, 'by their place in a page')).toMatchObject({ before: 1, holds: true });
    expect(measured(findings, 'Kendall')).toMatchObject({ before: 1, holds: true });
  });

  it('gets a hundred people when it requests one', () => {
    expect(measured(findings, 'pages of one')).toMatchObject({ after: 100, holds: true });
  });

  it('learns nothing from the sequence in one silent item, and needs nine items for 500 people', () => {
    expect(measured(findings, 'one silent item')).toMatchObject({ before: 500, holds: true });
    const several = measured(findings, 'several silent items');
    expect(several).toMatchObject({ after: 9 });
    expect(several.measure).toContain('500 of 500');
  });
});

describe('attacks on kept values', () => {
  it('count who is unique by page and kept properties', async () => {
    const findings = await attackUniqueness(effort);
    const inPages = measured(findings, 'by page');
    expect(inPages.after).toBeGreaterThan(0);
    expect(inPages.after).toBeLessThanOrEqual(1);
    expect(measured(findings, 'whole list').after).toBeLessThanOrEqual(inPages.after);
  });
});
