import type { Reply } from '../proxy/index.ts';

/** The stream that the platform gives a handler. `end` takes no data, and `write` no typed array but a Buffer. */
export type ResponseStream = {
  readonly write: (chunk: Buffer | string) => boolean;
  readonly end: (ended: () => void) => void;
  readonly on: (event: 'error', failed: (error: Error) => void) => unknown;
};

/** The global of the managed Node.js runtime. Source: AWS Lambda Node.js runtime interface client, HttpResponseStream. */
export type StreamingPlatform = {
  readonly streamifyResponse: <Handler>(handler: Handler) => Handler;
  readonly HttpResponseStream: {
    readonly from: (
      stream: ResponseStream,
      prelude: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> },
    ) => ResponseStream;
  };
};

/** Returns the platform's global; undefined where nothing streams. The AWS SDK makes a global of that name for its own use. */
export const streamingPlatform = (): StreamingPlatform | undefined => {
  const { awslambda } = globalThis as unknown as { readonly awslambda?: Partial<StreamingPlatform> };
  return awslambda?.streamifyResponse === undefined ? undefined : (awslambda as StreamingPlatform);
};

/** Largest body of a streamed reply, bytes: 200 MB, with its status and headers. Source: AWS Lambda quotas. */
export const largestStream = 199 * 1024 * 1024;

/** Writes a reply whose body is complete. Resolves when the platform has taken all of it. */
export const writeStream = (
  { HttpResponseStream }: StreamingPlatform,
  stream: ResponseStream,
  { status, headers, body }: Pick<Reply, 'status' | 'headers'> & { readonly body: Uint8Array },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const reply = HttpResponseStream.from(stream, { statusCode: status, headers });
    reply.on('error', reject);
    // Status and headers leave before the first bytes, and not without any.
    reply.write(body.length === 0 ? '' : Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    reply.end(resolve);
  });
