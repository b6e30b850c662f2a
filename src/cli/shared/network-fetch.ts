import { httpsClient, proxyFor } from '../../adapters/node/index.ts';
import { environmentProxy } from '../../config/index.ts';
import type { Http, UpstreamRequest } from '../../ports/index.ts';

/** As long as the global fetch waits for headers. */
const timeoutMs = 300_000;

let client: Http | undefined;

/** A response of these statuses can't have a body (Fetch standard, "null body status"). */
const bodiless = new Set([101, 204, 205, 304]);

/**
 * A fetch that uses the environment's proxy, which the global fetch of Node.js doesn't know. Follows no redirects
 * through a proxy. Rejects as the global fetch does: with an error whose cause has the code.
 */
export const networkFetch: typeof fetch = async (input, init) => {
  if (environmentProxy() === undefined) return fetch(input, init);
  const request = new Request(input, init);
  if ((await proxyFor(request.url)) === undefined) return fetch(request);
  // As the global fetch.
  client ??= httpsClient({ minimumTls: '1.2' });
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const {
    status,
    headers,
    body: bytes,
  } = await client.send({
    method: request.method as UpstreamRequest['method'],
    url: request.url,
    headers: Object.fromEntries(request.headers),
    timeoutMs,
    signal: request.signal,
    ...(body !== undefined && { body }),
  });
  return new Response(bodiless.has(status) ? null : new Uint8Array(bytes), { status, headers });
};
