import { azureSignInCommands, type Cloud } from '../../config/index.ts';
import { cliError } from '../shared/exit.ts';
import type { OperatorSignIn } from '../shared/sign-in.ts';

/** The Azure CLI's sign-in; ends the command where there is none. The library loads only here. */
export const signInOrEnd = async (tenantId: string, cloud: Cloud): Promise<OperatorSignIn> => {
  const { azureCliSignIn } = await import('../shared/sign-in.ts');
  return azureCliSignIn(tenantId, cloud).catch(() => {
    throw cliError('Azure.NotSignedIn', { commands: azureSignInCommands(tenantId, cloud) });
  });
};
