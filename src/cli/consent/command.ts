import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { clouds, requestAdvice } from '../../config/index.ts';
import { resolveSettings } from '../../connectors/index.ts';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import {
  buildRequestModel,
  consentConnector,
  type Described,
  provenConnector,
  requestDocument,
  toHtml,
  toMarkdown,
} from '../../documents/index.ts';
import { fitsKind } from '../../plan/index.ts';
import { readyOrEnd } from '../shared/choose-rules.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { GraphRefusal, operatorGraph } from '../shared/graph.ts';
import { type ReadSettings, readSettings, type SettingsOptions, withSettingsOption } from '../shared/read-settings.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';
import { version } from '../shared/version.ts';
import { writeDocuments } from '../shared/write-documents.ts';
import { deployedIds, deployedOutputs, outputsIn } from './deployed-ids.ts';
import { entraOutputsFile, removeFormerDocuments, renderDocuments } from './render.ts';
import { allGood, verdictsText, verifyConsent } from './verify.ts';

type RequestOptions = SettingsOptions & { readonly owner?: string; readonly format: 'md' | 'html' | 'json' };
type OutputsOptions = SettingsOptions & { readonly outputs: readonly string[]; readonly json?: true };
type RenderOptions = OutputsOptions & { readonly out?: string; readonly outputsVariable?: string };

const examples = `
Examples:
  graphveil consent request --format html > request.html     before the first apply, if a colleague creates the applications
  graphveil consent render --outputs outputs.json            the documents, if apply runs on another machine
  graphveil consent verify                                   after consent: granted, missing and surplus permissions, passwords

\`terraform -chdir=cdktf.out/stacks/graphveil.ENVIRONMENT output -json > outputs.json\` saves the outputs.`;

const describe = (read: ReadSettings): Described => ({
  settings: read.settings,
  version,
  connectors: resolveSettings(read).map(consentConnector),
});

/**
 * Describes the deployment with the properties that leave, as proven, so that the documents match the ones that apply
 * writes.
 */
const describeProven = (read: ReadSettings): Described => ({
  settings: read.settings,
  version,
  connectors: readyOrEnd(resolveSettings(read)).map(provenConnector),
});

/** Prints what the documents can't say about the request. */
const adviseOnRequest = ({ settings, positionOf }: ReadSettings): void => {
  for (const warning of requestAdvice(settings, positionOf)) printRemark(formatDiagnostic(warning));
};

const runRequest = (options: RequestOptions): void => {
  if (options.owner !== undefined && !fitsKind('directory-object-id', options.owner)) throw cliError('Usage:owner');
  const read = readSettings(options);
  adviseOnRequest(read);
  const model = buildRequestModel(describe(read), options.owner);
  if (options.format === 'json') printJson(model);
  else printOut((options.format === 'html' ? toHtml : toMarkdown)(requestDocument(model)));
};

const runRender = (options: RenderOptions): void => {
  const read = readSettings(options);
  const { settings, folder } = read;
  adviseOnRequest(read);
  const outputs =
    options.outputsVariable === undefined
      ? deployedOutputs(settings, folder, options.outputs)
      : outputsIn(options.outputsVariable);
  const ids = outputs.entra === undefined ? undefined : deployedIds(settings, outputs);
  const documents = renderDocuments(describeProven(read), ids, outputs);
  const target = options.out === undefined ? join(folder, settings.documents.folder) : resolve(options.out);
  const written = [
    ...writeDocuments(target, documents),
    ...(options.out === undefined ? writeDocuments(folder, entraOutputsFile(settings, outputs)) : []),
  ];
  removeFormerDocuments(target, settings.environment, outputs, documents);
  if (options.json) printJson({ written });
  else printOut(written.join('\n'));
};

const runVerify = async (options: OutputsOptions): Promise<void> => {
  const read = readSettings(options);
  const { tenant } = read.settings;
  const ids = deployedIds(read.settings, deployedOutputs(read.settings, read.folder, options.outputs));
  const cloud = clouds[tenant.cloud];
  // Loads its library only here.
  const { azureCliSignIn } = await import('../shared/sign-in.ts');
  const { token } = await azureCliSignIn(tenant.id, cloud);
  const graph = operatorGraph({ graph: cloud.graph, token });
  const verdicts = await verifyConsent(describe(read), ids, graph).catch((error: unknown) => {
    if (!(error instanceof GraphRefusal)) throw error;
    throw cliError('Graph.Refused', { text: error.message });
  });
  if (options.json) printJson({ ok: allGood(verdicts), applications: verdicts });
  else printOut(verdictsText(verdicts));
  process.exitCode = allGood(verdicts) ? exitCodes.fine : exitCodes.no;
};

const path = (name: string, before: readonly string[]): readonly string[] => [...before, name];

/** Registers `graphveil consent …`, which writes the documents for administrators and checks their grants. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) => withSettingsOption(command.command(name).description(summary));
  const addWithOutputs = (name: string, summary: string) =>
    add(name, summary)
      .addOption(
        new Option('--outputs <file>', 'output of terraform output -json (may be repeated)')
          .argParser(path)
          .default([], 'none'),
      )
      .option('--json', 'print JSON');

  command.addHelpText('after', examples);
  add('request', 'print the request for a colleague who creates the applications')
    .option('--owner <id>', 'object ID of the person who deploys (default: the first of owners in the settings)')
    .addOption(new Option('--format <format>', 'output format').choices(['md', 'html', 'json']).default('md'))
    .action(runRequest);
  addWithOutputs('render', 'write the documents for administrators and callers from Terraform’s outputs, as apply does')
    .option('--outputs-variable <name>', 'environment variable that contains the outputs, in place of --outputs')
    .option(
      '--out <folder>',
      'output folder of the documents (default: documents.folder of the settings, and entraOutputs next to them)',
    )
    .action(runRender);
  addWithOutputs('verify', 'compare the tenant with the requested permissions and trusts').action(runVerify);
};
