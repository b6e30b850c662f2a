import { subjectProblems } from '../check-commits.mjs';

describe('subjectProblems', () => {
  it.each([
    'feat(cli): write the Terraform JSON of a deployment',
    'fix: keep time zones',
    'refactor(rules)!: rename the forms',
    'build(deps): embed the runtime',
    `docs: ${'a'.repeat(54)}`,
  ])('accepts %s', (subject) => {
    expect(subjectProblems(subject)).toEqual([]);
  });

  it.each([
    [`docs: ${'a'.repeat(55)}`, 'has 61 characters, expected at most 60'],
    ['Fix the time zones', 'isn\'t "type(scope): imperative"'],
    ['fix(rules): Keep time zones', 'isn\'t "type(scope): imperative"'],
    ['fix(rules): keep time zones.', 'isn\'t "type(scope): imperative"'],
    ['improve(rules): keep time zones', 'isn\'t "type(scope): imperative"'],
    ['fix(rules): fixed time zones', 'begins with a verb that isn’t an imperative'],
    ['feat: adds a source', 'begins with a verb that isn’t an imperative'],
  ])('rejects %s', (subject, problem) => {
    expect(subjectProblems(subject)).toEqual([expect.stringContaining(problem)]);
  });
});
