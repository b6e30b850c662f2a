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
  graphveil report                              on the connectors in graphveil.yaml; without this file, on all sources
  graphveil report --source SOURCE --variant plain-ids --out report
  graphveil report --sample people.json         also count the people in a reply whose kept values are unique
  graphveil report --json                       print the report's data for your own tools

Writes report.html, a self-contained page that prints well, and report.md. A privacy officer finds in it: the data that is
collected and its purposes, the data that leaves and its form, with examples, the data that never leaves, keys and their
holders, risks, and checks to make.`;

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
    .option('--source <id>', 'only this source (may be repeated)', each)
    .option('--variant <name>', 'with this variant of the source (may be repeated)', each)
    .option('--extra <id>', 'with this extra of the source (may be repeated)', each)
    .option(
      '--settings <path>',
      `report on the connectors in this settings file (default: ${defaultSettingsFile}, if it exists)`,
    )
    .option('--out <folder>', 'output folder', '.')
    .option('--date <day>', 'date of the report (default: today)')
    .option('--sample <file>', 'reply of the proxy; print how many of its items have unique values')
    .option('--json', "print the report's data as JSON instead of writing files")
    .addHelpText('after', () => withSourceNames(examples))
    .action(run);
};
