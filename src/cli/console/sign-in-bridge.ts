import { fetchListener, type LocalServer, startLocalServer } from '../../adapters/node/index.ts';
import type { Http, UpstreamRequest } from '../../ports/index.ts';

const timeoutMs = 10_000;

/** Headers that belong to one connection, or that a browser must not take over from the twin's https. */
const unbridged = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'strict-transport-security',
  'transfer-encoding',
]);

const passed = (headers: Iterable<readonly [string, string]>): readonly (readonly [string, string])[] =>
  [...headers].filter(([name]) => !unbridged.has(name));

/**
 * Serves the twin's sign-in page over plain HTTP on loopback. Browsers don't trust the twin's certificate, and nobody should
 * have to install its authority to try the console.
 */
export const startSignInBridge = async (entra: string, http: Http, port = 0): Promise<LocalServer> => {
  const handle = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const answer = await http.send({
      method: request.method as UpstreamRequest['method'],
      url: `${entra}${pathname}${search}`,
      headers: Object.fromEntries(passed(request.headers)),
      timeoutMs,
      ...(body.length > 0 && { body }),
    });
    const reply = new Response(new Uint8Array(answer.body), { status: answer.status });
    // The cookie of the twin's session is for https; without this attribute a browser keeps it here too.
    for (const [name, value] of passed(Object.entries(answer.headers)))
      reply.headers.set(name, name === 'set-cookie' ? value.replace(/; Secure/i, '') : value);
    return reply;
  };
  return startLocalServer({ listener: fetchListener(handle), port });
};
