import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type LocalServer, startLocalServer } from '../../adapters/node/index.ts';
import type { TwinCertificate } from './certificate.ts';
import type { TwinAnswer, TwinCall } from './message.ts';

export type TwinService = (call: TwinCall) => TwinAnswer | Promise<TwinAnswer>;

/** Smaller responses are sent uncompressed, as in Graph. */
const smallestCompressed = 256;

const readCall = async (request: IncomingMessage, base: string): Promise<TwinCall> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', base),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
};

const write = (response: ServerResponse, answer: TwinAnswer, acceptsGzip: boolean): void => {
  const json = answer.json === undefined ? undefined : Buffer.from(JSON.stringify(answer.json));
  const plain = answer.bytes ?? json ?? new Uint8Array();
  const encoded = answer.headers?.['content-encoding'] !== undefined;
  const compressed = acceptsGzip && !encoded && plain.length >= smallestCompressed;
  const body = compressed ? gzipSync(plain, { level: 1 }) : plain;
  const headers: Record<string, string | number> = { 'content-length': body.length };
  if (json !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
  if (compressed) headers['content-encoding'] = 'gzip';
  response.writeHead(answer.status, { ...headers, ...answer.headers }).end(body);
};

/** Reports a fault of the twin itself, marked as such so that nobody looks for it in the code under test. */
const ownFault = (error: unknown): TwinAnswer => ({
  status: 500,
  json: {
    error: { code: 'twinFault', message: `the twin failed: ${error instanceof Error ? error.message : 'unknown'}` },
  },
});

/**
 * Serves HTTPS only on the loopback interface; port 0 selects a free one. If a service throws, responds with 500 and
 * its name.
 */
export const serveHttps = async (
  port: number,
  certificate: TwinCertificate,
  service: TwinService,
): Promise<LocalServer> => {
  let url = '';
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request, url);
    const answer = await Promise.resolve(call).then(service).catch(ownFault);
    write(response, answer, (call.headers['accept-encoding'] ?? '').includes('gzip'));
  };
  const server = await startLocalServer({
    port,
    tls: { key: certificate.privateKey, cert: certificate.certificate },
    listener: (request, response) => {
      respond(request, response).catch(() => response.destroy());
    },
  });
  url = server.url;
  return server;
};
