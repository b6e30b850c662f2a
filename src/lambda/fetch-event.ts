type Part = Readonly<Record<string, unknown>>;

const part = (value: unknown): Part => (typeof value === 'object' && value !== null ? (value as Part) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The result of an invocation through an HTTP API with payload format 2.0. */
export type FetchResult = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` of each cookie, which a header can't hold together. */
  readonly cookies: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
};

const headersOf = (event: Part): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(part(event['headers']))) headers.set(name, String(value));
  const { cookies } = event;
  if (Array.isArray(cookies)) headers.set('cookie', cookies.map(String).join('; '));
  return headers;
};

const bodyOf = ({ body, isBase64Encoded }: Part): Buffer =>
  Buffer.from(text(body) ?? '', isBase64Encoded === true ? 'base64' : 'utf8');

/**
 * Reads the event of an HTTP API with payload format 2.0 as a request. Undefined for any other event, and for a path or a
 * header that no request can have. Source: Amazon API Gateway, "AWS Lambda integrations for HTTP APIs".
 */
export const readFetchEvent = (event: unknown): Request | undefined => {
  const given = part(event);
  const { version, rawPath, rawQueryString, requestContext } = given;
  const { http, domainName } = part(requestContext);
  const [path, method] = [text(rawPath), text(part(http)['method'])];
  if (version !== '2.0' || path === undefined || method === undefined) return undefined;
  try {
    const headers = headersOf(given);
    const host = headers.get('host') ?? text(domainName) ?? '';
    const query = text(rawQueryString) ?? '';
    const body = bodyOf(given);
    const url = new URL(`https://${host}${path}${query === '' ? '' : `?${query}`}`);
    return new Request(url, { method, headers, ...(body.length > 0 && { body }) });
  } catch {
    return undefined;
  }
};

const isText = (type: string): boolean => /^text\/|[/+](?:json|xml)\b/.test(type);

/** Writes a response as the result of an invocation. */
export const writeFetchResult = async (response: Response): Promise<FetchResult> => {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
  const body = Buffer.from(await response.arrayBuffer());
  const isBase64Encoded = !isText(headers['content-type'] ?? 'text/plain');
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
};
