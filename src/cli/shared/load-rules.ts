import type { CompileResult, PlanNotes } from '../../compile/index.ts';
import { type Diagnostic, formatDiagnostic } from '../../diagnostics/index.ts';
import type { Plan } from '../../plan/index.ts';
import { compile, recognizeForm } from '../../rule-forms/index.ts';
import { readRuleFiles, requireFile } from '../check/rule-files.ts';
import { rulesFolder } from '../rules-folder.ts';
import { CliError, exitCodes } from './exit.ts';
import type { RuleOptions } from './rule-options.ts';
import { printRemark } from './terminal.ts';

/** Options that say which rules are meant. */
export type RulesChoice = Pick<RuleOptions, 'source' | 'rules' | 'variant' | 'extra' | 'json'>;

/** Rules that compiled, with what the Plan does not carry. */
export type LoadedRules = { readonly plan: Plan; readonly notes: PlanNotes };

const noTypes = { types: { 'v1.0': {}, beta: {} }, privacy: {} };

/** Microsoft's types are large; they are loaded for rules in place only. */
const knowledge = async () => {
  const { typeIndex: types, privacyTable: privacy } = await import('../../graph-types/index.ts');
  return { types, privacy };
};

const compileFile = async (path: string): Promise<CompileResult> => {
  requireFile(path);
  const { title, main, shared, overlays, privacy, ofSource } = readRuleFiles(path, rulesFolder);
  const inPlace = ofSource || recognizeForm(main.text) === 'allow-list';
  if (!inPlace) return compile({ title, main, shared, overlays, ...noTypes, builtIn: false });
  const { withOwnJudgements } = await import('../../sources/index.ts');
  const judged = withOwnJudgements(privacy, await knowledge());
  if (judged.diagnostics.length > 0) return { diagnostics: judged.diagnostics };
  return compile({ title, main, shared, overlays, ...judged.knowledge, builtIn: ofSource });
};

const compileNamed = async (name: string, { variant, extra }: RulesChoice): Promise<CompileResult> => {
  const { compileSource, UnknownOverlay } = await import('../../connectors/index.ts');
  const { findSource, loadSources } = await import('../../sources/index.ts');
  const { sources, diagnostics } = loadSources(rulesFolder);
  const source = findSource(sources, name);
  if (source === undefined) {
    if (diagnostics.length > 0) return { diagnostics };
    const known = sources.map(({ id }) => id).join(', ');
    throw new CliError(exitCodes.usage, 'Source.Unknown', `there is no source ${name}`, `known are ${known}`);
  }
  try {
    return compileSource(source, await knowledge(), { variants: variant ?? [], extras: extra ?? [] });
  } catch (error) {
    if (error instanceof UnknownOverlay) throw new CliError(exitCodes.usage, 'Source.UnknownOverlay', error.message);
    throw error;
  }
};

const refuse = (diagnostics: readonly Diagnostic[], json: boolean): never => {
  if (!json) for (const diagnostic of diagnostics) printRemark(formatDiagnostic(diagnostic));
  const message = 'the rules have mistakes, so nothing was run';
  throw new CliError(exitCodes.no, 'Rules.Invalid', message, 'every mistake is listed; correct them', { diagnostics });
};

/** Compiles what the options name. Doubts go to standard error; mistakes end the command, all of them said. */
export const loadRules = async (options: RulesChoice): Promise<LoadedRules> => {
  const { source, rules } = options;
  const result = source === undefined ? await compileFile(rules ?? '') : await compileNamed(source, options);
  const { diagnostics, plan, notes } = result;
  if (plan === undefined || notes === undefined) return refuse(diagnostics, options.json === true);
  for (const diagnostic of diagnostics) printRemark(formatDiagnostic(diagnostic));
  return { plan, notes };
};
