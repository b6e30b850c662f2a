import type { GroupPorts } from '../../access/index.ts';
import { graphDirectory } from '../../adapters/directory/index.ts';
import { httpsClient } from '../../adapters/node/index.ts';
import { clouds } from '../../config/index.ts';
import { DirectoryFault } from '../../ports/index.ts';
import type { Access } from './access.ts';
import { type AccessOptions, settingsOf } from './access-options.ts';
import { onAccess } from './access-store.ts';
import { cliError } from './exit.ts';
import { readSettings } from './read-settings.ts';
import { defaultSettingsFile } from './settings-option.ts';
import { azureCliSignIn } from './sign-in.ts';

/** Runs an act on the store that asks about groups, as the user of the Azure CLI. Faults of the directory end the command. */
export const onGroups = async <Result>(
  options: AccessOptions,
  act: (ports: GroupPorts, access: Access) => Promise<Result>,
): Promise<Result> => {
  const { settings } = readSettings({ settings: settingsOf(options) ?? defaultSettingsFile });
  const cloud = clouds[settings.tenant.cloud];
  const signIn = await azureCliSignIn(settings.tenant.id, cloud);
  const token = async () => ({ token: signIn.token, roles: [], obtainedAt: Date.now(), expiresAt: Date.now() });
  const directory = graphDirectory({
    http: httpsClient({ minimumTls: '1.2' }),
    accessTokens: { get: token, renew: token },
    graph: cloud.graph,
  });
  return onAccess(options, (access) =>
    act({ ...access.ports, directory, leastGroupSize: settings.leastGroupSize }, access),
  ).catch((error: unknown) => {
    if (error instanceof DirectoryFault) throw cliError('Grant.Directory', { kind: error.kind });
    throw error;
  });
};
