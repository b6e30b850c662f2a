import {
  Client,
  GraphError,
  type Middleware,
  type PageCollection,
  PageIterator,
  RetryHandler,
} from '@microsoft/microsoft-graph-client';
import { graphMiddleware } from '../../client/index.ts';
import type { CliError } from './exit.ts';
import { networkFailure } from './network-failure.ts';
import { networkFetch } from './network-fetch.ts';

/** Requests to Microsoft Graph with the operator's own permissions. */
export type OperatorGraph = {
  /**
   * Reads one object; undefined if it doesn't exist (404). Rejects with a `GraphRefusal`, or with the `CliError` that
   * names why the network failed.
   */
  readonly get: <Value>(path: string) => Promise<Value | undefined>;
  /**
   * Reads all pages of a collection; empty if it doesn't exist. `advanced`: Graph asks for eventual consistency. `most`: the
   * number of items after which reading may end.
   */
  readonly list: <Item>(
    path: string,
    options?: { readonly advanced?: boolean; readonly most?: number },
  ) => Promise<readonly Item[]>;
};

/** An error of Graph: its status and code. The message can name people, so it isn't kept. */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`Microsoft Graph answered ${status} ${code}`);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
  }
}

export type OperatorGraphOptions = {
  /** Origin of Microsoft Graph. The token is never sent elsewhere. */
  readonly graph: string;
  readonly token: string;
  /** @default a fetch that uses the environment's proxy */
  readonly send?: typeof fetch;
};

/** Creates access to Microsoft Graph as the operator, through Microsoft's own client (which retries and pages). */
export const operatorGraph = ({ graph, token, send = networkFetch }: OperatorGraphOptions): OperatorGraph => {
  /** Kept here, because the client's own error loses the cause. */
  let unreachable: CliError | undefined;
  const signedIn: typeof fetch = (input, init) => {
    const url = new URL(String(input));
    if (url.origin !== graph) throw new GraphRefusal(0, 'elsewhere');
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return send(url, { ...init, headers, redirect: 'error' }).catch((error: unknown) => {
      unreachable = networkFailure(error, url.host);
      throw error;
    });
  };
  const client = Client.initWithMiddleware({
    baseUrl: graph,
    defaultVersion: 'v1.0',
    middleware: [new RetryHandler(), graphMiddleware(signedIn) as Middleware],
  });

  const refusal = (error: unknown): GraphRefusal | CliError =>
    error instanceof GraphError && error.statusCode > 0
      ? new GraphRefusal(error.statusCode, /^[\w.]+$/.test(error.code ?? '') ? (error.code ?? '') : 'unknown')
      : (unreachable ?? new GraphRefusal(0, 'unreachable'));

  const get = async <Value>(path: string, headers = {}): Promise<Value | undefined> => {
    try {
      return (await client.api(path).headers(headers).get()) as Value;
    } catch (error) {
      const refused = refusal(error);
      if (refused instanceof GraphRefusal && refused.status === 404) return undefined;
      throw refused;
    }
  };

  return {
    get: <Value>(path: string) => get<Value>(path),
    list: async <Item>(path: string, { advanced = false, most = Number.POSITIVE_INFINITY } = {}) => {
      const headers = advanced ? { ConsistencyLevel: 'eventual' } : {};
      const first = await get<PageCollection>(path, headers);
      if (first === undefined) return [];
      const items: Item[] = [];
      const pages = new PageIterator(client, first, (item: Item) => items.push(item) < most, { headers });
      await pages.iterate().catch((error: unknown) => {
        throw refusal(error);
      });
      return items;
    },
  };
};
