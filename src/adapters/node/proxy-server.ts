import { randomUUID } from 'node:crypto';
import {
  createServer as createHttp,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../ports/index.ts';
import type { Problem } from '../../problems/index.ts';
import { type Call, errorBody, type HandleCall, problemStatus, type Reply } from '../../proxy/index.ts';

export type ProxyServerOptions = {
  /** Connectors by the first segment of their paths: `/<name>/v1.0/…`. */
  readonly proxies: ReadonlyMap<string, HandleCall>;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** @default a free one */
  readonly port?: number;
  /** PEM; with it the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Bound of one call, milliseconds. @default 60 s */
  readonly callTimeoutMs?: number;
  /** The clock that the proxies read. @default the system's */
  readonly clock?: Clock;
};

export type ProxyServer = {
  /** Origin, without a slash at the end; a connector's base URL is `<url>/<name>`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** Serves connectors over HTTP or HTTPS for the demo, for development and for tests; the deployed function needs no server. */
export const startProxyServer = async (options: ProxyServerOptions): Promise<ProxyServer> => {
  const { host = '127.0.0.1', port = 0, tls } = options;
  let origin = '';
  const listener: RequestListener = (request, response) => {
    void answer(request, options, origin).then((reply) => write(response, reply, request.method === 'HEAD'));
  };
  const server = tls === undefined ? createHttp(listener) : createHttps({ key: tls.key, cert: tls.cert }, listener);
  await listen(server, host, port);
  origin = `${tls === undefined ? 'http' : 'https'}://${host}:${(server.address() as AddressInfo).port}`;
  return { url: origin, stop: () => stop(server) };
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const defaultTimeoutMs = 60_000;

const answer = async (
  request: IncomingMessage,
  { proxies, callTimeoutMs = defaultTimeoutMs, clock = Date.now }: ProxyServerOptions,
  origin: string,
): Promise<Pick<Reply, 'status' | 'headers'> & { readonly body: Uint8Array }> => {
  const [, name = '', target = ''] = /^\/([a-z0-9-]{1,64})(\/.*)$/.exec(request.url ?? '') ?? [];
  const handleCall = proxies.get(name);
  if (handleCall === undefined) return noConnector();
  const call: Call = {
    method: request.method ?? 'GET',
    target,
    headers: headersOf(request),
    hasBody: request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0,
    baseUrl: `${origin}/${name}`,
    deadline: clock() + callTimeoutMs,
  };
  return await handleCall(call);
};

const headersOf = (request: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const noConnector = () => {
  const problem: Problem = { code: 'Graphveil.EndpointNotAllowed', detail: 'no connector is served at this path' };
  const id = randomUUID();
  return {
    status: problemStatus(problem),
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: errorBody(problem, { requestId: id, clientRequestId: id, now: Date.now() }),
  };
};

const write = (response: ServerResponse, reply: Awaited<ReturnType<typeof answer>>, headOnly: boolean): void => {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) });
  response.end(headOnly ? undefined : reply.body);
};
