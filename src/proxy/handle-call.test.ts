import { gunzipSync } from 'node:zlib';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
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
  it('is sent to Graph as the endpoint defines, and the reply contains only pseudonyms', async () => {
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

  it('has headers of a closed list, which describe the proxy', async () => {
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
      'x-ms-ags-diagnostic': '{"ServerInfo":{}}',
      'graphveil-version': '1.2.3',
    });
  });

  describe('and whose preferences Graph applies', () => {
    const preferring = planOf([
      {
        template: '/v1.0/users',
        shape: 'collection',
        query: [top],
        prefer: {
          allowed: ['odata.maxpagesize', 'include-unknown-enum-members', 'return=minimal'],
          always: ['IdType="ImmutableId"'],
        },
      },
    ]);
    const asked = 'return=minimal, include-unknown-enum-members, odata.maxpagesize=50';

    it.each([
      [
        'those that were sent',
        'return=minimal, include-unknown-enum-members',
        'return=minimal, include-unknown-enum-members',
      ],
      ['one in another spelling', 'Return="minimal"', 'return=minimal'],
      ['the page size that Graph chose', 'odata.maxpagesize=20', 'odata.maxpagesize=20'],
      ['the one that is always sent', 'IdType="ImmutableId"', 'IdType="ImmutableId"'],
      ['no other value', 'return=alice', undefined],
      ['no other preference', 'outlook.timezone="alice@contoso.example"', undefined],
      ['no page size that is no number', 'odata.maxpagesize=alice', undefined],
      ['no text', 'alice@contoso.example', undefined],
      ['nothing that can be read two ways', 'return=minimal, "alice, return=minimal', 'return=minimal'],
    ])('says so: %s', async (_what, applied, passed) => {
      const { world, call } = worldOf(preferring);
      world.answers.push({ headers: { 'preference-applied': applied }, body: { value: [] } });
      const reply = await call('/v1.0/users', { headers: { prefer: asked } });
      expect(world.requests[0]?.headers['prefer']).toBe(`IdType="ImmutableId", ${asked}`);
      expect(reply.headers['preference-applied']).toBe(passed);
    });

    it('says nothing where none was sent', async () => {
      const { world, call } = worldOf(plan);
      world.answers.push({ headers: { 'preference-applied': 'return=minimal' }, body: { value: [] } });
      expect((await call('/v1.0/users')).headers).not.toHaveProperty('preference-applied');
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

  it('leaves a record of properties whose strings did not match their format, by name', async () => {
    const kept = structuredClone(plan) as typeof plan;
    const nodes = kept.nodes.map((node) =>
      node.node === 'keep' ? { ...node, format: { format: 'date' as const } } : node,
    );
    const { world, call } = worldOf({ ...kept, nodes });
    world.answers.push({ body: { value: [{ ...alice, accountEnabled: 'alice@contoso.example' }] } });
    await call('/v1.0/users');
    expect(world.records).toMatchObject([{ status: 200, unfit: { 'accountEnabled (date)': 1 } }]);
    expect(JSON.stringify(world.records)).not.toContain('alice');
  });

  it('is 502 when the platform can’t carry it, compressed or not', async () => {
    const { world, call } = worldOf(plan);
    const many = { body: { value: Array.from({ length: 100 }, () => alice) } };
    world.answers.push(many, many, many);
    const small = await call('/v1.0/users', { largestReply: 2_000, headers: { 'accept-encoding': 'gzip' } });
    expect([small.status, small.body.length < 2_000]).toEqual([200, true]);
    const large = await call('/v1.0/users', { largestReply: 2_000 });
    expect([large.status, errorOf(large).code]).toEqual([502, 'Graphveil.ReplyTooLarge']);
    expect(errorOf(large).message).toContain('send Accept-Encoding: gzip, or ask for a smaller page ($top');
    const zipped = await call('/v1.0/users', { largestReply: 200, headers: { 'accept-encoding': 'gzip' } });
    expect(errorOf(zipped).message).toContain('platform: ask for a smaller page ($top');
    expect(world.records[1]).toMatchObject({ status: 502, code: 'Graphveil.ReplyTooLarge' });
  });

  it('is 502 for a page that needs more memory than there is, if the scanner leaves it to the walk', async () => {
    const page = JSON.stringify({ value: Array.from({ length: 100 }, () => alice) });
    const doubled = page.replace('{"value"', '{"count":1,"count":2,"value"');
    const statuses = async (memory: number) => {
      const { world, call } = worldOf(plan, {}, undefined, memory);
      world.answers.push({ body: page }, { body: doubled });
      return [await call('/v1.0/users'), await call('/v1.0/users')].map((reply) => ({
        status: reply.status,
        error: reply.status === 200 ? undefined : errorOf(reply),
      }));
    };

    expect((await statuses(10_000_000)).map(({ status }) => status)).toEqual([200, 200]);
    const [scanned, walked] = await statuses(50_000);
    expect(scanned?.status).toBe(200);
    expect(walked).toMatchObject({
      status: 502,
      error: { code: 'Graphveil.UpstreamTooLarge', message: expect.stringContaining('ask for a smaller page ($top') },
    });
  });

  it('carries a reply of exactly the largest size', async () => {
    const { world, call } = worldOf(plan);
    const page = { body: { value: [{ id: graphId }] } };
    world.answers.push(page, page, page);
    const size = (await call('/v1.0/users')).body.length;
    expect((await call('/v1.0/users', { largestReply: size })).status).toBe(200);
    expect((await call('/v1.0/users', { largestReply: size - 1 })).status).toBe(502);
  });

  it('uses the platform’s id if the caller sends none', async () => {
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
  ])('rejects %s before any request to Graph', async (_, target, given, status, code) => {
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
          "The rules of this connector don't allow this call: query parameter $expand isn't allowed here; allowed: $top, $select (nearest endpoint: /v1.0/users).",
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

  it('gives no details when rules have no endpoints', async () => {
    const { call } = worldOf(planOf([]));
    expect(errorOf(await call('/v1.0/users')).message).toContain('the rules have no endpoint.');
  });

  it('can’t reveal which pseudonym is alice: no reply to a guess differs from another', async () => {
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
      `${pseudonyms.tokenize(guid, 'user-id')}@contoso.example`,
      'p~x',
    ];
    const answers = await Promise.all(tokens.map(async (token) => errorOf(await call(`/v1.0/users/${token}`)).message));
    expect([...new Set(answers)]).toEqual([problemCodes['Graphveil.PseudonymInvalid'].message]);
    expect(world.records[0]).toMatchObject({ endpoint: '/v1.0/users/{userId}' });
  });

  it('recognizes a one-way pseudonym by its text, regardless of its creator', async () => {
    const { world, call } = worldOf(plan);
    const oneWay = [world.keyring, ephemeralKeyring()].map(
      ({ pseudonyms }) =>
        pseudonyms.pseudonymize('alice@contoso.example', 'user-id', { reversible: false, domain: 'keep' }).token,
    );
    for (const token of [...oneWay, 't~x']) {
      const { code, message } = errorOf(await call(`/v1.0/users/${token}`));
      expect([code, message]).toEqual([
        'Graphveil.PseudonymInvalid',
        "A pseudonym in the request can't be opened: t~ pseudonyms are one-way; send the p~ pseudonym that replies give as id.",
      ]);
    }
  });

  it('names the connector that serves a path, as configured', async () => {
    const { call } = worldOf(plan, {
      elsewhere: [
        { servedBy: 'connector second serves it', pathTemplates: ['/v1.0/groups/{groupId}', '/v1.0/{any}/{thing}'] },
        { servedBy: 'connector third serves it', pathTemplates: ['/v1.0/groups/delta()', '/v1.0/users/{userId}/x'] },
      ],
    });
    const said = async (target: string) => /this call: (.*)\.$/.exec(errorOf(await call(target)).message)?.[1];
    const none = 'no endpoint of the rules has this path';
    expect(await said('/v1.0/groups/alice')).toBe(`${none}; connector second serves it`);
    expect(await said('/v1.0/Groups/microsoft.graph.Delta()')).toBe(`${none}; connector third serves it`);
    expect(await said('/v1.0/groups/')).toBe(none);
    expect(await said('/v1.0/users/alice@contoso.example')).toContain('path parameter userId must be a pseudonym');
  });

  it.each([
    ['/v1.0/$batch', { method: 'POST', hasBody: true }, 400, 'Graphveil.BodyNotAllowed'],
    ['/beta/%24batch', { method: 'POST', hasBody: true }, 400, 'Graphveil.BodyNotAllowed'],
    ['/v1.0/$batch', { method: 'POST' }, 403, 'Graphveil.EndpointNotAllowed'],
    ['/v1.0/$batch', {}, 403, 'Graphveil.EndpointNotAllowed'],
  ] as const)('explains that %s is not supported', async (target, given, status, code) => {
    const { call } = worldOf(plan);
    const reply = await call(target, given);
    expect([reply.status, errorOf(reply).code]).toEqual([status, code]);
    expect(errorOf(reply).message).toContain("$batch isn't supported; send each of its requests by itself");
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

describe('faults of the world', () => {
  it('reports the problem of a missing keyring or failed sign-in', async () => {
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
    [new Error('alice@contoso.example:x.js:1:1'), /^Error at handle-call\.test\.ts:\d+:\d+$/],
    [new Error('x\n    at alice.js:1:1'), /^Error at handle-call\.test\.ts:\d+:\d+$/],
    ['alice', /^string$/],
  ])('reveals nothing of an unexpected error, and logs its location', async (error, place) => {
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

  it('is an internal fault when a port throws an unexpected error', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push(new Error('alice'));
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.InternalFault');
    expect(errorOf(await call('/v1.0/users')).code).toBe('Graphveil.InternalFault');
  });
});

describe('the access token', () => {
  it('goes only to the pinned host, whatever the connector’s address looks like', async () => {
    const { world, call } = worldOf(plan, { graph: 'https://Graph.Example:443/x/' });
    world.answers.push({ body: { value: [] } });
    await call('/v1.0/users');
    expect(world.requests[0]?.url).toBe('https://graph.example/v1.0/users?$select=id,mail,accountEnabled');
  });

  it('never follows a redirect', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ status: 307, headers: { location: 'https://evil.example/' } });
    const reply = await call('/v1.0/users');
    expect([reply.status, world.requests.length]).toEqual([502, 1]);
    expect(errorOf(reply).message).toContain('redirect');
    expect(reply.headers['location']).toBeUndefined();
  });
});
