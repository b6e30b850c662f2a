import { keysPolicyName, logGroupName, type Settings, stackNames, stateKey } from '../../config/index.ts';

import {
  allow,
  anyName,
  arnsOf,
  type Statement,
  scheduleStatements,
  tagged,
  toolStatements,
} from './policy-statements.ts';

/** An IAM policy document as JSON. */
export type DeployPolicy = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

/**
 * Roles and the policy for keys. With a permissions boundary, no role can be made or extended without it, so that the
 * deploying role can't give itself more through a role that it creates.
 */
const identities = (settings: Settings): readonly Statement[] => {
  const { global } = arnsOf(settings);
  const role = global('iam', `role/${anyName(settings)}`);
  const { permissionsBoundary } = settings.aws;
  const bounded = permissionsBoundary && { StringEquals: { 'iam:PermissionsBoundary': permissionsBoundary } };
  return [
    allow(
      'CreateRoles',
      [
        'iam:CreateRole',
        'iam:PutRolePolicy',
        ...(permissionsBoundary === undefined ? [] : ['iam:PutRolePermissionsBoundary']),
      ],
      role,
      bounded || undefined,
    ),
    allow(
      'ManageRoles',
      [
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListInstanceProfilesForRole',
        'iam:ListRolePolicies',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRoleDescription',
      ],
      role,
    ),
    allow('LambdaRunsAsRoles', ['iam:PassRole'], role, {
      StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    }),
    allow(
      'PolicyForKeys',
      [
        'iam:CreatePolicy',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicy',
        'iam:DeletePolicyVersion',
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:ListPolicyVersions',
        'iam:TagPolicy',
        'iam:UntagPolicy',
      ],
      global('iam', `policy/${keysPolicyName(settings.environment)}`),
    ),
  ];
};

const functionUrls = (functions: string): readonly Statement[] => [
  allow('SignedFunctionUrls', ['lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig'], functions, {
    StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' },
  }),
  allow('FunctionUrls', ['lambda:DeleteFunctionUrlConfig', 'lambda:GetFunctionUrlConfig'], functions),
];

const httpApis = (settings: Settings, functions: string): readonly Statement[] => {
  const { partition, region } = settings.aws;
  const api = (path: string): string => `arn:${partition}:apigateway:${region}::${path}`;
  return [
    allow('OnlyTheseServicesInvoke', ['lambda:AddPermission'], functions, {
      StringEquals: {
        'lambda:Principal':
          settings.console === undefined
            ? 'apigateway.amazonaws.com'
            : ['apigateway.amazonaws.com', 'events.amazonaws.com'],
      },
    }),
    allow('InvokePermissions', ['lambda:GetPolicy', 'lambda:RemovePermission'], functions),
    allow('CreateApis', ['apigateway:POST'], api('/apis'), {
      StringLike: { 'apigateway:Request/ApiName': anyName(settings) },
    }),
    allow(
      'ManageApis',
      ['apigateway:DELETE', 'apigateway:GET', 'apigateway:PATCH', 'apigateway:POST'],
      api('/apis/*'),
      { StringLikeIfExists: { 'apigateway:Resource/ApiName': anyName(settings) } },
    ),
    allow('TagApis', ['apigateway:DELETE', 'apigateway:POST', 'apigateway:PUT'], api('/tags/*')),
  ];
};

/** Nobody can open a function to other services with these, or to everybody through a URL of its own. */
const exposure = (settings: Settings, functions: string): readonly Statement[] => [
  ...(settings.exposure === 'function-url' ? functionUrls(functions) : []),
  ...(settings.exposure === 'http-api' || settings.clients !== undefined ? httpApis(settings, functions) : []),
];

const functions = (settings: Settings): readonly Statement[] => {
  const named = arnsOf(settings).regional('lambda', `function:${anyName(settings)}`);
  return [
    allow(
      'Functions',
      [
        'lambda:CreateFunction',
        'lambda:DeleteFunction',
        'lambda:DeleteFunctionConcurrency',
        'lambda:GetFunction',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:GetFunctionConfiguration',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
        'lambda:PutFunctionConcurrency',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      named,
    ),
    ...exposure(settings, named),
    ...(settings.aws.vpc === undefined
      ? []
      : [allow('LookUpVpc', ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'], '*')]),
  ];
};

const observation = (settings: Settings): readonly Statement[] => {
  const { regional, global } = arnsOf(settings);
  return [
    allow(
      'Logs',
      [
        'logs:AssociateKmsKey',
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:ListTagsForResource',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      regional('logs', `log-group:${logGroupName(settings.environment, '*')}`),
    ),
    allow('FindLogs', ['logs:DescribeLogGroups'], '*'),
    allow(
      'Alarms',
      [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:ListTagsForResource',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
      ],
      regional('cloudwatch', `alarm:${anyName(settings)}`),
    ),
    allow('FindAlarms', ['cloudwatch:DescribeAlarms'], regional('cloudwatch', 'alarm:*')),
    allow(
      'Dashboard',
      ['cloudwatch:DeleteDashboards', 'cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'],
      global('cloudwatch', `dashboard/graphveil-${settings.environment}`),
    ),
  ];
};

const createsKeys = ({ aws: { kmsKeys }, clients }: Settings): boolean =>
  clients !== undefined ||
  kmsKeys.keyring === undefined ||
  kmsKeys.logs === undefined ||
  kmsKeys.rewrap?.from === 'deployment';

/**
 * KMS generates the ids of keys, so tags tell them apart. It takes KMS up to five minutes to apply a new key's tags to
 * permissions; actions that create a key have no such condition. Keys that have an alias already are
 * somebody's, and can't be tagged as the deployment's.
 */
const keys = (settings: Settings): readonly Statement[] => {
  if (!createsKeys(settings)) return [];
  const { regional } = arnsOf(settings);
  const key = regional('kms', 'key/*');
  const alias = regional('kms', `alias/${anyName(settings)}`);
  const requested = { StringEquals: tagged('Request', settings) };
  return [
    allow('CreateKeys', ['kms:CreateKey'], '*', requested),
    allow('TagNewKeys', ['kms:TagResource'], key, { ...requested, Null: { 'kms:ResourceAliases': 'true' } }),
    allow(
      'CompleteNewKeys',
      [
        'kms:DescribeKey',
        'kms:EnableKeyRotation',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListResourceTags',
      ],
      key,
    ),
    allow(
      'ManageOwnKeys',
      [
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateKeyDescription',
      ],
      key,
      { StringEquals: tagged('Resource', settings) },
    ),
    allow('Aliases', ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'], [alias, key]),
    allow('FindAliases', ['kms:ListAliases'], '*'),
  ];
};

/** Terraform's state in S3: the file of a stack, and the lock file next to it. */
const stateOf = (settings: Settings, stack: string): readonly Statement[] => {
  const { state, aws, environment } = settings;
  if (state.kind !== 's3') return [];
  const bucket = `arn:${aws.partition}:s3:::${state.bucket}`;
  const file = stateKey(state.prefix, stack, environment);
  return [
    // S3 tells a missing state from a forbidden one only to who may list the bucket.
    allow('FindState', ['s3:ListBucket'], bucket),
    allow('ReadAndWriteState', ['s3:GetObject', 's3:PutObject'], [`${bucket}/${file}`, `${bucket}/${file}.tflock`]),
    allow('UnlockState', ['s3:DeleteObject'], `${bucket}/${file}.tflock`),
    ...(state.kmsKey === undefined
      ? []
      : [
          allow('EncryptState', ['kms:Decrypt', 'kms:GenerateDataKey'], state.kmsKey, {
            StringEquals: {
              'kms:ViaService': `s3.${state.region}.amazonaws.com${aws.partition === 'aws-cn' ? '.cn' : ''}`,
            },
          }),
        ]),
  ];
};

/** Who gets a policy. */
export type Reader = 'deployer' | 'shell' | 'entra';

const stackOfAws = ({ stacks }: Settings): string => (stacks === 'together' ? stackNames.together : stackNames.aws);

const statements: Readonly<Record<Reader, (settings: Settings) => readonly Statement[]>> = {
  deployer: (settings) => [
    ...identities(settings),
    ...functions(settings),
    ...observation(settings),
    ...keys(settings),
    ...toolStatements(settings),
    ...scheduleStatements(settings),
    ...(settings.aws.deployRole === undefined ? stateOf(settings, stackOfAws(settings)) : []),
  ],
  shell: (settings) => [
    ...(settings.aws.deployRole === undefined
      ? []
      : [allow('TakeDeployRole', ['sts:AssumeRole'], settings.aws.deployRole)]),
    allow(
      'NoticeSecondCopy',
      ['iam:GetPolicy'],
      arnsOf(settings).global('iam', `policy/${keysPolicyName(settings.environment)}`),
    ),
    ...stateOf(settings, stackOfAws(settings)),
  ],
  entra: (settings) => stateOf(settings, stackNames.entra),
};

/** Quota of a managed policy, in characters without white space. Source: IAM and AWS STS quotas. */
export const longestManagedPolicy = 6_144;

/**
 * Splits a policy into several that are short enough for managed policies, in the same order. Together they allow the
 * same, since no statement depends on another.
 */
export const managedParts = ({ Version, Statement }: DeployPolicy): readonly DeployPolicy[] => {
  const parts: DeployPolicy[] = [];
  for (const statement of Statement) {
    const last = parts.at(-1);
    const longer = last && { Version, Statement: [...last.Statement, statement] };
    if (longer !== undefined && JSON.stringify(longer).length <= longestManagedPolicy) parts[parts.length - 1] = longer;
    else parts.push({ Version, Statement: [statement] });
  }
  return parts;
};

/**
 * Returns the least IAM policy with which Terraform deploys these settings, again and again, and destroys them.
 * Resources are limited to the names of the environment wherever IAM supports it.
 *
 * Sources: the calls of the Terraform provider for AWS per resource, and AWS's service authorization reference.
 */
export const deployPolicy = (settings: Settings, reader: Reader): DeployPolicy => ({
  Version: '2012-10-17',
  Statement: statements[reader](settings),
});
