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

/** Reads who a token of Microsoft Entra ID was issued for; its signature is Graph's to check. */
export const readSignIn = (token: string): OperatorSignIn => {
  const { tid, oid } = claims(token);
  return { token, tenantId: typeof tid === 'string' ? tid : '', objectId: typeof oid === 'string' ? oid : '' };
};

/**
 * A Graph token of the person at the Azure CLI, for this tenant. Rejects where there is no Azure CLI, nobody is signed
 * in, or not to this tenant.
 */
export const azureCliSignIn = async (tenantId: string, cloud: Cloud): Promise<OperatorSignIn> => {
  const credential = new AzureCliCredential({ tenantId, processTimeoutInMs: 15_000 });
  const { token } = await credential.getToken(cloud.graphScope);
  return readSignIn(token);
};
