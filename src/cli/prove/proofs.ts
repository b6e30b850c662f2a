import { statSync } from 'node:fs';
import type { CompileResult } from '../../compile/index.ts';
import { compileSource, type Overlays, UnknownOverlay } from '../../connectors/index.ts';
import { type Diagnostic, hasErrors } from '../../diagnostics/index.ts';
import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import { type CompiledRules, type Proof, prove, proven } from '../../proof/index.ts';
import { findSource, loadSources, type Source, type TypeKnowledge, withOwnJudgements } from '../../sources/index.ts';
import { compileRuleFile } from '../check/compile-rule-file.ts';
import { requireFile } from '../check/rule-files.ts';
import { rulesFolder } from '../rules-folder.ts';
import { CliError, exitCodes } from '../shared/exit.ts';

/** Rules that were proven, or whose mistakes forbid it. */
export type ProvenRules = {
  readonly title: string;
  readonly source?: Source;
  readonly overlays: Required<Overlays>;
  readonly knowledge: TypeKnowledge;
  /** Mistakes and doubts of the files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where a file has a mistake. */
  readonly proof?: Proof;
  readonly compiled?: CompiledRules;
};

const project: TypeKnowledge = { types: typeIndex, privacy: privacyTable };

const proveCompiled = (
  { diagnostics, plan, notes }: CompileResult,
  knowledge: TypeKnowledge,
  everythingJudged: boolean,
): Pick<ProvenRules, 'diagnostics' | 'proof' | 'compiled'> => {
  if (plan === undefined || notes === undefined) return { diagnostics };
  const compiled = { plan, notes };
  return { diagnostics, compiled, proof: prove(compiled, knowledge, { everythingJudged }) };
};

/** Proves a source with variants and extras laid over its rules. */
export const proveSource = (source: Source, overlays: Overlays): ProvenRules => {
  const { variants = [], extras = [] } = overlays;
  try {
    const { knowledge } = withOwnJudgements(source.privacy, project);
    return {
      title: source.id,
      source,
      overlays: { variants, extras },
      knowledge,
      ...proveCompiled(compileSource(source, project, overlays), knowledge, true),
    };
  } catch (error) {
    if (error instanceof UnknownOverlay) throw new CliError(exitCodes.usage, 'Source.UnknownOverlay', error.message);
    throw error;
  }
};

/** Proves a rule file of anybody's. */
export const proveFile = (file: string): ProvenRules => {
  requireFile(file);
  const { title, knowledge, ofSource, ...compiled } = compileRuleFile(file);
  return { title, overlays: { variants: [], extras: [] }, knowledge, ...proveCompiled(compiled, knowledge, ofSource) };
};

/** The sources with these ids or aliases; all where none is named. Ends the command where a source.yaml has mistakes. */
export const chosenSources = (
  names: readonly string[] = [],
  folder = rulesFolder,
): { readonly sources: readonly Source[]; readonly diagnostics: readonly Diagnostic[] } => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CliError(
      exitCodes.usage,
      'Source.NoFolder',
      `there is no folder ${folder}`,
      'name the folder of sources',
    );
  const { sources, diagnostics } = loadSources(folder);
  if (names.length === 0) return { sources, diagnostics };
  const known = sources.map(({ id }) => id).join(', ');
  const chosen = names.map((name) => {
    const source = findSource(sources, name);
    if (source === undefined && !hasErrors(diagnostics))
      throw new CliError(exitCodes.usage, 'Source.Unknown', `there is no source ${name}`, `known are ${known}`);
    return source;
  });
  return { sources: chosen.filter((source) => source !== undefined), diagnostics };
};

/** A source as it is, then with each of its variants and each of its extras alone, then with all extras together. */
export const everyOverlay = ({ variants, extras }: Source): readonly Required<Overlays>[] => [
  { variants: [], extras: [] },
  ...[...variants.keys()].map((name) => ({ variants: [name], extras: [] })),
  ...extras.map(({ id }) => ({ variants: [], extras: [id] })),
  ...[...variants.keys()].flatMap((name) =>
    extras.length === 0 ? [] : [{ variants: [name], extras: extras.map(({ id }) => id) }],
  ),
];

/** True where there is a proof and nothing is amiss. */
export const isProven = ({ proof }: ProvenRules): boolean => proof !== undefined && proven(proof);
