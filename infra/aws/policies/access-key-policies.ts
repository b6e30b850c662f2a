import type { Settings } from '../../../src/config/index.ts';
import { administer, encryptActions } from './key-policies.ts';
import { type Policy, policy, type Statement } from './policy.ts';

/** Public keys are public; Terraform reads them and gives them to the connectors. */
const readPublicKey = (settings: Settings): Statement => ({
  ...administer(settings),
  Sid: 'AccountReadsThePublicKey',
  Action: 'kms:GetPublicKey',
});

const use = (Sid: string, Action: string, roles: readonly string[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS: roles },
  Action,
  Resource: '*',
});

/**
 * The key that makes codes of secrets: the token service compares them, operators of `graphveil clients` and the console
 * store them.
 *
 * @param roles of the token service, the console and its access check
 */
export const macKeyPolicy = (settings: Settings, roles: readonly string[]): Policy =>
  policy(
    administer(settings),
    use('TokenServiceAndOperatorsMakeCodes', 'kms:GenerateMac', [...roles, settings.aws.keysRole]),
  );

/** A key that signs access tokens. Only the token service does; operators can't. */
export const signingKeyPolicy = (settings: Settings, tokenRoleArn: string): Policy =>
  policy(administer(settings), readPublicKey(settings), use('TokenServiceSigns', 'kms:Sign', [tokenRoleArn]));

/**
 * The key of the table. DynamoDB uses it for everybody who may use the table. Source: Amazon DynamoDB developer guide,
 * "Authorizing use of your customer managed key".
 */
export const tableKeyPolicy = (settings: Settings): Policy => {
  const { partition, region, account } = settings.aws;
  return policy(administer(settings), {
    Sid: 'DynamoDBForPrincipalsOfTheAccount',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:CreateGrant', ...encryptActions],
    Resource: '*',
    Condition: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': `dynamodb.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`,
      },
    },
  });
};
