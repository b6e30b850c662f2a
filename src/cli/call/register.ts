import { type Command, Option } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { readPort } from '../shared/ports.ts';
import { withOutputsOption, withSettingsOption } from '../shared/settings-option.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil call --role ARN --external-id ID 'https://….lambda-url.eu-central-1.on.aws/v1.0/users?$top=5'
  graphveil call … 'https://…/v1.0/users/p~…/events' --header 'Prefer: odata.maxpagesize=50'
  graphveil call --all                                the example calls of every connector of graphveil.yaml
  graphveil call --listen --port 8080 --role ARN --external-id ID 'https://….lambda-url.eu-central-1.on.aws'
  graphveil call --listen --port 8080 --role ARN --external-id ID people='https://….on.aws' chats='https://….on.aws'
  graphveil call --listen --all --port 8080            one URL for every connector of graphveil.yaml

With several endpoints, http://127.0.0.1:8080/NAME/v1.0/… leads to one of them, and http://127.0.0.1:8080/v1.0/… to the first
whose rules have the path. A name is that of a source; an endpoint with another name is reached by its name only.

The values are on the page for callers that a deployment writes (handover/callers). Put the URL in single quotes;
otherwise, the shell expands $top. Exit code 1 means that a call was refused, 3 that something failed.`;

const header = (line: string, before: readonly string[]): readonly string[] => [...before, line];

/** Registers `graphveil call …`: signed calls to a deployed connector. */
export const register = (command: Command): void => {
  withOutputsOption(withSettingsOption(command))
    .argument('[url...]', 'URL to call; with --listen, the connector’s endpoint, or several as NAME=URL')
    .addOption(
      new Option('--all', 'every connector of the settings: make their example calls, or listen for them').conflicts([
        'role',
        'externalId',
        'region',
        'header',
      ]),
    )
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
    .option('--host <address>', 'with --listen: the address to listen on (default: 127.0.0.1)')
    .option('--allow-host <name...>', 'with --listen: further host names that tools may use for it')
    .option('--json', 'print status, headers and body as JSON')
    .addHelpText('after', examples)
    .action(lazily(load, 'run'));
};
