import { get, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { generate } from 'selfsigned';
import type { Call, HandleCall, Reply } from '../../proxy/index.ts';
import { proxyPair } from './connect.ts';
import type { LocalServer } from './local-server.ts';
import { refuseUnread, startProxyServer } from './proxy-server.ts';

describe('startProxyServer', () => {
  const calls: Call[] = [];
  let server: LocalServer;

  let isReached = (): void => undefined;
  let isEnded = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    isReached = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    isEnded = resolve;
  });

  const handleCall: HandleCall = async (call) => {
    calls.push(call);
    if (call.target === '/wait') {
      isReached();
      await new Promise((resolve) => call.signal?.addEventListener('abort', resolve));
      isEnded();
    }
    if (call.target === '/nothing') return { status: 204, headers: {}, body: Buffer.alloc(0) } as unknown as Reply;
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

  it('passes a call to the connector that its path names, with an unchanged target', async () => {
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

  it('notifies only the call whose caller disconnected', async () => {
    const waiting = new AbortController();
    const asked = fetch(`${server.url}/people/wait`, { signal: waiting.signal }).catch(() => 'gone');
    await reached;
    waiting.abort();
    expect(await asked).toBe('gone');
    await ended;
    await fetch(`${server.url}/people/v1.0/users`);
    expect(calls.map(({ target, signal }) => [target, signal?.aborted])).toEqual([
      ['/wait', true],
      ['/v1.0/users', false],
    ]);
  });

  it('passes on a target with dot segments unchanged, so that the strict parser sees it', async () => {
    const { port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      get({ host: '127.0.0.1', port, path: '/people/v1.0/../users' }, (response) =>
        response.resume().on('end', () => resolve()),
      );
    });

    expect(calls[0]?.target).toBe('/v1.0/../users');
  });

  it('reports that a request has a body, and never takes its own address from a client header', async () => {
    await fetch(`${server.url}/people/v1.0/users`, {
      method: 'POST',
      body: '{}',
      headers: { 'x-forwarded-host': 'evil.example' },
    });

    expect(calls[0]).toMatchObject({ hasBody: true, method: 'POST', baseUrl: `${server.url}/people` });
  });

  it('reports a body of unknown length, and none of length zero', async () => {
    await sendRaw(['POST /people/ HTTP/1.1', host, close, 'Transfer-Encoding: chunked', '', '2', '{}', '0']);
    await sendRaw(['POST /people/ HTTP/1.1', host, close, 'Content-Length: 0']);

    expect(calls.map(({ method, hasBody }) => [method, hasBody])).toEqual([
      ['POST', true],
      ['POST', false],
    ]);
  });

  it('joins repeated headers', async () => {
    const repeated = ['Prefer: a', 'Prefer: b', 'Set-Cookie: c=1', 'Set-Cookie: d=2'];
    await sendRaw(['GET /people/ HTTP/1.1', host, close, ...repeated]);

    expect(calls[0]?.headers).toEqual({
      host: '127.0.0.1',
      connection: 'close',
      prefer: 'a, b',
      'set-cookie': 'c=1, d=2',
    });
  });

  it('gives a call a minute by default', async () => {
    const usual = await startProxyServer({ proxies: new Map([['people', handleCall]]) });
    const before = Date.now();
    await fetch(`${usual.url}/people/`);
    await usual.stop();

    expect(calls[0]?.deadline).toBeGreaterThanOrEqual(before + 60_000);
    expect(calls[0]?.deadline).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('sends no body to HEAD', async () => {
    const reply = await fetch(`${server.url}/people/v1.0/users`, { method: 'HEAD' });

    expect(await reply.text()).toBe('');
    expect(reply.headers.get('content-length')).toBe('11');
  });

  it('announces no length of a body that a status never has', async () => {
    const reply = await fetch(`${server.url}/people/nothing`);

    expect([reply.status, reply.headers.get('content-length')]).toEqual([204, null]);
  });

  it.each(['/', '/people', '/other/v1.0/users', '/v1.0/users'])(
    'refuses %s, which names no connector',
    async (path) => {
      const reply = await fetch(`${server.url}${path}`);
      const { error } = (await reply.json()) as { error: { code: string } };

      expect(reply.status).toBe(403);
      expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(error.code).toBe('Graphveil.EndpointNotAllowed');
      expect(calls).toEqual([]);
    },
  );

  /** Status and code of the answer to these bytes. */
  const sendRaw = async (lines: readonly string[]): Promise<readonly [number, string]> => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end(`${lines.join('\r\n')}\r\n\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { error } = JSON.parse(text.slice(text.indexOf('{'))) as { error?: { code: string } };
    return [Number(text.slice(9, 12)), error?.code ?? 'answered'];
  };
  const host = 'Host: 127.0.0.1';
  const close = 'Connection: close';

  it.each([
    ['in absolute form', ['GET http://graph.example/people/v1.0/users HTTP/1.1', host, close], 400],
    ['with a character that no request line has', ['GET /people/v1.0/\u00e9 HTTP/1.1', host], 400],
    ['of a method that is none', ['get /people/v1.0/users HTTP/1.1', host], 400],
    [
      'with two lengths',
      ['GET /people/v1.0/users HTTP/1.1', host, 'Content-Length: 1', 'Transfer-Encoding: chunked'],
      400,
    ],
    ['longer than a server reads', [`GET /people/${'a'.repeat(70_000)} HTTP/1.1`, host], 431],
  ])('refuses a request %s in Graph’s shape of an error', async (_, lines, status) => {
    expect(await sendRaw(lines)).toEqual([status, 'Graphveil.TargetInvalid']);
    expect(calls).toEqual([]);
  });

  it.each([
    ['attacker.example', 421],
    ['attacker.example:8080', 421],
    ['127.0.0.1.attacker.example', 421],
    ['localhost.attacker.example', 421],
    ['127.0.0.1', 200],
    ['localhost:8080', 200],
    ['[::1]:8080', 200],
    ['graph.localhost', 200],
  ])('on loopback, a request for the host %s gets %s', async (name, status) => {
    const [answered] = await sendRaw(['GET /people/v1.0/users HTTP/1.1', `Host: ${name}`, close]);

    expect(answered).toBe(status);
    expect(calls).toHaveLength(status === 200 ? 1 : 0);
  });

  it('gives links of its public URL, and accepts that host', async () => {
    const publicUrl = 'https://graphveil.example';
    const forwarded = await startProxyServer({ proxies: new Map([['people', handleCall]]), publicUrl });
    const { port } = new URL(forwarded.url);
    const statusOf = (host: string) =>
      new Promise((resolve) => {
        get({ host: '127.0.0.1', port, path: '/people/v1.0/users', headers: { host } }, (response) =>
          response.resume().on('end', () => resolve(response.statusCode)),
        );
      });

    expect([await statusOf('graphveil.example'), await statusOf('attacker.example')]).toEqual([200, 421]);
    expect(calls).toMatchObject([{ baseUrl: `${publicUrl}/people` }]);
    await forwarded.stop();
  });

  describe('as the HTTPS proxy of a tool whose host is fixed', () => {
    let [plain, secure]: (LocalServer | undefined)[] = [];
    let ca = '';
    beforeAll(async () => {
      const altNames = [{ type: 2 as const, value: 'fixed.example' }];
      const { private: key, cert } = await generate([{ name: 'commonName', value: 'fixed.example' }], {
        extensions: [{ name: 'subjectAltName', altNames }],
      });
      ca = cert;
      const pair = proxyPair({ hosts: ['fixed.example'], own: () => 'https://tools.example:8443' });
      const common = {
        proxies: new Map([['people', handleCall]]),
        answersAs: ['fixed.example'],
        publicUrl: 'https://tools.example',
      };
      plain = await startProxyServer({ ...common, prepare: pair.plain });
      secure = await startProxyServer({ ...common, tls: { key, cert }, prepare: pair.secure });
    });
    afterAll(() => Promise.all([plain?.stop(), secure?.stop()]));

    const connected = (authority: string): Promise<{ readonly status?: number; readonly socket: Socket }> =>
      new Promise((resolve, reject) => {
        const { port } = new URL(plain?.url ?? '');
        request({ host: '127.0.0.1', port, method: 'CONNECT', path: authority, agent: false })
          .on('connect', ({ statusCode: status }, socket) => resolve({ ...(status && { status }), socket }))
          .on('error', reject)
          .end();
      });

    it('answers as that host, and leads links there', async () => {
      const { status, socket } = await connected('FIXED.example:443');
      const answer = await new Promise<number | undefined>((resolve, reject) => {
        const createConnection = () => connectTls({ socket, ca, servername: 'fixed.example' });
        request({ host: 'fixed.example', port: 443, path: '/people/v1.0/users', createConnection }, (response) =>
          response.resume().on('end', () => resolve(response.statusCode)),
        )
          .on('error', reject)
          .end();
      });
      socket.destroy();

      expect([status, answer]).toEqual([200, 200]);
      expect(calls).toMatchObject([{ baseUrl: 'https://fixed.example/people' }]);
    });

    it('answers as itself', async () => {
      const { status, socket } = await connected('tools.example:8443');
      socket.destroy();

      expect(status).toBe(200);
    });

    it.each([
      'other.example:443',
      'tools.example:443',
      'fixed.example:80',
      'fixed.example',
      '127.0.0.1:443',
      'a:b:443',
    ])('refuses %s', async (authority) => {
      const { status, socket } = await connected(authority);
      socket.destroy();

      expect(status).toBe(403);
    });
  });

  it('accepts its own names on every address, and gives links of the one that was used', async () => {
    const open = await startProxyServer({
      proxies: new Map([['people', handleCall]]),
      host: '0.0.0.0',
      hostNames: ['graphveil.example'],
    });
    const { port } = new URL(open.url);
    const statusOf = (host: string) =>
      new Promise((resolve) => {
        get({ host: '127.0.0.1', port, path: '/people/v1.0/users', headers: { host } }, (response) =>
          response.resume().on('end', () => resolve(response.statusCode)),
        );
      });
    const statuses = [await statusOf(`graphveil.example:${port}`), await statusOf('attacker.example')];
    await open.stop();

    expect(statuses).toEqual([200, 421]);
    expect(calls).toMatchObject([{ baseUrl: `http://graphveil.example:${port}/people` }]);
  });

  it('writes the origin of an IPv6 address in brackets', async () => {
    const six = await startProxyServer({ proxies: new Map(), host: '::1' }).catch((error: unknown) => error as Error);
    if (six instanceof Error) return expect(six.message).toMatch(/EADDRNOTAVAIL|EAFNOSUPPORT/);
    await six.stop();

    expect(six.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });

  it('passes on targets of any length that the strict parser accepts, whatever the expectation', async () => {
    const target = `/v1.0/${'a'.repeat(17_000)}`;

    expect(await sendRaw([`GET /people${target} HTTP/1.1`, close])).toEqual([200, 'answered']);
    expect(await sendRaw(['GET /people/ HTTP/1.1', host, close, 'Expect: much'])).toEqual([200, 'answered']);
    expect(calls.map((call) => call.target)).toEqual([target, '/']);
  });

  it('refuses calls beyond the most, and says when to try again', async () => {
    const pending: (() => void)[] = [];
    let bothWait = (): void => undefined;
    const full = new Promise<void>((resolve) => {
      bothWait = resolve;
    });
    const slow: HandleCall = async (call) => {
      if (call.target === '/slow')
        await new Promise<void>((resolve) => {
          if (pending.push(resolve) === 2) bothWait();
        });
      return handleCall(call);
    };
    const small = await startProxyServer({ proxies: new Map([['people', slow]]), mostCalls: 2 });
    const waiting = [fetch(`${small.url}/people/slow`), fetch(`${small.url}/people/slow`)];
    await full;
    const refused = await fetch(`${small.url}/people/v1.0/users`);
    for (const go of pending) go();
    const answered = await Promise.all(waiting);
    const later = await fetch(`${small.url}/people/v1.0/users`);
    await small.stop();

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ error: { code: 'Graphveil.Busy' } });
    expect([...answered, later].map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('lets a service answer its own paths: a long body is cut, a client that leaves is ignored, a fault is a reply', async () => {
    const bodies: number[] = [];
    const beside = await startProxyServer({
      proxies: new Map([['people', handleCall]]),
      service: {
        owns: (path) => path.startsWith('/token'),
        handle: async ({ path, body }) => {
          bodies.push(body.length);
          if (path === '/token/fault') throw new Error('secret');
          return path === '/token' ? { status: 200, headers: {}, body: String(body.length) } : undefined;
        },
      },
    });
    const post = (path: string, body: string) => fetch(`${beside.url}${path}`, { method: 'POST', body });
    const short = await post('/token?x', 'abc');
    const long = await post('/token', 'a'.repeat(1_000_000));
    const fault = await post('/token/fault', '');
    const other = await fetch(`${beside.url}/people/v1.0/users`);
    const leaving = connect(Number(new URL(beside.url).port), '127.0.0.1');
    leaving.end('POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc');
    await new Promise((resolve) => leaving.resume().once('close', resolve));
    await beside.stop();

    expect([short.status, await short.text(), long.status, other.status]).toEqual([200, '3', 200, 200]);
    expect(Number(await long.text())).toBeLessThan(300_000);
    expect([fault.status, (await fault.text()).includes('secret')]).toEqual([500, false]);
    expect(bodies).toHaveLength(3);
  });

  it('refuses a port that is taken', async () => {
    const { port } = new URL(server.url);

    await expect(startProxyServer({ proxies: new Map(), port: Number(port) })).rejects.toThrow('EADDRINUSE');
  });
});

describe('refuseUnread', () => {
  const answerTo = (code?: string): string => {
    const socket = new PassThrough();
    refuseUnread(Object.assign(new Error('parse error'), code === undefined ? {} : { code }), socket);
    expect(socket.writableEnded).toBe(true);
    return String(socket.read() ?? '') + String(socket.read() ?? '');
  };

  it.each([
    ['HPE_HEADER_OVERFLOW', 'HTTP/1.1 431 Request Header Fields Too Large'],
    ['ERR_HTTP_REQUEST_TIMEOUT', 'HTTP/1.1 408 Request Timeout'],
    ['HPE_INVALID_METHOD', 'HTTP/1.1 400 Bad Request'],
    [undefined, 'HTTP/1.1 400 Bad Request'],
  ])('answers %s with %s, an error in Graph’s shape, and the end of the connection', (code, line) => {
    const [head = '', body = ''] = answerTo(code).split('\r\n\r\n');

    expect(head.split('\r\n')).toEqual([
      line,
      'content-type: application/json; charset=utf-8',
      'cache-control: no-store',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'Graphveil.TargetInvalid' } });
  });

  it('writes nothing to a connection that is gone', () => {
    const reset = new PassThrough();
    refuseUnread(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), reset);
    const ended = new PassThrough();
    ended.end();
    refuseUnread(new Error('parse error'), ended);

    for (const socket of [reset, ended]) expect([socket.destroyed, socket.read()]).toEqual([true, null]);
  });
});
