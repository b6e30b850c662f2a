import { createServer as createHttp, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';

export type LocalServerOptions = {
  readonly listener: RequestListener;
  /** @default 127.0.0.1 */
  readonly host?: string | undefined;
  /** @default a free one */
  readonly port?: number | undefined;
  /** PEM; with it the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly limits?: Pick<ServerOptions, 'maxHeaderSize' | 'requireHostHeader'>;
  /** Called before the server listens, to handle events other than requests. */
  readonly prepare?: (server: Server) => void;
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

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Starts an HTTP or HTTPS server on this machine. Rejects if the port can't be bound. */
export const startLocalServer = async (options: LocalServerOptions): Promise<LocalServer> => {
  const { listener, host = '127.0.0.1', port = 0, tls, limits = {}, prepare } = options;
  const server = tls === undefined ? createHttp(limits, listener) : createHttps({ ...limits, ...tls }, listener);
  prepare?.(server);
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () => {
      stopped ??= close(server);
      return stopped;
    },
  };
};

const loopback = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[a-z0-9-]+\.)*localhost)(?::\d+)?$/i;

/**
 * True if a request to a loopback server names another host. Otherwise a web page whose host name resolves to this
 * machine ("DNS rebinding") could read replies in the user's browser.
 */
export const namesForeignHost = (host: string | undefined, origin: string): boolean =>
  host !== undefined && loopback.test(new URL(origin).host) && !loopback.test(host);
