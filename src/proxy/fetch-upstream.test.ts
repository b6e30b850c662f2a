import { UpstreamFault, type UpstreamRequest, type UpstreamResponse } from '../ports/index.ts';
import { Fault } from '../problems/index.ts';
import type { CallTrace } from './call-trace.ts';
import { createFetch, finalRetryAfter, passableRetryAfter, smallerPage } from './fetch-upstream.ts';

const connector = { graph: 'https://graph.example', version: '1.2.3' };

/** A fetch in a world where time passes only in pauses. Each test has its own. */
const createWorld = (
  response: Partial<UpstreamResponse> | UpstreamFault = { status: 429 },
  random = 0,
  onPause = () => {},
) => {
  let now = 0;
  const sent: UpstreamRequest[] = [];
  const pauses: number[] = [];
  const { fetch } = createFetch(connector, {
    http: {
      send: async (request) => {
        sent.push(request);
        if (response instanceof UpstreamFault) throw response;
        return { status: 200, headers: {}, body: new Uint8Array(), ...response };
      },
    },
    clock: () => now,
    wait: async (ms) => {
      pauses.push(ms);
      onPause();
      now += ms;
    },
    random: (count) => new Uint8Array(count).fill(random),
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
    ['GET', 2],
    ['HEAD', 2],
    ['POST', 1],
  ])('sends a throttled %s %d times', async (method, times) => {
    const { fetch, sent } = createWorld();
    const { trace } = await fetch(target, token, traceOf({ method }));
    expect([sent.length, trace.retries]).toEqual([times, times - 1]);
  });

  it('adds the time of an earlier request of the call', async () => {
    const { fetch } = createWorld({ status: 200, body: new Uint8Array(3) });
    const before = { ...traceOf(), retries: 1, upstreamMs: 40 };
    const { trace } = await fetch(target, token, before);
    expect(trace).toEqual({ ...before, upstreamStatus: 200, upstreamBytes: 3, throttle: {} });
  });

  it('has one retry for the whole call, not for each of its requests', async () => {
    const { fetch, sent } = createWorld();
    const { trace } = await fetch(target, token, traceOf());
    await fetch(target, token, trace);
    expect(sent).toHaveLength(3);
  });

  it.each([
    ['has the time for a whole attempt', 2_500, 2],
    ['would have less than a second', 2_499, 1],
  ])('begins a retry only if it %s: %d ms', async (_what, deadline, times) => {
    const { fetch, sent } = createWorld({ status: 429, headers: { 'retry-after': '1' } });
    await fetch(target, token, traceOf({ deadline }));
    expect(sent).toHaveLength(times);
  });

  it.each([
    ['a date in the past', 'Wed, 31 Dec 1969 23:00:00 GMT', 1_000],
    ['a date in half a second', 'Thu, 01 Jan 1970 00:00:00 GMT', 1_000],
    ['0', '0', 1_000],
    ['1', '1', 1_000],
    ['3', '3', 3_000],
    ['a date in 4 seconds', 'Thu, 01 Jan 1970 00:00:04 GMT', 4_000],
    ['a word', 'soon', 1_000],
    ['a part of a second', '0.5', 1_000],
    ['nothing', '', 1_000],
  ])('waits a second at least before it sends a throttled call again: Retry-After %s', async (_what, named, pause) => {
    for (const status of [429, 503, 504]) {
      const { fetch, pauses } = createWorld({ status, headers: { 'retry-after': named } });
      await fetch(target, token, traceOf());
      expect(pauses).toEqual([pause]);
    }
  });

  it('spreads retries over a second if Graph names no time', async () => {
    const { fetch, pauses } = createWorld({ status: 429 }, 255);
    await fetch(target, token, traceOf());
    expect(pauses[0]).toBeCloseTo(1_996, 0);
  });

  it.each([
    ['unreachable', 2],
    ['undecodable', 2],
    ['too-large', 1],
    ['timeout', 1],
  ] as const)('sends a call whose answer is %s %d times', async (kind, times) => {
    const { fetch, sent, pauses } = createWorld(new UpstreamFault(kind));
    await expect(fetch(target, token, traceOf())).rejects.toThrow(Fault);
    expect([sent.length, ...pauses]).toEqual(times === 1 ? [1] : [2, 250]);
  });

  it('spreads retries after a broken connection over a quarter of a second', async () => {
    const { fetch, pauses } = createWorld(new UpstreamFault('unreachable'), 255);
    await expect(fetch(target, token, traceOf())).rejects.toThrow(Fault);
    expect(pauses[0]).toBeCloseTo(499, 0);
  });

  it('says what to do about a page that is too large, and about no other fault', async () => {
    for (const kind of ['too-large', 'timeout'] as const)
      await expect(createWorld(new UpstreamFault(kind)).fetch(target, token, traceOf())).rejects.toMatchObject({
        problem: kind === 'timeout' ? { code: 'Graphveil.UpstreamTimeout' } : { detail: smallerPage },
      });
    const failure: unknown = await createWorld(new UpstreamFault('timeout'))
      .fetch(target, token, traceOf())
      .catch((error: unknown) => error);
    expect((failure as Fault).problem).not.toHaveProperty('detail');
  });

  it('passes on figures of throttling, and nothing else in their headers', async () => {
    const headers = {
      'ratelimit-limit': ' 1200 ',
      'ratelimit-remaining': '0.875',
      'ratelimit-reset': '9999999',
      'x-ms-resource-unit': 'x5',
      'x-ms-throttle-limit-percentage': '5x',
      'x-ms-throttle-scope': 'Tenant_Application',
    };
    const figuresOf = async (given: Readonly<Record<string, string>>) =>
      (await createWorld({ status: 200, headers: given }).fetch(target, token, traceOf())).trace.throttle;
    expect(await figuresOf(headers)).toEqual({
      'ratelimit-limit': '1200',
      'ratelimit-remaining': '0.875',
      'ratelimit-reset': '9999999',
    });
    expect(await figuresOf({ 'ratelimit-limit': '12025550111', 'ratelimit-reset': '1.2345' })).toEqual({});
  });

  describe('of a caller that leaves', () => {
    const leaving = () => {
      const left = new AbortController();
      const trace = traceOf();
      return { left, trace: { ...trace, call: { ...trace.call, signal: left.signal } } };
    };

    it('sends nothing once the caller has left', async () => {
      const { fetch, sent } = createWorld();
      const { left, trace } = leaving();
      left.abort();
      await expect(fetch(target, token, trace)).rejects.toThrow('Graphveil.CallAbandoned');
      expect(sent).toEqual([]);
    });

    it('sends nothing more when the caller leaves in a pause', async () => {
      const { left, trace } = leaving();
      const { fetch, sent } = createWorld({ status: 429 }, 0, () => left.abort());
      await expect(fetch(target, token, trace)).rejects.toThrow('Graphveil.CallAbandoned');
      expect(sent).toHaveLength(1);
    });

    it('passes the signal to the connection, whose fault is final', async () => {
      const { left, trace } = leaving();
      const { fetch, sent } = createWorld(new UpstreamFault('abandoned'));
      await expect(fetch(target, token, trace)).rejects.toThrow('Graphveil.CallAbandoned');
      expect(sent.map(({ signal }) => signal)).toEqual([left.signal]);
    });
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

describe('a Retry-After', () => {
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT';

  it.each([
    ['5', '5'],
    [' 5 ', '5'],
    ['9999999', '9999999'],
    [date, date],
    [` ${date} `, date],
    ['12345678', undefined],
    ['5 minutes', undefined],
    ['in 5', undefined],
    [`x${date}`, undefined],
    [`${date} alice`, undefined],
    [`${date}+0100`, undefined],
    [`1${date}`, undefined],
    ['Thu, 99 Jan 2026 00:00:00 GMT', undefined],
    ['thu, 01 Jan 2026 00:00:00 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is passed on as %j', (given, passed) => {
    expect(passableRetryAfter(given)).toBe(passed);
  });

  it('of a final reply is at least a second, and ten if Graph names none', () => {
    const now = Date.parse(date);
    const after = (given: string | undefined) => finalRetryAfter(given, now);

    expect(['0', '1', '30', 'soon', undefined].map(after)).toEqual(['1', '1', '30', '10', '10']);
    expect([date, 'Thu, 01 Jan 2026 00:00:01 GMT', 'Wed, 31 Dec 2025 00:00:00 GMT'].map(after)).toEqual([
      '1',
      'Thu, 01 Jan 2026 00:00:01 GMT',
      '1',
    ]);
  });
});
