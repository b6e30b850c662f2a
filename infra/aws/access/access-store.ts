import { DataAwsKmsPublicKey } from '@cdktf/provider-aws/lib/data-aws-kms-public-key/index.js';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { Construct } from 'constructs';
import {
  accessMacKeyAlias,
  accessSigningKeyAlias,
  accessTableKeyAlias,
  type ClientSettings,
  recordTable,
  recordTableName,
  type Settings,
} from '../../../src/config/index.ts';
import { withAddress } from '../../with-address.ts';
import { OwnKmsKey, ownKeyAddresses } from '../kms-key.ts';
import { macKeyPolicy, signingKeyPolicy, tableKeyPolicy } from '../policies/access-key-policies.ts';

export type AccessStoreProps = {
  readonly settings: Settings;
  readonly clients: ClientSettings;
  readonly tokenRoleArn: string;
  readonly consoleRoleArns: readonly string[];
};

/** The table of clients, grants and the ledger with its key, and the keys that sign tokens and make codes of secrets. */
export class AccessStore extends Construct {
  readonly tableArn: string;
  readonly tableName: string;
  readonly macKeyArn: string;
  readonly signingKeyArns: readonly string[];
  /** Public halves of the signing keys: SubjectPublicKeyInfo in DER, base64. */
  readonly publicKeys: readonly string[];
  /** Terraform addresses of resources without which tools have to be registered anew. */
  readonly kept: readonly string[];

  constructor(scope: Construct, id: string, { settings, clients, tokenRoleArn, consoleRoleArns }: AccessStoreProps) {
    super(scope, id);
    const { environment } = settings;
    const tableKey = new OwnKmsKey(this, 'table-key', {
      address: 'access',
      alias: accessTableKeyAlias(environment),
      description: `Graphveil (${environment}): protects the records of clients and grants`,
      policy: tableKeyPolicy(settings),
      preventDestroy: false,
    });
    const { partitionKey, sortKey, expiry, indexes } = recordTable;
    const table = withAddress(
      'access',
      new DynamodbTable(this, 'table', {
        name: recordTableName(environment),
        billingMode: 'PAY_PER_REQUEST',
        hashKey: partitionKey,
        rangeKey: sortKey,
        attribute: [partitionKey, sortKey, ...indexes].map((name) => ({ name, type: 'S' })),
        globalSecondaryIndex: indexes.map((name) => ({
          name,
          hashKey: name,
          rangeKey: partitionKey,
          projectionType: 'ALL',
        })),
        ttl: { attributeName: expiry, enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: tableKey.arn },
        deletionProtectionEnabled: true,
      }),
    );
    [this.tableArn, this.tableName] = [table.arn, table.name];
    this.macKeyArn = new OwnKmsKey(this, 'mac-key', {
      address: 'access-mac',
      alias: accessMacKeyAlias(environment),
      description: `Graphveil (${environment}): makes the codes of secrets and refresh tokens`,
      policy: macKeyPolicy(settings, [tokenRoleArn, ...consoleRoleArns]),
      use: 'codes',
      preventDestroy: false,
    }).arn;
    const signing = clients.signingKeys.map((number) => {
      const address = `access-signing-${number}`;
      const key = new OwnKmsKey(this, `signing-key-${number}`, {
        address,
        alias: accessSigningKeyAlias(environment, number),
        description: `Graphveil (${environment}): signs access tokens`,
        policy: signingKeyPolicy(settings, tokenRoleArn),
        use: 'signatures',
        preventDestroy: false,
      });
      const half = withAddress(address, new DataAwsKmsPublicKey(this, `public-key-${number}`, { keyId: key.arn }));
      return { arn: key.arn, publicKey: half.publicKey };
    });
    this.signingKeyArns = signing.map(({ arn }) => arn);
    this.publicKeys = signing.map(({ publicKey }) => publicKey);
    this.kept = [
      'aws_dynamodb_table.access',
      ...ownKeyAddresses('access'),
      ...ownKeyAddresses('access-mac'),
      ...clients.signingKeys.flatMap((number) => ownKeyAddresses(`access-signing-${number}`)),
    ];
  }
}
