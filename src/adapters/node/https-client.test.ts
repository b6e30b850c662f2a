import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import type { UpstreamFault, UpstreamRequest, UpstreamResponse } from '../../ports/index.ts';
import { httpsClient, memoryOf } from './https-client.ts';

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

  it.each([
    ['many small objects', JSON.stringify(Array.from({ length: 1_000 }, () => ({ a: {} }))), 2_000 * 800],
    ['many numbers', JSON.stringify(Array.from({ length: 1_000 }, () => 1)), 1_000 * 150],
    ['one long text', JSON.stringify('x'.repeat(10_000)), 60_000],
  ])('reads no answer that takes more memory than there is: %s', async (_what, body, least) => {
    answer = (_request, response) => response.end(body);
    const { port } = server.address() as AddressInfo;
    const url = `https://127.0.0.1:${port}/`;
    const read = (memory: number) =>
      kindOf(httpsClient({ ca: certificate.cert, memory }).send({ method: 'GET', url, headers: {}, timeoutMs: 5_000 }));
    expect(memoryOf(Buffer.from(body))).toBeGreaterThanOrEqual(least);
    expect(memoryOf(Buffer.from(body))).toBeLessThan(least * 1.3);
    expect(await read(memoryOf(Buffer.from(body)))).toBe('answered');
    expect(await read(memoryOf(Buffer.from(body)) - 1)).toBe('too-large');
  });

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
    ['deflate', 'deflate', (body: Buffer) => deflateSync(body)],
    ['brotli', 'br', (body: Buffer) => brotliCompressSync(body)],
  ])('reads a body written %s', async (_title, coding, encode) => {
    answer = (request, response) => {
      if (coding !== undefined) response.setHeader('content-encoding', coding);
      response.setHeader('request-id', '1');
      response.end(encode(Buffer.from(`${request.method} ${request.url}`)));
    };

    const { status, headers, body } = await ask();

    expect(status).toBe(200);
    expect(headers['request-id']).toBe('1');
    expect(Buffer.from(body).toString()).toBe('GET /v1.0/users?$top=1');
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
