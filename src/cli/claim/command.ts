import { environmentClaim } from '../../config/index.ts';
import { cliError } from '../shared/exit.ts';
import { networkFailure } from '../shared/network-failure.ts';
import { networkFetch } from '../shared/network-fetch.ts';
import { printJson, printOut } from '../shared/terminal.ts';

type ClaimOptions = { readonly url: string; readonly clientId: string; readonly json?: true };

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The client's credential, from the environment. */
const credential = ({
  secret,
  assertion,
}: ReturnType<typeof environmentClaim>): Readonly<Record<string, string>> | undefined => {
  if (assertion) return { client_assertion: assertion, client_assertion_type: jwtBearer };
  return secret ? { client_secret: secret } : undefined;
};

const claimUrl = (origin: string): URL => {
  const url = URL.canParse(origin) ? new URL('/claim', origin) : undefined;
  const isLoopback = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !isLoopback) throw cliError('Claim.Url');
  return url as URL;
};

type Reply = { readonly refresh_token?: string; readonly error_description?: string };

export const runClaim = async (grant: string, { url: origin, clientId, json }: ClaimOptions): Promise<void> => {
  const url = claimUrl(origin);
  const given = environmentClaim();
  const { code } = given;
  const own = credential(given);
  if (!code || own === undefined) throw cliError('Claim.Environment');
  const body = new URLSearchParams({ client_id: clientId, ...own, grant, code });
  const response = await networkFetch(url, { method: 'POST', body, redirect: 'error' }).catch((error: unknown) => {
    throw networkFailure(error, url.host) ?? error;
  });
  const reply = (await response.json().catch(() => ({}))) as Reply;
  const { refresh_token: token, error_description: description = '' } = reply;
  if (!response.ok || token === undefined)
    throw cliError('Claim.Refused', { text: description.replace(/ Trace ID:.*$/s, '') || `status ${response.status}` });
  if (json) printJson(reply);
  else printOut(`refresh token  ${token}\n\nThe token is shown once. Keep it where the tool reads it.`);
};
