import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { httpsClient } from '../../adapters/node/index.ts';

/** The parts of the twin that are used here. */
type TwinGraph = {
  readonly graph: string;
  readonly caCertificate: string;
  readonly tls: { readonly key: string; readonly cert: string };
};

/**
 * Serves the twin's Graph on a separate port, with links to Microsoft's host in its responses, as in the real Graph.
 */
export const graphUnderItsName = async (
  twin: TwinGraph,
  name: string,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> => {
  const http = httpsClient({ ca: twin.caCertificate });
  const server = createServer(twin.tls, (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(([header]) => !['host', 'connection', 'accept-encoding'].includes(header))
        .map(([header, value]) => [header, String(value)]),
    );
    http
      .send({ method: 'GET', url: `${twin.graph}${request.url}`, headers, timeoutMs: 10_000 })
      .then((answer) => {
        const { 'content-encoding': _, 'content-length': __, 'transfer-encoding': ___, ...rest } = answer.headers;
        response.writeHead(answer.status, rest).end(Buffer.from(answer.body).toString().replaceAll(twin.graph, name));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
