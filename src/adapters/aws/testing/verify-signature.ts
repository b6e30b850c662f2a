import { createHash, createHmac } from 'node:crypto';

/** A request as it arrived. Header names are lower case. */
export type SignedRequest = {
  readonly method: string;
  /** Path and query as they arrived. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');

const header =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

type Scope = { readonly region: string; readonly service: string };

type Stated = Scope & {
  readonly accessKeyId: string;
  readonly day: string;
  /** Names of the signed headers, joined by semicolons. */
  readonly names: string;
  readonly signature: string;
};

const statedIn = (headers: SignedRequest['headers']): Stated | undefined => {
  const found = header.exec(headers['authorization'] ?? '');
  if (found === null) return undefined;
  const [, accessKeyId = '', day = '', region = '', service = '', names = '', signature = ''] = found;
  return { accessKeyId, day, region, service, names, signature };
};

const scopeProblem = (
  { headers }: SignedRequest,
  stated: Stated,
  by: Credentials,
  expected: Scope,
): string | undefined => {
  const signed = stated.names.split(';');
  const needed = ['host', 'x-amz-date', ...(by.sessionToken === undefined ? [] : ['x-amz-security-token'])];
  if (stated.accessKeyId !== by.accessKeyId) return 'another access key';
  if (headers['x-amz-security-token'] !== by.sessionToken) return 'another session token';
  if (stated.region !== expected.region || stated.service !== expected.service)
    return `signed for ${stated.service} in ${stated.region}`;
  if (headers['x-amz-date']?.startsWith(stated.day) !== true) return 'signed on another day';
  const missing = needed.find((name) => !signed.includes(name));
  return missing === undefined ? undefined : `${missing} is not signed`;
};

const rightSignature = ({ method, target, headers, body }: SignedRequest, stated: Stated, secret: string): string => {
  const [path = '/', query = ''] = target.split(/\?(.*)/s);
  const canonical = [
    method,
    path.split('/').map(encoded).join('/'),
    canonicalQuery(query),
    ...stated.names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    stated.names,
    headers['x-amz-content-sha256'] ?? sha256(body),
  ].join('\n');
  const scope = [stated.day, stated.region, stated.service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`);
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope.join('/'), sha256(canonical)].join('\n');
  return hmac(key, text).toString('hex');
};

/**
 * Verifies a request by AWS Signature Version 4, implemented from the specification and independent of the signing
 * library. Returns undefined if the signature is valid, otherwise the problem.
 */
export const signatureProblem = (request: SignedRequest, by: Credentials, expected: Scope): string | undefined => {
  const stated = statedIn(request.headers);
  if (stated === undefined) return 'no signature';
  const problem = scopeProblem(request, stated, by, expected);
  if (problem !== undefined) return problem;
  const hash = request.headers['x-amz-content-sha256'];
  if (hash !== undefined && hash !== sha256(request.body)) return 'the body was changed';
  return rightSignature(request, stated, by.secretAccessKey) === stated.signature
    ? undefined
    : 'the signature does not fit the request';
};
