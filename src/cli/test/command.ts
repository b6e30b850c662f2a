import { formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import type { Cast } from '../../rule-tests/index.ts';
import { loadCast, passed, type SourceTest, testSource } from '../../rule-tests/index.ts';
import type { Source } from '../../sources/index.ts';
import { rulesFolder as ownRules } from '../rules-folder.ts';
import { chooseSources } from '../shared/choose-rules.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';
import { testText } from './show.ts';
import { testData } from './test-data.ts';
import { testFile } from './test-file.ts';
import { updateCases } from './update-cases.ts';

type Options = {
  readonly source?: readonly string[];
  readonly rulesFolder?: string;
  readonly casesOnly?: true;
  readonly update?: true;
  readonly population?: true;
  readonly documents?: number;
  readonly seed?: number;
  readonly json?: true;
};

const castOf = (folder: string): Cast => {
  const { cast, diagnostics } = loadCast(folder);
  if (hasErrors(diagnostics)) throw cliError('Cast.Invalid', { text: diagnostics.map(formatDiagnostic).join('\n') });
  return cast;
};

type Run = (casesOnly: boolean) => Promise<readonly SourceTest[]>;

const testAll = async (sources: readonly Source[], cast: Cast, casesOnly: boolean): Promise<readonly SourceTest[]> => {
  const tests: SourceTest[] = [];
  for (const source of sources) tests.push(await testSource(source, cast, { casesOnly }));
  return tests;
};

/** Runs the cases, writes their current results into the case files, and runs all tests again. */
const updating = async (run: Run, casesOnly: boolean): Promise<readonly SourceTest[]> => {
  const first = await run(true);
  const written = first.flatMap(({ cases }) => updateCases(cases));
  for (const name of written) printRemark(`written: ${name}`);
  printRemark(written.length === 0 ? 'no case needed an update' : 'review the updated cases for leaks');
  return run(casesOnly);
};

/** Runs the proof of limited callers, which has few options in common with the other tests. */
const runPopulation = async (file: string | undefined, options: Options): Promise<void> => {
  const others = file !== undefined || options.update === true || options.casesOnly === true;
  if (others) throw cliError('Usage:exclude', { options: '--population and a file, --update or --cases-only' });
  const { runPopulation: prove } = await import('./population/command.ts');
  await prove(options);
};

export const run = async (file: string | undefined, options: Options): Promise<void> => {
  if (options.population === true) return await runPopulation(file, options);
  if ((options.documents ?? options.seed) !== undefined)
    throw cliError('Usage:requires', { options: '--documents or --seed', required: '--population' });
  const { source, rulesFolder: folder = ownRules, update, json } = options;
  const casesOnly = options.casesOnly === true;
  if (file !== undefined && source !== undefined) throw cliError('Usage:exclude', { options: 'a file and --source' });
  const { sources, diagnostics } = chooseSources(source, folder);
  for (const diagnostic of diagnostics) printRemark(formatDiagnostic(diagnostic));
  if (file === undefined && sources.length + diagnostics.length === 0) throw cliError('Source.None', { path: folder });
  const cast = castOf(folder);
  const runOnce: Run = async (quick) =>
    file === undefined ? testAll(sources, cast, quick) : [await testFile(file, cast, sources, quick)];
  const tests = await (update ? updating(runOnce, casesOnly) : runOnce(casesOnly));
  if (json) printJson(testData(tests));
  else printOut(tests.map(testText).join('\n\n'));
  if (hasErrors(diagnostics) || !tests.every(passed)) process.exitCode = exitCodes.no;
};
