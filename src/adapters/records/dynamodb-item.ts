import { type NewRecord, type RecordKey, RecordsFault, type StoredRecord } from '../../ports/index.ts';
import { bodyOf, bodyText, checkKey, checkPartition } from './record-text.ts';

/** An item in the JSON of DynamoDB's API, as far as records use it: texts and numbers. */
export type DynamoItem = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;

/** The table's attributes. `until` is the one that time to live removes items by. */
export const attributes = {
  partition: 'partition',
  sort: 'sort',
  version: 'version',
  body: 'body',
  until: 'until',
  kind: 'kind',
  subject: 'subject',
} as const;

export const keyItem = (key: RecordKey) => {
  checkKey(key);
  return { partition: { S: key.partition }, sort: { S: key.sort } };
};

export const itemOf = (record: NewRecord, version: number): DynamoItem => {
  const { partition, sort, until, kind, subject } = record;
  return {
    body: { S: bodyText(record) },
    partition: { S: partition },
    sort: { S: sort },
    version: { N: String(version) },
    ...(until !== undefined && { until: { N: String(until) } }),
    ...(kind !== undefined && { kind: { S: kind } }),
    ...(subject !== undefined && { subject: { S: subject } }),
  };
};

type Attribute = { readonly S?: string | undefined; readonly N?: string | undefined };

/** Returns the record of an item; undefined if its time is up. Throws a `RecordsFault` for an item of another shape. */
export const recordOf = (
  item: Readonly<Record<string, Attribute>> | undefined,
  now: number,
): StoredRecord | undefined => {
  if (item === undefined) return undefined;
  const { partition, sort, version, body, until, kind, subject } = item;
  if (partition?.S === undefined || sort?.S === undefined || version?.N === undefined || body?.S === undefined)
    throw new RecordsFault('unavailable');
  if (until?.N !== undefined && Number(until.N) <= now) return undefined;
  return {
    partition: partition.S,
    sort: sort.S,
    version: Number(version.N),
    body: bodyOf(body.S),
    ...(until?.N !== undefined && { until: Number(until.N) }),
    ...(kind?.S !== undefined && { kind: kind.S }),
    ...(subject?.S !== undefined && { subject: subject.S }),
  };
};

/** Query input for a partition, or for a prefix of it. */
export const partitionQuery = (partition: string, prefix: string) => {
  checkPartition(partition, prefix);
  return {
    ConsistentRead: true,
    KeyConditionExpression: prefix === '' ? '#p = :p' : '#p = :p and begins_with(#s, :s)',
    ExpressionAttributeNames: { '#p': attributes.partition, ...(prefix !== '' && { '#s': attributes.sort }) },
    ExpressionAttributeValues: { ':p': { S: partition }, ...(prefix !== '' && { ':s': { S: prefix } }) },
  };
};
