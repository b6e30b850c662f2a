import type { Command } from 'commander';
import { formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import type { Cast } from '../../rule-tests/index.ts';
import { loadCast, passed, type SourceTest, testSource } from '../../rule-tests/index.ts';
import type { Source } from '../../sources/index.ts';
import { rulesFolder as ownRules } from '../rules-folder.ts';
import { chooseSources } from '../shared/choose-rules.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { withSourceNames } from '../shared/source-names.ts';
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
  readonly json?: true;
};

const examples = `
Examples:
  graphveil test                              all sources: cases, completeness, permissions, canaries, non-interference
  graphveil test --source SOURCE              one source
  graphveil test --source SOURCE --update     update the expected replies of cases; review them before you commit
  graphveil test my-rules.yaml                your own rules, in either form, with the cases/ folder next to them

A case consists of a call, Graph's response and the expected reply; its people come from rules/cast.yaml. The case runs
through the whole proxy, with a public test keyring. Write cases of refused calls by hand; --update never changes them.
Canaries are the cast's names, addresses, IDs, texts, files and links. They are planted in every property of Microsoft's
type, in links, annotations, errors and calls, and none may appear in a reply, a header, an error or the log.

Exit code 0: all checks pass. Exit code 1: at least one check fails; the output lists the failures.`;

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

const run = async (file: string | undefined, options: Options): Promise<void> => {
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

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** Registers `graphveil test`. */
export const register = (command: Command): void => {
  command
    .argument('[file]', 'your own rule file (default: all sources)')
    .option('--source <id>', 'only this source (may be repeated)', each)
    .option('--rules-folder <path>', "folder of sources and cast.yaml, instead of the project's own")
    .option('--cases-only', 'skip canaries and non-interference')
    .option('--update', 'update the expected replies of cases, except refusals')
    .option('--json', 'print JSON')
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};
