import { createHash } from 'node:crypto';
import { declaredKindsOf, type Plan } from '../../plan/index.ts';
import type { CallRecord, UpstreamRequest, UpstreamResponse } from '../../ports/index.ts';
import { createProxy } from '../../proxy/index.ts';
import { caseKeyring } from './case-keyring.ts';

/** The proxy's address in cases. */
export const proxyUrl = 'https://proxy.example';
/** Graph's address in cases. No request is sent there. */
export const graphUrl = 'https://graph.microsoft.com';
/** The current time in cases. */
const now = Date.UTC(2026, 2, 2, 8);

/** A call to the offline proxy. */
export type OfflineCall = {
  readonly method?: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The outcome of a call: the reply, the requests to Graph, and the log record. */
export type OfflineReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requests: readonly UpstreamRequest[];
  readonly records: readonly CallRecord[];
};

type Ask = (call: OfflineCall, answer: UpstreamResponse) => Promise<OfflineReply>;

export type OfflineProxy = Ask & {
  /** Kinds that the source declares and its rules use, of which cases may write tokens. */
  readonly kinds: ReadonlySet<string>;
};

/** Returns bytes that look random but are the same in every run. */
const repeatableBytes = (): ((count: number) => Uint8Array) => {
  let drawn = 0;
  return (count) => {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 32) {
      drawn += 1;
      const block = createHash('sha256').update(`graphveil cases ${drawn}`).digest();
      bytes.set(block.subarray(0, Math.min(32, count - at)), at);
    }
    return bytes;
  };
};

/**
 * Creates the complete proxy of one Plan without external dependencies: with the case keyring, a fixed time, and
 * Graph's responses passed in one by one. Every step is the real one. Calls run one after another.
 */
export const createOfflineProxy = (plan: Plan): OfflineProxy => {
  const keyring = caseKeyring();
  let requests: UpstreamRequest[] = [];
  let records: CallRecord[] = [];
  let next: UpstreamResponse = { status: 204, headers: {}, body: new Uint8Array() };
  const token = { token: 'case-token', roles: [], obtainedAt: now, expiresAt: now + 3_600_000 };
  const handle = createProxy({
    connector: { name: 'cases', plan, graph: graphUrl, expectedRoles: [], version: 'cases' },
    ports: {
      keyrings: { current: async () => keyring, refetch: async () => keyring },
      accessTokens: { get: async () => token, renew: async () => token },
      http: {
        send: async (request) => {
          requests.push(request);
          return next;
        },
      },
      clock: () => now,
      wait: async () => {},
      random: repeatableBytes(),
      newId: () => '00000000-0000-4000-8000-000000000000',
      log: { call: (record) => records.push(record) },
    },
  });
  const ask: Ask = async ({ method = 'GET', target, headers = {} }, answer) => {
    requests = [];
    records = [];
    next = answer;
    const reply = await handle({
      method,
      target,
      headers,
      hasBody: false,
      baseUrl: proxyUrl,
      deadline: now + 30_000,
    });
    const body = new TextDecoder().decode(reply.body);
    return { status: reply.status, headers: reply.headers, body, requests, records };
  };
  let before: Promise<unknown> = Promise.resolve();
  const askInTurn: Ask = (call, answer) => {
    const asked = before.then(() => ask(call, answer));
    before = asked.catch(() => undefined);
    return asked;
  };
  return Object.assign(askInTurn, { kinds: declaredKindsOf(plan) });
};
