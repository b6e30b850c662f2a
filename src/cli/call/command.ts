import { cliError } from '../shared/exit.ts';
import { listening } from '../shared/ports.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';
import { type AllOptions, callAll } from './all.ts';
import { deployedEndpoints, type Endpoints, urlOf, writtenEndpoints } from './endpoints.ts';
import { startLoopback } from './listen.ts';
import { type CallOptions, callOnce } from './once.ts';
import { type SigningOptions, signingFor } from './signing.ts';

type Options = SigningOptions &
  CallOptions &
  AllOptions & {
    readonly all?: true;
    readonly listen?: true;
    readonly host?: string;
    readonly allowHost?: readonly string[];
    readonly port: number;
  };

const listen = async (found: Endpoints, { host = '127.0.0.1', port, allowHost, json }: Options): Promise<void> => {
  const hostNames = allowHost ?? [];
  for (const name of found.missing ?? []) printRemark(cliError('Call.NotDeployed', { name }).message);
  const { url } = await listening(startLoopback({ ...found, host, port, hostNames }));
  if (!/^(?:127\.|::1$|localhost$)/.test(host))
    printRemark('everyone who reaches this address reads with these AWS credentials');
  const endpoints = found.endpoints.map(({ name, origin }) => ({
    url: name ? `${url}/${name}` : url,
    endpoint: origin,
  }));
  if (json) return printJson(found.route === undefined ? endpoints[0] : { url, endpoints });
  const lines = endpoints.map((each) => `${each.url} signs requests and forwards them to ${each.endpoint}`);
  printOut(
    [...lines, ...(found.route ? [`${url}/v1.0 leads to the first of them that serves a path`] : [])].join('\n'),
  );
  printRemark('press Ctrl+C to stop');
};

export const run = async (texts: readonly string[], options: Options): Promise<void> => {
  if (texts.length > 0 === (options.all === true)) throw cliError('Usage:exactly-one', { options: 'a URL and --all' });
  if (options.listen)
    return listen(options.all ? await deployedEndpoints(options) : writtenEndpoints(texts, options), options);
  if (options.host !== undefined || options.allowHost !== undefined)
    throw cliError('Usage:requires', { options: '--host or --allow-host', required: '--listen' });
  if (options.all) return callAll(options);
  const [text = '', ...more] = texts;
  if (more.length > 0) throw cliError('Usage:requires', { options: 'several URLs', required: '--listen' });
  const url = urlOf(text);
  return callOnce(url, signingFor(url, options), options);
};
