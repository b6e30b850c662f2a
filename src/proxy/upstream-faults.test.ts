import { UpstreamFault } from '../ports/index.ts';
import { planOf, selectOf, tokenOf, top } from './testing/plans.ts';
import { errorOf, pageOf, textOf, worldOf } from './testing/world.ts';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';

const plan = planOf([
  {
    template: '/v1.0/users',
    shape: 'collection',
    query: [top, selectOf('id', 'mail', 'accountEnabled')],
    headers: ['consistencylevel'],
  },
  { template: '/v1.0/users/{userId}', parameters: { userId: tokenOf('user-id') } },
]);

describe('an upstream that refuses', () => {
  const leaking = (code: string) => ({
    error: {
      code,
      message: "Resource 'alice@contoso.example' does not exist or +1 202 555 0101 …",
      innerError: { code: 'alice', date: '2026-03-01', 'request-id': guid, user: 'alice@contoso.example' },
    },
  });

  it.each([
    [404, 'Request_ResourceNotFound', 404, 'Request_ResourceNotFound', 'Graphveil.NotFound'],
    [400, 'Request_BadRequest', 400, 'Request_BadRequest', 'Graphveil.UpstreamRefused'],
    [403, 'ErrorAccessDenied', 403, 'ErrorAccessDenied', 'Graphveil.UpstreamRefused'],
    [410, 'syncStateNotFound', 410, 'syncStateNotFound', 'Graphveil.LinkExpired'],
    [410, 'no word of Graph', 410, 'resyncRequired', 'Graphveil.LinkExpired'],
    [404, 'alice@contoso.example', 404, 'Graphveil.NotFound', undefined],
    [409, 'Conflict', 409, 'Conflict', 'Graphveil.UpstreamRefused'],
    [500, 'generalException', 500, 'generalException', 'Graphveil.UpstreamUnavailable'],
    [502, 'BadGateway', 502, 'BadGateway', 'Graphveil.UpstreamUnavailable'],
    [509, 'alice', 509, 'Graphveil.UpstreamUnavailable', undefined],
    [501, 'NotImplemented', 501, 'NotImplemented', 'Graphveil.UpstreamRefused'],
    [302, 'Found', 502, 'Graphveil.UpstreamRefused', undefined],
    [304, '', 502, 'Graphveil.UpstreamRefused', undefined],
    [601, '', 502, 'Graphveil.UpstreamRefused', undefined],
  ])('passes the status of %s %s and nothing of its body or headers', async (status, code, replied, word, inner) => {
    const { world, call } = worldOf(plan);
    world.answers.push({
      status,
      headers: { location: 'https://alice.example/', 'x-ms-ags-diagnostic': 'alice', 'www-authenticate': 'alice' },
      body: leaking(code),
    });
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code, errorOf(reply).innerError['code']]).toEqual([replied, word, inner]);
    expect(textOf(reply) + JSON.stringify(reply.headers)).not.toMatch(/alice|contoso|202 555|does not exist/);
    expect(JSON.stringify(world.records)).not.toMatch(/alice|contoso/);
    expect(world.requests).toHaveLength(1);
  });

  it.each([
    ['HTML', '<html>alice@contoso.example</html>'],
    ['nothing', ''],
    ['a bare string', '"alice"'],
    ['null', 'null'],
    ['a code that is no text', '{"error":{"code":{"a":1}}}'],
    ['a body that is too large', `{"error":{"code":"NotFound","message":"${'x'.repeat(70_000)}"}}`],
    ['bytes', new Uint8Array([0xff, 0xfe])],
  ])('takes no word from %s', async (_, body) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 404, body });
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.NotFound');
  });

  it.each([
    [302, 'a redirect, which is never followed'],
    [304, '304 Not Modified, though no condition was sent'],
    [601, 'a status that HTTP does not know as an answer'],
  ])('explains the status %s', async (status, said) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status, body: '' });
    expect(errorOf(await call('/v1.0/users')).message).toContain(said);
  });

  it.each([
    [404, 'Microsoft Graph has nothing at this address.'],
    [410, 'The paging or delta link can no longer be followed; start the synchronization over.'],
    [500, "Microsoft Graph isn't available right now."],
    [503, "Microsoft Graph isn't available right now."],
    [400, 'Microsoft Graph refused the request.'],
  ])('describes a %s', async (status, message) => {
    const { world, call } = worldOf(plan);
    world.answers.push(...Array.from({ length: 4 }, () => ({ status, body: leaking('alice') })));
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).message]).toEqual([status, message]);
  });

  it('finds a known word in the inner error', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({
      status: 410,
      body: { error: { code: 'x', innererror: { code: 'resyncChangesApplyDifferences' } } },
    });
    expect(errorOf(await call('/v1.0/users')).code).toBe('resyncChangesApplyDifferences');
  });

  it.each([
    ['ErrorAccessDenied', 'Exchange'],
    ['Forbidden', 'Teams'],
    ['Authorization_RequestDenied', 'a policy of the tenant'],
  ])('gives a hint on a 403 %s of a consented application', async (code, hint) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 403, body: leaking(code) });
    const error = errorOf(await call('/v1.0/users'));
    expect(error.message).toContain(hint);
    expect(world.renewals).toBe(0);
  });
});

describe('throttling', () => {
  it('waits as long as Graph requests and retries', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 429, headers: { 'retry-after': '3' } }, { body: { value: [] } });
    const reply = await call('/v1.0/users');
    expect(reply.status).toBe(200);
    expect(world.waits).toEqual([3_000]);
    expect(world.records).toMatchObject([{ retries: 1, upstreamMs: 3_000 }]);
  });

  it.each([429, 503, 504])('makes at most two requests if Graph names no time: %d', async (status) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status }, { status });
    const reply = await call('/v1.0/users');
    expect([reply.status, world.requests.length]).toEqual([status, 2]);
    const [pause = 0] = world.waits;
    expect(pause >= 1_000 && pause < 2_000).toBe(true);
  });

  it('causes at most eight requests if a client tries four times', async () => {
    const { world, call } = worldOf(plan);
    for (const named of [undefined, '1', '0', 'soon']) {
      world.requests.length = 0;
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const headers = named === undefined ? {} : { 'retry-after': named };
        world.answers.push({ status: 429, headers }, { status: 429, headers });
        expect((await call('/v1.0/users')).status).toBe(429);
      }
      expect([named, world.requests.length]).toEqual([named, 8]);
    }
  });

  it('passes the 429 on with its Retry-After when the time left is too short', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 429, headers: { 'retry-after': '60' }, body: { error: { code: 'TooManyRequests' } } });
    const reply = await call('/v1.0/users');
    expect([
      reply.status,
      reply.headers['retry-after'],
      errorOf(reply).code,
      errorOf(reply).innerError['code'],
    ]).toEqual([429, '60', 'TooManyRequests', 'Graphveil.Throttled']);
    expect(world.waits).toEqual([]);
  });

  it.each([
    ['a date to come', 'Sun, 01 Mar 2026 01:00:00 GMT', 'Sun, 01 Mar 2026 01:00:00 GMT'],
    ['a date that is past', 'Sun, 01 Feb 2026 01:00:00 GMT', '1'],
    ['0', '0', '1'],
    ['600', '600', '600'],
    ['nothing', undefined, '10'],
    ['a day that does not exist', 'Sun, 99 Mar 2026 01:00:00 GMT', '10'],
    ['a name', 'alice', '10'],
    ['a negative number', '-1', '10'],
  ])('always names a time in the end: Retry-After %s', async (_what, given, passed) => {
    for (const status of [429, 503]) {
      const { world, call } = worldOf(plan);
      const headers = given === undefined ? {} : { 'retry-after': given };
      world.answers.push({ status, headers }, { status, headers });
      const reply = await call('/v1.0/users');
      expect([reply.status, reply.headers['retry-after']]).toEqual([status, passed]);
    }
  });

  it('names no time for other refusals than Graph does', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 404 }, { status: 500, headers: { 'retry-after': '7' } });
    expect((await call('/v1.0/users')).headers['retry-after']).toBeUndefined();
    expect((await call('/v1.0/users')).headers['retry-after']).toBe('7');
  });

  it('passes figures about limits by name, on answers and refusals', async () => {
    const figures = {
      'ratelimit-limit': '1200',
      'ratelimit-remaining': '120',
      'ratelimit-reset': '5',
      'x-ms-resource-unit': '2',
      'x-ms-throttle-limit-percentage': '0.85',
    };
    const { world, call } = worldOf(plan);
    const headers = { ...figures, 'x-ms-throttle-scope': 'Tenant_Application/ReadWrite/alice', 'x-ratelimit': '1' };
    world.answers.push({ headers, body: { value: [] } }, { status: 404, headers });
    for (const reply of [await call('/v1.0/users'), await call('/v1.0/users')]) {
      expect(reply.headers).toMatchObject(figures);
      expect(JSON.stringify(reply.headers)).not.toMatch(/alice|x-ratelimit|scope/);
    }
    expect(JSON.stringify(world.records)).not.toMatch(/ratelimit|throttle/);
  });

  it.each(['alice', '', '-1', '1 alice', '12025550101', '1e5', '0.85;alice', '1,2', '0.12345'])(
    'drops an invalid figure about limits: %j',
    async (value) => {
      const { world, call } = worldOf(plan);
      world.answers.push({ headers: { 'ratelimit-remaining': value }, body: { value: [] } });
      expect((await call('/v1.0/users')).headers).not.toHaveProperty('ratelimit-remaining');
    },
  );
});

describe('an upstream that fails', () => {
  it.each([
    ['unreachable', 502, 'Graphveil.UpstreamUnreachable', 2],
    ['timeout', 504, 'Graphveil.UpstreamTimeout', 1],
    ['too-large', 502, 'Graphveil.UpstreamTooLarge', 1],
    ['undecodable', 502, 'Graphveil.UpstreamInvalid', 2],
  ] as const)('is a fault of its own when %s', async (kind, status, code, requests) => {
    const { world, call } = worldOf(plan);
    const cause = new Error('connect ECONNREFUSED alice.example');
    world.answers.push(new UpstreamFault(kind, cause), new UpstreamFault(kind, cause));
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code, world.requests.length]).toEqual([status, code, requests]);
    expect(textOf(reply)).not.toContain('alice');
    expect(world.records[0]).not.toHaveProperty('place');
  });

  it('is retried once after a broken connection', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push(new UpstreamFault('unreachable'), { body: { value: [] } });
    expect((await call('/v1.0/users')).status).toBe(200);
  });

  it('is canceled when the caller disconnects; only the log has the code', async () => {
    const { world, call } = worldOf(plan);
    const left = new AbortController();
    left.abort();
    expect((await call('/v1.0/users', { signal: left.signal })).status).toBe(499);
    expect(world.requests).toEqual([]);
    expect(world.records).toMatchObject([{ status: 499, code: 'Graphveil.CallAbandoned' }]);
  });

  it('is not called when no time is left', async () => {
    const { world, call } = worldOf(plan);
    const reply = await call('/v1.0/users', { deadline: world.now + 400 });
    expect([reply.status, world.requests.length]).toEqual([504, 0]);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['HTML', '<html>alice</html>'],
    ['JSON that is cut', '{"value":[{"id":"ali'],
    ['an array', '[]'],
    ['another shape', '{"id":"alice"}'],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
  ])('is 502 when it answers with %s, never its body', async (_, body) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body }, { body });
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'Graphveil.UpstreamInvalid']);
    expect(textOf(reply)).not.toContain('alice');
  });

  const whole = JSON.stringify({ value: [{ id: guid }] });

  it.each([
    ['a page', whole.slice(0, 20)],
    ['a page between two values', whole.slice(0, -2)],
    ['a page in the middle of a character', new Uint8Array([...Buffer.from('{"value":[{"id":"'), 0xc3])],
    ['a page before its first byte', ''],
    ['a page that a gateway replaced', '<html>503</html>'],
  ])('is retried once for %s that is truncated', async (_, body) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body }, { body: whole });
    const reply = await call('/v1.0/users');
    expect([reply.status, pageOf(reply).value.length, world.requests.length]).toEqual([200, 1, 2]);
    expect(world.records).toMatchObject([{ retries: 1, status: 200 }]);
  });

  it('is retried only once, whatever the second result', async () => {
    for (const [second, status] of [
      [{ body: '{"value":[' }, 502],
      [{ status: 429 }, 429],
      [{ status: 404 }, 404],
      [new UpstreamFault('unreachable'), 502],
    ] as const) {
      const { world, call } = worldOf(plan);
      world.answers.push({ body: '{"value":[' }, second, { body: { value: [] } });
      expect([(await call('/v1.0/users')).status, world.requests.length]).toEqual([status, 2]);
    }
  });

  it.each([
    ['another shape', '{"id":"alice"}', 30_000],
    ['an error inside', '{"error":{"code":"UnknownError"}}', 30_000],
    ['a cut page when no time is left for another', '{"value":[', 1_400],
  ])('is not retried for %s', async (_, body, left) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body }, { body: { value: [] } });
    const reply = await call('/v1.0/users', { deadline: world.now + left });
    expect([reply.status, world.requests.length]).toEqual([502, 1]);
  });

  it('is 502 for a part that was not asked for, even if it is whole JSON', async () => {
    for (const body of [{ value: [{ id: guid }] }, { value: [] }, '{"value":[']) {
      const { world, call } = worldOf(plan);
      world.answers.push({ status: 206, headers: { 'content-range': 'bytes 0-9/99' }, body });
      const reply = await call('/v1.0/users');
      expect([reply.status, errorOf(reply).code]).toEqual([502, 'Graphveil.UpstreamInvalid']);
    }
  });

  it('is 502 for an empty 204 too, since rules expect a shape', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 204, body: '' }, { status: 204, body: '' });
    expect((await call('/v1.0/users')).status).toBe(502);
  });
});
