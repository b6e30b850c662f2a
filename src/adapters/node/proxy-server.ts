import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../ports/index.ts';
import type { Problem } from '../../problems/index.ts';
import {
  type Call,
  errorBody,
  type HandleCall,
  problemStatus,
  type Reply,
  type RouteCall,
  routeByName,
} from '../../proxy/index.ts';
import { headerFields } from './header-fields.ts';
import { type HttpService, serviceReply } from './http-service.ts';
import { type LocalServer, namesForeignHost, requestedOrigin, startLocalServer } from './local-server.ts';

export type ProxyServerOptions = {
  /** Connectors by name. */
  readonly proxies: ReadonlyMap<string, HandleCall>;
  /** Chooses the connector of a call. @default the one that the first segment names: `/<name>/v1.0/…` */
  readonly route?: RouteCall;
  /** Answers its own paths before connectors are asked. */
  readonly service?: HttpService;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** @default a free one */
  readonly port?: number;
  /** Origin that callers use, without a trailing slash, if a service forwards to this server. @default the server's own */
  readonly publicUrl?: string;
  /** Names that callers may use for this server, besides its own and that of `publicUrl`. */
  readonly hostNames?: readonly string[] | undefined;
  /** Names as which it answers: links lead to them if a request names them. They are accepted as host names, too. */
  readonly answersAs?: readonly string[] | undefined;
  /** Called before the server listens. Returns what to do when it stops. */
  readonly prepare?: ((server: Server) => () => void) | undefined;
  /** PEM; with it the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Time limit of one call, in milliseconds. @default 60 s */
  readonly callTimeoutMs?: number;
  /** Calls at the same time; more are refused. @default 256 */
  readonly mostCalls?: number;
  /** The proxies' clock. @default the system's */
  readonly clock?: Clock;
};

/**
 * Room for a target of the maximum length, and for headers. A request without a Host header doesn't come from a
 * browser.
 */
const limits = { maxHeaderSize: 65_536, requireHostHeader: false };

/** Serves connectors over HTTP or HTTPS for the demo, for development and for tests; the deployed function needs no server. */
export const startProxyServer = async (options: ProxyServerOptions): Promise<LocalServer> => {
  const { host, port, tls, mostCalls = defaultMostCalls } = options;
  let calls = 0;
  const answered = async (request: IncomingMessage, signal: AbortSignal): Promise<ServedReply> => {
    if (calls >= mostCalls) return refusal(busy);
    calls += 1;
    try {
      return await answer(request, options, server.url, signal);
    } catch {
      return refusal(fault);
    } finally {
      calls -= 1;
    }
  };
  const listener: RequestListener = (request, response) => {
    const left = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) left.abort();
    });
    void answered(request, left.signal).then((reply) => write(response, reply));
  };
  const server: LocalServer = await startLocalServer({
    listener,
    limits,
    host,
    port,
    tls,
    prepare: (started) => {
      started.on('checkExpectation', listener).on('clientError', refuseUnread);
      return options.prepare?.(started) ?? (() => undefined);
    },
  });
  return server;
};

const [defaultTimeoutMs, defaultMostCalls] = [60_000, 256];

type ServedReply = Pick<Reply, 'status' | 'headers'> & { readonly body: Uint8Array };

const answer = async (
  request: IncomingMessage,
  {
    proxies,
    route = routeByName(new Set(proxies.keys())),
    service,
    publicUrl,
    hostNames = [],
    answersAs = [],
    callTimeoutMs,
    clock = Date.now,
  }: ProxyServerOptions,
  origin: string,
  signal: AbortSignal,
): Promise<ServedReply> => {
  const url = String(request.url);
  const { host } = request.headers;
  if (namesForeignHost(host, origin, [...hostNames, ...answersAs, ...nameOf(publicUrl)])) return refusal(anotherHost);
  const answering = answersAs.find((name) => name === host?.toLowerCase().replace(/:443$/, ''));
  const base = answering === undefined ? (publicUrl ?? requestedOrigin(host, origin)) : `https://${answering}`;
  const served = service && (await serviceReply(service, request));
  if (served !== undefined) return served;
  const routed = route(url);
  const handleCall = proxies.get(routed?.name ?? '');
  if (routed === undefined || handleCall === undefined)
    return refusal(url.startsWith('/') ? noConnector : notOriginForm);
  const call: Call = {
    method: String(request.method),
    target: routed.target,
    headers: headerFields(request),
    hasBody: request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0,
    baseUrl: routed.shared ? base : `${base}/${routed.name}`,
    shared: routed.shared,
    deadline: clock() + (callTimeoutMs ?? defaultTimeoutMs),
    signal,
  };
  return await handleCall(call);
};

const nameOf = (url: string | undefined): readonly string[] => (url === undefined ? [] : [new URL(url).hostname]);

const noConnector: Problem = {
  code: 'Graphveil.EndpointNotAllowed',
  detail: 'no connector is served at this path',
};
const notOriginForm: Problem = { code: 'Graphveil.TargetInvalid', detail: 'it is not a path that begins with a slash' };

const anotherHost: Problem = { code: 'Graphveil.HostRefused' };

/** Problems of input that Node.js can't parse as a request, by error code. Other codes mean that it isn't HTTP. */
const unread: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: { code: 'Graphveil.TargetInvalid', status: 431, detail: 'target or headers are too long' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'Graphveil.TargetInvalid', status: 408, detail: 'the request did not end in time' },
};
const notHttp: Problem = { code: 'Graphveil.TargetInvalid', detail: 'the request is not well-formed HTTP' };

/** A proxy never rejects, but a service beside it may. */
const fault: Problem = { code: 'Graphveil.InternalFault' };

const busy: Problem = { code: 'Graphveil.Busy', headers: { 'retry-after': '1' } };

const refusal = (problem: Problem): ServedReply => {
  const id = randomUUID();
  return {
    status: problemStatus(problem),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...problem.headers,
    },
    body: errorBody(problem, { requestId: id, clientRequestId: id, now: Date.now() }),
  };
};

/** Replies to input that couldn't be parsed as a request, and closes the connection. */
export const refuseUnread = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, headers, body } = refusal(unread[String(error.code)] ?? notHttp);
  const lines = Object.entries({ ...headers, 'content-length': body.length, connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`);
  socket.end(body);
};

const write = (response: ServerResponse, reply: ServedReply): void => {
  // RFC 9110, 8.6: no Content-Length with 204.
  const length = reply.status === 204 ? {} : { 'content-length': String(reply.body.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  // Node sends no body in reply to HEAD.
  response.end(reply.body);
};
