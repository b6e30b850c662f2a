import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListAliasesCommand } from '@aws-sdk/client-kms';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { kmsClient, ssmClient, stsClient } from './index.ts';

const region = 'eu-central-1';

/** The library's handler of requests; the type of `config` doesn't name it. */
type Handler = {
  handle: (request: object, options: { readonly abortSignal: AbortSignal }) => Promise<unknown>;
  readonly httpHandlerConfigs: () => Readonly<Record<string, unknown>>;
  readonly updateHttpClientConfig: (name: string, value: unknown) => void;
  readonly destroy: () => void;
};
const handlerOf = ({ config }: { readonly config: { readonly requestHandler: unknown } }): Handler =>
  config.requestHandler as Handler;

describe('clients of AWS', () => {
  let silent: Server;
  let attempts = 0;

  beforeAll(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    attempts = 0;
  });
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  /** Directs a client to a service that accepts requests and never answers. */
  const silence = <T extends ReturnType<typeof kmsClient | typeof ssmClient | typeof stsClient>>(client: T): T => {
    const { port } = silent.address() as AddressInfo;
    client.config.credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' });
    const handler = handlerOf(client);
    handler.updateHttpClientConfig('requestTimeout', 30);
    const handle = handler.handle.bind(handler);
    handler.handle = (request, options) => {
      attempts += 1;
      return handle(Object.assign(request, { protocol: 'http:', hostname: '127.0.0.1', port }), options);
    };
    return client;
  };

  it.each([
    ['KMS', () => silence(kmsClient(region)).send(new ListAliasesCommand({}))],
    ['SSM', () => silence(ssmClient(region)).send(new GetParameterCommand({ Name: '/x' }))],
    ['STS', () => silence(stsClient(region)).send(new GetCallerIdentityCommand({}))],
  ])('give up on a %s that does not answer, after three attempts', async (_name, send) => {
    await expect(send()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(attempts).toBe(3);
  });

  it('wait 2 seconds for a connection and 5 seconds for a response', async () => {
    const handler = handlerOf(stsClient(region));
    const { port } = silent.address() as AddressInfo;
    const request = { method: 'GET', protocol: 'http:', hostname: '127.0.0.1', port, path: '/', headers: {} };
    const abortSignal = AbortSignal.timeout(1);
    await expect(handler.handle(request, { abortSignal })).rejects.toThrow();
    expect(handler.httpHandlerConfigs()).toMatchObject({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
    });
    handler.destroy();
  });

  it.each([
    ['kms', kmsClient],
    ['ssm', ssmClient],
    ['sts', stsClient],
  ])('of %s ask the service of their own region', async (service, create) => {
    const { config } = create(region);
    expect(await config.region()).toBe(region);
    const endpoint = config.endpointProvider?.({ Region: await config.region() });
    expect(endpoint?.url.host).toBe(`${service}.${region}.amazonaws.com`);
  });
});
