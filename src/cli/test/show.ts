import { formatDiagnostic } from '../../diagnostics/index.ts';
import { passed, type RulesCheck, type SourceTest, type TestedCase } from '../../rule-tests/index.ts';
import { counted } from '../shared/count.ts';
import { paint } from '../shared/paint.ts';
import { table } from '../shared/table.ts';

const mark = (good: boolean): string => (good ? paint('green', '✓') : paint('red', '✗'));

const columns = [{ width: 1 }, { width: 'non-interference'.length }];

const line = (good: boolean, name: string, text: string): string =>
  table([[mark(good), name, text]], { columns, indent: 2 }).join('');

const below = (text: string): string => `      ${text}`;

const caseLines = ({ found, problems }: TestedCase): readonly string[] =>
  problems.length === 0 ? [] : [below(found.name), ...problems.map((problem) => below(`  ${problem}`))];

const needsUpdate = ({ problems, run, updatable }: TestedCase): boolean =>
  updatable && run !== undefined && problems.length > 0;

const casesPart = ({ cases }: SourceTest): readonly string[] => {
  const wrong = cases.filter(({ problems }) => problems.length > 0);
  const summary =
    wrong.length === 0
      ? `${counted(cases.length, 'case')}, all as expected`
      : `${wrong.length} of ${counted(cases.length, 'case')} not as expected`;
  const hint = wrong.some(needsUpdate)
    ? [below('if a new result is right, run with --update, then review the updated case for leaks')]
    : [];
  return [line(wrong.length === 0, 'cases', summary), ...wrong.flatMap(caseLines), ...hint];
};

const listPart = (name: string, good: string, bad: readonly string[]): readonly string[] => [
  line(bad.length === 0, name, bad.length === 0 ? good : counted(bad.length, 'gap')),
  ...bad.map(below),
];

const place = (rules: string, endpoint: string): string => `${endpoint}${rules === '' ? '' : ` (${rules})`}`;

const shown = 4;

const several = (names: Iterable<string>): string => {
  const all = [...names];
  return `${all.slice(0, shown).join(', ')}${all.length > shown ? ` and ${all.length - shown} more` : ''}`;
};

/**
 * Groups excepted paths by reason, and names the overlay that adds the reason if the rules themselves don't have it.
 */
const exceptionLines = ({ exceptions }: RulesCheck): readonly string[] => {
  const byReason = new Map<string, { readonly paths: Set<string>; readonly sets: Set<string> }>();
  for (const { rules, path, reason } of exceptions) {
    const group = byReason.get(reason) ?? { paths: new Set<string>(), sets: new Set<string>() };
    byReason.set(reason, group);
    group.paths.add(path);
    group.sets.add(rules);
  }
  return [...byReason].flatMap(([reason, { paths, sets }]) => [
    below(`kept unchanged, so planted values pass: ${several(paths)}`),
    below(`  ${sets.has('') ? '' : `${several(sets)}: `}${reason}`),
  ]);
};

const canaryPart = (rules: RulesCheck): readonly string[] => {
  const { findings, unreached } = rules;
  const good = findings.length + unreached.length === 0;
  const over = `${counted(rules.endpoints, 'endpoint')}, ${counted(rules.sets, 'set')} of rules, ${counted(rules.asked, 'answer, error and refusal', 'answers, errors and refusals')}`;
  return [
    line(
      good,
      'canary',
      `${over}: ${good ? 'no canary appears' : `canaries appear in ${counted(findings.length, 'place')}`}`,
    ),
    ...findings.flatMap(({ rules: set, endpoint, out, path, canary, hint }) => [
      below(`${place(set, endpoint)}: ${canary} appears in ${out === 'reply' ? path : `the ${out}`}`),
      below(`  ${hint}`),
    ]),
    ...unreached.map((endpoint) => below(`${endpoint}: found no call that it accepts, so planted no canaries`)),
    ...exceptionLines(rules),
  ];
};

const rulesPart = (rules: RulesCheck | undefined): readonly string[] =>
  rules === undefined
    ? []
    : [
        ...canaryPart(rules),
        ...listPart(
          'non-interference',
          `${counted(rules.compared, 'kind of answer', 'kinds of answers')}: dropped values don't change a byte of the reply`,
          rules.interferences,
        ),
      ];

/** Renders the test results of a source or file: a mark for each part, with its problems below. */
export const testText = (test: SourceTest): string =>
  [
    `${test.title}${passed(test) ? '' : ': failed'}`,
    ...test.diagnostics.map(formatDiagnostic).map(below),
    ...(test.cases.length === 0 && test.permissionGaps === undefined ? [] : casesPart(test)),
    ...(test.permissionGaps === undefined
      ? []
      : [
          ...listPart(
            'completeness',
            `${counted(test.endpoints, 'endpoint')}, each with a case that passes and one that is refused`,
            test.incomplete,
          ),
          ...listPart('permissions', 'each is needed, none is missing, all are read-only', test.permissionGaps),
        ]),
    ...rulesPart(test.rules),
  ].join('\n');
