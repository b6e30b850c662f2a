import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { env } from 'node:process';
import { makeCertificate } from '../../twin/http/index.ts';
import { httpsClient } from './https-client.ts';
import { proxyAgents, proxyFor } from './proxy-agent.ts';
import { type LoggingProxy, startLoggingProxy } from './testing/logging-proxy.ts';

const names = ['HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];
afterEach(() => {
  for (const name of names) Reflect.deleteProperty(env, name);
});

describe('proxyFor', () => {
  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, 'http://proxy.example:3128'],
    [{ ALL_PROXY: 'https://proxy.example' }, 'https://proxy.example'],
    [{ HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: '.example' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: 'example' }, 'http://proxy.example:3128'],
    [{ HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: '*' }, undefined],
  ])('reads %j', async (variables, proxy) => {
    Object.assign(env, variables);

    expect(await proxyFor('https://graph.example/v1.0/users')).toBe(proxy);
  });

  it('knows no agents without a proxy', () => {
    expect(proxyAgents()).toBeUndefined();
  });
});

describe('requests through a proxy', () => {
  let server: Server;
  let proxy: LoggingProxy;
  beforeAll(async () => {
    const { certificate, privateKey } = await makeCertificate();
    server = createServer({ key: privateKey, cert: certificate, maxVersion: 'TLSv1.2' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startLoggingProxy({ 'graph.example': (server.address() as AddressInfo).port });
  });
  afterAll(async () => {
    await proxy.stop();
    server.close();
  });

  const codeOf = async (minimumTls: '1.2' | '1.3'): Promise<unknown> => {
    Object.assign(env, { HTTPS_PROXY: proxy.url });
    const request = { method: 'GET', url: 'https://graph.example/', headers: {}, timeoutMs: 5_000 } as const;
    const failed = await httpsClient({ minimumTls })
      .send(request)
      .catch((error: Error) => error.cause);
    return (failed as { code?: unknown }).code;
  };

  it('accept no older TLS than requests without one, and no unknown authority', async () => {
    expect(await codeOf('1.3')).toMatch(/PROTOCOL_VERSION|EPROTO/);
    expect(await codeOf('1.2')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(proxy.asked).toEqual(['graph.example:443', 'graph.example:443']);
  });
});
