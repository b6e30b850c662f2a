import { keyringParameterName, type Settings } from '../../../src/config/index.ts';
import { keyringContextConditions, keysActions } from './key-policies.ts';
import { type Policy, policy } from './policy.ts';

/** The permissions that `graphveil keys … --aws` requires, as a managed policy to attach to an operator's role. */
export const keysPolicy = (settings: Settings, keyringKeyArn: string): Policy => {
  const { aws, environment } = settings;
  return policy(
    {
      Sid: 'KeyringParameter',
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:PutParameter'],
      Resource: `arn:${aws.partition}:ssm:${aws.region}:${aws.account}:parameter${keyringParameterName(environment)}`,
    },
    {
      Sid: 'MakeAndEncryptKeys',
      Effect: 'Allow',
      Action: keysActions,
      Resource: keyringKeyArn,
      Condition: keyringContextConditions(environment),
    },
  );
};
