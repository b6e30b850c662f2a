import { AzureCliCredential } from '@azure/identity';
import type { Cloud } from '../../config/index.ts';

/** The account signed in with the Azure CLI, as named in its token. */
export type OperatorSignIn = {
  readonly token: string;
  readonly tenantId: string;
  readonly objectId: string;
};

const claims = (token: string): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** Reads the account in a token of Microsoft Entra ID. Doesn't verify the signature; Graph does. */
export const readSignIn = (token: string): OperatorSignIn => {
  const { tid, oid } = claims(token);
  return { token, tenantId: typeof tid === 'string' ? tid : '', objectId: typeof oid === 'string' ? oid : '' };
};

/**
 * Returns a Graph token for the user of the Azure CLI in this tenant. Rejects if there is no Azure CLI, or nobody is
 * signed in to this tenant.
 */
export const azureCliSignIn = async (tenantId: string, cloud: Cloud): Promise<OperatorSignIn> => {
  const credential = new AzureCliCredential({ tenantId, processTimeoutInMs: 15_000 });
  const { token } = await credential.getToken(cloud.graphScope);
  return readSignIn(token);
};
