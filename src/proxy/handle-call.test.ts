import { gunzipSync } from 'node:zlib';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
import { UpstreamFault } from '../ports/index.ts';
import { Fault, problemCodes } from '../problems/index.ts';
import { planOf, selectOf, tokenOf, top } from './testing/plans.ts';
import { errorOf, pageOf, textOf, worldOf } from './testing/world.ts';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const graphId = '7d4a1d3e-0000-4000-8000-0123456789ab';
const alice = { id: guid, mail: 'alice@contoso.example', displayName: 'Alice Archer', accountEnabled: true };

const plan = planOf([
  {
    template: '/v1.0/users',
    shape: 'collection',
    query: [top, selectOf('id', 'mail', 'accountEnabled')],
    headers: ['consistencylevel'],
  },
  { template: '/v1.0/users/{userId}', parameters: { userId: tokenOf('user-id') } },
]);

describe('a call that the rules allow', () => {
  it('is asked of Graph as the endpoint says, and answered with pseudonyms alone', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({
      headers: { 'request-id': graphId },
      body: { '@odata.context': 'https://graph.example/$metadata#users', value: [alice] },
    });

    const reply = await call('/v1.0/users?$top=5&$select=displayName,mail', {
      headers: { consistencylevel: 'eventual', cookie: 'a=b', authorization: 'Bearer caller' },
    });

    expect(reply.status).toBe(200);
    const [user] = pageOf(reply).value;
    expect(user).toEqual({
      id: expect.stringMatching(/^p~/),
      mail: expect.stringMatching(/^t~.{43}@contoso\.example$/),
      accountEnabled: true,
    });
    expect(textOf(reply)).not.toMatch(/alice|Archer|0f8fad5b|metadata/i);
    expect(world.requests).toEqual([
      {
        method: 'GET',
        url: 'https://graph.example/v1.0/users?$top=5&$select=mail',
        headers: {
          accept: 'application/json',
          authorization: 'Bearer secret-0',
          'client-request-id': reply.headers['client-request-id'],
          consistencylevel: 'eventual',
          'user-agent': 'Graphveil/1.2.3',
        },
        timeoutMs: 29_500,
      },
    ]);
  });

  it('has headers of a closed list, which say what made it', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({
      headers: {
        'request-id': graphId,
        'x-ms-ags-diagnostic': 'alice',
        location: 'https://x',
        etag: 'W/"alice"',
        'set-cookie': 'a',
        'retry-after': '3',
      },
      body: { value: [] },
    });

    const { headers } = await call('/v1.0/users', { headers: { 'client-request-id': guid.toUpperCase() } });

    expect(headers).toEqual({
      'cache-control': 'no-store',
      'client-request-id': guid,
      'content-type': 'application/json; charset=utf-8',
      'request-id': graphId,
      vary: 'accept-encoding',
      'graphveil-keyring': `${world.keyring.series}; epoch=${world.keyring.epoch}`,
      'graphveil-rules': 'rules-hash',
      'graphveil-version': '1.2.3',
    });
  });

  it('takes a token of an earlier reply', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: { value: [alice] } }, { body: alice });
    const token = String(pageOf(await call('/v1.0/users')).value[0]?.['id']);

    const reply = await call(`/v1.0/users/${token}`);

    expect(world.requests[1]?.url).toBe(`https://graph.example/v1.0/users/${guid}`);
    expect(JSON.parse(textOf(reply))).toMatchObject({ id: token });
  });

  it('is compressed when the caller takes gzip and the body is worth it', async () => {
    const { world, call } = worldOf(plan);
    const many = { value: Array.from({ length: 50 }, () => alice) };
    const ask = async (encoding: string) => {
      world.answers.push({ body: many });
      return call('/v1.0/users', { headers: { 'accept-encoding': encoding } });
    };
    for (const encoding of ['gzip', 'br, gzip;q=0.5', '*', 'GZIP;q=1.0', 'identity;q=0, *;q=0.1']) {
      const reply = await ask(encoding);
      expect([encoding, reply.headers['content-encoding']]).toEqual([encoding, 'gzip']);
      expect(JSON.parse(gunzipSync(reply.body).toString('utf8'))).toMatchObject({ value: { length: 50 } });
    }
    for (const encoding of ['', 'br', 'gzip;q=0', 'gzip;q=0.000', '*;q=0', 'gzip;q=0, *'])
      expect([encoding, (await ask(encoding)).headers['content-encoding']]).toEqual([encoding, undefined]);
  });

  it('leaves one record of names, counts and codes', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ headers: { 'request-id': graphId }, body: { value: [alice], 'alice@contoso.example': 1 } });
    const reply = await call('/v1.0/users');

    expect(world.records).toEqual([
      {
        requestId: reply.headers['client-request-id'],
        graphRequestId: graphId,
        connector: 'directory',
        endpoint: '/v1.0/users',
        method: 'GET',
        status: 200,
        durationMs: 0,
        upstreamMs: 0,
        upstreamStatus: 200,
        upstreamBytes: expect.any(Number),
        replyBytes: reply.body.length,
        retries: 0,
        dropped: expect.objectContaining({ unknownProperties: expect.any(Number) }),
      },
    ]);
    expect(JSON.stringify(world.records)).not.toMatch(/alice|0f8fad5b|secret/);
  });

  it('is 502 when the platform can’t carry it, compressed or not', async () => {
    const { world, call } = worldOf(plan);
    const many = { body: { value: Array.from({ length: 100 }, () => alice) } };
    world.answers.push(many, many, many);
    const small = await call('/v1.0/users', { largestReply: 2_000, headers: { 'accept-encoding': 'gzip' } });
    expect([small.status, small.body.length < 2_000]).toEqual([200, true]);
    const large = await call('/v1.0/users', { largestReply: 2_000 });
    expect([large.status, errorOf(large).code]).toEqual([502, 'Graphveil.ReplyTooLarge']);
    expect(world.records[1]).toMatchObject({ status: 502, code: 'Graphveil.ReplyTooLarge' });
  });

  it('carries a reply of exactly the largest size', async () => {
    const { world, call } = worldOf(plan);
    const page = { body: { value: [{ id: graphId }] } };
    world.answers.push(page, page, page);
    const size = (await call('/v1.0/users')).body.length;
    expect((await call('/v1.0/users', { largestReply: size })).status).toBe(200);
    expect((await call('/v1.0/users', { largestReply: size - 1 })).status).toBe(502);
  });

  it('has the platform’s id where the caller brings none', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: { value: [] } }, { body: { value: [] } });
    expect((await call('/v1.0/users', { id: graphId })).headers['client-request-id']).toBe(graphId);
    expect((await call('/v1.0/users', { id: 'no guid' })).headers['client-request-id']).not.toBe('no guid');
  });

  it('passes a Graph id only when it is one', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ headers: { 'request-id': 'alice@contoso.example' }, body: { value: [] } });
    const { headers } = await call('/v1.0/users', { headers: { 'client-request-id': 'alice' } });
    expect(headers['request-id']).toBe(headers['client-request-id']);
    expect(headers['request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a call that is refused', () => {
  it.each([
    ['an endpoint that the rules lack', '/v1.0/me', {}, 403, 'Graphveil.EndpointNotAllowed'],
    ['another method', '/v1.0/users', { method: 'POST' }, 403, 'Graphveil.EndpointNotAllowed'],
    ['a strange method', '/v1.0/users', { method: 'x'.repeat(99) }, 403, 'Graphveil.EndpointNotAllowed'],
    ['a target with dot segments', '/v1.0/../users', {}, 400, 'Graphveil.TargetInvalid'],
    ['a body', '/v1.0/users', { hasBody: true }, 400, 'Graphveil.BodyNotAllowed'],
    ['a person by address', '/v1.0/users/alice@contoso.example', {}, 403, 'Graphveil.EndpointNotAllowed'],
    ['a person by GUID', `/v1.0/users/${guid}`, {}, 403, 'Graphveil.EndpointNotAllowed'],
    [
      'a filter on a name',
      "/v1.0/users?$filter=mail%20eq%20'alice@contoso.example'",
      {},
      403,
      'Graphveil.EndpointNotAllowed',
    ],
    ['an order by a hidden property', '/v1.0/users?$orderby=displayName', {}, 403, 'Graphveil.EndpointNotAllowed'],
    ['a search', '/v1.0/users?$search=%22displayName:alice%22', {}, 403, 'Graphveil.EndpointNotAllowed'],
    ['a token that is none', '/v1.0/users/p~alice', {}, 400, 'Graphveil.PseudonymInvalid'],
    ['an irreversible token', `/v1.0/users/t~${'a'.repeat(43)}@contoso.example`, {}, 400, 'Graphveil.PseudonymInvalid'],
  ])('refuses %s before Graph is asked', async (_, target, given, status, code) => {
    const { world, call } = worldOf(plan);
    const reply = await call(target, given);
    expect([reply.status, errorOf(reply).code]).toEqual([status, code]);
    expect(world.requests).toEqual([]);
    expect(textOf(reply)).not.toMatch(/alice|contoso|0f8fad5b/);
    expect(JSON.stringify(world.records)).not.toMatch(/alice|contoso|0f8fad5b|xxx/);
    expect(world.records).toMatchObject([{ status, code }]);
  });

  it('has Graph’s shape of an error', async () => {
    const { call } = worldOf(plan);
    const reply = await call('/v1.0/users?$expand=manager');
    expect(JSON.parse(textOf(reply))).toEqual({
      error: {
        code: 'Graphveil.EndpointNotAllowed',
        message:
          "The rules of this connector don't allow this call: a query parameter is not allowed here; allowed: $top, $select (nearest endpoint: /v1.0/users).",
        innerError: {
          date: '2026-03-01T00:00:00',
          'request-id': reply.headers['request-id'],
          'client-request-id': reply.headers['client-request-id'],
        },
      },
    });
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(reply.headers['graphveil-keyring']).toBeUndefined();
  });

  it('says no more when rules have no endpoint at all', async () => {
    const { call } = worldOf(planOf([]));
    expect(errorOf(await call('/v1.0/users')).message).toContain('the rules have no endpoint.');
  });

  it('can’t tell which pseudonym is alice: no reply to a guess differs from another', async () => {
    const { call } = worldOf(plan);
    const answers = await Promise.all(
      ['alice@contoso.example', 'bob@contoso.example', 'nobody', guid].map(
        async (guess) => errorOf(await call(`/v1.0/users/${guess}`)).message,
      ),
    );
    expect(new Set(answers).size).toBe(1);
  });

  it('gives one message for every token that can’t be opened', async () => {
    const { world, call } = worldOf(plan);
    const { pseudonyms } = world.keyring;
    const tokens = [
      ephemeralKeyring().pseudonyms.tokenize(guid, 'user-id'),
      pseudonyms.tokenize('AAMkAGI1AAAtAAA-other-kind', 'event-id'),
      pseudonyms.pseudonymize('alice@contoso.example', 'user-id', { reversible: false, domain: 'keep' }).token,
      `${pseudonyms.tokenize(guid, 'user-id')}@contoso.example`,
      'p~x',
    ];
    const answers = await Promise.all(tokens.map(async (token) => errorOf(await call(`/v1.0/users/${token}`)).message));
    expect([...new Set(answers)]).toEqual([problemCodes['Graphveil.PseudonymInvalid'].message]);
    expect(world.records[0]).toMatchObject({ endpoint: '/v1.0/users/{userId}' });
  });
});

describe('a token of an unknown epoch', () => {
  const unknown = { ok: false, reason: 'unknown-epoch' } as const;

  it('is opened after one refetch of the keyring', async () => {
    const { world, call } = worldOf(plan);
    const newer = world.keyring;
    world.keyring = { ...newer, pseudonyms: { ...newer.pseudonyms, open: () => unknown } };
    world.answers.push({ body: alice });
    const reply = await call(`/v1.0/users/${newer.pseudonyms.tokenize(guid, 'user-id')}`);
    expect(reply.status).toBe(200);
    expect(world.refetches).toBe(1);
  });

  it('is invalid when the newer keyring does not know it either', async () => {
    const { world, call } = worldOf(plan);
    world.keyring = { ...world.keyring, pseudonyms: { ...world.keyring.pseudonyms, open: () => unknown } };
    world.refetched = world.keyring;
    const reply = await call(`/v1.0/users/p~${'A'.repeat(60)}`);
    expect(errorOf(reply).code).toBe('Graphveil.PseudonymInvalid');
    expect(world.refetches).toBe(1);
  });

  it('is invalid when the newer keyring refuses it', async () => {
    const { world, call } = worldOf(plan);
    world.keyring = { ...world.keyring, pseudonyms: { ...world.keyring.pseudonyms, open: () => unknown } };
    const reply = await call(`/v1.0/users/p~${'A'.repeat(60)}`);
    expect(errorOf(reply).code).toBe('Graphveil.PseudonymInvalid');
  });
});

describe('an upstream that refuses', () => {
  const leaking = (code: string) => ({
    error: {
      code,
      message: "Resource 'alice@contoso.example' does not exist or +1 202 555 0101 …",
      innerError: { code: 'alice', date: '2026-03-01', 'request-id': guid, user: 'alice@contoso.example' },
    },
  });

  it.each([
    [404, 'Request_ResourceNotFound', 404, 'Request_ResourceNotFound', 'Graphveil.UpstreamRefused'],
    [400, 'Request_BadRequest', 400, 'Request_BadRequest', 'Graphveil.UpstreamRefused'],
    [403, 'ErrorAccessDenied', 403, 'ErrorAccessDenied', 'Graphveil.UpstreamRefused'],
    [410, 'syncStateNotFound', 410, 'syncStateNotFound', 'Graphveil.UpstreamRefused'],
    [410, 'no word of Graph', 410, 'resyncRequired', 'Graphveil.UpstreamRefused'],
    [404, 'alice@contoso.example', 404, 'Graphveil.UpstreamRefused', undefined],
    [500, 'generalException', 500, 'generalException', 'Graphveil.UpstreamRefused'],
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
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.UpstreamRefused');
  });

  it.each([
    [302, 'a redirect, which is never followed'],
    [304, '304 Not Modified, though no condition was sent'],
    [601, 'a status that HTTP does not know as an answer'],
  ])('says what a status %s is', async (status, said) => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status, body: '' });
    expect(errorOf(await call('/v1.0/users')).message).toContain(said);
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
  it('waits as long as Graph says and asks again', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push(
      { status: 429, headers: { 'retry-after': '3' } },
      { status: 503, headers: { 'retry-after': new Date(world.now + 8_000).toUTCString() } },
      { body: { value: [] } },
    );
    const reply = await call('/v1.0/users');
    expect(reply.status).toBe(200);
    expect(world.waits).toEqual([3_000, 5_000]);
    expect(world.records).toMatchObject([{ retries: 2, upstreamMs: 8_000 }]);
  });

  it('waits longer each time where Graph names no time', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push(
      { status: 503 },
      { status: 504 },
      { status: 429, headers: { 'retry-after': 'soon' } },
      { status: 503 },
    );
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'Graphveil.UpstreamRefused']);
    const [first = 0, second = 0, third = 0] = world.waits;
    expect(world.waits).toHaveLength(3);
    expect([first >= 250 && first <= 500, second >= 500 && second <= 1_000, third >= 1_000 && third <= 2_000]).toEqual([
      true,
      true,
      true,
    ]);
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

  it('passes a date on as it came, and drops what is no time', async () => {
    for (const [given, passed] of [
      ['Sun, 01 Mar 2026 01:00:00 GMT', 'Sun, 01 Mar 2026 01:00:00 GMT'],
      ['Sun, 99 Mar 2026 01:00:00 GMT', undefined],
      ['alice', undefined],
      ['-1', undefined],
    ] as const) {
      const { world, call } = worldOf(plan);
      world.answers.push(...Array.from({ length: 4 }, () => ({ status: 429, headers: { 'retry-after': given } })));
      expect((await call('/v1.0/users')).headers['retry-after']).toBe(passed);
    }
  });
});

describe('an upstream that fails', () => {
  it.each([
    ['unreachable', 502, 'Graphveil.UpstreamUnreachable', 2],
    ['timeout', 504, 'Graphveil.UpstreamTimeout', 1],
    ['too-large', 502, 'Graphveil.UpstreamTooLarge', 1],
    ['undecodable', 502, 'Graphveil.UpstreamInvalid', 1],
  ] as const)('is a fault of its own when %s', async (kind, status, code, requests) => {
    const { world, call } = worldOf(plan);
    const cause = new Error('connect ECONNREFUSED alice.example');
    world.answers.push(new UpstreamFault(kind, cause), new UpstreamFault(kind, cause));
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code, world.requests.length]).toEqual([status, code, requests]);
    expect(textOf(reply)).not.toContain('alice');
    expect(world.records[0]).not.toHaveProperty('place');
  });

  it('is asked once more after a broken connection', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push(new UpstreamFault('unreachable'), { body: { value: [] } });
    expect((await call('/v1.0/users')).status).toBe(200);
  });

  it('is not asked at all when no time is left', async () => {
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
    world.answers.push({ body });
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'Graphveil.UpstreamInvalid']);
    expect(textOf(reply)).not.toContain('alice');
  });

  it('is 502 for an empty 204 too, since rules expect a shape', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 204, body: '' });
    expect((await call('/v1.0/users')).status).toBe(502);
  });
});

describe('faults of the world', () => {
  it('tells the problem of a keyring or sign-in that is not there', async () => {
    const { world, call } = worldOf(plan);
    world.keyringFault = new Fault({ code: 'Graphveil.KeyringUnavailable' });
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.KeyringUnavailable');
    world.keyringFault = undefined;
    world.tokenFault = new Fault({
      code: 'Graphveil.SignInFailed',
      detail: 'AADSTS700213',
      headers: { 'retry-after': '5', 'set-cookie': 'x' },
    });
    const reply = await call('/v1.0/users');
    expect([reply.status, reply.headers['retry-after'], reply.headers['set-cookie']]).toEqual([503, '5', undefined]);
    expect(errorOf(reply).message).toContain('AADSTS700213');
  });

  it.each([
    [new TypeError('alice@contoso.example'), /^TypeError at handle-call\.test\.ts:\d+:\d+$/],
    [Object.assign(new Error('x'), { stack: undefined }), /^Error at an unknown place$/],
    ['alice', /^string$/],
  ])('tells nothing of an unexpected error, and logs where it was', async (error, place) => {
    const { world, call } = worldOf(plan);
    world.tokenFault = error as Error;
    const reply = await call('/v1.0/users');
    expect([reply.status, errorOf(reply).code]).toEqual([500, 'Graphveil.InternalFault']);
    expect(textOf(reply) + JSON.stringify(world.records)).not.toMatch(/alice/);
    expect(world.records[0]?.place).toMatch(place);
  });

  it('replies all the same when the log fails', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: { value: [] } });
    world.records.push = () => {
      throw new Error('the disk is full');
    };
    expect((await call('/v1.0/users')).status).toBe(200);
  });

  it('is a fault of our own when a port throws what it may not', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push(new Error('alice'));
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.InternalFault');
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.InternalFault');
  });
});

describe('the access token', () => {
  it('goes to the pinned host alone, whatever the connector’s address looks like', async () => {
    const { world, call } = worldOf(plan, { graph: 'https://Graph.Example:443/x/' });
    world.answers.push({ body: { value: [] } });
    await call('/v1.0/users');
    expect(world.requests[0]?.url).toBe('https://graph.example/v1.0/users?$select=id,mail,accountEnabled');
  });

  it('never goes where a redirect points', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 307, headers: { location: 'https://evil.example/' } });
    const reply = await call('/v1.0/users');
    expect([reply.status, world.requests.length]).toEqual([502, 1]);
    expect(errorOf(reply).message).toContain('redirect');
    expect(reply.headers['location']).toBeUndefined();
  });
});
