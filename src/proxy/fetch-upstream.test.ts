import type { UpstreamRequest, UpstreamResponse } from '../ports/index.ts';
import type { CallTrace } from './call-trace.ts';
import { createFetch } from './fetch-upstream.ts';

const connector = { graph: 'https://graph.example', version: '1.2.3' };

/** A fetch in a world where time passes only in pauses. Each test has its own. */
const createWorld = (response: Partial<UpstreamResponse> = { status: 429 }) => {
  let now = 0;
  const sent: UpstreamRequest[] = [];
  const pauses: number[] = [];
  const fetch = createFetch(connector, {
    http: {
      send: async (request) => {
        sent.push(request);
        return { status: 200, headers: {}, body: new Uint8Array(), ...response };
      },
    },
    clock: () => now,
    wait: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
    random: (count) => new Uint8Array(count),
  });
  return { fetch, sent, pauses };
};

const traceOf = ({ method = 'GET', deadline = 60_000 } = {}): CallTrace => ({
  call: { method, target: '/v1.0', headers: {}, hasBody: false, baseUrl: 'https://proxy.example', deadline },
  id: 'id',
  startedAt: 0,
});
const token = { token: 'secret' };
const target = { target: '/v1.0', headers: {} };

describe('createFetch', () => {
  it.each(['@evil.example/v1.0', '.evil.example/', ':8443/v1.0', '', 'v1.0/users'])(
    'rejects to leave the pinned host by way of %j',
    async (text) => {
      const { fetch, sent } = createWorld();
      await expect(fetch({ target: text, headers: {} }, token, traceOf())).rejects.toThrow(
        'would have left the pinned host',
      );
      expect(sent).toEqual([]);
    },
  );

  it.each([
    ['GET', 4],
    ['HEAD', 4],
    ['POST', 1],
  ])('sends a throttled %s %d times', async (method, times) => {
    const { fetch, sent } = createWorld();
    const { trace } = await fetch(target, token, traceOf({ method }));
    expect([sent.length, trace.retries]).toEqual([times, times - 1]);
  });

  it('adds to what an earlier request of the call took', async () => {
    const { fetch } = createWorld({ status: 200, body: new Uint8Array(3) });
    const { trace } = await fetch(target, token, { ...traceOf(), retries: 2, upstreamMs: 40 });
    expect(trace).toEqual({ retries: 2, upstreamMs: 40, upstreamStatus: 200, upstreamBytes: 3 });
  });

  it.each([
    ['has the time for a whole attempt', 2_500, 2],
    ['would have less than a second', 2_499, 1],
  ])('begins a retry only if it %s: %d ms', async (_what, deadline, times) => {
    const { fetch, sent } = createWorld({ status: 429, headers: { 'retry-after': '1' } });
    await fetch(target, token, traceOf({ deadline }));
    expect(sent).toHaveLength(times);
  });

  it('waits no negative time for a date in the past', async () => {
    const { fetch, pauses } = createWorld({
      status: 429,
      headers: { 'retry-after': 'Wed, 31 Dec 1969 23:00:00 GMT' },
    });
    await fetch(target, token, traceOf());
    expect(pauses).toEqual([0, 0, 0]);
  });

  it('replaces headers of the caller by its own', async () => {
    const headers = { 'user-agent': 'x', authorization: 'Bearer other', accept: 'text/html', 'client-request-id': 'x' };
    const { fetch, sent } = createWorld({ status: 200 });
    await fetch({ target: '/v1.0', headers }, token, traceOf());
    expect(sent.map((request) => request.headers)).toEqual([
      {
        authorization: 'Bearer secret',
        accept: 'application/json',
        'client-request-id': 'id',
        'user-agent': 'Graphveil/1.2.3',
      },
    ]);
  });
});
