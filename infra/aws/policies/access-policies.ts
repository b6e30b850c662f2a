import type { Statement } from './policy.ts';

/** Beginnings of partitions of the table, by what they hold. The adapter and `src/access` write them. */
const partitions = { clients: 'CLIENT#*', grants: 'GRANT#*', used: 'USED#*', refresh: 'REFRESH#*' } as const;

/** DynamoDB knows the partitions of a request only; an index has partitions of its own, which these never are. */
const onPartitions = (names: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': names },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

/** A connector reads who a client is, its grants and its ended tokens, and writes nothing. */
export const connectorReads = (tableArn: string): Statement => ({
  Sid: 'ReadClientsAndGrants',
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:Query'],
  Resource: tableArn,
  Condition: onPartitions([partitions.clients, partitions.grants, partitions.used]),
});

/** The token service reads what it decides by, and writes uses and ended tokens. It can't change a client or a grant. */
export const tokenServiceUses = (
  tableArn: string,
  macKeyArn: string,
  signingKeyArns: readonly string[],
): readonly Statement[] => [
  {
    Sid: 'ReadClientsGrantsAndRefreshTokens',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: tableArn,
    Condition: onPartitions([partitions.clients, partitions.grants, partitions.used, partitions.refresh]),
  },
  {
    Sid: 'WriteUsesAndEndedTokens',
    Effect: 'Allow',
    Action: 'dynamodb:PutItem',
    Resource: tableArn,
    Condition: onPartitions([partitions.used]),
  },
  { Sid: 'MakeCodes', Effect: 'Allow', Action: 'kms:GenerateMac', Resource: macKeyArn },
  { Sid: 'Sign', Effect: 'Allow', Action: ['kms:GetPublicKey', 'kms:Sign'], Resource: signingKeyArns },
];

/** Operators of `graphveil clients`, `grants` and `ledger`. They can't remove entries of the ledger. */
export const operatorUses = (tableArn: string, macKeyArn: string): readonly Statement[] => [
  {
    Sid: 'ManageClientsAndGrants',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    Resource: [tableArn, `${tableArn}/index/*`],
  },
  {
    Sid: 'RemoveWhatEnded',
    Effect: 'Allow',
    Action: 'dynamodb:DeleteItem',
    Resource: tableArn,
    Condition: onPartitions(Object.values(partitions)),
  },
  { Sid: 'MakeCodesOfSecrets', Effect: 'Allow', Action: 'kms:GenerateMac', Resource: macKeyArn },
];
