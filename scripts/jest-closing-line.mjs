/** Prints `N passed, N failed, N skipped` as the last line. */
export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
    const broken = testResults.filter(
      ({ testExecError }) => testExecError !== undefined && testExecError !== null,
    ).length;
    const skipped = numPendingTests + numTodoTests;
    process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests + broken} failed, ${skipped} skipped\n`);
  }
}
