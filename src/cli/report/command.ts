import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { reportDocument, toHtml, toMarkdown } from '../../documents/index.ts';
import { gatherReport } from '../../documents/privacy-report/index.ts';
import { loadCast, testConnectors } from '../../rule-tests/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { endOnErrors } from '../shared/choose-rules.ts';
import { cliError } from '../shared/exit.ts';
import { defaultSettingsFile } from '../shared/read-settings.ts';
import { withSourceNames } from '../shared/source-names.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { version } from '../shared/version.ts';
import { writeDocuments } from '../shared/write-documents.ts';
import { reportedBySettings, reportedSources } from './reported.ts';
import { readSample, sampleText } from './sample.ts';

type Options = {
  readonly source?: readonly string[];
  readonly variant?: readonly string[];
  readonly extra?: readonly string[];
  readonly settings?: string;
  readonly out: string;
  readonly date?: string;
  readonly sample?: string;
  readonly json?: true;
};

const examples = `
Examples:
  graphveil report                              of the connectors in graphveil.yaml; of every source where there is none
  graphveil report --source SOURCE --variant plain-ids --out report
  graphveil report --sample people.json         how many people of a reply are unique by what is kept of them
  graphveil report --json                       what it is written from, for tools of your own

Writes report.html, which needs nothing else and prints well, and report.md. For a privacy officer: what is collected and
for what, what leaves in which form with examples, what never leaves, keys and who holds them, risks, what to check.`;

const choose = ({ source, variant, extra, settings }: Options) => {
  if (source !== undefined && settings !== undefined)
    throw cliError('Usage:exclude', { options: '--source and --settings' });
  const file = settings ?? defaultSettingsFile;
  if (source === undefined && (variant ?? extra) === undefined && (settings !== undefined || existsSync(file)))
    return reportedBySettings(file);
  if ((variant ?? extra) !== undefined && source?.length !== 1)
    throw cliError('Usage:requires', { options: '--variant or --extra', required: 'one --source' });
  return reportedSources(source, { variants: variant ?? [], extras: extra ?? [] });
};

const run = async (options: Options): Promise<void> => {
  const { out, date = new Date().toISOString().slice(0, 10), json } = options;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw cliError('Usage:date');
  const { connectors, deployment } = choose(options);
  const sampled = options.sample === undefined ? undefined : readSample(options.sample);
  const { cast } = loadCast(rulesFolder);
  endOnErrors(await testConnectors(connectors, cast), json);
  const model = await gatherReport(connectors, { version, date, deployment, cast });
  if (json) return printJson(sampled === undefined ? model : { ...model, sample: sampled });
  const document = reportDocument(model);
  const written = writeDocuments(resolve(out), [
    { path: 'report.html', content: toHtml(document) },
    { path: 'report.md', content: toMarkdown(document) },
  ]);
  printOut(written.map((path) => `written: ${path}`).join('\n'));
  if (sampled !== undefined) printOut(sampleText(sampled));
};

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** Registers `graphveil report`. */
export const register = (command: Command): void => {
  command
    .option('--source <id>', 'this source only (may be repeated)', each)
    .option('--variant <name>', 'with this variant of the source (may be repeated)', each)
    .option('--extra <id>', 'with this extra of the source (may be repeated)', each)
    .option(
      '--settings <path>',
      `of the connectors in a settings file (default: ${defaultSettingsFile}, if there is one)`,
    )
    .option('--out <folder>', 'where to write', '.')
    .option('--date <day>', 'the day that it is of (default: today)')
    .option('--sample <file>', 'a reply of the proxy: print how unique the items are by what is kept of them')
    .option('--json', 'print what it is written from, and write nothing')
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};
