import type { Rules } from '../../connectors/index.ts';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import { dispositionSections, findingsOf } from '../../proof/index.ts';
import type { Source } from '../../sources/index.ts';
import { chooseSources, connectorOf, rulesAt } from '../shared/choose-rules.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';
import { listDifferences } from './against.ts';
import { canBeLimited, populationData, populationMarkdown, populationText } from './population.ts';
import { proofData } from './proof-data.ts';
import { everyOverlay, isBase, isProven } from './proofs.ts';
import { detailText, findingText, overlayLine, overlayText, shortPosition, summaryText, verdictText } from './show.ts';

type Options = {
  readonly source?: readonly string[];
  readonly variant?: readonly string[];
  readonly extra?: readonly string[];
  readonly rulesFolder?: string;
  readonly against?: string;
  readonly all?: true;
  readonly population?: true;
  readonly json?: true;
  readonly markdown?: true;
};

const checkOptions = (
  file: string | undefined,
  { source, variant, extra, json, markdown, population, against }: Options,
): void => {
  if (file !== undefined && source !== undefined) throw cliError('Usage:exclude', { options: 'a file and --source' });
  if ((variant ?? extra) !== undefined && source?.length !== 1)
    throw cliError('Usage:requires', { options: '--variant or --extra', required: 'one --source' });
  if (json && markdown) throw cliError('Usage:exclude', { options: '--json and --markdown' });
  if (population && against !== undefined) throw cliError('Usage:exclude', { options: '--population and --against' });
};

/** Extras that add endpoints. */
const endpointExtras = ({ extraRules }: Source): readonly string[] => [...extraRules.keys()];

type Chosen = { readonly rules: readonly Rules[]; readonly diagnostics: readonly Diagnostic[] };

const choose = (file: string | undefined, options: Options): Chosen => {
  if (file !== undefined) return { rules: [rulesAt(file)], diagnostics: [] };
  const { variant: variants, extra: extras } = options;
  const { sources, diagnostics } = chooseSources(options.source, options.rulesFolder);
  const asked = (variants ?? extras) !== undefined;
  const overlays = { ...(variants && { variants }), ...(extras && { extras }) };
  const everything = !asked && options.against === undefined;
  const overlaysOf = (source: Source) => {
    if (!everything) return [overlays];
    return options.population ? [{ extras: endpointExtras(source) }] : everyOverlay(source);
  };
  return {
    diagnostics,
    rules: sources.flatMap((source) => overlaysOf(source).map((each) => connectorOf(source, each).rules)),
  };
};

const textOf = (all: readonly Rules[], detailed: boolean): string => {
  const several = new Set(all.filter(isBase).map(({ title }) => title));
  return all
    .map((rules) => {
      if (!isBase(rules) && several.has(rules.title)) return overlayLine(rules);
      const summary = summaryText(rules);
      return `${detailed && rules.proof !== undefined ? `${detailText(rules.proof)}\n\n` : ''}${summary}`;
    })
    .join('\n');
};

const markdownOf = (all: readonly Rules[]): string =>
  all
    .filter((rules) => isBase(rules) || !all.some((other) => isBase(other) && other.title === rules.title))
    .map((rules) => {
      const head = `# Treatment of each property: ${[rules.title, overlayText(rules)].filter(Boolean).join(' ')}\n\n`;
      return `${head}${rules.proof === undefined ? '' : dispositionSections(rules.proof, shortPosition)}`;
    })
    .join('\n');

const gapsText = (all: readonly Rules[]): string =>
  findingsOf(...all.flatMap(({ proof }) => proof ?? []))
    .map(findingText)
    .join('\n');

const proofText = (all: readonly Rules[], detailed: boolean): string => {
  const gaps = gapsText(all);
  return [textOf(all, detailed), ...(gaps === '' ? [] : [gaps]), verdictText(all)].join('\n\n');
};

const print = (all: readonly Rules[], options: Options): void => {
  if (options.json) printJson(proofData(all));
  else printOut(options.markdown ? markdownOf(all) : proofText(all, options.all === true));
};

const printPopulation = (all: readonly Rules[], { json, markdown }: Options): void => {
  if (json) printJson(populationData(all));
  else printOut(markdown ? populationMarkdown(all) : populationText(all));
};

export const run = async (file: string | undefined, options: Options): Promise<void> => {
  checkOptions(file, options);
  const { rules, diagnostics } = choose(file, options);
  const said = [...new Set([...diagnostics, ...rules.flatMap((each) => each.diagnostics)].map(formatDiagnostic))];
  if (said.length > 0) printRemark(said.join('\n'));
  if (options.population) {
    printPopulation(rules, options);
    if (hasErrors(diagnostics) || !rules.every(({ plan }) => plan !== undefined) || !rules.some(canBeLimited))
      process.exitCode = exitCodes.no;
    return;
  }
  if (options.against === undefined) print(rules, options);
  else await listDifferences(options.against, rules, options.json === true);
  if (hasErrors(diagnostics) || !rules.every(isProven)) process.exitCode = exitCodes.no;
};
