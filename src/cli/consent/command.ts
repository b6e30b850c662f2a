import { join, resolve } from 'node:path';
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
import { type ReadSettings, readSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';
import { version } from '../shared/version.ts';
import { writeDocuments } from '../shared/write-documents.ts';
import { deployedIds, deployedOutputs, outputsIn } from './deployed-ids.ts';
import { entraOutputsFile, removeFormerDocuments, renderDocuments } from './render.ts';
import { allGood, verdictsText, verifyConsent } from './verify.ts';

type RequestOptions = SettingsOptions & { readonly owner?: string; readonly format: 'md' | 'html' | 'json' };
type OutputsOptions = SettingsOptions & { readonly outputs: readonly string[]; readonly json?: true };
type RenderOptions = OutputsOptions & { readonly out?: string; readonly outputsVariable?: string };

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

/** Prints missing facts about the request. */
const adviseOnRequest = ({ settings, positionOf }: ReadSettings): void => {
  for (const warning of requestAdvice(settings, positionOf)) printRemark(formatDiagnostic(warning));
};

export const runRequest = (options: RequestOptions): void => {
  if (options.owner !== undefined && !fitsKind('directory-object-id', options.owner)) throw cliError('Usage:owner');
  const read = readSettings(options);
  adviseOnRequest(read);
  const model = buildRequestModel(describe(read), options.owner);
  if (options.format === 'json') printJson(model);
  else printOut((options.format === 'html' ? toHtml : toMarkdown)(requestDocument(model)));
};

export const runRender = (options: RenderOptions): void => {
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

export const runVerify = async (options: OutputsOptions): Promise<void> => {
  const read = readSettings(options);
  const { tenant } = read.settings;
  const outputs = deployedOutputs(read.settings, read.folder, options.outputs);
  const ids = deployedIds(read.settings, outputs);
  const cloud = clouds[tenant.cloud];
  // Loads its library only here.
  const { azureCliSignIn } = await import('../shared/sign-in.ts');
  const { token } = await azureCliSignIn(tenant.id, cloud);
  const graph = operatorGraph({ graph: cloud.graph, token });
  const verdicts = await verifyConsent(describe(read), ids, graph, outputs.entra?.console).catch((error: unknown) => {
    if (!(error instanceof GraphRefusal)) throw error;
    throw cliError('Graph.Refused', { text: error.message });
  });
  if (options.json) printJson({ ok: allGood(verdicts), applications: verdicts });
  else printOut(verdictsText(verdicts));
  process.exitCode = allGood(verdicts) ? exitCodes.fine : exitCodes.no;
};
