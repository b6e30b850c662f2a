import Sequencer from '@jest/test-sequencer';

/** Test files that take more than ten seconds, the longest first. */
const longest = [
  'src/rule-tests/suite/test-source.test.ts',
  'infra/every-subset.test.ts',
  'scripts/release/package.test.ts',
  'scripts/hostile-rules/through-gate.test.ts',
  'src/documents/render/accessibility.test.ts',
  'scripts/synth/synth.test.ts',
  'src/cli/shared/links-agree.test.ts',
  'src/cli/sanitize/interop-vectors.test.ts',
  'src/rules/run/scan/scan-page.test.ts',
  'scripts/hostile-rules/follow-hints.test.ts',
  'src/documents/privacy-report/recount.test.ts',
  'src/twin/e2e/filters.test.ts',
  'src/cli/demo/demo.test.ts',
  'src/twin/e2e/leaks.test.ts',
  'src/cli/prove/command.test.ts',
  'src/lambda/function.test.ts',
  'src/twin/e2e/sdks.test.ts',
];

const rank = ({ path }) => {
  const index = longest.findIndex((end) => path.endsWith(end));
  return index === -1 ? longest.length : index;
};

/**
 * Starts the longest test files first. A new clone has no durations of earlier runs, so jest would begin with the largest files; then
 * a long one can come last and run while the other processor waits.
 */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => rank(a) - rank(b));
  }
}
