// Checks the subjects of commits: `node scripts/check-commits.mjs BASE..HEAD`. CONTRIBUTING.md describes the style.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const longest = 60;
const types = ['feat', 'fix', 'docs', 'refactor', 'test', 'perf', 'build', 'ci', 'chore', 'revert'];
const style = new RegExp(`^(?:${types.join('|')})(?:\\([a-z0-9-]+\\))?!?: [a-z].*[^.]$`);
/** Past tense or third person instead of an imperative. */
const notImperative = /: (?:\w+(?:ed|ing)|adds|fixes|changes|removes|makes|updates)\b/;
const imperative = /: (?:embed|need|exceed|feed|seed|bring|string)\b/;

/** Problems of a commit's subject. */
export const subjectProblems = (subject) => [
  ...(subject.length > longest ? [`has ${subject.length} characters, expected at most ${longest}`] : []),
  ...(style.test(subject) ? [] : [`isn't "type(scope): imperative" in lower case; types are ${types.join(', ')}`]),
  ...(notImperative.test(subject) && !imperative.test(subject) ? ['begins with a verb that isn’t an imperative'] : []),
];

const main = (range) => {
  const { status, stdout } = spawnSync('git', ['log', '--no-merges', '--format=%h %s', range], { encoding: 'utf8' });
  const problems = stdout
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => subjectProblems(line.slice(line.indexOf(' ') + 1)).map((problem) => `${line}\n    ${problem}`));
  if (status !== 0) problems.push(`git can't list ${range}`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2] ?? 'HEAD~1..HEAD');
