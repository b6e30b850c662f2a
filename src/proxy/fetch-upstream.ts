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

/** Milliseconds from now of a passable `Retry-After`. */
const msOf = (text: string, now: number): number =>
  seconds.test(text) ? Number(text) * 1_000 : Math.max(0, Date.parse(text) - now);

/** `Retry-After` of a final 429 or 503 if Graph sends none, in seconds. */
const ownRetryAfter = '10';

/** Returns the `Retry-After` of a final 429 or 503: Graph's own but at least a second, otherwise the default. */
export const finalRetryAfter = (value: string | undefined, now: number): string => {
  const text = passableRetryAfter(value);
  if (text === undefined) return ownRetryAfter;
  return msOf(text, now) < 1_000 ? '1' : text;
};

/**
 * Headers that show how close a limit of Graph is. Sources: "Microsoft Graph service-specific throttling limits" and
 * "Avoid getting throttled or blocked in SharePoint Online". Related headers that name scopes and tenants are never
 * passed on.
 */
const throttleNames = [
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-ms-resource-unit',
  'x-ms-throttle-limit-percentage',
] as const;
/** A count or a share; too short for a telephone number. */
const figure = /^[0-9]{1,7}(?:\.[0-9]{1,3})?$/;

const throttleHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    throttleNames.flatMap((name) => {
      const value = headers[name]?.trim();
      return value !== undefined && figure.test(value) ? [[name, value]] : [];
    }),
  );

/** Returns the milliseconds to wait from now; undefined if the header is absent or malformed. */
const retryAfterMs = (value: string | undefined, now: number): number | undefined => {
  const text = passableRetryAfter(value);
  return text === undefined ? undefined : msOf(text, now);
};

/**
 * Retries of one call, for any reason. The Graph SDKs make four attempts themselves, so that a throttled call causes at
 * most eight requests.
 */
const mostRetries = 1;
/** Time reserved for sanitizing and sending the reply after a response arrives. */
const replyMarginMs = 500;
/** Shortest time that an attempt gets. The proxy doesn't start a retry that would have less. */
const leastAttemptMs = 1_000;
const brokenPauseMs = 500;
const throttledPauseMs = 1_000;
const throttled = new Set([429, 503, 504]);
const idempotent = new Set(['GET', 'HEAD']);

/** The remedy for a page that is too large; a link accepts a page size too. */
export const smallerPage = 'ask for a smaller page ($top, or odata.maxpagesize in Prefer), beside a link too';

/** Faults that the next attempt may not meet: a broken connection, and a body that ended early or was damaged. */
const passing = new Set<UpstreamFaultKind>(['unreachable', 'undecodable']);

const faultCodes: Readonly<Record<UpstreamFaultKind, ProblemCode>> = {
  unreachable: 'Graphveil.UpstreamUnreachable',
  timeout: 'Graphveil.UpstreamTimeout',
  'too-large': 'Graphveil.UpstreamTooLarge',
  undecodable: 'Graphveil.UpstreamInvalid',
  abandoned: 'Graphveil.CallAbandoned',
};

const faultOf = (fault: UpstreamFault): Fault =>
  new Fault({ code: faultCodes[fault.kind], ...(fault.kind === 'too-large' && { detail: smallerPage }) }, fault);

type Attempt = { readonly response: UpstreamResponse } | { readonly fault: UpstreamFault };

/** Builds the URL on the pinned host. Throws if the host or scheme would differ, so that the token can't leave it. */
const pinnedUrl = (graph: string, target: string): string => {
  const url = `${graph}${target}`;
  if (!target.startsWith('/') || new URL(url).origin !== graph)
    throw new Fault({ code: 'Graphveil.InternalFault', detail: 'the request would have left the pinned host' });
  return url;
};

/** Returns the milliseconds to wait before a retry, at least a second after throttling; undefined if a retry can't help. */
const pauseOf = (attempt: Attempt, { clock, random }: FetchPorts): number | undefined => {
  const jitter = Buffer.from(random(1)).readUInt8(0) / 256;
  if ('fault' in attempt) return passing.has(attempt.fault.kind) ? (brokenPauseMs * (1 + jitter)) / 2 : undefined;
  const { status, headers } = attempt.response;
  if (!throttled.has(status)) return undefined;
  return Math.max(throttledPauseMs, retryAfterMs(headers['retry-after'], clock()) ?? throttledPauseMs * (1 + jitter));
};

/**
 * Sends requests to Graph on the pinned host only. Retries an idempotent request once: on 429, 503 and 504 after the time that
 * Graph names (otherwise one to two seconds), and after a broken connection or a body that can't be decoded, as long as the
 * function's remaining time allows. Throws the fault if no response arrives.
 */
export const createFetch = ({ graph, version }: Pick<ProxiedConnector, 'graph' | 'version'>, ports: FetchPorts) => {
  const { http, clock, wait } = ports;

  /** True if the call may be sent again after a pause: it changes nothing, and retries and time are left. */
  const mayRepeat = ({ call: { method, deadline }, retries = 0 }: CallTrace, pauseMs: number): boolean =>
    retries < mostRetries &&
    idempotent.has(method.toUpperCase()) &&
    clock() + pauseMs + leastAttemptMs + replyMarginMs <= deadline;

  const send = async (request: Omit<UpstreamRequest, 'timeoutMs'>, deadline: number): Promise<Attempt> => {
    if (request.signal?.aborted === true) return { fault: new UpstreamFault('abandoned') };
    const timeoutMs = deadline - clock() - replyMarginMs;
    if (timeoutMs <= 0) return { fault: new UpstreamFault('timeout') };
    try {
      return { response: await http.send({ ...request, timeoutMs }) };
    } catch (error) {
      if (error instanceof UpstreamFault) return { fault: error };
      throw error;
    }
  };

  const fetch = async (
    target: UpstreamTarget,
    { token }: Pick<AccessToken, 'token'>,
    trace: CallTrace,
  ): Promise<{ readonly response: UpstreamResponse; readonly trace: CallTrace }> => {
    const started = clock();
    const { deadline, signal } = trace.call;
    const request = {
      method: trace.call.method.toUpperCase() as UpstreamRequest['method'],
      url: pinnedUrl(graph, target.target),
      headers: {
        ...target.headers,
        accept: target.accept ?? 'application/json',
        authorization: `Bearer ${token}`,
        'client-request-id': trace.id,
        'user-agent': `Graphveil/${version}`,
      },
      ...(signal !== undefined && { signal }),
    };
    let sent = trace;
    let last = await send(request, deadline);
    for (
      let pause = pauseOf(last, ports);
      pause !== undefined && mayRepeat(sent, pause);
      pause = pauseOf(last, ports)
    ) {
      await wait(pause, signal);
      sent = repeated(sent);
      last = await send(request, deadline);
    }
    if ('fault' in last) throw faultOf(last.fault);
    return { response: last.response, trace: responseTrace(last.response, clock() - started, sent) };
  };

  return {
    fetch,
    /** Returns the trace for an immediate retry; undefined if the answer is whole, or the call can't be retried. */
    again: (cut: boolean | undefined, trace: CallTrace): CallTrace | undefined =>
      cut === true && mayRepeat(trace, 0) ? repeated(trace) : undefined,
  };
};

const repeated = (trace: CallTrace): CallTrace => ({ ...trace, retries: (trace.retries ?? 0) + 1 });

/** Adds the facts of a response to the trace. The times of retried calls add up. */
const responseTrace = ({ status, headers, body }: UpstreamResponse, ms: number, before: CallTrace): CallTrace => {
  const graphRequestId = guidOrNothing(headers['request-id']);
  return {
    ...before,
    upstreamMs: (before.upstreamMs ?? 0) + ms,
    upstreamStatus: status,
    upstreamBytes: body.length,
    retries: before.retries ?? 0,
    throttle: throttleHeaders(headers),
    ...(graphRequestId !== undefined && { graphRequestId }),
  };
};
