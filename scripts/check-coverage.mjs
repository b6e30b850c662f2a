// Checks coverage against its thresholds: the modules that run or compile rules, pseudonyms and proxy have every line covered and
// every uncovered branch listed, with its reason, in scripts/uncovered-branches.json; every other module 90 % of lines.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const listed = read('scripts/uncovered-branches.json');
const strict = [
  'compile',
  'diagnostics',
  'json',
  'plan',
  'proxy',
  'pseudonyms',
  'psoxy-rules',
  'rule-forms',
  'rules',
  'transforms',
];
const elsewhere = 90;
const branchMinimum = 97;
/**
 * Modules that tests run in separate processes (the command line, the built function), where jest doesn't count lines.
 */
const runAsProcesses = [
  /^src\/cli\/[a-z-]+\/command\.ts$/,
  /^src\/cli\/commands\.ts$/,
  /^src\/cli\/main\.ts$/,
  /^src\/lambda\/(?:start-function|token-function|console-function|access-check-function|signing-in|verify-tokens)\.ts$/,
];

const modules = new Map();
const problems = [];
const used = new Set();

/** Files with only types are never loaded and have nothing to cover. */
const holdsTypesAlone = (file) =>
  transformSync(readFileSync(join(root, file), 'utf8'), {
    loader: file.endsWith('x') ? 'tsx' : 'ts',
    format: 'esm',
  }).code.trim() === '';

const moduleOf = (file) => file.split('/')[1];
const sourceLine = (file, line) => (readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '').trim();

for (const [path, data] of Object.entries(read('coverage/coverage-final.json'))) {
  const file = relative(root, path);
  if (holdsTypesAlone(file) || runAsProcesses.some((pattern) => pattern.test(file))) continue;
  const module = moduleOf(file);
  const sum = modules.get(module) ?? { lines: 0, linesHit: 0, branches: 0, branchesHit: 0 };
  modules.set(module, sum);
  for (const [id, hits] of Object.entries(data.s)) {
    sum.lines += 1;
    if (hits > 0) sum.linesHit += 1;
    else if (strict.includes(module)) problems.push(`${file}:${data.statementMap[id].start.line}: line not covered`);
  }
  for (const [id, hits] of Object.entries(data.b)) {
    for (const hit of hits) {
      sum.branches += 1;
      if (hit > 0) sum.branchesHit += 1;
      else if (strict.includes(module)) {
        const text = sourceLine(file, data.branchMap[id].loc.start.line);
        const reason = listed.find((entry) => entry.file === file && entry.line === text);
        if (reason === undefined)
          problems.push(`${file}:${data.branchMap[id].loc.start.line}: branch not covered and not listed: ${text}`);
        else used.add(reason);
      }
    }
  }
}

const percent = (hit, all) => (all === 0 ? 100 : (100 * hit) / all);
for (const [module, sum] of [...modules].sort()) {
  const lines = percent(sum.linesHit, sum.lines);
  const branches = percent(sum.branchesHit, sum.branches);
  process.stdout.write(
    `${module.padEnd(14)} ${lines.toFixed(2).padStart(7)} % lines ${branches.toFixed(2).padStart(7)} % branches\n`,
  );
  if (strict.includes(module) && branches < branchMinimum)
    problems.push(`${module}: ${branches.toFixed(2)} % of branches, at least ${branchMinimum} are asked`);
  if (!strict.includes(module) && lines < elsewhere)
    problems.push(`${module}: ${lines.toFixed(2)} % of lines, at least ${elsewhere} are asked`);
}
for (const entry of listed)
  if (!used.has(entry)) problems.push(`${entry.file}: listed as uncovered but covered or gone: ${entry.line}`);

process.stdout.write(
  'not counted, since tests run them as processes: src/cli/*/command.ts, src/cli/main.ts, src/lambda/{start-function,token-function,console-function,access-check-function,signing-in,verify-tokens}.ts\n',
);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
