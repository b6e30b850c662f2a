import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { buildFunctions } from '../../../scripts/build/build-functions.ts';
import { awsKeyringStore, openAwsKeyring } from '../../adapters/aws/index.ts';
import type { AwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { functionVariables, keyringEncryptionContext, keyringParameterName } from '../../config/index.ts';
import { type ResolvedConnector, readyConnectors } from '../../connectors/index.ts';
import type { Keyring } from '../../pseudonyms/index.ts';
import { initKeyring } from '../../pseudonyms/manage-keyring.ts';

export const region = 'eu-central-1';
export const account = '111122223333';
export const credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'not-a-real-key',
  sessionToken: 'session',
};
export const clientId = '33333333-2222-4333-8444-555555555555';

export const roleOf = (source: string): string => `arn:aws:iam::${account}:role/graphveil-prod-${source}`;

/** The files of one connector's function, as they are deployed. */
export const filesOf = async (
  root: string,
  connector: ResolvedConnector,
): Promise<Readonly<Record<string, Uint8Array>>> => {
  const { connectors } = readyConnectors([connector]);
  const [built] = await buildFunctions(root, { connectors, version: '0.0.0-test' });
  if (built === undefined) throw new Error('nothing was built');
  return built.files;
};

/** Creates the keyring of the environment in the AWS stand-in. */
export const makeKeyring = async (aws: AwsStandIn): Promise<void> => {
  const settings = { region, credentials, endpoint: aws.url };
  const store = awsKeyringStore({
    ssm: new SSMClient(settings),
    kms: new KMSClient(settings),
    parameter: keyringParameterName('prod'),
    encryptionContext: keyringEncryptionContext('prod'),
    key: 'alias/graphveil-prod-keyring',
  });
  await store.create(
    initKeyring({
      protection: store.protection,
      id: 'aaaaaaaaaaa',
      at: '2026-03-02T09:00:00.000Z',
      seriesRoot: await store.newRoot(),
      epochRoot: await store.newRoot(),
      plusTags: 'drop',
    }),
  );
};

/** Opens the keyring of the environment in the AWS stand-in. */
export const openKeyringOf = (aws: AwsStandIn): Promise<Keyring> => {
  const settings = { region, credentials, endpoint: aws.url };
  return openAwsKeyring({
    ssm: new SSMClient(settings),
    kms: new KMSClient(settings),
    parameter: keyringParameterName('prod'),
    encryptionContext: keyringEncryptionContext('prod'),
  });
};

/** The variables of a deployed function that talks to the twin and to the AWS stand-in. */
export const variablesOf = (source: string, tenant: string, aws: AwsStandIn): Record<string, string> => ({
  [functionVariables.environment]: 'prod',
  [functionVariables.connector]: source,
  [functionVariables.tenant]: tenant,
  [functionVariables.clientId]: clientId,
  [functionVariables.cloud]: 'global',
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
  AWS_ENDPOINT_URL: aws.url,
});

/** The event of a function URL for a GET. */
export const functionUrlEvent = (path: string, query = '', headers: Readonly<Record<string, string>> = {}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  headers: {
    accept: 'application/json',
    host: 'abc.lambda-url.eu-central-1.on.aws',
    'x-forwarded-proto': 'https',
    ...headers,
  },
  requestContext: {
    accountId: account,
    apiId: 'abc',
    domainName: 'abc.lambda-url.eu-central-1.on.aws',
    http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
    requestId: 'platform-id',
    stage: '$default',
    timeEpoch: 1_700_000_000_000,
  },
  isBase64Encoded: false,
});

/** A function's answer. */
export type FunctionResult = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
};
