import { once } from 'node:events';
import type { Agent, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { gunzipSync } from 'node:zlib';

/** The subset of `RequestInit` that tests use. */
export type HttpsInit = {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: string;
  /** Connects, for example through a proxy. */
  readonly agent?: Agent;
};
type HeadersInit = ConstructorParameters<typeof Headers>[0];

const bodiless = new Set([204, 304]);

/**
 * A `fetch` that trusts one certificate authority, which Node's own supports only for the whole process. Requests
 * compressed responses and decompresses them.
 */
export const httpsFetch = async (url: string | URL, init: HttpsInit, ca: string): Promise<Response> => {
  const headers = Object.fromEntries(
    new Headers({ 'accept-encoding': 'gzip', ...Object.fromEntries(new Headers(init.headers)) }),
  );
  const { agent } = init;
  const sent = request(url, { ca, method: init.method ?? 'GET', headers, ...(agent && { agent }) });
  sent.end(init.body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const bytes = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const answered = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) answered.set(name, String(value));
  answered.delete('content-encoding');
  const status = answer.statusCode ?? 0;
  return new Response(bodiless.has(status) ? null : new Uint8Array(bytes), { status, headers: answered });
};
