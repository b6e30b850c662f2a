import { GetPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { keysPolicyName, type Settings } from '../../src/config/index.ts';

/** IAM's answer about a policy that every deployment with functions has; undefined if IAM doesn't answer. */
const isDeployed = async (
  iam: Pick<IAMClient, 'send'>,
  { aws, environment }: Settings,
): Promise<boolean | undefined> => {
  const PolicyArn = `arn:${aws.partition}:iam::${aws.account}:policy/${keysPolicyName(environment)}`;
  try {
    await iam.send(new GetPolicyCommand({ PolicyArn }));
    return true;
  } catch (error) {
    return error instanceof Error && error.name === 'NoSuchEntityException' ? false : undefined;
  }
};

/**
 * Throws if the account has a deployment of this environment although its state is empty here: the state is another
 * copy's, or was lost. Terraform would create a second set of applications and keys before AWS refuses the first name.
 */
export const refuseSecondCopy = async (
  stack: string,
  settings: Settings,
  iam: Pick<IAMClient, 'send'> = new IAMClient({
    region: settings.aws.region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  }),
): Promise<void> => {
  const { environment, aws } = settings;
  const deployed = await isDeployed(iam, settings);
  if (deployed === undefined)
    console.error(`not checked: whether account ${aws.account} has a deployment of ${environment} (iam:GetPolicy)`);
  if (deployed === true)
    throw new Error(
      `account ${aws.account} has a deployment of environment ${environment}, but the state of ${stack} is empty; nothing was ` +
        'changed. Use the state of that deployment (state in the settings), or name another environment. To go on, for example ' +
        'after a removal that left something, add --take-over',
    );
};
