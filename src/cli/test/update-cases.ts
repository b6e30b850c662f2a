import { writeFileSync } from 'node:fs';
import type { TestedCase } from '../../rule-tests/index.ts';
import { updateCaseFile } from '../../rule-tests/index.ts';

/** Writes what was found into the cases that say otherwise, and gives their names. Refusals are never rewritten. */
export const updateCases = (cases: readonly TestedCase[]): readonly string[] =>
  cases.flatMap(({ found, run, problems, updatable }) => {
    if (run === undefined || problems.length === 0 || !updatable) return [];
    writeFileSync(found.path, updateCaseFile(found.text, run.goldens));
    return [found.name];
  });
