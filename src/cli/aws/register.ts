import { type Command, Option } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { defaultSettingsFile, withSettingsOption } from '../shared/settings-option.ts';

const load = () => import('./command.ts');
const loadPolicy = () => import('./print-policy.ts');

/** Whom `deploy-policy` prints a policy for. */
const readers = ['deployer', 'shell', 'entra'];

const examples = `
Examples:
  graphveil aws enable-federation                    ask first, then print the issuer for aws.tokenIssuer
  graphveil aws enable-federation --yes --json       don't ask, for use in a pipeline
  graphveil aws deploy-policy > policy.json          for the settings at hand; print it again when they change

If federation is already on, the command changes nothing. It needs iam:EnableOutboundWebIdentityFederation and
iam:GetOutboundWebIdentityFederationInfo.`;

/** Registers `graphveil aws …`, the one-time setup of an AWS account before the first deployment. */
export const register = (command: Command): void => {
  command.addHelpText('after', examples);
  command
    .command('enable-federation')
    .description("let the account's roles get identity tokens, and print the issuer")
    .option('--settings <path>', 'settings file to read the region from', defaultSettingsFile)
    .option('--region <region>', 'AWS region (default: the region in the settings)')
    .option('--yes', "don't ask for confirmation")
    .option('--json', 'print JSON')
    .action(lazily(load, 'run'));
  withSettingsOption(command.command('deploy-policy'))
    .description('print the least IAM policy for the role that deploys these settings')
    .addOption(
      new Option('--for <who>', 'deployer; shell: who takes aws.deployRole; entra: who applies the Entra stack')
        .choices(readers)
        .default('deployer'),
    )
    .option('--part <number>', 'only one part, short enough for a managed policy; the whole can be an inline policy')
    .action(lazily(loadPolicy, 'run'));
};
