import { largestRecord, type NewRecord, type RecordKey, RecordsFault } from '../../ports/index.ts';

/** A null character, or half of a character. */
const unusable = /\0|\p{Cs}/u;

const isUsable = (text: string, longest: number): boolean =>
  text !== '' && !unusable.test(text) && Buffer.byteLength(text) <= longest;

/** Bytes. Source: Amazon DynamoDB, quotas of partition keys and sort keys. */
const longestKey = { partition: 2_048, sort: 1_024 } as const;

/** Throws a `RecordsFault` for a key that some store would refuse, so that all stores refuse it. */
export const checkKey = ({ partition, sort }: RecordKey): void => {
  if (!isUsable(partition, longestKey.partition) || !isUsable(sort, longestKey.sort)) throw new RecordsFault('invalid');
};

/** Throws a `RecordsFault` for a partition, or a prefix in it, that no record can have. */
export const checkPartition = (partition: string, prefix: string): void =>
  checkKey({ partition, sort: prefix === '' ? '-' : prefix });

/** Returns a record's body as JSON. Throws a `RecordsFault` if the key is unusable or the record too large. */
export const bodyText = (record: NewRecord): string => {
  checkKey(record);
  const text = JSON.stringify(record.body);
  const size = [record.partition, record.sort, text].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (size > largestRecord) throw new RecordsFault('too-large');
  return text;
};

/** Parses a body that `bodyText` made. */
export const bodyOf = (text: string): NewRecord['body'] => JSON.parse(text) as NewRecord['body'];

/** The clock of records, in whole seconds. */
export const secondsOf = (clock: () => number): number => Math.floor(clock() / 1000);
