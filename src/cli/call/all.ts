import { type ResolvedConnector, resolveSettings } from '../../connectors/index.ts';
import { lambdaClient, stsClient } from '../shared/aws-clients.ts';
import { awsErrorName, awsFailure } from '../shared/aws-failure.ts';
import { type DeploymentPlace, deployedConnector, endpointOf } from '../shared/deployed-connectors.ts';
import { CliError, cliError, exitCodes } from '../shared/exit.ts';
import { ownAccountOrEnd } from '../shared/own-account.ts';
import { type ReadSettings, readSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { adviceOn, callsText } from './show-all.ts';
import { type TriedCall, tryExamples } from './try-examples.ts';

export type AllOptions = SettingsOptions & { readonly outputs: readonly string[]; readonly json?: true };

type Clients = { readonly sts: ReturnType<typeof stsClient>; readonly lambda: ReturnType<typeof lambdaClient> };

/** The endpoint of a connector, or the failure to find it; undefined if it isn't deployed. */
export const endpointIn = async (
  place: DeploymentPlace,
  name: string,
  { lambda }: Pick<Clients, 'lambda'>,
): Promise<string | CliError | undefined> => {
  try {
    return await endpointOf(place, name, { lambda });
  } catch (error) {
    if (error instanceof CliError) return error;
    return awsFailure(error, 'Lambda') ?? cliError('Aws.Refused', { reason: awsErrorName(error) });
  }
};

const tryConnector = async (
  read: ReadSettings,
  outputs: readonly string[],
  { name, exampleCalls, source }: ResolvedConnector,
  clients: Clients,
): Promise<readonly TriedCall[]> => {
  const endpoint = await endpointIn({ ...read, outputs }, name, clients);
  if (typeof endpoint === 'string')
    return tryExamples(deployedConnector(read.settings, name, endpoint, clients.sts), {
      calls: exampleCalls,
      version: source.graph.version,
    });
  const failure = endpoint ?? cliError('Call.NotDeployed', { name });
  return exampleCalls.map((call) => ({ connector: name, ...call, outcome: 'failed', code: failure.code, failure }));
};

const isOutside = ({ failure, status = 0 }: TriedCall): boolean =>
  failure === undefined ? status >= 500 : failure.exitCode === exitCodes.world;

/** A call without a pseudonym for its path isn't a failure, unless nothing was answered at all. */
const exitCodeOf = (calls: readonly TriedCall[]): number => {
  if (calls.some(isOutside)) return exitCodes.world;
  const wanting = calls.some(({ outcome }) => outcome === 'refused' || outcome === 'failed');
  return wanting || calls.every(({ outcome }) => outcome === 'skipped') ? exitCodes.no : exitCodes.fine;
};

/** Makes the example calls of every connector that serves calls, and shows how each ended. */
export const callAll = async (options: AllOptions): Promise<void> => {
  const read = readSettings(options);
  await ownAccountOrEnd(read.settings);
  const { region } = read.settings.aws;
  const clients = { sts: stsClient(region), lambda: lambdaClient(region) };
  const serving = new Set(read.settings.connectors.filter(({ enabled }) => enabled).map(({ name }) => name));
  const connectors = resolveSettings(read).filter(({ name }) => serving.has(name));
  const calls = (
    await Promise.all(connectors.map((connector) => tryConnector(read, options.outputs, connector, clients)))
  ).flat();
  const exitCode = exitCodeOf(calls);
  const advice = adviceOn(calls);
  if (options.json)
    printJson({
      ok: exitCode === exitCodes.fine,
      environment: read.settings.environment,
      calls: calls.map(({ failure: _, ...call }) => call),
      findings: advice,
    });
  else printOut(callsText(calls, advice));
  process.exitCode = exitCode;
};
