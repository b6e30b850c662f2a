import { cliError } from '../shared/exit.ts';
import { readSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';
import { printJson, printRemark } from '../shared/terminal.ts';
import { deployPolicy, longestManagedPolicy, managedParts, type Reader } from './deploy-policy.ts';

type Options = SettingsOptions & { readonly for: Reader; readonly part?: string };

/** How to attach a policy or its parts to the role that deploys. */
const howToAttach = (name: string, parts: number, part: number | undefined): string =>
  part === undefined
    ? `aws iam put-role-policy --role-name ROLE \\
  --policy-name ${name} --policy-document file://FILE`
    : `aws iam create-policy --policy-name ${name}-${part} \\
  --policy-document file://FILE, then aws iam attach-role-policy --role-name ROLE --policy-arn ARN; there are ${parts} parts`;

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
  const parts = managedParts(policy);
  const part = options.part === undefined ? undefined : Number(options.part);
  if (part !== undefined && parts[part - 1] === undefined)
    throw cliError('Usage', { text: '--part names no part', remedy: `use a number from 1 to ${parts.length}` });
  printJson(part === undefined ? policy : parts[part - 1]);
  if (options.for === 'deployer')
    printRemark(
      `attach it to the role that deploys ${environment}: ${howToAttach(`graphveil-${environment}-deploy`, parts.length, part)}`,
    );
  if (options.for === 'deployer' && part === undefined && JSON.stringify(policy).length > longestManagedPolicy)
    printRemark(
      `it is too long for one managed policy; attach it as an inline policy as above, or print ${parts.length} managed ones with --part 1 to --part ${parts.length}`,
    );
  if (options.for === 'deployer' && aws.deployRole !== undefined)
    printRemark(
      `${state.kind === 's3' ? "Terraform's state belongs" : 'Taking that role belongs'} to the identity in the shell: --for shell prints its policy`,
    );
};
