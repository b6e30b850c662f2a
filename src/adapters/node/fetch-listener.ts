import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { headerFields } from './header-fields.ts';

/** Handles a request of the Fetch standard. Never rejects. */
export type HandleFetch = (request: Request) => Promise<Response>;

/** Bytes of a body that are read; a longer request is refused. */
const longestBody = 1_048_576;

const bodyOf = async (message: IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > longestBody) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

const requestOf = async (message: IncomingMessage, scheme: string): Promise<Request | undefined> => {
  const method = String(message.method);
  const url = `${scheme}://${message.headers.host ?? ''}${message.url ?? ''}`;
  if (!URL.canParse(url) || !message.url?.startsWith('/')) return undefined;
  const body = await bodyOf(message);
  if (body === undefined) return undefined;
  const headers = headerFields(message);
  try {
    return new Request(url, { method, headers, ...(hasBody(method) && { body: new Uint8Array(body) }) });
  } catch {
    // The standard has no such request: its method is TRACE, or its host holds a name and a password.
    return undefined;
  }
};

const write = async (response: Response, to: ServerResponse): Promise<void> => {
  to.statusCode = response.status;
  const cookies = response.headers.getSetCookie();
  for (const [name, value] of response.headers) if (name !== 'set-cookie') to.setHeader(name, value);
  if (cookies.length > 0) to.setHeader('set-cookie', cookies);
  to.end(Buffer.from(await response.arrayBuffer()));
};

/** Returns a listener that hands requests of a server on this machine to a handler. */
export const fetchListener =
  (handle: HandleFetch, scheme: 'http' | 'https' = 'http'): RequestListener =>
  (message, to) => {
    const answer = async (): Promise<void> => {
      const request = await requestOf(message, scheme);
      await write(request === undefined ? new Response(null, { status: 400 }) : await handle(request), to);
    };
    answer().catch(() => to.destroy());
  };
