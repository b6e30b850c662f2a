import { once } from 'node:events';
import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { recordTable } from '../../../config/index.ts';
import { makeCertificate } from '../../../twin/http/index.ts';
import { type Credentials, signatureProblem } from '../../aws/testing/verify-signature.ts';
import { type LocalServer, startLocalServer } from '../../node/index.ts';

export const region = 'eu-central-1';
export const credentials: Credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
export const table = 'graphveil-prod-access';

/** DynamoDB on loopback, with one table of records. */
export type DynamodbStandIn = {
  /** HTTP, for the SDK. */
  readonly url: string;
  /** HTTPS, whose certificate `ca` signed. */
  readonly tlsUrl: string;
  readonly ca: string;
  /** Operations as they arrived, or why a request was refused. */
  readonly asked: string[];
  /** If set, every request gets this answer instead. */
  failure: { readonly status: number; readonly code: string } | undefined;
  readonly client: () => DynamoDBClient;
  readonly stop: () => Promise<void>;
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const pass = async (port: number, asked: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> => {
  const { method, url, headers } = asked;
  const sent = request({ host: '127.0.0.1', port, method, path: url, headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  response.writeHead(answer.statusCode ?? 500, answer.headers).end(await bodyOf(answer));
};

/** Starts `dynalite` behind a server that verifies every signature, and creates the table of records. */
export const startDynamodbStandIn = async (own: Credentials = credentials): Promise<DynamodbStandIn> => {
  const database = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => {
    database.listen(0, '127.0.0.1', resolve);
  });
  const { authority, certificate, privateKey } = await makeCertificate();
  const servers: LocalServer[] = [];

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(message);
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    const signed = { method: message.method ?? '', target: message.url ?? '', headers, body };
    const problem = signatureProblem(signed, own, { region, service: 'dynamodb' });
    standIn.asked.push(problem === undefined ? String(headers['x-amz-target']?.split('.')[1]) : `refused: ${problem}`);
    const failed = problem === undefined ? standIn.failure : { status: 403, code: 'InvalidSignatureException' };
    if (failed === undefined) return pass(portOf(database), message, body, response);
    const text = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${failed.code}`, message: 'refused' });
    response.writeHead(failed.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  };

  const serve = async (tls?: { readonly key: string; readonly cert: string }): Promise<string> => {
    const server = await startLocalServer({
      listener: (message, response) => {
        answer(message, response).catch(() => response.destroy());
      },
      ...(tls && { tls }),
    });
    servers.push(server);
    return server.url;
  };

  const url = await serve();
  const standIn: DynamodbStandIn = {
    url,
    tlsUrl: await serve({ key: privateKey, cert: certificate }),
    ca: authority,
    asked: [],
    failure: undefined,
    client: () => new DynamoDBClient({ region, credentials: own, endpoint: url, maxAttempts: 1 }),
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      database.close();
      database.closeAllConnections();
    },
  };
  const { partitionKey, sortKey, indexes } = recordTable;
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
  await standIn.client().send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [partitionKey, sortKey, ...indexes].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [key(partitionKey, 'HASH'), key(sortKey, 'RANGE')],
      GlobalSecondaryIndexes: indexes.map((IndexName) => ({
        IndexName,
        KeySchema: [key(IndexName, 'HASH'), key(partitionKey, 'RANGE')],
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
  standIn.asked.length = 0;
  return standIn;
};
