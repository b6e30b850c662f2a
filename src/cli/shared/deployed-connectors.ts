import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionUrlConfigCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { STSClient } from '@aws-sdk/client-sts';
import { type AwsCredentials, assumedRole, signingFetch } from '../../client/index.ts';
import {
  callerRoleName,
  functionName,
  readTerraformOutputs,
  roleArn,
  type Settings,
  stackNames,
  stateFile,
} from '../../config/index.ts';
import { awsFailure } from './aws-failure.ts';
import { cliError } from './exit.ts';
import { networkFetch } from './network-fetch.ts';

/** A connector as the operator reaches it. */
export type DeployedConnector = {
  readonly name: string;
  /** Origin of its function URL or HTTP API. */
  readonly endpoint: string;
  /** Signs as a caller of the settings if the operator may assume its role, otherwise as the operator. */
  readonly send: typeof fetch;
};

export type DeploymentPlace = {
  readonly settings: Settings;
  /** Folder of the settings file. */
  readonly folder: string;
  /** Names of files with Terraform's outputs. */
  readonly outputs: readonly string[];
};

type Clients = { readonly sts: STSClient; readonly lambda: Pick<LambdaClient, 'send'> };

const endpointsIn = (path: string): ReadonlyMap<string, string> | undefined => {
  try {
    const text = readFileSync(path, 'utf8');
    const state = JSON.parse(text) as { readonly outputs?: unknown };
    return readTerraformOutputs(state.outputs === undefined ? text : JSON.stringify(state.outputs))?.endpoints;
  } catch {
    return undefined;
  }
};

/** Endpoints in the named outputs, or in a local state. */
const writtenEndpoints = ({ settings, folder, outputs }: DeploymentPlace): ReadonlyMap<string, string> => {
  const { state, environment, stacks } = settings;
  const stack = stacks === 'together' ? stackNames.together : stackNames.aws;
  const local = state.kind === 'local' ? [join(folder, state.folder, stateFile(stack, environment))] : [];
  const all = outputs.map((path) => {
    const found = endpointsIn(path);
    if (found === undefined) throw cliError('Outputs.Unreadable', { path });
    return found;
  });
  return new Map([...local.map(endpointsIn), ...all].flatMap((found) => [...(found ?? [])]));
};

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === 'ResourceNotFoundException';

/** Asks Lambda for the URL of a connector's function; undefined if it isn't deployed. Rejects with Lambda's error. */
const functionUrl = async (
  { environment }: Settings,
  connector: string,
  lambda: Clients['lambda'],
): Promise<string | undefined> => {
  const FunctionName = functionName(environment, connector);
  const found = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return found?.FunctionUrl === undefined ? undefined : new URL(found.FunctionUrl).origin;
};

/**
 * Returns the endpoint of a connector, from Lambda or, behind an HTTP API, from Terraform's outputs. Undefined if it
 * isn't deployed. Rejects with Lambda's error.
 */
export const endpointOf = async (
  place: DeploymentPlace,
  connector: string,
  { lambda }: Pick<Clients, 'lambda'>,
): Promise<string | undefined> => {
  const written = writtenEndpoints(place).get(connector);
  if (place.settings.exposure === 'function-url' && place.outputs.length === 0)
    return functionUrl(place.settings, connector, lambda);
  if (written === undefined && place.outputs.length === 0) throw cliError('Outputs.Missing:endpoints');
  return written === undefined ? undefined : new URL(written).origin;
};

type Credentials = () => Promise<AwsCredentials>;

/**
 * Credentials of the first caller in the settings whose role the operator may assume, otherwise the operator's. Rejects
 * with a `CliError` if the operator isn't signed in.
 */
const callerCredentials = ({ aws, environment, callers }: Settings, connector: string, sts: STSClient): Credentials => {
  const own: Credentials = async () => sts.config.credentials();
  const roles = callers
    .filter(({ awsPrincipals, connectors }) => awsPrincipals.length > 0 && connectors.includes(connector))
    .map(({ name, externalId }) =>
      assumedRole({ sts, roleArn: roleArn(aws, callerRoleName(environment, name)), externalId, clock: Date.now }),
    );
  return async () => {
    for (const assume of roles) {
      const credentials = await assume().catch((error: unknown) => {
        const failure = awsFailure(error, 'STS');
        if (failure !== undefined) throw failure;
        return undefined;
      });
      if (credentials !== undefined) return credentials;
    }
    return own();
  };
};

/** Prepares signed requests to a connector. */
export const deployedConnector = (
  settings: Settings,
  name: string,
  endpoint: string,
  sts: STSClient,
): DeployedConnector => ({
  name,
  endpoint,
  send: signingFetch({
    region: settings.aws.region,
    service: settings.exposure === 'http-api' ? 'execute-api' : 'lambda',
    origin: endpoint,
    credentials: callerCredentials(settings, name, sts),
    fetch: networkFetch,
  }),
});
