import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A function's response or failure. `processorTime` is that of its process until the response, in milliseconds. */
export type Invoked =
  | { readonly ok: true; readonly result: unknown; readonly processorTime: number }
  | { readonly ok: false; readonly error: { readonly errorType: string; readonly errorMessage: string } };

export type RuntimeApi = {
  /** Host and port, in the format of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  readonly invoke: (event: unknown, timeoutMs?: number) => Promise<Invoked>;
  /** Settles if the function couldn't start. */
  readonly initFailed: Promise<Invoked>;
  readonly stop: () => Promise<void>;
};

type Waiting = { readonly id: string; readonly event: unknown; readonly deadline: number };

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const integration = 'application/vnd.awslambda.http-integration-response';
const delimiter = Buffer.alloc(8);

/** Returns a streamed response as a function URL sends it: status and headers, eight zeros, the body. */
const streamedResult = ({ headers }: IncomingMessage, bytes: Buffer): unknown => {
  const end = bytes.indexOf(delimiter);
  if (headers['content-type'] !== integration || end < 0) throw new Error('the stream has no status and headers');
  const prelude = JSON.parse(bytes.subarray(0, end).toString()) as object;
  return { ...prelude, body: bytes.subarray(end + delimiter.length).toString('base64'), isBase64Encoded: true };
};

const resultOf = async (request: IncomingMessage): Promise<unknown> => {
  const bytes = await bytesOf(request);
  const streamed = request.headers['lambda-runtime-function-response-mode'] === 'streaming';
  return streamed ? streamedResult(request, bytes) : JSON.parse(bytes.toString());
};

/**
 * Serves the Lambda Runtime API on loopback: sends one invocation at a time to a function and receives its response.
 */
export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  const queue: Waiting[] = [];
  const idle: ServerResponse[] = [];
  const open = new Map<string, (invoked: Invoked) => void>();
  let initError: (invoked: Invoked) => void = () => undefined;
  const initFailed = new Promise<Invoked>((resolve) => {
    initError = resolve;
  });

  const hand = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const [next, response] = [queue.shift(), idle.shift()];
      if (next === undefined || response === undefined) return;
      response
        .writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': next.id,
          'lambda-runtime-deadline-ms': String(next.deadline),
        })
        .end(JSON.stringify(next.event));
    }
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') {
      idle.push(response);
      hand();
      return;
    }
    const body = await resultOf(request);
    const [, id = '', kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const processorTime = Number(request.headers['harness-processor-time']);
    const invoked: Invoked =
      kind === 'response' ? { ok: true, result: body, processorTime } : { ok: false, error: body as never };
    if (path === 'init/error') initError(invoked);
    open.get(id)?.(invoked);
    open.delete(id);
    response.writeHead(202).end();
  };

  const server = createServer((request, response) => {
    void take(request, response);
  });
  // A function is busy for longer than a server keeps idle connections.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initFailed,
    invoke: (event, timeoutMs = 30_000) =>
      new Promise((resolve) => {
        const id = randomUUID();
        open.set(id, resolve);
        queue.push({ id, event, deadline: Date.now() + timeoutMs });
        hand();
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
