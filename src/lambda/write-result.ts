import type { Reply } from '../proxy/index.ts';

/** The answer of a function behind a function URL or an API Gateway, of either payload format. */
export type Result = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
};

/** A buffered answer of a function, JSON and all: 6 MB. Source: AWS Lambda quotas. */
const largestAnswer = 6 * 1024 * 1024;
const headersMargin = 32 * 1024;

/** Most bytes of a body that fit into an answer in base64, which makes four of three. */
export const largestBody = Math.floor(((largestAnswer - headersMargin) * 3) / 4);

/** Above this, text is written in base64 too: JSON in a JSON string grows by its quotes, and nobody knows how much. */
const longestText = 1024 * 1024;

/** The reply in the platform's format: text as it is, compressed or long bodies in base64. */
export const writeResult = ({
  status,
  headers,
  body,
}: Pick<Reply, 'status' | 'headers'> & { body: Uint8Array }): Result => {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isBase64Encoded = headers['content-encoding'] !== undefined || bytes.length > longestText;
  return { statusCode: status, headers, body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
};
