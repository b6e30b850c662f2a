// Checks that a tag matches the repository's version: `node scripts/release/check-version.mjs v1.2.3`.
import { readFileSync } from 'node:fs';

const [, , tag = ''] = process.argv;
const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json'));
const problems = [];
if (tag !== `v${version}`) problems.push(`the tag is ${tag}, expected v${version} (package.json)`);
const heading = read('CHANGELOG.md')
  .split('\n')
  .find((line) => line.startsWith(`## ${version} `));
if (heading === undefined) problems.push(`CHANGELOG.md has no entry for ${version}`);
else if (!/ \d{4}-\d{2}-\d{2}$/.test(heading))
  problems.push(`the entry of ${version} in CHANGELOG.md has no date: "${heading}"`);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
