import { dirname } from 'node:path';
import type { CompileResult } from '../../compile/index.ts';
import { compileSource, type Overlays } from '../../connectors/index.ts';
import { type Diagnostic, hasErrors } from '../../diagnostics/index.ts';
import { permissionGaps, type Source, type TypeKnowledge, withOwnJudgements } from '../../sources/index.ts';
import { loadCases } from '../cases/load-cases.ts';
import type { Cast } from '../cast-file.ts';
import { checkRules, type NamedRules, type RulesCheck } from './check-rules.ts';
import { incomplete, runCases, type TestedCase } from './run-cases.ts';

/** Everything that was tested of a source. */
export type SourceTest = {
  readonly title: string;
  /** Mistakes of the rule files. */
  readonly diagnostics: readonly Diagnostic[];
  readonly cases: readonly TestedCase[];
  /** Endpoints, those of all extras included. */
  readonly endpoints: number;
  readonly incomplete: readonly string[];
  /** Absent where there are no permissions to hold endpoints against. */
  readonly permissionGaps?: readonly string[];
  /** Absent where the rules have mistakes, or only cases were asked for. */
  readonly rules?: RulesCheck;
};

/** Everything that can be laid over a source: nothing, all extras, and each variant with all extras. */
const overlaysOf = ({ variants, extras }: Source): readonly Required<Overlays>[] => {
  const all = extras.map(({ id }) => id);
  return [
    { variants: [], extras: [] },
    ...(all.length === 0 ? [] : [{ variants: [], extras: all }]),
    ...[...variants.keys()].map((name) => ({ variants: [name], extras: all })),
  ];
};

const nameOf = ({ variants, extras }: Required<Overlays>): string =>
  [...variants.map((name) => `variant ${name}`), ...extras.map((name) => `extra ${name}`)].join(' with ');

type Compiled = { readonly overlays: Required<Overlays>; readonly result: CompileResult };

const gapsOf = (source: Source, compiled: readonly Compiled[]): readonly string[] => [
  ...new Set(
    compiled.flatMap(({ overlays, result: { plan } }) =>
      plan === undefined || overlays.variants.length > 0 ? [] : permissionGaps(source, plan, overlays.extras),
    ),
  ),
];

const named = (compiled: readonly Compiled[], known: TypeKnowledge): readonly NamedRules[] =>
  compiled.flatMap(({ overlays, result: { plan, notes } }) =>
    plan === undefined || notes === undefined ? [] : [{ name: nameOf(overlays), checked: { plan, notes, known } }],
  );

/** Tests a source: its cases, whether they are complete, its permissions, canaries and non-interference. */
export const testSource = async (
  source: Source,
  knowledge: TypeKnowledge,
  cast: Cast,
  { casesOnly = false }: { readonly casesOnly?: boolean } = {},
): Promise<SourceTest> => {
  const { knowledge: known } = withOwnJudgements(source.privacy, knowledge);
  const compiled = overlaysOf(source).map((overlays) => ({
    overlays,
    result: compileSource(source, knowledge, overlays),
  }));
  const diagnostics = [
    ...new Map(
      compiled
        .flatMap(({ result }) => result.diagnostics)
        .map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]),
    ).values(),
  ];
  const withExtras = compiled.find(({ overlays }) => overlays.extras.length > 0) ?? compiled[0];
  const endpoints = withExtras?.result.plan?.endpoints ?? [];
  const found = loadCases(source.folder, dirname(dirname(source.folder)));
  const cases = await runCases(found, cast, (overlays) => compileSource(source, knowledge, overlays).plan);
  return {
    title: source.id,
    diagnostics,
    cases,
    endpoints: endpoints.length,
    incomplete: incomplete(endpoints, cases),
    permissionGaps: gapsOf(source, compiled),
    ...(!hasErrors(diagnostics) && !casesOnly && { rules: await checkRules(named(compiled, known), cast) }),
  };
};

/** True where nothing is amiss. */
export const passed = ({ diagnostics, cases, incomplete: lacking, permissionGaps: gaps, rules }: SourceTest): boolean =>
  !hasErrors(diagnostics) &&
  cases.every(({ problems }) => problems.length === 0) &&
  lacking.length === 0 &&
  (gaps ?? []).length === 0 &&
  (rules === undefined || rules.findings.length + rules.interferences.length + rules.unreached.length === 0);
