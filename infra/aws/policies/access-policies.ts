import type { Statement } from './policy.ts';

/** Beginnings of partitions of the table, by what they hold. The adapter and `src/access` write them. */
const partitions = {
  clients: 'CLIENT#*',
  grants: 'GRANT#*',
  used: 'USED#*',
  refresh: 'REFRESH#*',
  claims: 'CLAIM#*',
  requests: 'REQUEST#*',
  proposals: 'PROPOSAL#*',
  groups: 'GROUP#*',
  connectors: 'CONNECTOR#*',
  checks: 'CHECK#*',
  reviews: 'REVIEW#*',
  sessions: 'SESSION#*',
  ledger: 'LEDGER#*',
} as const;

type Partition = keyof typeof partitions;

const named = (names: readonly Partition[]): readonly string[] => names.map((name) => partitions[name]);

/** DynamoDB knows the partitions of a request only; an index has partitions of its own, which these never are. */
const onPartitions = (names: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': names },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

/** A connector reads its own record, who a client is, its grants and its ended tokens, and writes nothing. */
export const connectorReads = (tableArn: string, connector: string): Statement => ({
  Sid: 'ReadClientsAndGrants',
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:Query'],
  Resource: tableArn,
  Condition: onPartitions([...named(['clients', 'grants', 'used']), `CONNECTOR#${connector}`]),
});

/**
 * The token service reads what it decides by, writes uses and ended tokens, and redeems claims for refresh tokens. It can't
 * change a client or a grant, and it can't write to the ledger, because it is open to the internet.
 */
export const tokenServiceUses = (
  tableArn: string,
  macKeyArn: string,
  signingKeyArns: readonly string[],
): readonly Statement[] => [
  {
    Sid: 'ReadClientsGrantsAndTokens',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: tableArn,
    Condition: onPartitions(named(['clients', 'grants', 'used', 'refresh', 'claims', 'connectors'])),
  },
  {
    Sid: 'WriteUsesClaimsAndRefreshTokens',
    Effect: 'Allow',
    Action: 'dynamodb:PutItem',
    Resource: tableArn,
    Condition: onPartitions(named(['used', 'claims', 'refresh'])),
  },
  { Sid: 'MakeCodes', Effect: 'Allow', Action: 'kms:GenerateMac', Resource: macKeyArn },
  { Sid: 'Sign', Effect: 'Allow', Action: ['kms:GetPublicKey', 'kms:Sign'], Resource: signingKeyArns },
];

/** An index of the table has partitions of its own, which are kinds of records and ids of people and groups. */
const findByIndex = (tableArn: string): Statement => ({
  Sid: 'FindByKindAndSubject',
  Effect: 'Allow',
  Action: 'dynamodb:Query',
  Resource: `${tableArn}/index/*`,
});

/** Everything that the console decides about. What a token service or a connector writes isn't among it. */
const ofConsole: readonly Partition[] = [
  'clients',
  'grants',
  'refresh',
  'claims',
  'requests',
  'proposals',
  'groups',
  'connectors',
  'checks',
  'reviews',
  'sessions',
];

/** The console reads and writes clients, grants and connectors. It signs no token, and no entry of the ledger can be removed. */
export const consoleUses = (tableArn: string, macKeyArn: string): readonly Statement[] => [
  {
    Sid: 'ReadRecords',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: tableArn,
    Condition: onPartitions(named([...ofConsole, 'used', 'ledger'])),
  },
  {
    Sid: 'WriteRecords',
    Effect: 'Allow',
    Action: 'dynamodb:PutItem',
    Resource: tableArn,
    Condition: onPartitions(named([...ofConsole, 'ledger'])),
  },
  {
    Sid: 'RemoveWhatEnded',
    Effect: 'Allow',
    Action: 'dynamodb:DeleteItem',
    Resource: tableArn,
    // The uses of a client go with it.
    Condition: onPartitions(named([...ofConsole, 'used'])),
  },
  findByIndex(tableArn),
  { Sid: 'MakeCodes', Effect: 'Allow', Action: 'kms:GenerateMac', Resource: macKeyArn },
];

/**
 * The access check suspends grants whose group lost its owner. It sees no session, no refresh token and no claim. With the key
 * it makes the codes by which it notices who joined a group; it can't write a code that anybody signs in with.
 */
export const accessCheckUses = (tableArn: string, macKeyArn: string): readonly Statement[] => [
  {
    Sid: 'ReadGrants',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: tableArn,
    Condition: onPartitions(
      named(['clients', 'grants', 'groups', 'used', 'ledger', 'checks', 'reviews', 'connectors']),
    ),
  },
  {
    Sid: 'SuspendGrants',
    Effect: 'Allow',
    Action: 'dynamodb:PutItem',
    Resource: tableArn,
    Condition: onPartitions(named(['grants', 'groups', 'ledger', 'checks'])),
  },
  findByIndex(tableArn),
  { Sid: 'MakeCodesOfPeople', Effect: 'Allow', Action: 'kms:GenerateMac', Resource: macKeyArn },
];

/** Operators of `graphveil clients`, `grants`, `connectors`, `review` and `ledger`. They can't remove entries of the ledger. */
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
    Condition: onPartitions(named([...ofConsole, 'used'])),
  },
  { Sid: 'MakeCodesOfSecrets', Effect: 'Allow', Action: 'kms:GenerateMac', Resource: macKeyArn },
];
