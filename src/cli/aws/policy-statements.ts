import { accessCheckName, functionName, recordTableName, type Settings } from '../../config/index.ts';

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
};

/** Arguments of a statement: id, actions, resources and conditions. */
export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: Statement['Resource'],
  Condition?: Condition,
): Statement => ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });

export const arnsOf = ({ aws: { partition, region, account } }: Settings) => ({
  regional: (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`,
  global: (service: string, resource: string): string => `arn:${partition}:${service}::${account}:${resource}`,
});

/** Names of everything that belongs to a connector or a caller. */
export const anyName = ({ environment }: Settings): string => functionName(environment, '*');

/** The tags of all resources that tell an environment's own keys from others. */
const ownTags = ({ environment, aws: { tags } }: Settings): Readonly<Record<'Product' | 'Environment', string>> => ({
  Product: tags['Product'] ?? 'graphveil',
  Environment: tags['Environment'] ?? environment,
});

/** Conditions on the tags of an environment's own keys. */
export const tagged = (kind: 'Request' | 'Resource', settings: Settings) =>
  Object.fromEntries(Object.entries(ownTags(settings)).map(([key, value]) => [`aws:${kind}Tag/${key}`, value]));

/** The schedule of the access check. */
export const scheduleStatements = (settings: Settings): readonly Statement[] =>
  settings.console === undefined
    ? []
    : [
        allow(
          'Schedule',
          [
            'events:DeleteRule',
            'events:DescribeRule',
            'events:ListTagsForResource',
            'events:ListTargetsByRule',
            'events:PutRule',
            'events:PutTargets',
            'events:RemoveTargets',
            'events:TagResource',
            'events:UntagResource',
          ],
          arnsOf(settings).regional('events', `rule/${functionName(settings.environment, accessCheckName)}`),
        ),
      ];

/** The table of registered tools, and the public halves of the keys that sign their tokens. */
export const toolStatements = (settings: Settings): readonly Statement[] => {
  if (settings.clients === undefined) return [];
  const { regional } = arnsOf(settings);
  return [
    allow(
      'Table',
      [
        'dynamodb:CreateTable',
        'dynamodb:DeleteTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTable',
        'dynamodb:DescribeTimeToLive',
        'dynamodb:ListTagsOfResource',
        'dynamodb:TagResource',
        'dynamodb:UntagResource',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTable',
        'dynamodb:UpdateTimeToLive',
      ],
      regional('dynamodb', `table/${recordTableName(settings.environment)}`),
    ),
    allow('PublicKeys', ['kms:GetPublicKey'], regional('kms', 'key/*'), { StringEquals: tagged('Resource', settings) }),
  ];
};
