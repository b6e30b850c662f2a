import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { functionName, functionVariables } from '../../config/index.ts';
import { resolveSettings, settingsHash } from '../../connectors/index.ts';
import { type Finding, wrong } from './finding.ts';
import type { ReadSettings } from './read-settings.ts';

/** The settings' hash of a deployed function: undefined if the function has none, `missing` if there is no function. */
export type DeployedHash = { readonly hash: string | undefined } | 'missing';

/** Asks Lambda of which settings a connector's function was deployed. Rejects with Lambda's error. */
export const deployedHash = async (
  lambda: Pick<LambdaClient, 'send'>,
  environment: string,
  connector: string,
): Promise<DeployedHash> => {
  const FunctionName = functionName(environment, connector);
  try {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return { hash: Environment?.Variables?.[functionVariables.settings] };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'missing';
    throw error;
  }
};

/** The hash of the settings at hand, by connector. A connector whose rules don't compile has none. */
export const hashesOf = (read: ReadSettings): ReadonlyMap<string, string> =>
  new Map(
    resolveSettings(read).flatMap(({ name, expectedRoles, rules }) =>
      rules.plan === undefined ? [] : [[name, settingsHash(read.settings, { name, expectedRoles, rules })] as const],
    ),
  );

/** The finding that a function was deployed with other settings or rules than those at hand. */
export const olderSettings = (check: string, subject: string): Finding =>
  wrong(
    check,
    `${subject} deployed with other settings or rules than those of this folder`,
    'npm run plan shows the difference, npm run deploy removes it',
  );
