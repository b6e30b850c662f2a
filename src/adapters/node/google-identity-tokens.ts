import { get, type IncomingMessage } from 'node:http';
import type { IdentityTokens } from '../../ports/index.ts';
import { Fault } from '../../problems/index.ts';
import { jwt } from './identity-token-file.ts';

export type GoogleIdentityTokensOptions = {
  /** Audience named in the federated credential. */
  readonly audience: string;
  /** Host of the metadata server, with a port if it isn't 80. @default metadata.google.internal */
  readonly host?: string;
};

const path = '/computeMetadata/v1/instance/service-accounts/default/identity';
const timeoutMs = 5_000;
/** A token with all claims has about 1 KiB. */
const longestToken = 16_384;

const unavailable = (detail: string, cause?: unknown): Fault =>
  new Fault({ code: 'Graphveil.IdentityTokenUnavailable', detail }, cause);

const answered = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'metadata-flavor': 'Google' }, signal: AbortSignal.timeout(timeoutMs) }, resolve).on(
      'error',
      reject,
    );
  });

const read = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of response.setEncoding('latin1')) {
    text += chunk as string;
    if (text.length > longestToken) throw new Error('the answer is too long');
  }
  return text.trim();
};

/**
 * Identity tokens of the service account that a workload of Google Cloud runs as, from the metadata server ("Verify the identity
 * of VMs" and "Fetching identity tokens" of Google Cloud). The server is on the machine, so the request uses no proxy. Doesn't cache.
 * Rejects with `Graphveil.IdentityTokenUnavailable`.
 */
export const googleIdentityTokens = ({
  audience,
  host = 'metadata.google.internal',
}: GoogleIdentityTokensOptions): IdentityTokens => ({
  get: async () => {
    const url = `http://${host}${path}?audience=${encodeURIComponent(audience)}&format=full`;
    const response = await answered(url).catch((error: unknown) => {
      throw unavailable('Google’s metadata server can’t be reached', error);
    });
    const text = await read(response).catch((error: unknown) => {
      throw unavailable('Google’s metadata server broke off', error);
    });
    // Another server, such as one that a name leads to outside of Google Cloud, doesn't send this header.
    if (response.headers['metadata-flavor'] !== 'Google') throw unavailable('the metadata server isn’t that of Google');
    if (response.statusCode === 404) throw unavailable('the workload has no service account');
    if (response.statusCode !== 200 || !jwt.test(text))
      throw unavailable('Google’s metadata server answered without a token');
    return text;
  },
});
