import { lambdaClient, stsClient } from './aws-clients.ts';
import { deployedConnector, endpointOf } from './deployed-connectors.ts';
import type { ReadSettings } from './read-settings.ts';

/** Returns what sends signed calls to a deployed connector; undefined if it isn't deployed. */
export const deployedSender = async (
  { settings, folder }: ReadSettings,
  name: string,
): Promise<((path: string) => Promise<Response>) | undefined> => {
  const { region } = settings.aws;
  const endpoint = await endpointOf({ settings, folder, outputs: [] }, name, { lambda: lambdaClient(region) });
  if (endpoint === undefined) return undefined;
  const { send } = deployedConnector(settings, name, endpoint, stsClient(region));
  return (path) => send(`${endpoint}${path}`);
};
