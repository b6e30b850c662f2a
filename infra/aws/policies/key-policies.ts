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

export const administer = (settings: Settings): Statement => ({
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

/** Until the end of the last day on which secrets may move, which also ends the permission on a key that Terraform has forgotten. */
const whileMoving = (until: string) => ({
  DateLessThan: { 'aws:CurrentTime': new Date(Date.parse(until) + 86_400_000).toISOString() },
});

export type KeyringMove = {
  /** Whether secrets leave the key or arrive at it. */
  readonly side: 'former' | 'present';
  /** The last day. */
  readonly until: string;
};

/**
 * What operators of `graphveil keys` need to let KMS encrypt secrets under another key. Secrets that have moved already can
 * be encrypted again, but never leave the present key.
 */
export const movingStatements = (
  environment: string,
  { side, until }: KeyringMove,
): readonly Pick<Statement, 'Sid' | 'Action' | 'Condition'>[] => {
  const { StringEquals, ...context } = keyringContextConditions(environment);
  const bound = { StringEquals, ...context, ...whileMoving(until) };
  if (side === 'former') return [{ Sid: 'KeysMovesSecretsAway', Action: 'kms:ReEncryptFrom', Condition: bound }];
  return [
    { Sid: 'KeysMovesSecretsHere', Action: 'kms:ReEncryptTo', Condition: bound },
    {
      Sid: 'KeysRepeatsTheMove',
      Action: 'kms:ReEncryptFrom',
      Condition: { ...bound, Bool: { 'kms:ReEncryptOnSameKey': 'true' } },
    },
  ];
};

/**
 * The key that protects the keyring: the functions' roles decrypt with it, operators of `keys` create and encrypt keys,
 * each under the environment's encryption context. No other principal can use it, regardless of its own policies.
 */
export const keyringKeyPolicy = (settings: Settings, functionRoles: readonly string[], move?: KeyringMove): Policy => {
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
    ...(move?.side === 'former' ? [] : [use('KeysMakesAndEncrypts', keysActions, [settings.aws.keysRole])]),
    ...(move === undefined ? [] : movingStatements(settings.environment, move)).map(
      (statement): Statement => ({
        ...statement,
        Effect: 'Allow',
        Principal: { AWS: [settings.aws.keysRole] },
        Resource: '*',
      }),
    ),
  );
};

/** Actions of a service that encrypts data with a key. */
export const encryptActions = [
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
    Action: encryptActions,
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${aws.partition}:logs:${aws.region}:${aws.account}:log-group:/aws/lambda/graphveil-${environment}-*`,
      },
    },
  });
};
