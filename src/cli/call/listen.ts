import type { IncomingMessage } from 'node:http';
import { type LocalServer, namesForeignHost, requestedOrigin, startLocalServer } from '../../adapters/node/index.ts';
import { type ProblemCode, problemCodes } from '../../problems/index.ts';
import type { RouteCall } from '../../proxy/index.ts';
import { CliError } from '../shared/exit.ts';

const passed = ['accept', 'prefer', 'consistencylevel', 'client-request-id', 'content-type'];

const requestHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    passed.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );

const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : Buffer.concat(chunks);
};

const refusal = (code: ProblemCode, message: string = problemCodes[code].message) => ({
  status: problemCodes[code].status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: { code, message } }),
});

/** A connector that local tools reach. */
export type Endpoint = {
  /** First segment of its paths below the shared URL. @default the connector has all paths */
  readonly name?: string;
  readonly origin: string;
  /** Signs and sends a request. */
  readonly send: typeof fetch;
};

export type LoopbackOptions = {
  readonly endpoints: readonly Endpoint[];
  /** Chooses the endpoint of a request by its name. @default the only endpoint has all paths */
  readonly route?: RouteCall;
  readonly host?: string;
  readonly port?: number;
  /** Names that local tools may use for this server, besides its own. */
  readonly hostNames?: readonly string[];
};

type Chosen = { readonly endpoint: Endpoint; readonly target: string };

const choose = ({ endpoints, route }: LoopbackOptions, target: string): Chosen | undefined => {
  const routed = route === undefined ? { name: undefined, target } : route(target);
  const endpoint = routed && endpoints.find(({ name }) => name === routed.name);
  return endpoint && { endpoint, target: routed.target };
};

/**
 * Listens on this machine, signs each request and forwards it to its connector. Paging and delta links in replies lead back to
 * this server, below the name of their connector if there are several. Rejects requests for another host name, so that no web page
 * can use it.
 */
export const startLoopback = async (options: LoopbackOptions): Promise<LocalServer> => {
  const pass = async (request: IncomingMessage, own: string, signal: AbortSignal) => {
    const { host, origin } = request.headers;
    if (namesForeignHost(host ?? '', own, options.hostNames) || origin !== undefined)
      return refusal('Graphveil.HostRefused');
    if (request.url?.startsWith('/') !== true) return refusal('Graphveil.TargetInvalid');
    const chosen = choose(options, request.url);
    if (chosen === undefined) return refusal('Graphveil.EndpointNotAllowed', 'No connector is served at this path.');
    const { endpoint, target } = chosen;
    const body = await bodyOf(request);
    const response = await endpoint
      .send(`${endpoint.origin}${target}`, {
        method: request.method ?? 'GET',
        headers: requestHeaders(request),
        signal,
        ...(body !== undefined && { body: new Uint8Array(body) }),
      })
      .catch((error: unknown) => {
        if (error instanceof CliError) throw error;
        throw new Error(`${new URL(endpoint.origin).host} could not be reached.`);
      });
    const text = await response.text();
    const headers = [...response.headers].filter(
      ([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection'].includes(name),
    );
    const base = `${requestedOrigin(host, own)}${endpoint.name === undefined ? '' : `/${endpoint.name}`}`;
    return {
      status: response.status,
      headers: Object.fromEntries(headers),
      body: text.replaceAll(`"${endpoint.origin}/`, `"${base}/`),
    };
  };

  let own = '';
  const server = await startLocalServer({
    host: options.host,
    port: options.port,
    listener: (request, response) => {
      const left = new AbortController();
      response.on('close', () => {
        if (!response.writableFinished) left.abort();
      });
      pass(request, own, left.signal)
        .catch((error: unknown) =>
          refusal('Graphveil.UpstreamUnreachable', error instanceof Error ? error.message : undefined),
        )
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        .catch(() => response.destroy());
    },
  });
  own = server.url;
  return server;
};
