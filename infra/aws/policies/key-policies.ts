import { keyringEncryptionContext, type Settings } from '../../../src/config/index.ts';
import { type Policy, policy, type Statement } from './policy.ts';

/** The actions on a key that the account's own policies may allow: everything except using it or letting others use it. */
const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

const root = ({ aws }: Settings): string => `arn:${aws.partition}:iam::${aws.account}:root`;

const administer = (settings: Settings): Statement => ({
  Sid: 'AccountAdministersWithoutUsingTheKey',
  Effect: 'Allow',
  Principal: { AWS: root(settings) },
  Action: administration,
  Resource: '*',
});

/** Conditions that require exactly this environment's encryption context for any use of the keyring key. */
export const keyringContextConditions = (environment: string) => {
  const context = keyringEncryptionContext(environment);
  return {
    StringEquals: Object.fromEntries(
      Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
    ),
    'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': Object.keys(context) },
  };
};

/** Actions on the keyring key for operators of `graphveil keys`. None of them returns a plain key. */
export const keysActions = ['kms:GenerateDataKeyWithoutPlaintext', 'kms:Encrypt'];

/**
 * The key that protects the keyring: the functions' roles decrypt with it, operators of `keys` create and encrypt keys,
 * each under the environment's encryption context. No other principal can use it, regardless of its own policies.
 */
export const keyringKeyPolicy = (settings: Settings, functionRoles: readonly string[]): Policy => {
  const use = (Sid: string, Action: readonly string[], roles: readonly string[]): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: { AWS: roles },
    Action,
    Resource: '*',
    Condition: keyringContextConditions(settings.environment),
  });
  return policy(
    administer(settings),
    use('FunctionsOpenTheKeyring', ['kms:Decrypt'], functionRoles),
    use('KeysMakesAndEncrypts', keysActions, [settings.aws.keysRole]),
  );
};

const logsActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The key that protects the logs of all functions; only CloudWatch Logs uses it. */
export const logsKeyPolicy = (settings: Settings): Policy => {
  const { aws, environment } = settings;
  return policy(administer(settings), {
    Sid: 'CloudWatchLogsOfThisEnvironment',
    Effect: 'Allow',
    Principal: { Service: `logs.${aws.region}.${aws.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}` },
    Action: logsActions,
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${aws.partition}:logs:${aws.region}:${aws.account}:log-group:/aws/lambda/graphveil-${environment}-*`,
      },
    },
  });
};
