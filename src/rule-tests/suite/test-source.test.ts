import { fileURLToPath } from 'node:url';
import { loadSources } from '../../sources/index.ts';
import { loadCast } from '../cases/load-cases.ts';
import { passed, testSource } from './test-source.ts';

const rules = fileURLToPath(new URL('../../../rules', import.meta.url));
const { sources, diagnostics } = loadSources(rules);
const { cast } = loadCast(rules);

describe('every source', () => {
  it('is read without a mistake', () => {
    expect(diagnostics).toEqual([]);
  });

  for (const source of sources)
    it(`holds in ${source.title}: cases, completeness, permissions, canaries, non-interference`, async () => {
      const test = await testSource(source, cast);
      const failing = test.cases.filter(({ problems }) => problems.length > 0);

      expect(failing).toEqual([]);
      expect(test.incomplete).toEqual([]);
      expect(test.permissionGaps).toEqual([]);
      expect(test.rules?.findings).toEqual([]);
      expect(test.rules?.interferences).toEqual([]);
      expect(passed(test)).toBe(true);
    }, 180_000);
});
