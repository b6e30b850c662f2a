import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

/** Keys of an AWS principal; `sessionToken` if they are temporary. */
export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type SigningFetchOptions = {
  readonly region: string;
  /** `lambda` for function URLs, `execute-api` for HTTP APIs. @default 'lambda' */
  readonly service?: 'lambda' | 'execute-api' | undefined;
  /** Called before each request, so that credentials may change. */
  readonly credentials: () => Promise<AwsCredentials>;
  /** Origin to sign for. Rejects requests to any other origin, so that a link can't carry the signature away. */
  readonly origin: string;
  /** The function that sends the signed request. @default the global fetch */
  readonly fetch?: typeof fetch | undefined;
};

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Encodes each segment once and strictly, whatever its spelling, so that AWS verifies the path that was signed. */
const strictPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join('/');

const queryOf = (parameters: URLSearchParams): Record<string, string | string[]> => {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return query;
};

const queryText = (parameters: URLSearchParams): string =>
  [...parameters].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');

/** Headers that the signature replaces, or that the transport adds itself. */
const left = new Set(['authorization', 'host', 'connection', 'content-length', 'transfer-encoding']);

const headersOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !left.has(name)));

/**
 * Creates a `fetch` that signs with AWS Signature Version 4, for clients without AWS support: pass it to the Graph
 * JavaScript client or to Kiota's. Removes a bearer token that the client adds. Throws if a request goes to another
 * origin, or has a body that can't be read in advance.
 */
export const signingFetch = (options: SigningFetchOptions): typeof fetch => {
  const { region, service = 'lambda', origin, fetch: send = fetch } = options;

  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== new URL(origin).origin)
      throw new TypeError('the request goes to another origin than the one that is signed for');
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const path = strictPath(url.pathname);
    const signer = new SignatureV4({
      region,
      service,
      credentials: async () => {
        const { accessKeyId, secretAccessKey, sessionToken } = await options.credentials();
        return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
      },
      sha256: Sha256,
    });
    const signed = await signer.sign({
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path,
      query: queryOf(url.searchParams),
      headers: { ...headersOf(request.headers), host: url.host },
      ...(body !== undefined && { body }),
    });
    const { host: _, ...headers } = signed.headers;
    const query = queryText(url.searchParams);
    return send(`${url.origin}${path}${query === '' ? '' : `?${query}`}`, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal: request.signal,
      ...(body !== undefined && { body }),
    });
  };
};
