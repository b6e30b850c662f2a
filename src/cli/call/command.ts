import { cliError } from '../shared/exit.ts';
import { listening } from '../shared/ports.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { type AllOptions, callAll } from './all.ts';
import { startLoopback } from './listen.ts';
import { type CallOptions, callOnce } from './once.ts';
import { type SigningOptions, signingFor } from './signing.ts';

type Options = SigningOptions &
  CallOptions &
  AllOptions & { readonly all?: true; readonly listen?: true; readonly port: number };

const urlOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url?.hostname === '127.0.0.1';
  if (url === undefined || (url.protocol !== 'https:' && !loopback)) throw cliError('Call.Url');
  return url;
};

const listen = async (url: URL, options: Options): Promise<void> => {
  const { url: loopback } = await listening(startLoopback(url, signingFor(url, options), options.port));
  if (options.json) printJson({ url: loopback, endpoint: url.origin });
  else printOut(`${loopback} signs requests and forwards them to ${url.origin}; press Ctrl+C to stop`);
};

export const run = async (text: string | undefined, options: Options): Promise<void> => {
  if ((text !== undefined) === (options.all === true))
    throw cliError('Usage:exactly-one', { options: 'a URL and --all' });
  if (text === undefined) return callAll(options);
  const url = urlOf(text);
  if (options.listen) return listen(url, options);
  return callOnce(url, signingFor(url, options), options);
};
