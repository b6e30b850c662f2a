import { passed, type SourceTest } from '../../rule-tests/index.ts';

/** The test results for scripts. They contain no planted text and no part of a response. */
export const testData = (tests: readonly SourceTest[]) => ({
  passed: tests.every(passed),
  tests: tests.map((test) => ({
    title: test.title,
    passed: passed(test),
    diagnostics: test.diagnostics,
    cases: test.cases.map(({ found, run, problems }) => ({
      file: found.name,
      shows: found.file?.shows,
      endpoint: run?.endpoint,
      passed: problems.length === 0,
      problems,
    })),
    endpoints: test.endpoints,
    incomplete: test.incomplete,
    ...(test.permissionGaps !== undefined && { permissions: test.permissionGaps }),
    ...(test.rules !== undefined && { rules: test.rules }),
  })),
});
