import type { TokenReply, TokenRequest } from '../access/token/index.ts';
import type { Result } from './write-result.ts';

type Part = Readonly<Record<string, unknown>>;

const part = (value: unknown): Part => (typeof value === 'object' && value !== null ? (value as Part) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const headersOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(part(value)).map(([name, field]) => [name.toLowerCase(), String(field)]));

/**
 * Reads the event of a token request: an HTTP API with payload format 2.0. Undefined for any other event. The address is the
 * platform's; a header could name any.
 */
export const readTokenEvent = (event: unknown): TokenRequest | undefined => {
  const { version, rawPath, headers, body, isBase64Encoded, requestContext } = part(event);
  const http = part(part(requestContext)['http']);
  const [path, method] = [text(rawPath), text(http['method'])];
  if (version !== '2.0' || path === undefined || method === undefined) return undefined;
  const sent = text(body) ?? '';
  return {
    method,
    path,
    headers: headersOf(headers),
    body: isBase64Encoded === true ? Buffer.from(sent, 'base64').toString('utf8') : sent,
    address: text(http['sourceIp']),
  };
};

export const writeTokenResult = ({ status, headers, body }: TokenReply): Result => ({
  statusCode: status,
  headers,
  body,
  isBase64Encoded: false,
});
