import { type Command, Option } from 'commander';
import { cliError } from '../shared/exit.ts';
import { listening, readPort } from '../shared/ports.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { startLoopback } from './listen.ts';
import { type CallOptions, callOnce } from './once.ts';
import { type SigningOptions, signingFor } from './signing.ts';

type Options = SigningOptions & CallOptions & { readonly listen?: true; readonly port: number };

const examples = `
Examples:
  graphveil call --role ARN --external-id ID 'https://….lambda-url.eu-central-1.on.aws/v1.0/users?$top=5'
  graphveil call … 'https://…/v1.0/users/p~…/events' --header 'Prefer: odata.maxpagesize=50'
  graphveil call --listen --port 8080 --role ARN --external-id ID 'https://….lambda-url.eu-central-1.on.aws'

The values are on the page for callers that a deployment writes (handover/callers). Put the URL in single quotes;
otherwise, the shell expands $top. Exit code 1 means that the call was refused, 3 that something failed.`;

const urlOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url?.hostname === '127.0.0.1';
  if (url === undefined || (url.protocol !== 'https:' && !loopback)) throw cliError('Call.Url');
  return url;
};

const header = (line: string, before: readonly string[]): readonly string[] => [...before, line];

const listen = async (url: URL, options: Options): Promise<void> => {
  const { url: loopback } = await listening(startLoopback(url, signingFor(url, options), options.port));
  if (options.json) printJson({ url: loopback, endpoint: url.origin });
  else printOut(`${loopback} signs requests and forwards them to ${url.origin}; press Ctrl+C to stop`);
};

const run = async (text: string, options: Options): Promise<void> => {
  const url = urlOf(text);
  if (options.listen) return listen(url, options);
  return callOnce(url, signingFor(url, options), options);
};

/** Registers `graphveil call …`: signed calls to a deployed connector. */
export const register = (command: Command): void => {
  command
    .argument('<url>', 'URL to call; with --listen, the connector’s endpoint')
    .option('--role <arn>', 'role to assume (default: use the current AWS credentials)')
    .option('--external-id <id>', 'external ID that the role requires')
    .option('--region <region>', 'AWS region (default: the region in the host name)')
    .addOption(
      new Option('--header <line>', 'request header, written “Name: value” (may be repeated)')
        .argParser(header)
        .default([], 'none'),
    )
    .option('--listen', 'listen on a port of this machine, and sign and forward the requests of local tools')
    .addOption(new Option('--port <number>', 'with --listen: the port').argParser(readPort).default(0, 'any free port'))
    .option('--json', 'print status, headers and body as JSON')
    .addHelpText('after', examples)
    .action(run);
};
