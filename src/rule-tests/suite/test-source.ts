import { dirname } from 'node:path';
import { type Overlays, type Rules, resolveConnector } from '../../connectors/index.ts';
import { type Diagnostic, hasErrors } from '../../diagnostics/index.ts';
import type { Source } from '../../sources/index.ts';
import { loadCases } from '../cases/load-cases.ts';
import type { Cast } from '../cast-file.ts';
import { checkRules, type NamedRules, type RulesCheck } from './check-rules.ts';
import { permissionGaps } from './permission-gaps.ts';
import { incomplete, runCases, type TestedCase } from './run-cases.ts';

/** The test results of a source. */
export type SourceTest = {
  readonly title: string;
  /** Mistakes of the rule files. */
  readonly diagnostics: readonly Diagnostic[];
  readonly cases: readonly TestedCase[];
  /** Number of endpoints, including those of all extras. */
  readonly endpoints: number;
  readonly incomplete: readonly string[];
  /** Absent if there are no permissions to compare. */
  readonly permissionGaps?: readonly string[];
  /** Absent if the rules have mistakes, or if only cases were requested. */
  readonly rules?: RulesCheck;
};

/** Returns the overlay combinations of a source to test: none, all extras, and each variant with all extras. */
const overlaysOf = ({ variants, extras }: Source): readonly Overlays[] => {
  const all = extras.map(({ id }) => id);
  return [
    { variants: [], extras: [] },
    ...(all.length === 0 ? [] : [{ variants: [], extras: all }]),
    ...[...variants.keys()].map((name) => ({ variants: [name], extras: all })),
  ];
};

const nameOf = ({ variants, extras }: Overlays): string =>
  [...variants.map((name) => `variant ${name}`), ...extras.map((name) => `extra ${name}`)].join(' with ');

const gapsOf = (source: Source, all: readonly Rules[]): readonly string[] => [
  ...new Set(
    all.flatMap(({ overlays, plan }) =>
      plan === undefined || overlays.variants.length > 0 ? [] : permissionGaps(source, plan, overlays.extras),
    ),
  ),
];

const named = (all: readonly Rules[]): readonly NamedRules[] =>
  all.flatMap(({ overlays, plan, notes, knowledge: known }) =>
    plan === undefined ? [] : [{ name: nameOf(overlays), checked: { plan, notes, known } }],
  );

/** Tests a source: its cases, whether they are complete, its permissions, canaries and non-interference. */
export const testSource = async (
  source: Source,
  cast: Cast,
  { casesOnly = false }: { readonly casesOnly?: boolean } = {},
): Promise<SourceTest> => {
  const all = overlaysOf(source).map((overlays) => resolveConnector(source, overlays).rules);
  const diagnostics = [
    ...new Map(
      all.flatMap((rules) => rules.diagnostics).map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]),
    ).values(),
  ];
  const withExtras = all.find(({ overlays }) => overlays.extras.length > 0) ?? all[0];
  const endpoints = withExtras?.plan?.endpoints ?? [];
  const found = loadCases(source.folder, dirname(dirname(source.folder)));
  const cases = await runCases(found, cast, (overlays) => resolveConnector(source, overlays).rules.plan);
  return {
    title: source.id,
    diagnostics,
    cases,
    endpoints: endpoints.length,
    incomplete: incomplete(endpoints, cases),
    permissionGaps: gapsOf(source, all),
    ...(!hasErrors(diagnostics) && !casesOnly && { rules: await checkRules(named(all), cast) }),
  };
};

/** True if no problem was found. */
export const passed = ({ diagnostics, cases, incomplete: lacking, permissionGaps: gaps, rules }: SourceTest): boolean =>
  !hasErrors(diagnostics) &&
  cases.every(({ problems }) => problems.length === 0) &&
  lacking.length === 0 &&
  (gaps ?? []).length === 0 &&
  (rules === undefined || rules.findings.length + rules.interferences.length + rules.unreached.length === 0);
