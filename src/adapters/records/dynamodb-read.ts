import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  type Clock,
  type Http,
  type ReadRecords,
  RecordsFault,
  type StoredRecord,
  type UpstreamResponse,
} from '../../ports/index.ts';
import { type DynamoItem, keyItem, partitionQuery, recordOf } from './dynamodb-item.ts';
import { secondsOf } from './record-text.ts';

export type DynamodbReadOptions = {
  readonly http: Http;
  readonly table: string;
  readonly region: string;
  /** Origin of the service. @default the region's */
  readonly endpoint?: string | undefined;
  /** Keys of the function's role. Called for each request, because the platform renews them. */
  readonly credentials: () => {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
  readonly clock: Clock;
};

type Answer = {
  readonly Item?: DynamoItem;
  readonly Items?: readonly DynamoItem[];
  readonly LastEvaluatedKey?: DynamoItem;
};

/** A read takes a few milliseconds. An outage has to be noticed long before the caller's own time is up. */
const timeoutMs = 2_000;
const attempts = 2;

const originOf = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** Returns the JSON of a successful answer; undefined for an answer that another attempt can improve. */
const readAnswer = ({ status, body }: UpstreamResponse): Answer | undefined => {
  const text = Buffer.from(body).toString('utf8');
  if (status === 200) return JSON.parse(text) as Answer;
  if (status >= 500 || /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded/.test(text)) return undefined;
  throw new RecordsFault('unavailable');
};

/**
 * Consistent reads of a DynamoDB table by signed requests, without the SDK, which would add a third to a function's
 * bundle. API: DynamoDB low-level API, version 20120810.
 */
export const dynamodbRead = (options: DynamodbReadOptions): ReadRecords => {
  const { http, table, region, endpoint = originOf(region), credentials, clock } = options;
  const { protocol, host, hostname, port } = new URL(endpoint);
  const signer = new SignatureV4({
    service: 'dynamodb',
    region,
    sha256: Sha256,
    credentials: async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = credentials();
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    },
  });

  const send = async (operation: string, input: object): Promise<Answer | undefined> => {
    const body = JSON.stringify({ TableName: table, ...input });
    const { headers } = await signer.sign(
      {
        method: 'POST',
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: '/',
        headers: {
          host,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
        },
        body,
      },
      { signingDate: new Date(clock()) },
    );
    const request = { method: 'POST', url: `${endpoint}/`, headers, body: Buffer.from(body), timeoutMs } as const;
    return readAnswer(await http.send(request));
  };

  const ask = async (operation: string, input: object): Promise<Answer> => {
    let cause: unknown;
    for (let attempt = 0; attempt < attempts; attempt += 1)
      try {
        const answer = await send(operation, input);
        if (answer !== undefined) return answer;
      } catch (error) {
        if (error instanceof RecordsFault) throw error;
        cause = error;
      }
    throw new RecordsFault('unavailable', cause);
  };

  return {
    get: async (key) =>
      recordOf((await ask('GetItem', { Key: keyItem(key), ConsistentRead: true })).Item, secondsOf(clock)),
    list: async (partition, prefix = '') => {
      const query = partitionQuery(partition, prefix);
      const found: StoredRecord[] = [];
      let last: DynamoItem | undefined;
      do {
        const page: Answer = await ask('Query', { ...query, ...(last && { ExclusiveStartKey: last }) });
        for (const item of page.Items ?? []) {
          const record = recordOf(item, secondsOf(clock));
          if (record !== undefined) found.push(record);
        }
        last = page.LastEvaluatedKey;
      } while (last !== undefined);
      return found;
    },
  };
};
