import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy on loopback that connects hosts to loopback ports and records every CONNECT. */
export type LoggingProxy = {
  readonly url: string;
  /** Hosts with ports in the order of the requests, for example `graph.microsoft.com:443`. */
  readonly asked: string[];
  readonly stop: () => Promise<void>;
};

/**
 * Starts the proxy.
 *
 * @param routes loopback ports by host; other hosts get 502
 * @param refusal a status for every host
 */
export const startLoggingProxy = async (
  routes: Readonly<Record<string, number>>,
  refusal?: number,
): Promise<LoggingProxy> => {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '' }, client: Socket) => {
    asked.push(url);
    open.add(client);
    const port = routes[url.replace(/:\d+$/, '')];
    const end = (status: number): void => {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    };
    client.on('error', () => undefined);
    if (refusal !== undefined) return end(refusal);
    if (port === undefined) return end(502);
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    open.add(target);
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
        server.closeAllConnections();
      }),
  };
};
