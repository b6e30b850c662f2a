import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STSClient } from '@aws-sdk/client-sts';
import { HttpClient } from '@microsoft/kiota-http-fetchlibrary';
import { Client, type PageCollection, PageIterator } from '@microsoft/microsoft-graph-client';
import { startAwsStandIn } from '../adapters/aws/testing/aws-stand-in.ts';
import { type SignedRequest, signatureProblem } from '../adapters/aws/testing/verify-signature.ts';
import { assumedRole, graphMiddleware, signingFetch } from './index.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key', sessionToken: 'session' };

/** A function URL: rejects requests without a valid signature. */
const startFunctionUrl = async (service = 'lambda') => {
  const seen: SignedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const asked = { method: request.method ?? '', target: request.url ?? '', headers, body: Buffer.concat(chunks) };
      seen.push(asked);
      const problem = signatureProblem(asked, credentials, { region, service });
      response
        .writeHead(problem === undefined ? 200 : 403, { 'content-type': 'application/json' })
        .end(JSON.stringify(problem === undefined ? { value: [] } : { problem }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen, stop: () => new Promise((resolve) => server.close(resolve)) };
};

let there: Awaited<ReturnType<typeof startFunctionUrl>>;
beforeEach(async () => {
  there = await startFunctionUrl();
});
afterEach(() => there.stop());

const signed = () => signingFetch({ region, origin: there.url, credentials: async () => credentials });

describe('signingFetch', () => {
  it.each([
    '/v1.0/users',
    '/v1.0/users?$top=5&$select=id,mail',
    "/v1.0/users/p~AbC-_9@contoso.example/calendarView?startDateTime=2026-03-02T00:00:00Z&$filter=id eq 'x'",
    '/v1.0/users/delta()',
    '/v1.0/communications/callRecords/getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-01-31)',
    '/v1.0/users?a=1&a=2&b=%2B+',
    '/healthz',
  ])('signs %s as AWS reads it', async (path) => {
    const response = await signed()(`${there.url}${path}`);

    expect(await response.json()).not.toHaveProperty('problem');
  });

  it('signs a body', async () => {
    const response = await signed()(`${there.url}/v1.0/$batch`, { method: 'POST', body: '{"requests":[]}' });

    expect(response.status).toBe(200);
    expect(there.seen[0]?.body.toString()).toBe('{"requests":[]}');
  });

  it('takes out a bearer token that a client adds', async () => {
    await signed()(`${there.url}/v1.0/users`, {
      headers: { authorization: 'Bearer abc', prefer: 'odata.maxpagesize=5' },
    });

    expect(there.seen[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^AWS4-/),
      prefer: 'odata.maxpagesize=5',
    });
  });

  it('does not follow a redirect with its signature', async () => {
    const followed: string[] = [];
    const server = createServer((request, response) => {
      followed.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const response = await signingFetch({ region, origin, credentials: async () => credentials })(
      `${origin}/v1.0/users`,
    );
    await new Promise((resolve) => server.close(resolve));
    expect([response.status, followed]).toEqual([307, ['/v1.0/users']]);
  });

  it('refuses to sign for another origin', async () => {
    await expect(signed()('https://elsewhere.example/v1.0/users')).rejects.toThrow('another origin');
    expect(there.seen).toEqual([]);
  });

  it('works as the fetch of the Graph JavaScript client, whose page iterator follows signed links', async () => {
    const origin = 'https://abc.lambda-url.eu-central-1.on.aws';
    const answer: typeof fetch = async (input, init) => {
      const { pathname, search, host } = new URL(String(input));
      const headers = { ...(init?.headers as Record<string, string>), host };
      const asked = { method: 'GET', target: pathname + search, headers, body: Buffer.alloc(0) };
      const next =
        pathname === '/v1.0/page' ? {} : { '@odata.nextLink': `${origin}/v1.0/page?%24skiptoken=a%2Bb%2Fc%3D` };
      const problem = signatureProblem(asked, credentials, { region, service: 'lambda' });
      return Response.json(problem === undefined ? { value: [{ id: asked.target }], ...next } : { problem });
    };
    const send = signingFetch({ region, origin, credentials: async () => credentials, fetch: answer });
    const client = Client.initWithMiddleware({ baseUrl: origin, middleware: [graphMiddleware(send) as never] });
    const ids: string[] = [];
    const first = (await client.api('/users').top(2).get()) as PageCollection;
    await new PageIterator(client, first, (item: { id: string }) => ids.push(item.id) > 0).iterate();

    expect(ids).toEqual(['/v1.0/users?%24top=2', '/v1.0/page?%24skiptoken=a%2Bb%2Fc%3D']);
  });

  it('works as the fetch of Kiota', async () => {
    const kiota = new HttpClient((url, init) => signed()(url, init));
    const response = await kiota.executeFetch(`${there.url}/v1.0/users/delta()?%24top=5`, { method: 'GET' });

    expect(response.status).toBe(200);
  });

  it('signs for an HTTP API if one is in front', async () => {
    const api = await startFunctionUrl('execute-api');
    const send = signingFetch({
      region,
      service: 'execute-api',
      origin: api.url,
      credentials: async () => credentials,
    });

    expect((await send(`${api.url}/v1.0/users`)).status).toBe(200);
    await api.stop();
  });
});

describe('assumedRole', () => {
  it('takes the role once and again before the session ends', async () => {
    const long = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
    const aws = await startAwsStandIn({ region, credentials: long, externalId: 'agreed-id' });
    const sts = new STSClient({ region, endpoint: aws.url, credentials: long });
    let now = Date.parse('2026-01-01T00:00:00Z');
    const take = assumedRole({
      sts,
      roleArn: 'arn:aws:iam::111122223333:role/x',
      externalId: 'agreed-id',
      clock: () => now,
    });

    expect(await take()).toMatchObject({ accessKeyId: 'AKIDEXAMPLE' });
    await take();
    now = Date.parse('2029-12-31T23:59:00Z');
    await take();
    expect(aws.asked).toEqual(['sts AssumeRole', 'sts AssumeRole']);

    const other = assumedRole({ sts, roleArn: 'arn:aws:iam::111122223333:role/x', clock: () => now });
    await expect(other()).rejects.toMatchObject({ name: 'AccessDenied' });
    await aws.stop();
  });
});

describe('graphveil/signing-fetch', () => {
  it('is exported for programs', async () => {
    const { signingFetch: shipped, graphMiddleware: middleware } = (await import(
      new URL('../../dist/client/signing-fetch.js', import.meta.url).href
    )) as typeof import('./index.ts');

    expect([typeof shipped, typeof middleware]).toEqual(['function', 'function']);
  });
});
