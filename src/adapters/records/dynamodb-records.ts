import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Clock, type Records, RecordsFault, type StoredRecord } from '../../ports/index.ts';
import { attributes, itemOf, keyItem, partitionQuery, recordOf } from './dynamodb-item.ts';
import { secondsOf } from './record-text.ts';

export type DynamodbRecordsOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly clock: Clock;
};

export const dynamodbClient = (config: DynamoDBClientConfig): DynamoDBClient => new DynamoDBClient(config);

/** Resolves to false if the item's condition failed. Rejects with a `RecordsFault` for every other failure. */
const conditioned = (sent: Promise<unknown>): Promise<boolean> =>
  sent.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw new RecordsFault('unavailable', error);
    },
  );

const answered = <Answer>(sent: Promise<Answer>): Promise<Answer> =>
  sent.catch((error: unknown) => {
    throw new RecordsFault('unavailable', error);
  });

const names = { '#version': attributes.version, '#until': attributes.until };
const present = '(attribute_not_exists(#until) or #until > :now)';

/** A condition on the stored version; an item whose time is up counts as none. */
const condition = (expectedVersion: number, now: number) =>
  expectedVersion === 0
    ? {
        ConditionExpression: 'attribute_not_exists(#partition) or #until <= :now',
        ExpressionAttributeNames: { '#partition': attributes.partition, '#until': attributes.until },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      }
    : {
        ConditionExpression: `#version = :version and ${present}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':version': { N: String(expectedVersion) }, ':now': { N: String(now) } },
      };

/** Records in a DynamoDB table with the keys `partition` and `sort` and the global indexes `kind` and `subject`. */
export const dynamodbRecords = ({ client, table: TableName, clock }: DynamodbRecordsOptions): Records => {
  const now = (): number => secondsOf(clock);

  const queried = async (input: Omit<QueryCommandInput, 'TableName'>): Promise<readonly StoredRecord[]> => {
    const found: StoredRecord[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await answered(
        client.send(new QueryCommand({ ...input, TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) })),
      );
      for (const item of page.Items ?? []) {
        const record = recordOf(item, now());
        if (record !== undefined) found.push(record);
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  };

  return {
    get: async (key) => {
      const Key = keyItem(key);
      const { Item } = await answered(client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true })));
      return recordOf(Item, now());
    },
    list: async (partition, prefix = '') => queried(partitionQuery(partition, prefix)),
    find: async (index, value) =>
      queried({
        IndexName: index,
        KeyConditionExpression: '#i = :i',
        ExpressionAttributeNames: { '#i': attributes[index] },
        ExpressionAttributeValues: { ':i': { S: value } },
      }),
    put: async (record, expectedVersion) => {
      const Item = itemOf(record, expectedVersion + 1);
      return conditioned(client.send(new PutItemCommand({ TableName, Item, ...condition(expectedVersion, now()) })));
    },
    remove: async (key, expectedVersion) => {
      const Key = keyItem(key);
      return conditioned(client.send(new DeleteItemCommand({ TableName, Key, ...condition(expectedVersion, now()) })));
    },
  };
};
