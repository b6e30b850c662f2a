import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  type Http,
  type MinimumTls,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from '../../ports/index.ts';
import { headerFields } from './header-fields.ts';
import { proxyAgents } from './proxy-agent.ts';

export type HttpsClientOptions = {
  /** PEM of a certificate authority that replaces the public ones, and disables any proxy in the environment; for the twin. */
  readonly ca?: string;
  /** The oldest accepted version of TLS. @default 1.3 */
  readonly minimumTls?: MinimumTls;
  /** Largest decoded body, bytes. @default 64 MiB */
  readonly maxBytes?: number;
  /** Resolves host names, unless a proxy of the environment does. @default the system's */
  readonly lookup?: LookupFunction;
};

/** A page of Graph has a few megabytes. */
const defaultMaxBytes = 64 * 1024 * 1024;

/**
 * HTTP over `node:https` with kept-alive connections, through the environment's proxy if there is one. Decodes bodies and limits their size, follows no redirects, and
 * limits the time of the whole exchange. Rejects only with an `UpstreamFault`.
 */
export const httpsClient = ({
  ca,
  minimumTls = '1.3',
  maxBytes = defaultMaxBytes,
  lookup,
}: HttpsClientOptions = {}): Http => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, ca, lookup, minVersion: `TLSv${minimumTls}` });
  const agentFor = ca === undefined ? proxyAgents(minimumTls) : undefined;
  if (agentFor === undefined) return { send: (request) => exchange(request, agent, maxBytes) };
  return { send: async (request) => exchange(request, (await agentFor(request.url)) ?? agent, maxBytes) };
};

/** Returns the host, path and query of a URL unchanged; a URL parser would encode quotes again. */
const placeOf = (url: string) => {
  const parsed = new URL(url);
  const path = url.slice(url.indexOf('/', parsed.protocol.length + 2));
  return { ...urlToHttpOptions(parsed), path: path.startsWith('/') ? path : '/' };
};

const repeatable = new Set(['GET', 'HEAD']);

/** Milliseconds of a clock that never jumps. Without `performance`, which a function's start would load for nothing else. */
const monotonic = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/**
 * Makes one exchange. If a kept-alive connection turns out to be closed by the server (after the function was frozen),
 * retries once immediately on a new connection.
 */
const exchange = (request: UpstreamRequest, agent: Agent, maxBytes: number, again = true): Promise<UpstreamResponse> =>
  new Promise((resolve, reject) => {
    const { method, url, headers, body, timeoutMs, signal } = request;
    const started = monotonic();
    const outgoing = httpsRequest({
      ...placeOf(url),
      method,
      agent,
      headers: { ...headers, 'accept-encoding': 'gzip, deflate, br' },
    });
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abandon);
      act();
    };
    const fail = (fault: UpstreamFault): void => {
      settle(() => reject(fault));
      outgoing.destroy();
    };
    const abandon = (): void => fail(new UpstreamFault('abandoned'));
    signal?.addEventListener('abort', abandon);
    const timer = setTimeout(() => fail(new UpstreamFault('timeout')), Math.max(0, timeoutMs));
    outgoing.on('error', (error) => {
      if (!again || !outgoing.reusedSocket || !repeatable.has(method))
        return fail(new UpstreamFault('unreachable', error));
      const left = { ...request, timeoutMs: timeoutMs - (monotonic() - started) };
      settle(() => exchange(left, agent, maxBytes, false).then(resolve, reject));
    });
    outgoing.on('response', (incoming) => {
      readBody(incoming, maxBytes).then(
        (bytes) => settle(() => resolve(answerOf(incoming, bytes))),
        (error: unknown) => fail(faultOf(error)),
      );
    });
    outgoing.on('upgrade', () => fail(new UpstreamFault('unreachable')));
    outgoing.end(body);
  });

/** Names of zlib errors begin with `Z_`, those of Brotli with `ERR__ERROR_`. */
const faultOf = (error: unknown): UpstreamFault => {
  if (error instanceof UpstreamFault) return error;
  const { code } = error as NodeJS.ErrnoException;
  return new UpstreamFault(/^(?:Z_|ERR_(?:_ERROR|BROTLI))/.test(String(code)) ? 'undecodable' : 'unreachable', error);
};

const answerOf = (incoming: IncomingMessage, body: Uint8Array): UpstreamResponse => ({
  status: incoming.statusCode ?? 0,
  headers: headerFields(incoming),
  body,
});

const readBody = async (incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array> => {
  const decoded = decode(incoming);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) throw new UpstreamFault('too-large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

/** Decodes the content codings (RFC 9110, 8.4.1) that the request offers. Others can't be decoded. */
const decode = (incoming: IncomingMessage): Readable => {
  const coding = (incoming.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '') return incoming;
  const decoder = decoders.get(coding)?.();
  if (decoder === undefined) throw new UpstreamFault('undecodable');
  incoming.on('error', (error) => decoder.destroy(new UpstreamFault('unreachable', error)));
  return incoming.pipe(decoder);
};

const decoders = new Map<string, () => ReturnType<typeof createGunzip>>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
]);
