import { writeFileSync } from 'node:fs';
import type { TestedCase } from '../../rule-tests/index.ts';
import { updateCaseFile } from '../../rule-tests/index.ts';

/**
 * Writes the current results into the cases that expect different ones, and returns the names of those cases. Never
 * rewrites refusals.
 */
export const updateCases = (cases: readonly TestedCase[]): readonly string[] =>
  cases.flatMap(({ found, run, problems, updatable }) => {
    if (run === undefined || problems.length === 0 || !updatable) return [];
    writeFileSync(found.path, updateCaseFile(found.text, run.goldens));
    return [found.name];
  });
