import type { Reply } from '../proxy/index.ts';

/** The response of a function behind a function URL or an API Gateway, for either payload format. */
export type Result = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
};

/** Limit of a buffered response including its JSON: 6 MB. Source: AWS Lambda quotas. */
const largestAnswer = 6 * 1024 * 1024;
const headersMargin = 32 * 1024;

/** Largest body, in bytes, that fits into a response in base64, which turns three bytes into four. */
export const largestBody = Math.floor(((largestAnswer - headersMargin) * 3) / 4);

/** Longer text is sent in base64 too, because escaping makes JSON inside a JSON string grow unpredictably. */
const longestText = 1024 * 1024;

/** Converts a reply to the platform's format: text unchanged, compressed or long bodies in base64. */
export const writeResult = ({
  status,
  headers,
  body,
}: Pick<Reply, 'status' | 'headers'> & { body: Uint8Array }): Result => {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isBase64Encoded = headers['content-encoding'] !== undefined || bytes.length > longestText;
  return { statusCode: status, headers, body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
};
