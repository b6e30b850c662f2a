// All checks, as `npm run check` and continuous integration run them: stops at the end, not at the first failure,
// so that one run reports every failure.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const counts = join(root, 'coverage/counts.json');
rmSync(counts, { force: true });

const bin = (name) => join(root, 'node_modules/.bin', name);

/** End-to-end tests are slow and don't count for any module's coverage, which would slow them further; they run separately. */
const whole = ['infra/', 'scripts/', 'src/documents/render/accessibility', 'src/rule-tests/suite/'].map(
  (path) => `^${join(root, path).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`,
);
const others = whole.flatMap((path) => ['--testPathIgnorePatterns', path]);

/** Name, command and arguments, one after another. */
const steps = [
  ['format and lint', bin('biome'), ['ci', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ['import boundaries', bin('depcruise'), ['src', 'infra', 'scripts', 'bench', '--config', '.dependency-cruiser.cjs']],
  ['unused files, exports and dependencies', bin('knip'), []],
  ['generated files are fresh', bin('tsx'), ['scripts/generate.ts', '--check']],
  ['links in Markdown', bin('remark'), ['.', '--quiet', '--frail', '--ignore-path', '.gitignore']],
  ['house phrases in prose', bin('tsx'), ['scripts/check-prose.ts']],
  ['function bundles', bin('tsx'), ['scripts/build.ts', '--check']],
  ['synthesized stacks against Terraform', bin('tsx'), ['scripts/check-terraform.ts']],
  ['tests with coverage', process.execPath, ['scripts/jest.mjs', '--coverage', '--silent', ...others]],
  ['tests of the whole', process.execPath, ['scripts/jest.mjs', '--silent', ...whole]],
  ['coverage thresholds', process.execPath, ['scripts/check-coverage.mjs']],
  ['known vulnerabilities of deployed packages', process.execPath, ['scripts/audit.mjs']],
];

/** One seed for all property tests, so that every run covers the same code. `npm test` draws random seeds. */
const env = { ...process.env, GRAPHVEIL_PROPERTY_SEED: '20261129' };

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const failed = [];
const sum = { passed: 0, failed: 0, skipped: 0 };
const started = performance.now();

for (const [name, command, args] of steps) {
  const since = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) failed.push(name);
  process.stdout.write(`   ${status === 0 ? 'ok' : 'FAILED'} (${seconds(since)})\n`);
  if (!existsSync(counts)) continue;
  for (const [outcome, count] of Object.entries(JSON.parse(readFileSync(counts, 'utf8')))) sum[outcome] += count;
  rmSync(counts);
}

process.stdout.write(
  `\n${failed.length === 0 ? 'all checks are green' : `failed: ${failed.join(', ')}`} (${seconds(started)})\n`,
);
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
