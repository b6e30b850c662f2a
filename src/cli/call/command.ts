import type { Command } from 'commander';
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

The page for callers that a deployment writes (handover/callers) has the values. Put the URL in single quotes, since
shells read $top otherwise. Exit code 1 says that the call was refused, 3 that something failed.`;

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
  else printOut(`${loopback} signs and passes on to ${url.origin}; Ctrl+C ends it`);
};

const run = async (text: string, options: Options): Promise<void> => {
  const url = urlOf(text);
  if (options.listen) return listen(url, options);
  return callOnce(url, signingFor(url, options), options);
};

/** Registers `graphveil call …`: signed calls to a deployed connector. */
export const register = (command: Command): void => {
  command
    .argument('<url>', 'what to call; with --listen the connector’s endpoint')
    .option('--role <arn>', 'role to take first; default: the AWS credentials at hand')
    .option('--external-id <id>', 'external id that the role asks for')
    .option('--region <region>', 'AWS region; default: as the host name says')
    .option('--header <line>', 'a request header, as “Name: value”; may be repeated', header, [])
    .option('--listen', 'sign what local tools send to a port of this machine')
    .option('--port <number>', 'with --listen: the port; default: a free one', readPort, 0)
    .option('--json', 'print status, headers and body as JSON')
    .addHelpText('after', examples)
    .action(run);
};
