import { get } from 'node:http';
import type { Call, HandleCall, Reply } from '../../proxy/index.ts';
import { type ProxyServer, startProxyServer } from './proxy-server.ts';

describe('startProxyServer', () => {
  const calls: Call[] = [];
  let server: ProxyServer;

  const handleCall: HandleCall = async (call) => {
    calls.push(call);
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"ok":true}'),
    } as unknown as Reply;
  };

  beforeAll(async () => {
    server = await startProxyServer({
      proxies: new Map([['people', handleCall]]),
      clock: () => 1_000,
      callTimeoutMs: 5,
    });
  });

  beforeEach(() => {
    calls.length = 0;
  });

  afterAll(() => server.stop());

  it('hands a call to the connector that its path names, the target as it was sent', async () => {
    const reply = await fetch(`${server.url}/people/v1.0/users?$top=%31`, { headers: { Prefer: 'a' } });

    expect(await reply.json()).toEqual({ ok: true });
    expect(calls[0]).toMatchObject({
      method: 'GET',
      target: '/v1.0/users?$top=%31',
      baseUrl: `${server.url}/people`,
      deadline: 1_005,
      hasBody: false,
    });
    expect(calls[0]?.headers['prefer']).toBe('a');
  });

  it('hands on a target with dot segments untouched, so that the strict parser sees it', async () => {
    const { port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      get({ host: '127.0.0.1', port, path: '/people/v1.0/../users' }, (response) =>
        response.resume().on('end', () => resolve()),
      );
    });

    expect(calls[0]?.target).toBe('/v1.0/../users');
  });

  it('says that a request has a body, and never takes its own address from a client header', async () => {
    await fetch(`${server.url}/people/v1.0/users`, {
      method: 'POST',
      body: '{}',
      headers: { 'x-forwarded-host': 'evil.example' },
    });

    expect(calls[0]).toMatchObject({ hasBody: true, method: 'POST', baseUrl: `${server.url}/people` });
  });

  it('sends no body to HEAD', async () => {
    const reply = await fetch(`${server.url}/people/v1.0/users`, { method: 'HEAD' });

    expect(await reply.text()).toBe('');
    expect(reply.headers.get('content-length')).toBe('11');
  });

  it.each(['/', '/people', '/other/v1.0/users', '/v1.0/users'])(
    'refuses %s, which names no connector',
    async (path) => {
      const reply = await fetch(`${server.url}${path}`);
      const { error } = (await reply.json()) as { error: { code: string } };

      expect(reply.status).toBe(403);
      expect(error.code).toBe('Graphveil.EndpointNotAllowed');
      expect(calls).toEqual([]);
    },
  );

  it('refuses a port that is taken', async () => {
    const { port } = new URL(server.url);

    await expect(startProxyServer({ proxies: new Map(), port: Number(port) })).rejects.toThrow('EADDRINUSE');
  });
});
