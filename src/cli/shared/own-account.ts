import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Settings } from '../../config/index.ts';
import { stsClient } from './aws-clients.ts';
import { awsErrorName, awsFailure } from './aws-failure.ts';
import { cliError } from './exit.ts';

/**
 * Returns the ARN of the operator. Ends the command if nobody is signed in to AWS, or to another account than that of the
 * settings.
 */
export const ownAccountOrEnd = async ({ aws }: Settings): Promise<string> => {
  const { Account, Arn = '' } = await stsClient(aws.region)
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => {
      throw awsFailure(error, `STS in ${aws.region}`) ?? cliError('Aws.Refused', { reason: awsErrorName(error) });
    });
  if (Account !== aws.account) throw cliError('Aws.OtherAccount', { account: aws.account, role: aws.keysRole });
  return Arn;
};
