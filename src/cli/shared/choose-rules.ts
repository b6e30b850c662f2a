import { statSync } from 'node:fs';
import {
  type CompiledRules,
  type ConnectorChoice,
  type ReadyConnector,
  type ResolvedConnector,
  type Rules,
  readRuleFiles,
  readyConnectors,
  resolveConnector,
  rulesOfFile,
  UnknownOverlay,
} from '../../connectors/index.ts';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import { findSource, loadSources, type Source } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { cliError } from './exit.ts';
import { printRemark } from './terminal.ts';

/** Returns the sources with these ids or aliases, or all; ends the command for an unknown one. */
export const chooseSources = (
  names: readonly string[] = [],
  folder = rulesFolder,
): { readonly sources: readonly Source[]; readonly diagnostics: readonly Diagnostic[] } => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw cliError('Source.NoFolder', { path: folder });
  const { sources, diagnostics } = loadSources(folder, names);
  if (names.length === 0) return { sources, diagnostics };
  const chosen = names.map((name) => {
    const source = findSource(sources, name);
    if (source !== undefined || hasErrors(diagnostics)) return source;
    throw cliError('Source.Unknown', { name, known: sources.map(({ id }) => id) });
  });
  return { sources: chosen.filter((source) => source !== undefined), diagnostics };
};

/** Resolves a source; ends the command if it has no such variant or extra. */
export const connectorOf = (source: Source, choice: ConnectorChoice = {}): ResolvedConnector => {
  try {
    return resolveConnector(source, choice);
  } catch (error) {
    if (error instanceof UnknownOverlay) throw cliError('Source.UnknownOverlay', error.overlay);
    throw error;
  }
};

/** Compiles the rule file at a path; ends the command if there is no such file. */
export const rulesAt = (path: string): Rules => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return rulesOfFile(readRuleFiles(path, rulesFolder));
  throw cliError(found?.isDirectory() ? 'Rules.Missing:folder' : 'Rules.Missing', { path });
};

/** Prints diagnostics to standard error; ends the command if one is an error. */
export const endOnErrors = (diagnostics: readonly Diagnostic[], json = false): void => {
  const broken = hasErrors(diagnostics);
  if (!broken || !json) for (const diagnostic of diagnostics) printRemark(formatDiagnostic(diagnostic));
  if (!broken) return;
  throw cliError('Rules.Invalid').with({ diagnostics });
};

/** Returns connectors without errors; prints warnings, and ends the command with the errors of all. */
export const readyOrEnd = (
  resolved: readonly ResolvedConnector[],
  diagnostics: readonly Diagnostic[] = [],
): readonly ReadyConnector[] => {
  const { connectors, problems } = readyConnectors(resolved);
  endOnErrors([...diagnostics, ...problems]);
  return connectors;
};

/** Resolves sources, or all, with one choice for each; ends the command with the errors of all. */
export const readySources = (
  names: readonly string[] = [],
  choice: ConnectorChoice = {},
): readonly ReadyConnector[] => {
  const { sources, diagnostics } = chooseSources(names);
  return readyOrEnd(
    sources.map((source) => connectorOf(source, choice)),
    diagnostics,
  );
};

/** Options that choose rules: those of a source, or a file. */
export type RulesChoice = {
  readonly source?: string;
  readonly rules?: string;
  readonly variant?: readonly string[];
  readonly extra?: readonly string[];
  readonly json?: true;
};

const chosenRules = ({ source: name, rules = '', variant, extra }: RulesChoice): Rules | readonly Diagnostic[] => {
  if (name === undefined) return rulesAt(rules);
  const { sources, diagnostics } = chooseSources([name]);
  const [source] = sources;
  if (source === undefined) return diagnostics;
  return connectorOf(source, { variants: variant ?? [], extras: extra ?? [] }).rules;
};

/** Compiles the chosen rules; prints warnings, and ends the command with all errors. */
export const loadRules = (options: RulesChoice): CompiledRules => {
  const rules = chosenRules(options);
  const diagnostics = 'title' in rules ? rules.diagnostics : rules;
  endOnErrors(diagnostics, options.json === true);
  if (!('title' in rules) || rules.plan === undefined) throw new Error('rules without an error have a plan');
  return rules;
};
