import { compileSource, type Overlays } from '../../connectors/index.ts';
import { formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import { privacyTable, typeIndex } from '../../graph-types/index.ts';
import type { Plan } from '../../plan/index.ts';
import { findSource, loadSources, type Source } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { CliError, exitCodes } from './exit.ts';

export type CompiledSource = { readonly source: Source; readonly plan: Plan };

/** The sources asked for (all without names), compiled. Ends the command where one is unknown or has mistakes. */
export const compileSources = (names: readonly string[] = [], overlays: Overlays = {}): readonly CompiledSource[] => {
  const { sources, diagnostics } = loadSources(rulesFolder);
  if (hasErrors(diagnostics)) throw invalid(diagnostics.map(formatDiagnostic));
  const chosen = names.length === 0 ? sources : names.map((name) => chosenSource(sources, name));
  return chosen.map((source) => {
    const result = compileSource(source, { types: typeIndex, privacy: privacyTable }, overlays);
    if (result.plan === undefined) throw invalid(result.diagnostics.map(formatDiagnostic));
    return { source, plan: result.plan };
  });
};

const chosenSource = (sources: readonly Source[], name: string): Source => {
  const source = findSource(sources, name);
  if (source !== undefined) return source;
  const known = sources.map(({ id }) => id).join(', ');
  throw new CliError(exitCodes.usage, 'Source.Unknown', `there is no source ${name}`, `known are ${known}`);
};

const invalid = (texts: readonly string[]): CliError =>
  new CliError(exitCodes.no, 'Rules.Invalid', `the rules have mistakes:\n${texts.join('\n')}`, 'run `graphveil check`');
