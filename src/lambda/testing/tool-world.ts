import { randomBytes, randomUUID } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { buildService } from '../../../scripts/build/service-bundle.ts';
import { createClient, deleteClient, giveGrant } from '../../access/index.ts';
import type { AwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { kmsMacs } from '../../adapters/kms/index.ts';
import { dynamodbRecords } from '../../adapters/records/dynamodb-records.ts';
import { startDynamodbStandIn } from '../../adapters/records/testing/dynamodb-stand-in.ts';
import {
  accessMacKeyAlias,
  accessSigningKeyAlias,
  functionVariables,
  recordTableName,
  tokenServiceName,
} from '../../config/index.ts';
import { account, credentials, type FunctionResult, region } from './deployment.ts';
import { runFunction } from './run-function.ts';

export const toolsUrl = 'https://tools.example';

/** The event of the HTTP API for tools, as the token service receives it. */
const tokenEvent = (path: string, body: string, headers: Readonly<Record<string, string>>) => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: '',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: Buffer.from(body).toString('base64'),
  isBase64Encoded: true,
  requestContext: { http: { method: 'POST', path, sourceIp: '203.0.113.7' }, stage: '$default' },
});

/** The event of the HTTP API for tools, as a connector receives it. */
export const toolEvent = (path: string, query: Readonly<Record<string, string>>, authorization?: string) => ({
  version: '1.0',
  httpMethod: 'GET',
  path,
  headers: { Accept: 'application/json', ...(authorization !== undefined && { Authorization: authorization }) },
  multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
  requestContext: {
    accountId: account,
    domainName: 'jkl.execute-api.eu-central-1.amazonaws.com',
    path,
    stage: '$default',
    identity: { sourceIp: '203.0.113.7' },
  },
  body: null,
  isBase64Encoded: false,
});

/** The built token service with its table and keys, and a registered tool. */
export const startToolWorld = async (
  root: string,
  aws: AwsStandIn,
  permission: { readonly name: string; readonly endpoints: readonly string[] },
) => {
  const table = await startDynamodbStandIn(credentials);
  const kms = new KMSClient({ region, credentials, endpoint: aws.url });
  const ports = {
    records: dynamodbRecords({ client: table.client(), table: recordTableName('prod'), clock: Date.now }),
    macs: kmsMacs(kms, accessMacKeyAlias('prod')),
    clock: Date.now,
    random: (count: number) => randomBytes(count),
    newId: randomUUID,
  };
  const by = 'arn:aws:sts::111122223333:assumed-role/operators/ana';
  const made = await createClient(ports, {
    name: 'acme',
    permissions: [permission.name],
    by,
    federated: [],
    keys: [],
    withSecret: true,
  });
  if (!made.ok) throw new Error(made.why);
  const grant = { client: 'acme', kind: 'tenant', permissions: [permission], days: 30, by, reason: 'A test' } as const;
  await giveGrant(ports, grant);
  const { PublicKey: der = new Uint8Array() } = await kms.send(
    new GetPublicKeyCommand({ KeyId: accessSigningKeyAlias('prod', 1) }),
  );
  const keys = [Buffer.from(der).toString('base64')];
  const { files } = await buildService(root, tokenServiceName);
  const service = await runFunction({
    files,
    variables: {
      [functionVariables.environment]: 'prod',
      [functionVariables.tenant]: randomUUID(),
      [functionVariables.cloud]: 'global',
      [functionVariables.access]: JSON.stringify({
        baseUrl: toolsUrl,
        signingKeys: [1],
        accessSeconds: 86_400,
        unusedSeconds: 7_776_000,
        addresses: ['203.0.113.0/24'],
      }),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
    },
    routes: {},
    ca: table.ca,
  });
  return {
    table,
    /** Log lines of the token service. */
    log: service.log,
    secret: made.secret ?? '',
    /** The variable that lets a connector verify tokens. */
    variables: {
      [functionVariables.access]: JSON.stringify({
        baseUrl: toolsUrl,
        keys,
        leastGroupSize: 5,
        addresses: ['203.0.113.7'],
      }),
    },
    askToken: async (secret = made.secret ?? ''): Promise<FunctionResult> => {
      const basic = Buffer.from(`${made.client.id}:${secret}`).toString('base64');
      const event = tokenEvent('/adfs/oauth2/token', 'grant_type=client_credentials', {
        authorization: `Basic ${basic}`,
      });
      const invoked = await service.invoke(event);
      if (!invoked.ok) throw new Error(invoked.error.errorMessage);
      return invoked.result as FunctionResult;
    },
    endTool: () => deleteClient(ports, { client: 'acme', by }),
    stop: async () => {
      await service.stop();
      await table.stop();
    },
  };
};
