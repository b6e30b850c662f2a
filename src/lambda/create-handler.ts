import type { Context } from 'aws-lambda';
import type { Clock } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';
import { type Call, errorBody, type HandleCall, problemStatus, type Reply } from '../proxy/index.ts';
import { type EventCall, readEvent } from './read-event.ts';
import { largestBody, type Result, writeResult } from './write-result.ts';
import { largestStream, type ResponseStream, type StreamingPlatform, writeStream } from './write-stream.ts';

type CallContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** The function that the platform calls for each request, and whose result it sends. */
export type Handler = (event: unknown, context: CallContext) => Promise<Result>;

/** The function that the platform calls for each request, with the stream that it sends. */
export type StreamHandler = (
  event: unknown,
  stream: ResponseStream,
  context: CallContext & Pick<Context, 'callbackWaitsForEmptyEventLoop'>,
) => Promise<void>;

const notHttp: Problem = { code: 'Graphveil.EventInvalid' };
const elsewhere: Problem = { code: 'Graphveil.AddressRefused' };

const refuseEvent = (problem: Problem, id: string, now: number): Reply => ({
  status: problemStatus(problem),
  headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8', 'request-id': id },
  body: errorBody(problem, { requestId: id, clientRequestId: id, now }),
});

/** Where callers reach a function. */
export type Place = {
  readonly connector: string;
  /** Origin for callers that the platform authenticates. @default the one that the platform reports */
  readonly publicUrl?: string | undefined;
  /** Origin for registered tools, below which connectors share the paths of Graph. @default there are no tools */
  readonly toolsUrl?: string | undefined;
  /** Whether tools may call from an address. Addresses of other callers are a condition of their role. @default from any */
  readonly allows?: ((address: string | undefined) => boolean) | undefined;
};

/**
 * Returns a call with the URL that its caller knows the proxy by. A tool's path may begin with the connector's name. Undefined for a tool
 * at an address that isn't allowed.
 */
const placed = (
  { address, ...call }: EventCall,
  { connector, publicUrl, toolsUrl, allows }: Place,
): (Omit<EventCall, 'address'> & Pick<Call, 'shared'>) | undefined => {
  if (toolsUrl === undefined || call.caller !== undefined) return { ...call, baseUrl: publicUrl ?? call.baseUrl };
  if (allows?.(address) === false) return undefined;
  const prefix = `/${connector}`;
  return call.target.startsWith(`${prefix}/`)
    ? { ...call, target: call.target.slice(prefix.length), baseUrl: `${toolsUrl}${prefix}` }
    : { ...call, baseUrl: toolsUrl, shared: true };
};

/** Returns the reply to an event: that of the proxy, or `Graphveil.EventInvalid` for an event that isn't an HTTP request. */
const answering =
  (handleCall: HandleCall, place: Place, largestReply: number, clock: Clock) =>
  async (event: unknown, context: CallContext): Promise<Reply> => {
    const call = readEvent(event);
    if (call === undefined) return refuseEvent(notHttp, context.awsRequestId, clock());
    const known = placed(call, place);
    if (known === undefined) return refuseEvent(elsewhere, context.awsRequestId, clock());
    return handleCall({
      ...known,
      id: context.awsRequestId,
      deadline: clock() + context.getRemainingTimeInMillis(),
      largestReply,
    });
  };

/** Creates the function's handler for a proxy: event → call, reply → result. */
export const createHandler = (handleCall: HandleCall, place: Place, clock: Clock = Date.now): Handler => {
  const answer = answering(handleCall, place, largestBody, clock);
  return async (event, context) => writeResult(await answer(event, context));
};

/**
 * Creates the handler of a function whose URL streams replies. Nothing is sent before the reply is complete, because its status
 * depends on all of it; streaming makes larger replies possible.
 */
export const createStreamHandler = (
  handleCall: HandleCall,
  platform: StreamingPlatform,
  place: Place,
  clock: Clock = Date.now,
): StreamHandler => {
  const answer = answering(handleCall, place, largestStream, clock);
  return platform.streamifyResponse<StreamHandler>(async (event, stream, context) => {
    // Otherwise the next call would wait until connections that are kept open are closed.
    context.callbackWaitsForEmptyEventLoop = false;
    await writeStream(platform, stream, await answer(event, context));
  });
};
