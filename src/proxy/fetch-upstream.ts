import type { UpstreamTarget } from '../plan/index.ts';
import type { AccessToken, UpstreamRequest, UpstreamResponse } from '../ports/index.ts';
import { UpstreamFault, type UpstreamFaultKind } from '../ports/index.ts';
import { Fault, type ProblemCode } from '../problems/index.ts';
import { type CallTrace, guidOrNothing } from './call-trace.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';

type FetchPorts = Pick<ProxyPorts, 'http' | 'clock' | 'wait' | 'random'>;

const seconds = /^[0-9]{1,7}$/;
/** IMF-fixdate (RFC 9110, 5.6.7). */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;

/** Returns a `Retry-After` that can be passed on; undefined unless it is seconds or a date. */
export const passableRetryAfter = (value: string | undefined): string | undefined => {
  const text = value?.trim() ?? '';
  return seconds.test(text) || (httpDate.test(text) && !Number.isNaN(Date.parse(text))) ? text : undefined;
};

/** Returns the milliseconds to wait from now; undefined if the header is absent or malformed. */
const retryAfterMs = (value: string | undefined, now: number): number | undefined => {
  const text = passableRetryAfter(value);
  if (text === undefined) return undefined;
  return seconds.test(text) ? Number(text) * 1_000 : Math.max(0, Date.parse(text) - now);
};

const mostRetries = 3;
/** Time reserved for sanitizing and sending the reply after a response arrives. */
const replyMarginMs = 500;
/** Shortest time that an attempt gets. The proxy doesn't start a retry that would have less. */
const leastAttemptMs = 1_000;
const firstBackoffMs = 500;
const throttled = new Set([429, 503, 504]);
const idempotent = new Set(['GET', 'HEAD']);

const faultCodes: Readonly<Record<UpstreamFaultKind, ProblemCode>> = {
  unreachable: 'Graphveil.UpstreamUnreachable',
  timeout: 'Graphveil.UpstreamTimeout',
  'too-large': 'Graphveil.UpstreamTooLarge',
  undecodable: 'Graphveil.UpstreamInvalid',
};

type Attempt = { readonly response: UpstreamResponse } | { readonly fault: UpstreamFault };

/** Builds the URL on the pinned host. Throws if the host or scheme would differ, so that the token can't leave it. */
const pinnedUrl = (graph: string, target: string): string => {
  const url = `${graph}${target}`;
  if (!target.startsWith('/') || new URL(url).origin !== graph)
    throw new Fault({ code: 'Graphveil.InternalFault', detail: 'the request would have left the pinned host' });
  return url;
};

/** Returns the milliseconds to wait before a retry; undefined if a retry can't help. */
const pauseOf = (attempt: Attempt, tried: number, { clock, random }: FetchPorts): number | undefined => {
  if ('fault' in attempt ? attempt.fault.kind !== 'unreachable' || tried > 0 : !throttled.has(attempt.response.status))
    return undefined;
  const named = 'response' in attempt ? retryAfterMs(attempt.response.headers['retry-after'], clock()) : undefined;
  const jitter = 0.5 + Buffer.from(random(1)).readUInt8(0) / 512;
  return named ?? firstBackoffMs * 2 ** tried * jitter;
};

/**
 * Sends requests to Graph on the pinned host only. Retries idempotent requests on 429, 503 and 504 after the time that
 * Graph names (otherwise with exponential backoff and jitter), as long as the function's remaining time allows. Retries
 * a broken connection once. Throws the fault if no response arrives.
 */
export const createFetch =
  ({ graph, version }: Pick<ProxiedConnector, 'graph' | 'version'>, ports: FetchPorts) =>
  async (
    target: UpstreamTarget,
    { token }: Pick<AccessToken, 'token'>,
    trace: CallTrace,
  ): Promise<{ readonly response: UpstreamResponse; readonly trace: Partial<CallTrace> }> => {
    const { http, clock, wait } = ports;
    const { method: sent, deadline } = trace.call;
    const method = sent.toUpperCase() as UpstreamRequest['method'];
    const started = clock();
    const url = pinnedUrl(graph, target.target);
    const headers = {
      ...target.headers,
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'client-request-id': trace.id,
      'user-agent': `Graphveil/${version}`,
    };

    const attempt = async (): Promise<Attempt> => {
      const timeoutMs = deadline - clock() - replyMarginMs;
      if (timeoutMs <= 0) return { fault: new UpstreamFault('timeout') };
      try {
        return { response: await http.send({ method, url, headers, timeoutMs }) };
      } catch (error) {
        if (error instanceof UpstreamFault) return { fault: error };
        throw error;
      }
    };

    const send = async (
      tried: number,
    ): Promise<{ readonly response: UpstreamResponse; readonly trace: Partial<CallTrace> }> => {
      const last = await attempt();
      const pause = tried < mostRetries && idempotent.has(method) ? pauseOf(last, tried, ports) : undefined;
      if (pause !== undefined && clock() + pause + leastAttemptMs + replyMarginMs <= deadline) {
        await wait(pause);
        return send(tried + 1);
      }
      if ('fault' in last) throw new Fault({ code: faultCodes[last.fault.kind] }, last.fault);
      return { response: last.response, trace: responseTrace(last.response, tried, clock() - started, trace) };
    };
    return send(0);
  };

/** Returns the trace's part of a response. The numbers of retried calls add up. */
const responseTrace = (
  { status, headers, body }: UpstreamResponse,
  retries: number,
  ms: number,
  before: CallTrace,
): Partial<CallTrace> => {
  const graphRequestId = guidOrNothing(headers['request-id']);
  return {
    upstreamMs: (before.upstreamMs ?? 0) + ms,
    upstreamStatus: status,
    upstreamBytes: body.length,
    retries: (before.retries ?? 0) + retries,
    ...(graphRequestId !== undefined && { graphRequestId }),
  };
};
