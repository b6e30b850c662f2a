import type { CallRecord } from '../ports/index.ts';
import { Fault, type Problem } from '../problems/index.ts';
import type { OwnBody, Reply, SanitizedResponse } from './call.ts';
import type { CallTrace } from './call-trace.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { smallerPage } from './fetch-upstream.ts';
import { healthPath } from './health.ts';
import { problemStatus, type ReplyContext, refusal, reply } from './reply.ts';

const frame = /^ +at .*?([^/\\\s()]+\.[cm]?[jt]s:[0-9]+:[0-9]+)\)?$/m;

/** Returns the name, file and line of an error. Its message, which the stack repeats, may contain upstream text. */
const placeOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} at ${frame.exec(error.stack?.replace(error.message, '') ?? '')?.[1] ?? 'an unknown place'}`
    : typeof error;

/** The remedy for a reply that is too large. */
const tooLarge = (coding: string | undefined): string =>
  `${coding === undefined ? 'send Accept-Encoding: gzip, or ' : ''}${smallerPage}, or deploy function URLs, which stream larger replies`;

const methodName = /^[A-Z]{1,16}$/;

/** Ends of a call. Each builds the reply and writes the log record. */
export const createEnds = ({ name, plan, version }: ProxiedConnector, { clock, log }: ProxyPorts) => {
  const contextOf = ({ call, id, keyring, graphRequestId, throttle }: CallTrace): ReplyContext => {
    const acceptEncoding = call.headers['accept-encoding'];
    return {
      requestId: graphRequestId ?? id,
      clientRequestId: id,
      now: clock(),
      version,
      rules: plan.hash,
      ...(keyring !== undefined && { keyring }),
      ...(acceptEncoding !== undefined && { acceptEncoding }),
      ...(throttle !== undefined && { throttle }),
    };
  };

  const recordOf = (
    { call, id, startedAt, keyring: _, throttle: __, ...known }: CallTrace,
    { status, body }: Reply,
    more: Partial<CallRecord>,
  ): CallRecord => ({
    ...known,
    ...more,
    requestId: id,
    connector: name,
    ...(call.caller !== undefined && 'client' in call.caller && { client: call.caller.client.client.id }),
    method: methodName.test(call.method) ? call.method : 'OTHER',
    status,
    durationMs: clock() - startedAt,
    replyBytes: body.length,
  });

  const end = (trace: CallTrace, made: Reply, more: Partial<CallRecord>): Reply => {
    try {
      log.call(recordOf(trace, made, more));
    } catch {
      // a failing log must not cost the caller the reply
    }
    return made;
  };

  const refuse = async (trace: CallTrace, problem: Problem, more: Partial<CallRecord> = {}): Promise<Reply> => {
    const { code, graphCode, missingPermissions } = problem;
    return end(trace, await refusal(problem, contextOf(trace)), {
      code,
      ...(graphCode !== undefined && { graphCode }),
      ...(missingPermissions !== undefined && { missingPermissions }),
      ...more,
    });
  };

  return {
    /** Replies with a sanitized response, unless the platform can't carry it. */
    reply: async (
      trace: CallTrace,
      { status, body, counts, unfit, contentType, raisedPage, applied }: SanitizedResponse,
    ): Promise<Reply> => {
      const made = await reply(status, body, contextOf(trace), {
        ...(contentType !== undefined && { 'content-type': `${contentType}; charset=utf-8` }),
        ...(raisedPage !== undefined && { 'graphveil-page-size': String(raisedPage) }),
        ...(applied !== undefined && { 'preference-applied': applied }),
      });
      const { largestReply = Infinity } = trace.call;
      if (made.body.length > largestReply)
        return refuse(trace, { code: 'Graphveil.ReplyTooLarge', detail: tooLarge(made.headers['content-encoding']) });
      return end(trace, made, { dropped: counts, ...(unfit !== undefined && { unfit }) });
    },
    /** Replies about the proxy itself. */
    state: async (
      trace: CallTrace,
      { status, body }: { readonly status: number; readonly body: OwnBody },
    ): Promise<Reply> =>
      end(trace, await reply(status, body, contextOf(trace)), { endpoint: healthPath, health: true }),
    refuse: (trace: CallTrace, problem: Problem): Promise<Reply> => refuse(trace, problem),
    /** Replies to a fault that a step has thrown. */
    fail: (trace: CallTrace, error: unknown): Promise<Reply> => {
      const problem: Problem = error instanceof Fault ? error.problem : { code: 'Graphveil.InternalFault' };
      return refuse(trace, problem, problemStatus(problem) === 500 ? { place: placeOf(error) } : {});
    },
  };
};
