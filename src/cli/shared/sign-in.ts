import { AzureCliCredential } from '@azure/identity';
import { ProxyRefusal } from '../../adapters/node/index.ts';
import { azureSignInCommands, type Cloud } from '../../config/index.ts';
import { type CliError, cliError } from './exit.ts';
import { networkFailure } from './network-failure.ts';

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

/** How the Azure CLI, a Python program, words what Node.js has codes for. */
const networkWords: readonly (readonly [words: RegExp, code: string])[] = [
  [/failed to resolve|NameResolution|getaddrinfo|name or service not known|nodename nor servname/i, 'ENOTFOUND'],
  [/CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification/i, 'CERT_UNTRUSTED'],
  [/connection refused/i, 'ECONNREFUSED'],
  [/timed out|ConnectTimeout|ReadTimeout/i, 'ETIMEDOUT'],
  [/ProxyError|Cannot connect to proxy|Connection aborted|connection reset/i, 'ECONNRESET'],
];

/** Explains why the Azure CLI gave no token. Its text can name people, so that only codes are repeated. */
export const signInFailure = (error: unknown, tenantId: string, cloud: Cloud): CliError => {
  const text = error instanceof Error ? error.message : '';
  const commands = azureSignInCommands(tenantId, cloud);
  if (text.includes('Azure CLI could not be found')) return cliError('Azure.NotInstalled', { commands });
  const [, status] = /Tunnel connection failed: (\d{3})/.exec(text) ?? [];
  const code = networkWords.find(([words]) => words.test(text))?.[1];
  const cause = status === undefined ? { code } : new ProxyRefusal(Number(status));
  const network = networkFailure(cause, new URL(cloud.login).host);
  if (network !== undefined) return network;
  if (/az login/.test(text)) return cliError('Azure.NotSignedIn', { commands });
  return cliError('Azure.Failed', {
    reason: /AADSTS\d+/.exec(text)?.[0] ?? 'unknown reason',
    command: `az account get-access-token --tenant ${tenantId} --resource ${cloud.graph}`,
  });
};

/**
 * Returns a Graph token for the user of the Azure CLI in this tenant. Rejects with a `CliError` that tells a missing
 * Azure CLI, a missing sign-in and a network failure apart.
 */
export const azureCliSignIn = async (tenantId: string, cloud: Cloud): Promise<OperatorSignIn> => {
  const credential = new AzureCliCredential({ tenantId, processTimeoutInMs: 15_000 });
  const { token } = await credential.getToken(cloud.graphScope).catch((error: unknown) => {
    throw signInFailure(error, tenantId, cloud);
  });
  return readSignIn(token);
};
