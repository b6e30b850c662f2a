import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { consoleName, functionName, readConsoleEnvironment, type Settings } from '../../config/index.ts';

/** The console as it is deployed. */
export type DeployedConsole = { readonly url: string; readonly clientId: string };

/** Asks Lambda where the console is, and as which application people sign in. Undefined if it isn't deployed. Rejects with Lambda's error. */
export const deployedConsole = async (
  lambda: Pick<LambdaClient, 'send'>,
  { environment, aws }: Pick<Settings, 'environment' | 'aws'>,
): Promise<DeployedConsole | undefined> => {
  const FunctionName = functionName(environment, consoleName);
  try {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const { access, clientId } = readConsoleEnvironment({ AWS_REGION: aws.region, ...Environment?.Variables });
    return { url: access.origin, clientId };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};
