import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwsStandIn, startAwsStandIn } from '../adapters/aws/testing/aws-stand-in.ts';
import { functionVariables } from '../config/index.ts';
import type { Plan } from '../plan/index.ts';
import { createTokenHash } from '../pseudonyms/token-hash.ts';
import { startFunction } from './start-function.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'not-a-real-key', sessionToken: 'session' };
const nothing: Plan = { title: 'nothing', hash: 'hash', form: 'allow-list', endpoints: [], nodes: [] };
const context = { awsRequestId: '11111111-2222-4333-8444-555555555555', getRemainingTimeInMillis: () => 10_000 };

const event = (rawPath: string) => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  headers: {},
  requestContext: { domainName: 'abc.lambda-url.eu-central-1.on.aws', http: { method: 'GET' }, stage: '$default' },
  isBase64Encoded: false,
});

const before = { ...process.env };
const written: string[] = [];
const write = process.stdout.write;
let aws: AwsStandIn;

beforeEach(async () => {
  aws = await startAwsStandIn({ region, credentials });
  Object.assign(process.env, {
    [functionVariables.environment]: 'prod',
    [functionVariables.connector]: 'nothing',
    [functionVariables.tenant]: '11111111-2222-3333-4444-555555555555',
    [functionVariables.clientId]: '22222222-2222-3333-4444-555555555555',
    [functionVariables.cloud]: 'global',
    [functionVariables.publicUrl]: 'https://graph.example',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: aws.url,
  });
  written.length = 0;
  process.stdout.write = (text: string | Uint8Array) => {
    written.push(String(text));
    return true;
  };
});
afterEach(async () => {
  process.stdout.write = write;
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  await aws.stop();
});

describe('startFunction', () => {
  it('answers health from the data of its start, and survives a start that could fetch nothing', async () => {
    const { handler, ready } = startFunction({ plan: nothing, expectedRoles: [], version: '0.0.0' });
    await ready;
    expect(aws.asked).toEqual(
      expect.arrayContaining(['sts GetWebIdentityToken', 'ssm GetParameter /graphveil/prod/keyring']),
    );
    const result = await handler(event('/healthz'), context);

    expect(result.statusCode).toBe(503);
    expect(JSON.parse(result.body)).toMatchObject({
      connector: 'nothing',
      checks: { keyring: 'Graphveil.KeyringUnavailable', signIn: 'Graphveil.IdentityTokenUnavailable' },
    });
  });

  it('is ready after three seconds at the latest, whatever a service does', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    process.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const began = performance.now();
    await startFunction({ plan: nothing, expectedRoles: [], version: '0.0.0' }).ready;
    const waited = performance.now() - began;
    silent.closeAllConnections();
    silent.close();

    expect(waited).toBeGreaterThan(2_900);
    expect(waited).toBeLessThan(4_900);
  });

  it('writes one line, and serves, if WebAssembly fails to load', async () => {
    // Takes what an earlier start left for the next keyring.
    createTokenHash();
    const { WebAssembly: platform } = globalThis as { WebAssembly?: unknown };
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    const { handler, ready } = startFunction({ plan: nothing, expectedRoles: [], version: '0.0.0' });
    await ready;
    await handler(event('/v1.0/users'), context);
    const result = await handler(event('/v1.0/users'), context);
    Object.assign(globalThis, { WebAssembly: platform });
    const lines = written.filter((line) => line.includes('WebAssembly'));

    expect(result.statusCode).toBe(403);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: 'WARN',
        message: expect.stringMatching(/^WebAssembly can't run here.*: TypeError: /),
        Environment: 'prod',
        Connector: 'nothing',
      }),
    ]);
  });

  it('writes one line for a call', async () => {
    const { handler, ready } = startFunction({ plan: nothing, expectedRoles: [], version: '0.0.0' });
    await ready;
    const result = await handler(event('/v1.0/users'), context);
    const lines = written.filter((line) => line.includes('"message":"call"'));

    expect(result.statusCode).toBe(403);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      status: 403,
      Environment: 'prod',
      Connector: 'nothing',
      Refusals: 1,
    });
  });

  it('refuses to start in an environment that is not complete', () => {
    delete process.env[functionVariables.clientId];

    expect(() => startFunction({ plan: nothing, expectedRoles: [], version: '0.0.0' })).toThrow(
      'GRAPHVEIL_CLIENT_ID is missing',
    );
  });
});
