import {
  AuthenticationHandler,
  Client,
  type Context,
  type Middleware,
  RedirectHandler,
  RetryHandler,
} from '@microsoft/microsoft-graph-client';
import { type HttpsInit, httpsFetch } from './https-fetch.ts';

export type GraphClientOptions = {
  /** `https://127.0.0.1:<port>` of the twin's Graph or of a proxy. */
  readonly url: string;
  /** PEM of the certificate authority to trust. */
  readonly ca: string;
  readonly token?: string;
  readonly version?: 'v1.0' | 'beta';
  /** Sends requests in place of `httpsFetch`. */
  readonly fetch?: typeof httpsFetch;
};

/**
 * The official Graph JavaScript client with its own handlers and a custom host. Only the final fetch is replaced, to
 * trust the authority.
 */
export const graphClient = ({
  url,
  ca,
  token = 'none',
  version = 'v1.0',
  fetch = httpsFetch,
}: GraphClientOptions): Client => {
  const send: Middleware = {
    execute: async (context: Context) => {
      context.response = await fetch(String(context.request), context.options as HttpsInit, ca);
    },
  };
  const redirect = new RedirectHandler();
  const retry = new RetryHandler();
  const authenticate = new AuthenticationHandler({ getAccessToken: () => Promise.resolve(token) });
  redirect.setNext(send);
  retry.setNext(redirect);
  authenticate.setNext(retry);
  return Client.initWithMiddleware({
    baseUrl: `${url}/`,
    defaultVersion: version,
    customHosts: new Set([new URL(url).hostname]),
    middleware: authenticate,
  });
};
