import { keyringParameterName, type Settings } from '../../../src/config/index.ts';
import type { KeyringKeys } from './function-policy.ts';
import { keyringContextConditions, keysActions, movingStatements } from './key-policies.ts';
import { type Policy, policy, type Statement } from './policy.ts';

const on =
  (Resource: string) =>
  (statement: ReturnType<typeof movingStatements>[number]): Statement => ({ ...statement, Effect: 'Allow', Resource });

/**
 * The permissions that `graphveil keys … --aws` requires, as a managed policy to attach to an operator's role. With registered tools
 * also those of `graphveil clients`, `grants` and `ledger`.
 */
export const keysPolicy = (
  settings: Settings,
  { present, former }: KeyringKeys,
  access: readonly Statement[] = [],
): Policy => {
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
      Resource: present,
      Condition: keyringContextConditions(environment),
    },
    ...(former === undefined
      ? []
      : [
          ...movingStatements(environment, { side: 'former', until: former.until }).map(on(former.arn)),
          ...movingStatements(environment, { side: 'present', until: former.until }).map(on(present)),
        ]),
    ...access,
  );
};
