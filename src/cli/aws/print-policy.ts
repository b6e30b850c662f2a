import { cliError } from '../shared/exit.ts';
import { readSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';
import { printJson, printRemark } from '../shared/terminal.ts';
import { deployPolicy, type Reader } from './deploy-policy.ts';

type Options = SettingsOptions & { readonly for: Reader };

/** Characters without white space. Source: IAM and AWS STS quotas. */
const longestManagedPolicy = 6_144;

/** Prints the policy for the settings at hand. Needs no network. */
export const run = async (options: Options): Promise<void> => {
  const { settings } = readSettings(options);
  const { aws, environment, state, stacks } = settings;
  if (options.for === 'shell' && aws.deployRole === undefined)
    throw cliError('Usage:requires', { options: '--for shell', required: 'aws.deployRole in the settings' });
  if (options.for === 'entra' && stacks === 'together')
    throw cliError('Usage:requires', { options: '--for entra', required: 'stacks: apart in the settings' });
  const policy = deployPolicy(settings, options.for);
  if (policy.Statement.length === 0)
    printRemark('Terraform needs nothing in AWS for it, because its state is a local file');
  printJson(policy);
  if (options.for === 'deployer')
    printRemark(`attach it to the role that deploys ${environment}: aws iam put-role-policy --role-name ROLE \\
  --policy-name graphveil-${environment}-deploy --policy-document file://FILE`);
  if (options.for === 'deployer' && JSON.stringify(policy).length > longestManagedPolicy)
    printRemark('it is too long for a managed policy, so attach it as an inline policy as above');
  if (options.for === 'deployer' && aws.deployRole !== undefined)
    printRemark(
      `${state.kind === 's3' ? "Terraform's state belongs" : 'Taking that role belongs'} to the identity in the shell: --for shell prints its policy`,
    );
};
