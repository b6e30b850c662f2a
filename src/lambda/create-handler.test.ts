import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, LambdaFunctionURLEvent } from 'aws-lambda';
import type { Call, HandleCall, Reply } from '../proxy/index.ts';
import { createHandler, createStreamHandler, type Place } from './create-handler.ts';
import { largestBody } from './write-result.ts';
import { largestStream, type ResponseStream, type StreamingPlatform } from './write-stream.ts';

const id = '7d4a1d3e-1111-4000-8000-0123456789ab';
const context = { awsRequestId: id, getRemainingTimeInMillis: () => 20_000 };
const arn = 'arn:aws:sts::123456789012:assumed-role/caller/session';

const bodyOf = (text: string): Reply['body'] => Buffer.from(text) as Uint8Array as Reply['body'];

/** A handler that writes its calls down. */
const recording = (reply: Partial<Reply> = {}, place: Place = { connector: 'people' }) => {
  const calls: Call[] = [];
  const handleCall: HandleCall = async (call) => {
    calls.push(call);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: bodyOf('{"a":"é"}'), ...reply };
  };
  return { calls, handler: createHandler(handleCall, place, () => 1_000) };
};

type Url = Partial<Omit<LambdaFunctionURLEvent, 'requestContext'>> & { readonly requestContext?: object };

const functionUrl = (more: Url = {}): unknown => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/v1.0/users/p~abc/events',
  rawQueryString: '$top=5&%24select=id%2Csubject',
  headers: { host: 'evil.example', accept: 'application/json', 'x-forwarded-proto': 'http' },
  isBase64Encoded: false,
  ...more,
  requestContext: {
    accountId: '123456789012',
    authorizer: { iam: { userArn: arn } },
    domainName: 'abc.lambda-url.eu-central-1.on.aws',
    http: { method: 'GET', path: '/x', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'x' },
    stage: '$default',
    ...more.requestContext,
  },
});

const httpApi = (more: Partial<APIGatewayProxyEventV2> = {}): unknown => ({
  ...(functionUrl() as object),
  rawPath: '/prod/v1.0/chats/19:a b@thread.v2/messages?x#y%',
  ...more,
  requestContext: { domainName: 'api.execute-api.eu-central-1.amazonaws.com', http: { method: 'GET' }, stage: 'prod' },
});

const version1 = (more: Partial<APIGatewayProxyEvent> = {}, requestContext: object = {}): unknown => ({
  version: '1.0',
  httpMethod: 'GET',
  path: '/v1.0/users',
  headers: { Accept: 'x', 'Accept-Encoding': 'gzip' },
  multiValueHeaders: { Accept: ['a', 'b'] },
  queryStringParameters: { $top: '6' },
  multiValueQueryStringParameters: { $top: ['5', '6'], $filter: ["a eq '%3a+&='"] },
  body: null,
  isBase64Encoded: false,
  ...more,
  requestContext: {
    domainName: 'api.example',
    stage: '$default',
    identity: { userArn: arn },
    path: '/v1.0/users',
    ...requestContext,
  },
});

const callOf = async (event: unknown, place?: Place): Promise<Call | undefined> => {
  const { calls, handler } = recording({}, place);
  await handler(event, context);
  return calls[0];
};

describe('events', () => {
  it('of a function URL become calls, the address taken from the platform and never from a header', async () => {
    expect(await callOf(functionUrl())).toEqual({
      method: 'GET',
      target: '/v1.0/users/p~abc/events?$top=5&%24select=id%2Csubject',
      headers: { host: 'evil.example', accept: 'application/json', 'x-forwarded-proto': 'http' },
      hasBody: false,
      baseUrl: 'https://abc.lambda-url.eu-central-1.on.aws',
      caller: { principal: arn },
      id,
      deadline: 21_000,
      largestReply: largestBody,
    });
  });

  it('of callers that the platform authenticated have the URL of the settings', async () => {
    const place = { connector: 'people', publicUrl: 'https://own.example', toolsUrl: 'https://tools.example' };
    expect(await callOf(functionUrl(), place)).toMatchObject({ baseUrl: 'https://own.example' });
    expect(await callOf(functionUrl({ rawPath: '/people/v1.0/users', rawQueryString: '' }), place)).toMatchObject({
      target: '/people/v1.0/users',
      caller: { principal: arn },
    });
  });

  it.each([
    ['/people/v1.0/users', '/v1.0/users', 'https://tools.example/people', undefined],
    ['/v1.0/users', '/v1.0/users', 'https://tools.example', true],
    ['/peoples/v1.0', '/peoples/v1.0', 'https://tools.example', true],
    ['/people', '/people', 'https://tools.example', true],
  ])('of registered tools at %s are below the URL that connectors share', async (path, target, baseUrl, shared) => {
    const place = { connector: 'people', publicUrl: 'https://own.example', toolsUrl: 'https://tools.example' };
    const call = await callOf(
      version1({ path, multiValueQueryStringParameters: null, queryStringParameters: null }, { path, identity: {} }),
      place,
    );
    expect([call?.target, call?.baseUrl, call?.shared, call?.caller]).toEqual([target, baseUrl, shared, undefined]);
  });

  it('of registered tools are refused at other addresses than the settings allow; a role’s condition is the platform’s', async () => {
    const place = {
      connector: 'people',
      toolsUrl: 'https://tools.example',
      allows: (address = '') => address === '192.0.2.1',
    };
    const tool = (sourceIp: string) => version1({}, { identity: { sourceIp } });
    const { calls, handler } = recording({}, place);
    const [outside, inside] = [await handler(tool('192.0.2.2'), context), await handler(tool('192.0.2.1'), context)];

    expect([outside.statusCode, inside.statusCode]).toEqual([403, 200]);
    expect(outside.body).toContain('Graphveil.AddressRefused');
    expect(calls).toHaveLength(1);
    expect(await callOf(functionUrl(), { ...place, allows: () => false })).toMatchObject({
      caller: { principal: arn },
    });
  });

  it('keep the path of a function URL as it was sent', async () => {
    const rawPath = '/v1.0/chats/19%3Aa%40thread.v2/%2e%2e/%252F';
    expect(await callOf(functionUrl({ rawPath, rawQueryString: '' }))).toMatchObject({ target: rawPath });
  });

  it('of an HTTP API get back the encoding that it took away, and lose their stage', async () => {
    expect(await callOf(httpApi({ rawQueryString: 'a=1' }))).toMatchObject({
      target: '/v1.0/chats/19:a%20b@thread.v2/messages%3Fx%23y%25?a=1',
      baseUrl: 'https://api.execute-api.eu-central-1.amazonaws.com/prod',
    });
    expect(await callOf(httpApi({ rawPath: '/prod' }))).toMatchObject({ target: '/?$top=5&%24select=id%2Csubject' });
    expect(await callOf(httpApi({ rawPath: '/production/x', rawQueryString: '' }))).toMatchObject({
      target: '/production/x',
    });
    expect(await callOf(httpApi({ rawPath: '/prod/\ud800é', rawQueryString: '' }))).toMatchObject({
      target: '/%EF%BF%BD%C3%A9',
    });
  });

  it('of payload 1.0 have their decoded query encoded again and repeated values kept', async () => {
    expect(await callOf(version1())).toEqual({
      method: 'GET',
      target: "/v1.0/users?$top=5&$top=6&$filter=a%20eq%20'%253a%2B%26%3D'",
      headers: { accept: 'a, b', 'accept-encoding': 'gzip' },
      hasBody: false,
      baseUrl: 'https://api.example',
      caller: { principal: arn },
      id,
      deadline: 21_000,
      largestReply: largestBody,
    });
  });

  it('of payload 1.0 may have single values or no query, and a stage in either place', async () => {
    const rest = { path: '/v1.0/users', multiValueQueryStringParameters: null };
    expect(
      await callOf(version1({ ...rest, multiValueHeaders: {} }, { path: '/prod/v1.0/users', stage: 'prod' })),
    ).toMatchObject({
      target: '/v1.0/users?$top=6',
      headers: { accept: 'x' },
      baseUrl: 'https://api.example/prod',
    });
    const none = { queryStringParameters: null, multiValueQueryStringParameters: null };
    expect(
      await callOf(version1({ ...none, path: '/prod/v1.0/users' }, { path: undefined, stage: 'prod', identity: {} })),
    ).toMatchObject({
      target: '/v1.0/users',
      baseUrl: 'https://api.example/prod',
    });
    expect(await callOf(version1({}, { stage: undefined }))).toMatchObject({ baseUrl: 'https://api.example' });
  });

  it('mark that they carry a body', async () => {
    expect(await callOf(version1({ body: 'x' }))).toMatchObject({ hasBody: true });
    expect(await callOf(functionUrl({ body: '' }))).toMatchObject({ hasBody: false });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'hello'],
    ['a queue’s records', { Records: [{ body: 'alice' }] }],
    ['a schedule', { version: '0', 'detail-type': 'Scheduled Event' }],
    ['2.0 without a path', functionUrl({ rawPath: 5 as never })],
    ['2.0 without a method', functionUrl({ requestContext: { http: {} } })],
    ['2.0 without a domain', functionUrl({ requestContext: { domainName: undefined } })],
    ['a domain that is none', functionUrl({ requestContext: { domainName: 'evil.example/x' } })],
    ['1.0 without a path', version1({ path: undefined as never })],
    ['1.0 without a method', version1({ httpMethod: undefined as never })],
    ['1.0 without a domain', version1({}, { domainName: undefined })],
    ['2.0 with a query that isn’t a text', functionUrl({ rawQueryString: 5 as never })],
    ['1.0 with a query that isn’t a mapping', version1({ multiValueQueryStringParameters: 'alice' as never })],
    ['1.0 with a query value that isn’t a text', version1({ multiValueQueryStringParameters: { $top: [5 as never] } })],
    ['2.0 without a stage or query', { version: '2.0', rawPath: '/x', requestContext: {} }],
  ])('refuses %s with a clear error, and leaves nothing of a question out', async (_, event) => {
    const { calls, handler } = recording();
    const result = await handler(event, context);
    expect([result.statusCode, calls.length]).toEqual([400, 0]);
    expect(JSON.parse(result.body)).toMatchObject({
      error: { code: 'Graphveil.EventInvalid', innerError: { 'request-id': id, date: '1970-01-01T00:00:01' } },
    });
    expect(result.body).not.toContain('alice');
  });
});

describe('a body', () => {
  it.each([[{ alice: 1 }], [5], [false], ['x']])('of any sort is seen: %j', async (body) => {
    const { calls, handler } = recording();
    await handler(functionUrl({ body: body as never }), context);
    expect(calls.map(({ hasBody }) => hasBody)).toEqual([true]);
  });
});

describe('results', () => {
  it('carry text unchanged', async () => {
    const result = await recording().handler(functionUrl(), context);
    expect(result).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":"é"}',
      isBase64Encoded: false,
    });
  });

  it('carry compressed bodies in base64', async () => {
    const { gzipSync } = await import('node:zlib');
    const body = new Uint8Array(gzipSync('{"a":1}')) as Reply['body'];
    const result = await recording({ headers: { 'content-encoding': 'gzip' }, body }).handler(functionUrl(), context);
    expect(result.isBase64Encoded).toBe(true);
    expect(gunzipSync(Buffer.from(result.body, 'base64')).toString()).toBe('{"a":1}');
  });

  it('stay below 6 MB for the largest body that a proxy may reply, whatever is in it', async () => {
    const result = await recording({ body: bodyOf('"'.repeat(largestBody)) }).handler(functionUrl(), context);
    expect(result.isBase64Encoded).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(6 * 1024 * 1024);
  });
});

describe('streamed results', () => {
  /** A platform that writes down what a handler does with its stream. */
  const streamed = async (reply: Partial<Reply> = {}, event: unknown = functionUrl(), failing = false) => {
    const done: unknown[] = [];
    const calls: Call[] = [];
    const stream: ResponseStream = {
      write: (chunk) => done.push(['write', String(chunk)]) > 0,
      end: (ended) => {
        done.push(['end']);
        if (!failing) ended();
      },
      on: (_event, failed) => {
        if (failing) setImmediate(() => failed(new Error('the connection is gone')));
      },
    };
    const platform: StreamingPlatform = {
      streamifyResponse: (handler) => handler,
      HttpResponseStream: { from: (given, prelude) => (done.push(['prelude', prelude]) > 0 ? given : given) },
    };
    const handler = createStreamHandler(
      async (call) => {
        calls.push(call);
        return { status: 200, headers: { 'content-type': 'application/json' }, body: bodyOf('{"a":"é"}'), ...reply };
      },
      platform,
      { connector: 'people' },
      () => 1_000,
    );
    const given = { ...context, callbackWaitsForEmptyEventLoop: true };
    await handler(event, stream, given);
    return { done, calls, given };
  };

  it('have status and headers before the body, and end', async () => {
    const { done, calls, given } = await streamed();
    const [call] = calls;

    expect(done).toEqual([
      ['prelude', { statusCode: 200, headers: { 'content-type': 'application/json' } }],
      ['write', '{"a":"é"}'],
      ['end'],
    ]);
    expect(call).toMatchObject({ deadline: 21_000, largestReply: largestStream });
    expect(given.callbackWaitsForEmptyEventLoop).toBe(false);
  });

  it('are written even if the body is empty, because status and headers need it', async () => {
    const { done } = await streamed({ status: 204, body: bodyOf('') });

    expect(done.slice(1)).toEqual([['write', ''], ['end']]);
  });

  it('reject events that aren’t HTTP requests', async () => {
    const { done, calls } = await streamed({}, { Records: [] });

    expect(calls).toEqual([]);
    expect(done[0]).toMatchObject(['prelude', { statusCode: 400 }]);
    expect(done[1]).toEqual(['write', expect.stringContaining('Graphveil.EventInvalid')]);
  });

  it('fail with their connection', async () => {
    await expect(streamed({}, functionUrl(), true)).rejects.toThrow('the connection is gone');
  });
});
