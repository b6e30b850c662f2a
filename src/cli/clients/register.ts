import { type Command, InvalidArgumentError, Option } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

/** Audience of federated credentials. Another one than Entra's, so that a token for one service doesn't serve the other. */
const defaultAudience = 'api://graphveil';

const examples = `
Examples:
  graphveil clients permissions                     list the permissions of every connector
  graphveil clients create acme --permission CONNECTOR --issuer https://token.actions.githubusercontent.com \\
    --subject repo:contoso/insights:ref:refs/heads/main
                                                    a client without a secret: it signs in with tokens of its platform
  graphveil clients create acme --permission CONNECTOR:Calendars.Read CONNECTOR:User.Read.All
                                                    a client with a secret, which is shown once
  graphveil clients rotate acme                     add a secret; the former one ends in 24 hours
  graphveil clients delete acme --aws               end everything of a client of the deployment, at once

A client can do nothing without a grant: graphveil grants give.

graphveil serve --clients serves them on this machine; with clients in the settings, a deployment does (--aws).`;

const hours = (text: string): number => {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : -1;
  if (number < 0 || number > 168) throw new InvalidArgumentError('expected hours, 0 to 168');
  return number;
};

const withUrl = (command: Command): Command =>
  command.option('--url <origin>', 'address of the deployment in the ready blocks (default: that of the settings)');

/** Registers `graphveil clients …`: the tools that may call, without any data of people. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) => withAccessOptions(command.command(name).description(summary));
  command.addHelpText('after', examples);
  withUrl(add('create', 'register a client; a secret is shown once'))
    .argument('<name>', 'a name for people')
    .requiredOption('--permission <name...>', 'what its grants may hold; a connector’s name means all of its own')
    .option('--issuer <url>', 'federated credential: the iss of its platform’s tokens')
    .option('--subject <text>', 'federated credential: their sub')
    .addOption(new Option('--audience <text>', 'federated credential: their aud').default(defaultAudience))
    .option('--public-key <file>', 'public key in PEM, for private_key_jwt')
    .option('--secret', 'make a secret in addition to these')
    .option('--contact <text>', 'who to ask about it')
    .action(lazily(load, 'runCreate'));
  add('list', 'list the registered clients and when they were last used').action(lazily(load, 'runList'));
  add('show', 'show a client with its credentials and grants')
    .argument('<client>', 'id or name')
    .action(lazily(load, 'runShow'));
  withUrl(add('rotate', 'add a secret; the former one ends at a stated hour'))
    .argument('<client>', 'id or name')
    .addOption(
      new Option('--overlap <hours>', 'hours until the former secret ends, 0 to 168').argParser(hours).default(24),
    )
    .action(lazily(load, 'runRotate'));
  add('change', 'change the contact, the permissions or the federated credentials of a client')
    .argument('<client>', 'id or name')
    .option('--permission <name...>', 'what its grants may hold, in place of what they may hold now')
    .option('--contact <text>', 'who to ask about it')
    .option('--issuer <url>', 'federated credential in place of all others: the iss of its platform’s tokens')
    .option('--subject <text>', 'federated credential: their sub')
    .addOption(new Option('--audience <text>', 'federated credential: their aud').default(defaultAudience))
    .option('--no-federated', 'take its federated credentials away')
    .action(lazily(load, 'runChange'));
  add('end-secret', 'end one secret of a client, and every access token, at once')
    .argument('<client>', 'id or name')
    .argument('<secret>', 'id of the secret, as clients show lists it')
    .action(lazily(load, 'runEndSecret'));
  add('delete', 'end a client with every secret, token and grant, at once')
    .argument('<client>', 'id or name')
    .option('--yes', "don't ask for confirmation")
    .action(lazily(load, 'runDelete'));
  add('permissions', 'list the permissions of connectors with their endpoints').action(lazily(load, 'runPermissions'));
};
