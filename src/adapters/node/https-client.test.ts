import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import type { UpstreamFault, UpstreamRequest, UpstreamResponse } from '../../ports/index.ts';
import { httpsClient } from './https-client.ts';

describe('httpsClient', () => {
  let certificate: { readonly private: string; readonly cert: string };
  let server: Server;
  let answer: RequestListener;

  beforeAll(async () => {
    certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) =>
      answer(request, response),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = (more: Partial<UpstreamRequest> = {}, maxBytes = 1_000): Promise<UpstreamResponse> => {
    const { port } = server.address() as AddressInfo;
    return httpsClient({ ca: certificate.cert, maxBytes }).send({
      method: 'GET',
      url: `https://127.0.0.1:${port}/v1.0/users?$top=1`,
      headers: { authorization: 'Bearer x' },
      timeoutMs: 5_000,
      ...more,
    });
  };

  const kindOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'answered',
      (error: UpstreamFault) => error.kind,
    );

  describe('with a signal', () => {
    const closed = async (act: (left: AbortController) => void, body = '') => {
      const left = new AbortController();
      const over = new Promise((resolve) => {
        answer = (_, response) => {
          response.on('close', () => resolve('closed'));
          response.writeHead(200);
          response.write(body);
          act(left);
        };
      });
      return [await kindOf(ask({ signal: left.signal })), await over];
    };

    it('ends the exchange when it aborts before the answer', async () => {
      expect(await closed((left) => left.abort())).toEqual(['abandoned', 'closed']);
    });

    it('ends the exchange when it aborts in the middle of a body', async () => {
      const later = (left: AbortController): void => void setTimeout(() => left.abort(), 50);
      expect(await closed(later, '{"value":[')).toEqual(['abandoned', 'closed']);
    });

    it('answers as usual when it aborts too late', async () => {
      const left = new AbortController();
      answer = (_, response) => response.end('{}');
      const { status } = await ask({ signal: left.signal });
      left.abort();
      expect(status).toBe(200);
    });
  });

  it.each([
    ['as it is', undefined, (body: Buffer) => body],
    ['gzip', 'gzip', (body: Buffer) => gzipSync(body)],
    ['gzip in capitals, with blanks', ' GZIP ', (body: Buffer) => gzipSync(body)],
    ['gzip by its old name', 'x-gzip', (body: Buffer) => gzipSync(body)],
    ['as it is, and says so', 'identity', (body: Buffer) => body],
    ['as it is, of an empty coding', '', (body: Buffer) => body],
    ['deflate', 'deflate', (body: Buffer) => deflateSync(body)],
    ['brotli', 'br', (body: Buffer) => brotliCompressSync(body)],
  ])('reads a body written %s', async (_title, coding, encode) => {
    answer = (request, response) => {
      if (coding !== undefined) response.setHeader('content-encoding', coding);
      response.setHeader('request-id', '1');
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.end(encode(Buffer.from(`${request.method} ${request.url}`)));
    };

    const { status, headers, body } = await ask();

    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'request-id': '1', 'set-cookie': 'a=1, b=2' });
    expect(Buffer.from(body).toString()).toBe('GET /v1.0/users?$top=1');
  });

  it('offers the codings that it decodes, beside the headers of the request', async () => {
    answer = (request, response) => response.end(JSON.stringify(request.headers));

    expect(JSON.parse(Buffer.from((await ask()).body).toString())).toMatchObject({
      authorization: 'Bearer x',
      'accept-encoding': 'gzip, deflate, br',
    });
  });

  it('sends the body of a request', async () => {
    answer = (request, response) => request.pipe(response);

    const { body } = await ask({ method: 'POST', body: Buffer.from('{"requests":[]}') });

    expect(Buffer.from(body).toString()).toBe('{"requests":[]}');
  });

  it('sends path and query unchanged', async () => {
    answer = (request, response) => response.end(request.url);
    const { port } = server.address() as AddressInfo;
    for (const path of ["/v1.0/users('a')/events?$filter=a%20eq%20'b'&x={}", '/', '']) {
      const { body } = await ask({ url: `https://127.0.0.1:${port}${path}` });
      expect(Buffer.from(body).toString()).toBe(path || '/');
    }
  });

  it('retries immediately on a connection that the server closed while it was idle', async () => {
    const seen = new Set<unknown>();
    answer = (request, response) => {
      if (seen.has(request.socket)) request.socket.destroy();
      else response.end('ok');
      seen.add(request.socket);
    };
    const { port } = server.address() as AddressInfo;
    const client = httpsClient({ ca: certificate.cert });
    const request = { method: 'GET', url: `https://127.0.0.1:${port}/`, headers: {}, timeoutMs: 5_000 } as const;
    for (const _ of [1, 2, 3]) expect((await client.send(request)).status).toBe(200);
    expect(seen.size).toBe(3);
  });

  describe('on a kept-alive connection', () => {
    /** Sends one request to open the connection, and a second one that the server doesn't answer. */
    const second = async (more: Partial<UpstreamRequest>, act: RequestListener) => {
      let requests = 0;
      answer = (request, response) => {
        requests += 1;
        if (requests === 1) response.end('ok');
        else act(request, response);
      };
      const { port } = server.address() as AddressInfo;
      const client = httpsClient({ ca: certificate.cert });
      const request = { method: 'GET', url: `https://127.0.0.1:${port}/`, headers: {}, timeoutMs: 5_000 } as const;
      await client.send(request);
      const started = performance.now();
      const kind = await kindOf(client.send({ ...request, ...more }));
      return { kind, requests, took: performance.now() - started };
    };
    const hangUp: RequestListener = (request) => request.socket.destroy();

    it('repeats HEAD as well, and only once', async () => {
      expect(await second({ method: 'HEAD' }, hangUp)).toMatchObject({ kind: 'unreachable', requests: 3 });
    });

    it('never repeats a request that may have changed something', async () => {
      expect(await second({ method: 'POST' }, hangUp)).toMatchObject({ kind: 'unreachable', requests: 2 });
    });

    it('does not repeat a request that timed out or was abandoned', async () => {
      expect(await second({ timeoutMs: 50 }, () => undefined)).toMatchObject({ kind: 'timeout', requests: 2 });
      const left = new AbortController();
      const abandon = (): void => left.abort();
      expect(await second({ signal: left.signal }, abandon)).toMatchObject({ kind: 'abandoned', requests: 2 });
    });

    it('limits the time of both attempts together', async () => {
      let attempts = 0;
      const { kind, took } = await second({ timeoutMs: 400 }, (request) => {
        attempts += 1;
        if (attempts === 1) setTimeout(() => request.socket.destroy(), 300);
      });
      expect([kind, attempts]).toEqual(['timeout', 2]);
      expect(took).toBeLessThan(900);
    });
  });

  it('does not repeat a request on a new connection', async () => {
    let requests = 0;
    answer = (request) => {
      requests += 1;
      request.socket.destroy();
    };

    expect(await kindOf(ask())).toBe('unreachable');
    expect(requests).toBe(1);
  });

  it('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'https://other.example/' }).end();

    const { status } = await ask();

    expect(status).toBe(302);
  });

  it('refuses another protocol at once', async () => {
    answer = (request) =>
      request.socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');

    expect(await kindOf(ask({ timeoutMs: 4_000 }))).toBe('unreachable');
  });

  it('reads a body as long as the cap, and none that is longer', async () => {
    answer = (_request, response) => response.end('1234567890');

    expect(await kindOf(ask({}, 10))).toBe('answered');
    expect(await kindOf(ask({}, 9))).toBe('too-large');
  });

  it('closes the connection of a body that it cannot decode', async () => {
    const closed = new Promise((resolve) => {
      answer = (_request, response) => {
        response.on('close', () => resolve('closed'));
        response.setHeader('content-encoding', 'gzip').write('not gzip');
      };
    });

    expect(await kindOf(ask())).toBe('undecodable');
    expect(await closed).toBe('closed');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('tells a %s body that ends early from a connection that does', async (coding, compress) => {
    const whole = compress(Buffer.from('x'.repeat(500)));
    answer = (_request, response) => response.setHeader('content-encoding', coding).end(whole.subarray(0, -3));
    expect(await kindOf(ask())).toBe('undecodable');

    answer = (_request, response) => {
      response.setHeader('content-encoding', coding).setHeader('content-length', whole.length);
      response.write(whole.subarray(0, -3));
      setTimeout(() => response.destroy(), 20);
    };
    expect(await kindOf(ask())).toBe('unreachable');
  });

  it('refuses a body that grows beyond the cap when it is decoded', async () => {
    answer = (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(1_000_000)));
    };

    expect(await kindOf(ask())).toBe('too-large');
  });

  it('refuses a coding that it did not offer', async () => {
    answer = (_request, response) => response.setHeader('content-encoding', 'zstd').end('x');

    expect(await kindOf(ask())).toBe('undecodable');
  });

  it('refuses a body that is not of its coding, or is cut', async () => {
    answer = (_request, response) => response.setHeader('content-encoding', 'gzip').end('not gzip');
    expect(await kindOf(ask())).toBe('undecodable');

    answer = (_request, response) => {
      response.setHeader('content-length', '100');
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await kindOf(ask())).toBe('unreachable');
  });

  it('gives up when the time is over, in the middle of a body too', async () => {
    answer = (_request, response) => {
      response.write('half');
    };

    expect(await kindOf(ask({ timeoutMs: 100 }))).toBe('timeout');
  });

  it.each([
    ['TLSv1.2', undefined, 'unreachable'],
    ['TLSv1.2', '1.2', 'answered'],
    ['TLSv1.1', '1.2', 'unreachable'],
    ['TLSv1.3', undefined, 'answered'],
  ] as const)('connects to a server of %s with the minimum %s: %s', async (maxVersion, minimumTls, outcome) => {
    const ciphers = 'DEFAULT@SECLEVEL=0';
    const options = {
      key: certificate.private,
      cert: certificate.cert,
      minVersion: 'TLSv1',
      maxVersion,
      ciphers,
    } as const;
    const old = createServer(options, (_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(old.address() as AddressInfo).port}/`;
    const client = httpsClient({ ca: certificate.cert, ...(minimumTls === undefined ? {} : { minimumTls }) });
    const kind = await kindOf(client.send({ method: 'GET', url, headers: {}, timeoutMs: 5_000 }));
    old.closeAllConnections();
    old.close();

    expect(kind).toBe(outcome);
  });

  it('rejects a certificate that is not trusted', async () => {
    const { port } = server.address() as AddressInfo;
    const asked = httpsClient().send({
      method: 'GET',
      url: `https://127.0.0.1:${port}/`,
      headers: {},
      timeoutMs: 5_000,
    });

    expect(await kindOf(asked)).toBe('unreachable');
  });
});
