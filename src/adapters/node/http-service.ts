import type { IncomingMessage } from 'node:http';
import { headerFields } from './header-fields.ts';

/** A request to a service beside the proxies. Header names are lower case. */
export type ServiceRequest = {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly address: string | undefined;
};

export type ServiceReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A service that a server has beside its proxies, such as a token service. */
export type HttpService = {
  /** True for the paths of the service. */
  readonly owns: (path: string) => boolean;
  readonly handle: (request: ServiceRequest) => Promise<ServiceReply | undefined>;
};

/** Bytes of a body that are read. A longer one is cut, and no service accepts the rest as a form. */
const longestBody = 131_072;

/** Reads a body without destroying the request, whose connection carries the reply. Undefined if the client goes away. */
const readBody = (request: IncomingMessage): Promise<string | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (): void => resolve(Buffer.concat(chunks).toString('utf8'));
    request.on('data', (chunk: Buffer) => {
      if (size > longestBody) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > longestBody) done();
    });
    request.once('end', done).once('close', () => resolve(undefined));
  });

/** Nobody receives it. */
const toNobody = { status: 400, headers: {}, body: new Uint8Array() };

/** Lets a service answer a request; undefined if the path isn't one of its own. */
export const serviceReply = async (
  service: HttpService,
  request: IncomingMessage,
): Promise<(Omit<ServiceReply, 'body'> & { readonly body: Uint8Array }) | undefined> => {
  const path = String(request.url).replace(/[?#].*$/s, '');
  if (!service.owns(path)) return undefined;
  const method = String(request.method);
  const address = request.socket.remoteAddress;
  const body = await readBody(request);
  if (body === undefined) return toNobody;
  const reply = await service.handle({ method, path, headers: headerFields(request), body, address });
  return reply && { ...reply, body: Buffer.from(reply.body) };
};
