import type { Context } from 'aws-lambda';
import type { Clock } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';
import { errorBody, type HandleCall, problemStatus } from '../proxy/index.ts';
import { readEvent } from './read-event.ts';
import { largestBody, type Result, writeResult } from './write-result.ts';

/** The function that the platform calls for each request. */
export type Handler = (
  event: unknown,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<Result>;

const notHttp: Problem = { code: 'Graphveil.EventInvalid' };

const refuseEvent = (id: string, now: number): Result =>
  writeResult({
    status: problemStatus(notHttp),
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8', 'request-id': id },
    body: errorBody(notHttp, { requestId: id, clientRequestId: id, now }),
  });

/**
 * Creates the function's handler for a proxy: event → call, reply → result. Returns `Graphveil.EventInvalid` for an
 * event that isn't an HTTP request.
 */
export const createHandler =
  (handleCall: HandleCall, clock: Clock = Date.now): Handler =>
  async (event, context) => {
    const call = readEvent(event);
    if (call === undefined) return refuseEvent(context.awsRequestId, clock());
    const reply = await handleCall({
      ...call,
      id: context.awsRequestId,
      deadline: clock() + context.getRemainingTimeInMillis(),
      largestReply: largestBody,
    });
    return writeResult(reply);
  };
