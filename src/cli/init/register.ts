import { type Command, InvalidArgumentError, Option } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { defaultSettingsFile } from '../shared/settings-option.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil init                                      ask aws and az, and write graphveil.yaml with comments
  graphveil init --source teams --environment prod
  graphveil init --enable-federation                  turn on identity tokens of the AWS account, without asking

It asks the AWS CLI and the Azure CLI who is signed in, and changes nothing but the file (and, if you agree, the account's
identity tokens). In a file that exists, it replaces only placeholders. The exit code is 1 if values are missing; each is
listed with who has it.`;

const environmentName = (text: string): string => {
  if (/^[a-z](?:[a-z0-9]|-(?!-|$)){1,19}$/.test(text)) return text;
  throw new InvalidArgumentError('expected 2 to 20 lower-case letters, digits and single hyphens, a letter first');
};

/** Registers `graphveil init`, which writes the settings of a first deployment. */
export const register = (command: Command): void => {
  command
    .option(
      '--settings <path>',
      'file to write; in one that exists, only placeholders are replaced',
      defaultSettingsFile,
    )
    .addOption(new Option('--environment <name>', 'name of the deployment').argParser(environmentName).default('pilot'))
    .addOption(
      new Option('--source <id>', 'source to deploy (may be repeated)')
        .argParser((id: string, before: readonly string[]) => [...before, id])
        .default([], 'the first of the example'),
    )
    .option('--region <region>', "AWS region (default: the AWS CLI's)")
    .option('--enable-federation', "turn on the account's identity tokens, if they are off")
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazily(load, 'run'));
};
