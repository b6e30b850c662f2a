// Changes the code of the modules that matter most, one small fault at a time, and reports the faults that no test notices:
// `npm run mutate` for all of them, `npm run mutate -- proxy` for one. Results of unchanged code and tests are taken from the run
// before (`.mutation/`, not in the repository); `--fresh` starts anew. `--no-static` leaves out
// code that runs while modules load, such as tables and expressions: its mutants need new modules each and most of the time.
// `--below=src/access/token` changes only the module's files below that path.
// `--sample=0.1` tests every tenth mutant, evenly spread, and prints the interval that the score of all lies in; `--seed=2` draws others.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { interval, isSampled } from './mutation/sample.mjs';
import { root } from './node-bundle.mjs';

const floor = 85;
const results = join(root, '.mutation');

/** Generated data is tested against its publisher, and test helpers aren't part of the product. */
const notMutated = ['!src/**/*.test.ts', '!src/**/*.generated.ts', '!src/**/testing/**'];

/** Mutated folders with their tests, and the excluded tests. */
const modules = {
  pseudonyms: { mutate: ['src/pseudonyms'], tests: ['src/pseudonyms', 'src/transforms', 'src/plan'] },
  'rules-run': { mutate: ['src/rules/run'], tests: ['src/rules/run', 'src/rule-forms'] },
  proxy: { mutate: ['src/proxy'], tests: ['src/proxy', 'src/lambda/create-handler.test.ts'] },
  adapters: { mutate: ['src/adapters'], tests: ['src/adapters'] },
  access: {
    mutate: ['src/access'],
    tests: ['src/access'],
    without: ['libraries', 'oracle'].map((name) => `src/access/token/${name}.test.ts`),
  },
  documents: {
    mutate: ['src/documents'],
    tests: ['src/documents'],
    // Pages in a browser, and the reports on all sources, whose rules take many seconds to compile.
    without: ['src/documents/render/accessibility.test.ts', 'src/documents/privacy-report/recount.test.ts'],
    // Two thirds of the module are sentences that people read. A test that repeated them would notice every change and prove
    // nothing; the numbers, names, links and commands in them have tests.
    excludedMutations: ['StringLiteral'],
  },
};

const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const share = option('sample');
const sample = share === undefined ? undefined : { share: Number(share), seed: Number(option('seed') ?? 1) };

const part = option('below');
const filesOf = (path) => (path.endsWith('.ts') ? path : `${path}/**/*.ts`);

const scoreOf = (file) => {
  const counts = {};
  for (const { mutants } of Object.values(JSON.parse(readFileSync(file, 'utf8')).files))
    for (const { id, status } of mutants) if (isSampled(id, sample)) counts[status] = (counts[status] ?? 0) + 1;
  const of = (...names) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  const detected = of('Killed', 'Timeout');
  const valid = detected + of('Survived', 'NoCoverage');
  return {
    detected,
    valid,
    ignored: of('Ignored'),
    timeouts: of('Timeout'),
    percent: valid === 0 ? 0 : (100 * detected) / valid,
  };
};

const has = (flag) => process.argv.includes(flag);

const mutate = async (name, { mutate: folders, tests, without = [], excludedMutations = [] }) => {
  const file = join(results, `${name}${sample === undefined ? '' : '-sample'}.json`);
  if (has('--fresh') || sample !== undefined) rmSync(file, { force: true });
  process.env.GRAPHVEIL_MUTATION_TESTS = JSON.stringify({ of: tests, without, sample });
  await new Stryker({
    testRunner: 'circus',
    plugins: ['circus-runner', 'undetected-reporter'].map((name) => join(root, 'scripts/mutation', `${name}.mjs`)),
    coverageAnalysis: 'perTest',
    mutate: [...(part === undefined ? folders : part.split(',')).map(filesOf), ...notMutated],
    mutator: { excludedMutations },
    ignoreStatic: has('--no-static'),
    incremental: true,
    incrementalFile: file,
    concurrency: Math.max(1, Math.floor(availableParallelism() / 2)),
    // Loads of the tests stay in memory.
    maxTestRunnerReuse: 150,
    ignorePatterns: ['.mutation', 'bench', 'coverage', 'cdktf.out', 'dist', 'infra'],
    disableTypeChecks: 'src/**/*.ts',
    tempDirName: '.mutation/sandbox',
    reporters: ['clear-text', 'progress-append-only', 'html', 'undetected'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
    htmlReporter: { fileName: `.mutation/${name}.html` },
    timeoutMS: 40_000,
    allowConsoleColors: false,
  }).runMutationTest();
  return scoreOf(file);
};

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !Object.hasOwn(modules, name));
if (unknown.length > 0) {
  process.stderr.write(`unknown module: ${unknown.join(', ')}; expected one of ${Object.keys(modules).join(', ')}\n`);
  process.exit(2);
}

mkdirSync(results, { recursive: true });
process.chdir(root);
const scores = [];
for (const [name, module] of Object.entries(modules))
  if (asked.length === 0 || asked.includes(name)) scores.push([name, await mutate(name, module)]);

process.stdout.write('\n');
for (const [name, { detected, valid, ignored, timeouts, percent }] of scores) {
  const [least, most] = interval(detected, valid);
  const range = sample === undefined ? '' : `; of all mutants between ${least.toFixed(1)} and ${most.toFixed(1)} %`;
  process.stdout.write(
    `${name.padEnd(12)} ${percent.toFixed(1).padStart(5)} % of ${valid} mutants noticed (${valid - detected} not, ${timeouts} by running out of time, ${ignored} left out)${range}\n`,
  );
}
const below = scores.filter(([, { percent }]) => percent < floor).map(([name]) => name);
if (below.length > 0) process.stdout.write(`below ${floor} %: ${below.join(', ')}\n`);
process.exitCode = below.length === 0 ? 0 : 1;
