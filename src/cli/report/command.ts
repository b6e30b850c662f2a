import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { reportDocument, toHtml, toMarkdown } from '../../documents/index.ts';
import { gatherReport } from '../../documents/privacy-report/index.ts';
import { loadCast, testConnectors } from '../../rule-tests/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { endOnErrors } from '../shared/choose-rules.ts';
import { cliError } from '../shared/exit.ts';
import { defaultSettingsFile } from '../shared/settings-option.ts';
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

export const run = async (options: Options): Promise<void> => {
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
