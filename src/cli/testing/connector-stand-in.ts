import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = { readonly status: number; readonly body: unknown; readonly byAws?: boolean };

/** A deployed connector on loopback. */
export type ConnectorStandIn = {
  readonly url: string;
  readonly asked: { readonly target: string; readonly headers: IncomingHttpHeaders }[];
  /** Answers by path; the longest that a target begins with counts. */
  readonly answers: Map<string, Answer>;
  readonly stop: () => Promise<void>;
};

export const ready = {
  status: 'ready',
  version: '0.1.0',
  checks: { keyring: 'ok', signIn: 'ok', consent: 'ok' },
  missingPermissions: [],
};

/** Starts a connector that is ready. */
export const startConnector = async (): Promise<ConnectorStandIn> => {
  const asked: ConnectorStandIn['asked'] = [];
  const answers: ConnectorStandIn['answers'] = new Map([['/healthz', { status: 200, body: ready }]]);
  const server = createServer((request, response) => {
    const target = decodeURIComponent(request.url ?? '');
    asked.push({ target, headers: request.headers });
    const [, found] = [...answers]
      .filter(([path]) => target.startsWith(path))
      .sort(([one], [other]) => other.length - one.length)[0] ?? [undefined, { status: 404, body: {} }];
    const { status, body, byAws = false } = found;
    response
      .writeHead(status, { 'content-type': 'application/json', ...(!byAws && { 'graphveil-version': '0.1.0' }) })
      .end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
