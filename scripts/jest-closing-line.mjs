import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const counts = join(dirname(fileURLToPath(import.meta.url)), '../coverage/counts.json');

/** Prints `N passed, N failed, N skipped` as the last line and stores the numbers for `check`. */
export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
    const broken = testResults.filter(({ testExecError }) => testExecError !== undefined && testExecError !== null);
    const result = {
      passed: numPassedTests,
      failed: numFailedTests + broken.length,
      skipped: numPendingTests + numTodoTests,
    };
    mkdirSync(dirname(counts), { recursive: true });
    writeFileSync(counts, JSON.stringify(result));
    process.stdout.write(`\n${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped\n`);
  }
}
