import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Prepares two servers of this process before they listen, and returns what to do when they stop. */
export type ProxyPair = Readonly<Record<'plain' | 'secure', (server: Server) => () => void>>;

const authorityOf = (origin: string): string => {
  const { hostname, port } = new URL(origin);
  return `${hostname}:${port === '' ? '443' : port}`;
};

export type ProxyPairOptions = {
  /** Hosts that are answered at port 443, in lower case. Without one, every CONNECT is refused. */
  readonly hosts: readonly string[];
  /** The HTTPS server's own origin, which metadata and links name. */
  readonly own: () => string | undefined;
};

/**
 * Makes an HTTP server the HTTPS proxy of tools whose hosts are fixed: answers CONNECT (RFC 9110, 9.3.6) for some hosts by handing the
 * connection to an HTTPS server beside it. Refuses every other host and port, so that nobody reaches anything else through it.
 */
export const proxyPair = ({ hosts, own }: ProxyPairOptions): ProxyPair => {
  let secure: Server | undefined;
  const open = new Set<Duplex>();
  const isAnswered = (authority: string): boolean => {
    if (hosts.length === 0) return false;
    const known = [...hosts.map((host) => `https://${host}`), own()];
    return known.some((origin) => origin !== undefined && authority === authorityOf(origin));
  };
  const connect = ({ url = '' }: IncomingMessage, socket: Duplex, head: Buffer): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
    if (secure === undefined || !isAnswered(url.toLowerCase())) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    secure.emit('connection', socket);
  };
  const closeAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    plain: (server) => {
      server.on('connect', connect);
      return closeAll;
    },
    secure: (server) => {
      secure = server;
      return closeAll;
    },
  };
};
