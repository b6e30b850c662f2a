import { createServer as createHttp, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, isIP } from 'node:net';

export type LocalServerOptions = {
  readonly listener: RequestListener;
  /** @default 127.0.0.1 */
  readonly host?: string | undefined;
  /** @default a free one */
  readonly port?: number | undefined;
  /** PEM; with it the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly limits?: Pick<ServerOptions, 'maxHeaderSize' | 'requireHostHeader'>;
  /** Called before the server listens, to handle events other than requests. Returns what to do when it stops. */
  readonly prepare?: (server: Server) => () => void;
};

export type LocalServer = {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** Closes open connections and resolves when the server is closed. Repeated calls wait for the same event. */
  readonly stop: () => Promise<void>;
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

const close = (server: Server, cleanUp: (() => void) | undefined): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    cleanUp?.();
    server.closeAllConnections();
  });

/** Starts an HTTP or HTTPS server on this machine. Rejects if the port can't be bound. */
export const startLocalServer = async (options: LocalServerOptions): Promise<LocalServer> => {
  const { listener, host = '127.0.0.1', port = 0, tls, limits = {}, prepare } = options;
  const server = tls === undefined ? createHttp(limits, listener) : createHttps({ ...limits, ...tls }, listener);
  const cleanUp = prepare?.(server);
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () => {
      stopped ??= close(server, cleanUp);
      return stopped;
    },
  };
};

const loopback = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[a-z0-9-]+\.)*localhost)$/i;

/** A host name or an address, without its port. */
const nameIn = (host: string): string => /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d+)?$/i.exec(host)?.[1]?.toLowerCase() ?? '';

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0;

/**
 * True if a request names another host than the server's own. Otherwise a web page whose host name resolves to this server ("DNS
 * rebinding") could read replies in a user's browser. A server on loopback accepts loopback names. Another server also accepts
 * addresses, which can't be rebound, and its own name. `names` are the names that clients may use besides.
 */
export const namesForeignHost = (host: string | undefined, origin: string, names: readonly string[] = []): boolean => {
  if (host === undefined) return false;
  const [name, own] = [nameIn(host), new URL(origin).hostname];
  if (loopback.test(name) || names.some((known) => known.toLowerCase() === name)) return false;
  return loopback.test(own) || (name !== own && !isAddress(name));
};

/** The origin that a client used, for links: the server's own, or the requested host if the server listens on every address. */
export const requestedOrigin = (host: string | undefined, origin: string): string => {
  const { protocol, hostname } = new URL(origin);
  return host !== undefined && (hostname === '0.0.0.0' || hostname === '[::]') ? `${protocol}//${host}` : origin;
};
