import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { httpsClient } from '../../adapters/node/index.ts';

/** The parts of the twin that are used here. */
type TwinGraph = {
  readonly graph: string;
  readonly caCertificate: string;
  readonly tls: { readonly key: string; readonly cert: string };
};

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string };

/**
 * Serves the twin's Graph on a separate port, with links to Microsoft's host in its responses, as in the real Graph.
 *
 * @param remember whether a repeated request gets the first response again, so that a measurement leaves the twin's time out
 */
export const graphUnderItsName = async (
  twin: TwinGraph,
  name: string,
  { remember = false }: { readonly remember?: boolean } = {},
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> => {
  const http = httpsClient({ ca: twin.caCertificate });
  const remembered = new Map<string, Answer>();
  const ask = async (path: string, headers: Readonly<Record<string, string>>): Promise<Answer> => {
    const {
      status,
      headers: given,
      body,
    } = await http.send({
      method: 'GET',
      url: `${twin.graph}${path}`,
      headers,
      timeoutMs: 10_000,
    });
    const { 'content-encoding': _, 'content-length': __, 'transfer-encoding': ___, ...rest } = given;
    const answer = { status, headers: rest, text: Buffer.from(body).toString().replaceAll(twin.graph, name) };
    if (remember) remembered.set(path, answer);
    return answer;
  };
  const server = createServer(twin.tls, (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(([header]) => !['host', 'connection', 'accept-encoding'].includes(header))
        .map(([header, value]) => [header, String(value)]),
    );
    const path = request.url ?? '';
    Promise.resolve(remembered.get(path) ?? ask(path, headers))
      .then(({ status, headers: given, text }) => response.writeHead(status, given).end(text))
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
