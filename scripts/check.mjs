// All checks, as `npm run check` and continuous integration run them: stops at the end, not at the first failure,
// so that one run reports every failure.
import { spawn, spawnSync } from 'node:child_process';
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

/** Name, command and arguments. These run two at a time, the longest first: each of them keeps one processor busy. */
const readings = [
  ['synthesized stacks against Terraform', bin('tsx'), ['scripts/check-terraform.ts']],
  ['types', bin('tsc'), ['-p', '.']],
  ['generated files are fresh', bin('tsx'), ['scripts/generate.ts', '--check']],
  ['function bundles', bin('tsx'), ['scripts/build.ts', '--check']],
  ['format and lint', bin('biome'), ['ci', '--error-on-warnings', '.']],
  ['import boundaries', bin('depcruise'), ['src', 'infra', 'scripts', 'bench', '--config', '.dependency-cruiser.cjs']],
  ['house phrases in prose', bin('tsx'), ['scripts/check-prose.ts']],
  ['unused files, exports and dependencies', bin('knip'), []],
  ['links in Markdown', bin('remark'), ['.', '--quiet', '--frail', '--ignore-path', '.gitignore']],
];

/** These run one after another. */
const steps = [
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

const begin = (name) => process.stdout.write(`\n── ${name}\n`);

const end = (name, passed, since) => {
  if (!passed) failed.push(name);
  process.stdout.write(`   ${passed ? 'ok' : 'FAILED'} (${seconds(since)})\n`);
};

/** Prints the whole output of a step when it ends, so that steps beside each other don't mix. */
const runBeside = async ([name, command, args]) => {
  const since = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const status = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(undefined);
    });
    child.on('close', resolve);
  });
  begin(name);
  process.stdout.write(output);
  end(name, status === 0, since);
};

const waiting = [...readings];
const worker = async () => {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await runBeside(step);
};
await Promise.all([worker(), worker()]);

for (const [name, command, args] of steps) {
  const since = performance.now();
  begin(name);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  end(name, status === 0, since);
  if (!existsSync(counts)) continue;
  for (const [outcome, count] of Object.entries(JSON.parse(readFileSync(counts, 'utf8')))) sum[outcome] += count;
  rmSync(counts);
}

process.stdout.write(
  `\n${failed.length === 0 ? 'all checks are green' : `failed: ${failed.join(', ')}`} (${seconds(started)})\n`,
);
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
