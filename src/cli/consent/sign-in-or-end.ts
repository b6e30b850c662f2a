import { azureSignInCommands, type Cloud } from '../../config/index.ts';
import { cliError } from '../shared/exit.ts';
import type { OperatorSignIn } from '../shared/sign-in.ts';

/** Signs in with the Azure CLI; ends the command if that fails. Loads the library only here. */
export const signInOrEnd = async (tenantId: string, cloud: Cloud): Promise<OperatorSignIn> => {
  const { azureCliSignIn } = await import('../shared/sign-in.ts');
  return azureCliSignIn(tenantId, cloud).catch(() => {
    throw cliError('Azure.NotSignedIn', { commands: azureSignInCommands(tenantId, cloud) });
  });
};
