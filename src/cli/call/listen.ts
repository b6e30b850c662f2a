import type { IncomingMessage } from 'node:http';
import { type LocalServer, namesForeignHost, startLocalServer } from '../../adapters/node/index.ts';
import { type ProblemCode, problemCodes } from '../../problems/index.ts';
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

/**
 * Listens on loopback, signs each request and forwards it to one connector. Paging and delta links in replies point
 * back to this server. Rejects requests for another host name, so that no web page can use it.
 */
export const startLoopback = async (endpoint: URL, send: typeof fetch, port = 0): Promise<LocalServer> => {
  const pass = async (request: IncomingMessage, own: string, signal: AbortSignal) => {
    if (namesForeignHost(request.headers.host ?? '', own) || request.headers.origin !== undefined)
      return refusal('Graphveil.HostRefused');
    if (request.url?.startsWith('/') !== true) return refusal('Graphveil.TargetInvalid');
    const body = await bodyOf(request);
    const response = await send(`${endpoint.origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: requestHeaders(request),
      signal,
      ...(body !== undefined && { body: new Uint8Array(body) }),
    });
    const text = await response.text();
    const headers = [...response.headers].filter(
      ([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection'].includes(name),
    );
    return {
      status: response.status,
      headers: Object.fromEntries(headers),
      body: text.replaceAll(`"${endpoint.origin}/`, `"${own}/`),
    };
  };

  let own = '';
  const server = await startLocalServer({
    port,
    listener: (request, response) => {
      const left = new AbortController();
      response.on('close', () => {
        if (!response.writableFinished) left.abort();
      });
      pass(request, own, left.signal)
        .catch((error: unknown) =>
          refusal(
            'Graphveil.UpstreamUnreachable',
            error instanceof CliError ? error.message : `${endpoint.host} could not be reached.`,
          ),
        )
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        .catch(() => response.destroy());
    },
  });
  own = server.url;
  return server;
};
