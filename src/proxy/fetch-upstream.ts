import type { UpstreamTarget } from '../plan/index.ts';
import type { Clock, Http, RandomBytes, UpstreamAnswer, UpstreamRequest, Wait } from '../ports/index.ts';
import { UpstreamFault, type UpstreamFaultKind } from '../ports/index.ts';
import { Fault, type ProblemCode } from '../problems/index.ts';
import type { ProxiedConnector } from './connector.ts';
import { retryAfterMs } from './retry-after.ts';

export type FetchPorts = {
  readonly http: Http;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: RandomBytes;
};

/** One question to Graph, ready to be sent with a token. */
export type UpstreamCall = {
  readonly method: UpstreamRequest['method'];
  readonly asked: UpstreamTarget;
  readonly token: string;
  /** A GUID; Graph's support can find the request by it. */
  readonly requestId: string;
  /** When the platform ends the function, milliseconds since the Unix epoch. */
  readonly deadline: number;
};

export type Fetched = { readonly answer: UpstreamAnswer; readonly retries: number; readonly ms: number };

const mostRetries = 3;
/** After an answer there must be time to sanitize and send it. */
const replyMarginMs = 500;
/** A retry that would have less than this is not begun. */
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

type Attempt = { readonly answer: UpstreamAnswer } | { readonly fault: UpstreamFault };

/** The URL on the pinned host; throws where host or scheme would be another, so that the token can't leave. */
const pinnedUrl = (graph: string, target: string): string => {
  const url = `${graph}${target}`;
  if (!target.startsWith('/') || new URL(url).origin !== graph)
    throw new Fault({ code: 'Graphveil.InternalFault', detail: 'the request would have left the pinned host' });
  return url;
};

/** How long to wait before trying again; undefined where trying again is no use. */
const pauseOf = (attempt: Attempt, tried: number, { clock, random }: FetchPorts): number | undefined => {
  if ('fault' in attempt ? attempt.fault.kind !== 'unreachable' || tried > 0 : !throttled.has(attempt.answer.status))
    return undefined;
  const asked = 'answer' in attempt ? retryAfterMs(attempt.answer.headers['retry-after'], clock()) : undefined;
  const jitter = 0.5 + Buffer.from(random(1)).readUInt8(0) / 512;
  return asked ?? firstBackoffMs * 2 ** tried * jitter;
};

/**
 * Asks Graph on the pinned host and no other. Idempotent questions are asked again on 429, 503 and 504 after the time
 * that Graph names (else growing pauses with jitter), as long as the function's remaining time allows; a broken
 * connection is tried once more. Throws the fault of an answer that never came.
 */
export const createFetch =
  ({ graph, version }: Pick<ProxiedConnector, 'graph' | 'version'>, ports: FetchPorts) =>
  async ({ method, asked, token, requestId, deadline }: UpstreamCall): Promise<Fetched> => {
    const { http, clock, wait } = ports;
    const started = clock();
    const url = pinnedUrl(graph, asked.target);
    const headers = {
      ...asked.headers,
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'client-request-id': requestId,
      'user-agent': `Graphveil/${version}`,
    };

    const attempt = async (): Promise<Attempt> => {
      const timeoutMs = deadline - clock() - replyMarginMs;
      if (timeoutMs <= 0) return { fault: new UpstreamFault('timeout') };
      try {
        return { answer: await http.send({ method, url, headers, timeoutMs }) };
      } catch (error) {
        if (error instanceof UpstreamFault) return { fault: error };
        throw error;
      }
    };

    const ask = async (tried: number): Promise<Fetched> => {
      const last = await attempt();
      const pause = tried < mostRetries && idempotent.has(method) ? pauseOf(last, tried, ports) : undefined;
      if (pause !== undefined && clock() + pause + leastAttemptMs + replyMarginMs <= deadline) {
        await wait(pause);
        return ask(tried + 1);
      }
      if ('fault' in last) throw new Fault({ code: faultCodes[last.fault.kind] }, last.fault);
      return { answer: last.answer, retries: tried, ms: clock() - started };
    };
    return ask(0);
  };
