import type { Settings } from '../../src/config/index.ts';

type Attributes = Readonly<Record<string, unknown>>;
/** A synthesized stack. */
export type Terraform = {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: Terraform['resource'];
  readonly provider: { readonly aws: readonly [{ readonly default_tags: readonly [{ readonly tags: Attributes }] }] };
  readonly terraform: {
    readonly backend: { readonly s3?: { readonly bucket: string; readonly key: string; readonly kms_key_id?: string } };
  };
};
/** A request to AWS, with the keys of conditions that it has. */
export type Request = {
  readonly action: string;
  readonly on: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

const each = (service: string, names: string, on: string, context: Request['context'] = {}): readonly Request[] =>
  names.split(' ').map((name) => ({ action: `${service}:${name}`, on, context }));

/** Id of the key of the state. */
export const stateKeyId = '9999-abcd';

/** Id of a key or an API, which AWS generates. */
const generated = '0123456789abcdef';

/**
 * What the Terraform provider for AWS asks AWS to create, read, update and delete each resource. Sources: the resource's file
 * in hashicorp/terraform-provider-aws, and AWS's service authorization reference for the resource of each action.
 */
export const requestsOf = (settings: Settings, { resource, data, provider }: Terraform) => {
  const { partition, region, account, permissionsBoundary } = settings.aws;
  const arn = (service: string, name: string) => `arn:${partition}:${service}:${region}:${account}:${name}`;
  const iam = (name: string) => `arn:${partition}:iam::${account}:${name}`;
  const api = (path: string) => `arn:${partition}:apigateway:${region}::${path}`;
  const named = (reference: unknown, attribute: string): string => {
    const [, type = '', address = ''] = /^\$\{(\w+)\.([\w-]+)\.\w+\}$/.exec(String(reference)) ?? [];
    return String(type === '' ? reference : resource[type]?.[address]?.[attribute]);
  };
  const [
    {
      default_tags: [{ tags }],
    },
  ] = provider.aws;
  const tagsAs = (kind: string) =>
    Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:${kind}Tag/${name}`, String(value)]));
  const [requested, own] = [tagsAs('Request'), tagsAs('Resource')];
  const bounded = permissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': permissionsBoundary };
  const apiName = { 'apigateway:Resource/ApiName': 'graphveil-prod-people' };
  const key = arn('kms', `key/${generated}`);
  const requests: Readonly<Record<string, (of: Attributes) => readonly Request[]>> = {
    aws_iam_role: ({ name }) => {
      const role = iam(`role/${name}`);
      return [
        ...each('iam', 'CreateRole', role, bounded),
        ...each('iam', 'GetRole ListRolePolicies ListAttachedRolePolicies TagRole UntagRole', role),
        ...each('iam', 'UpdateAssumeRolePolicy UpdateRoleDescription ListInstanceProfilesForRole DeleteRole', role),
        ...(permissionsBoundary === undefined ? [] : each('iam', 'PutRolePermissionsBoundary', role, bounded)),
      ];
    },
    aws_iam_role_policy: ({ role }) => {
      const on = iam(`role/${named(role, 'name')}`);
      return [...each('iam', 'PutRolePolicy', on, bounded), ...each('iam', 'GetRolePolicy DeleteRolePolicy', on)];
    },
    aws_iam_policy: ({ name }) =>
      each(
        'iam',
        'CreatePolicy GetPolicy GetPolicyVersion ListPolicyVersions CreatePolicyVersion DeletePolicyVersion DeletePolicy TagPolicy UntagPolicy',
        iam(`policy/${name}`),
      ),
    aws_lambda_function: ({ function_name, role, vpc_config }) => [
      ...each(
        'lambda',
        'CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig ListVersionsByFunction ListTags TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration PutFunctionConcurrency DeleteFunctionConcurrency DeleteFunction',
        arn('lambda', `function:${function_name}`),
      ),
      ...each('iam', 'PassRole', iam(`role/${named(role, 'name')}`), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
      ...(vpc_config === undefined ? [] : each('ec2', 'DescribeSubnets DescribeSecurityGroups DescribeVpcs', '*')),
    ],
    aws_lambda_function_url: ({ function_name, authorization_type }) => {
      const on = arn('lambda', `function:${named(function_name, 'function_name')}`);
      const context = { 'lambda:FunctionUrlAuthType': String(authorization_type) };
      return [
        ...each('lambda', 'CreateFunctionUrlConfig UpdateFunctionUrlConfig', on, context),
        ...each('lambda', 'GetFunctionUrlConfig DeleteFunctionUrlConfig', on),
      ];
    },
    aws_lambda_permission: ({ function_name, principal }) => {
      const on = arn('lambda', `function:${named(function_name, 'function_name')}`);
      return [
        ...each('lambda', 'AddPermission', on, { 'lambda:Principal': String(principal) }),
        ...each('lambda', 'GetPolicy RemovePermission', on),
      ];
    },
    aws_cloudwatch_log_group: ({ name }) => [
      ...each(
        'logs',
        'CreateLogGroup PutRetentionPolicy AssociateKmsKey DeleteLogGroup',
        arn('logs', `log-group:${name}:*`),
      ),
      ...each('logs', 'TagResource UntagResource ListTagsForResource', arn('logs', `log-group:${name}`)),
      ...each('logs', 'DescribeLogGroups', '*'),
    ],
    aws_cloudwatch_metric_alarm: ({ alarm_name }) => [
      ...each(
        'cloudwatch',
        'PutMetricAlarm DeleteAlarms TagResource UntagResource ListTagsForResource DescribeAlarms',
        arn('cloudwatch', `alarm:${alarm_name}`),
      ),
    ],
    aws_cloudwatch_dashboard: ({ dashboard_name }) =>
      each(
        'cloudwatch',
        'PutDashboard GetDashboard DeleteDashboards',
        `arn:${partition}:cloudwatch::${account}:dashboard/${dashboard_name}`,
      ),
    aws_kms_key: () => [
      ...each('kms', 'CreateKey', '*', requested),
      ...each('kms', 'TagResource', key, requested),
      ...each('kms', 'DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags EnableKeyRotation', key),
      ...each('kms', 'PutKeyPolicy UpdateKeyDescription TagResource UntagResource ScheduleKeyDeletion', key, {
        ...own,
        'kms:ResourceAliases': ['alias/graphveil-prod-keyring'],
      }),
    ],
    aws_kms_alias: ({ name }) =>
      [arn('kms', String(name)), key]
        .flatMap((on) => each('kms', 'CreateAlias UpdateAlias DeleteAlias', on))
        .concat(each('kms', 'ListAliases', '*')),
    aws_dynamodb_table: ({ name }) =>
      each(
        'dynamodb',
        'CreateTable DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive DeleteTable',
        arn('dynamodb', `table/${name}`),
      ),
    aws_cloudwatch_event_rule: ({ name }) =>
      each(
        'events',
        'PutRule DescribeRule ListTagsForResource TagResource UntagResource DeleteRule',
        arn('events', `rule/${name}`),
      ),
    aws_cloudwatch_event_target: ({ rule }) =>
      each('events', 'PutTargets ListTargetsByRule RemoveTargets', arn('events', `rule/${named(rule, 'name')}`)),
    aws_apigatewayv2_api: ({ name }) => [
      ...each('apigateway', 'POST', api('/apis'), { 'apigateway:Request/ApiName': String(name) }),
      ...each('apigateway', 'GET PATCH DELETE', api(`/apis/${generated}`), apiName),
      // The simulator knows no POST of tags.
      ...each('apigateway', 'PUT DELETE', api(`/tags/${generated}`)),
    ],
    aws_apigatewayv2_integration: () => [
      ...each('apigateway', 'POST', api(`/apis/${generated}/integrations`)),
      ...each('apigateway', 'GET PATCH DELETE', api(`/apis/${generated}/integrations/a1`)),
    ],
    aws_apigatewayv2_route: () => [
      ...each('apigateway', 'POST', api(`/apis/${generated}/routes`)),
      ...each('apigateway', 'GET PATCH DELETE', api(`/apis/${generated}/routes/a1`)),
    ],
    aws_apigatewayv2_stage: () => [
      ...each('apigateway', 'POST', api(`/apis/${generated}/stages`)),
      ...each('apigateway', 'GET PATCH DELETE', api(`/apis/${generated}/stages/$default`)),
    ],
  };
  const looked = Object.keys(data?.['aws_kms_public_key'] ?? {}).flatMap(() => each('kms', 'GetPublicKey', key, own));
  const types = Object.entries(resource).filter(([type]) => type.startsWith('aws_'));
  return looked.concat(
    types.flatMap(([type, all]) => {
      const of = requests[type];
      if (of === undefined) throw new Error(`state which actions ${type} needs, and allow them in deployPolicy`);
      return Object.values(all).flatMap(of);
    }),
  );
};

/** What Terraform asks of the bucket of its state. */
export const stateRequests = (settings: Settings, { terraform }: Terraform): readonly Request[] => {
  const { s3 } = terraform.backend;
  if (s3 === undefined) return [];
  const bucket = `arn:${settings.aws.partition}:s3:::${s3.bucket}`;
  const via = { 'kms:ViaService': `s3.${settings.aws.region}.amazonaws.com` };
  return [
    ...each('s3', 'ListBucket', bucket),
    ...each('s3', 'GetObject PutObject', `${bucket}/${s3.key}`),
    ...each('s3', 'GetObject PutObject DeleteObject', `${bucket}/${s3.key}.tflock`),
    ...(s3.kms_key_id === undefined ? [] : each('kms', 'Decrypt GenerateDataKey', s3.kms_key_id, via)),
  ];
};
