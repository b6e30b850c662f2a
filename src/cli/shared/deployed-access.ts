import { randomBytes, randomUUID } from 'node:crypto';
import { kmsMacs } from '../../adapters/kms/index.ts';
import { dynamodbRecords } from '../../adapters/records/dynamodb-records.ts';
import { accessMacKeyAlias, recordTableName } from '../../config/index.ts';
import type { Access } from './access.ts';
import { dynamodbClient, kmsClient } from './aws-clients.ts';
import { ownAccountOrEnd } from './own-account.ts';
import { readSettings } from './read-settings.ts';

/** Opens the store of a deployment, in the AWS account of its settings. */
export const openDeployedAccess = async (settings: string): Promise<Access> => {
  const read = readSettings({ settings }).settings;
  const { environment, aws } = read;
  const by = await ownAccountOrEnd(read);
  const client = dynamodbClient(aws.region);
  const table = recordTableName(environment);
  return {
    ports: {
      records: dynamodbRecords({ client, table, clock: Date.now }),
      macs: kmsMacs(kmsClient(aws.region), accessMacKeyAlias(environment)),
      clock: Date.now,
      random: (count) => randomBytes(count),
      newId: randomUUID,
    },
    place: `table ${table}`,
    by,
    close: () => client.destroy(),
  };
};
