import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources } from '../testing/settings-folder.ts';
import { writtenEndpoints } from './endpoints.ts';
import { startLoopback } from './listen.ts';
import { placeOf } from './signing.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
const role = 'arn:aws:iam::111122223333:role/graphveil-prod-caller-bi';

type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body: string };

let aws: AwsStandIn;
let server: Server;
let url: string;
let answer: Answer;
const asked: { target: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];

beforeEach(async () => {
  aws = await startAwsStandIn({ region, credentials, externalId: 'agreed-id' });
  asked.length = 0;
  answer = { status: 200, headers: { 'graphveil-version': '0.1.0', 'request-id': 'r-1' }, body: '{"value":[]}' };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      asked.push({ target: request.url ?? '', headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await aws.stop();
  await new Promise((resolve) => server.close(resolve));
});

const call = (...args: readonly string[]) =>
  runCommand(['call', '--region', region, ...args], {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });

describe('graphveil call', () => {
  it('takes the role, signs, and prints the reply', async () => {
    const ran = await call(
      '--role',
      role,
      '--external-id',
      'agreed-id',
      '--header',
      'Prefer: odata.maxpagesize=5',
      `${url}/v1.0/users?$top=5`,
    );

    expect(ran).toMatchObject({
      status: 0,
      stdout: '{\n  "value": []\n}\n',
      stderr: '200 by Graphveil 0.1.0, request-id r-1\n',
    });
    expect(aws.asked).toEqual(['sts AssumeRole']);
    expect(asked[0]).toMatchObject({
      target: '/v1.0/users?%24top=5',
      headers: { authorization: expect.stringContaining('/eu-central-1/lambda/'), prefer: 'odata.maxpagesize=5' },
    });
  });

  it('prints JSON', async () => {
    const { stdout } = await call('--json', `${url}/v1.0/users`);

    expect(JSON.parse(stdout)).toMatchObject({ status: 200, headers: { 'request-id': 'r-1' }, body: { value: [] } });
  });

  it.each([
    [403, { 'graphveil-version': '0.1.0' }, 1, '403 by Graphveil 0.1.0'],
    [403, {}, 1, 'AWS refused the call before Graphveil saw it'],
    [503, { 'graphveil-version': '0.1.0' }, 3, '503 by Graphveil 0.1.0'],
  ])('ends with what %s means', async (status, headers, exitCode, says) => {
    answer = { status, headers, body: 'not JSON' };
    const ran = await call(`${url}/v1.0/users`);

    expect(ran).toMatchObject({ status: exitCode, stdout: 'not JSON\n', stderr: expect.stringContaining(says) });
  });

  it('refuses a wrong external id with what to check', async () => {
    const ran = await call('--role', role, '--external-id', 'guessed', `${url}/v1.0/users`);

    expect(ran).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("check the role's ARN and the external id"),
    });
    expect(asked).toEqual([]);
  });

  it('refuses to sign without credentials', async () => {
    const ran = await runCommand(['call', '--region', region, `${url}/v1.0/users`]);

    expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining('aws sso login') });
  });

  it.each([
    [['not a URL'], 'https://'],
    [['http://elsewhere.example/v1.0/users'], 'https://'],
    [['https://own.example/v1.0/users'], '--region'],
    [['--header', 'nonsense', 'https://x.lambda-url.eu-central-1.on.aws/v1.0/users'], 'Name: value'],
    [['--port', 'x', 'https://x.lambda-url.eu-central-1.on.aws'], ''],
  ])('refuses %j as wrong usage', async (args, says) => {
    const ran = await runCommand(['call', ...args]);

    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining(says) });
  });

  it('reports that the endpoint refuses the connection', async () => {
    await new Promise((resolve) => server.close(resolve));
    const ran = await call(`${url}/v1.0/users`);
    server.listen(0);

    expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining('refuses the connection') });
  });

  it.each([
    ['https://abc.lambda-url.eu-west-1.on.aws/', 'eu-west-1', 'lambda'],
    ['https://abc.execute-api.us-east-1.amazonaws.com/', 'us-east-1', 'execute-api'],
  ])('reads region and service from %s', (text, expected, service) => {
    expect(placeOf(new URL(text), undefined)).toEqual({ region: expected, service });
  });
});

/** Statuses of a request for a foreign host, and for a listed one. */
const rawStatus = async (url: string): Promise<readonly (number | undefined)[]> => {
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve) => {
      get(`${url}/own-rules/v1.0/x`, { headers: { host } }, (response) => resolve(response.resume().statusCode));
    });
  return [await statusFor('attacker.example'), await statusFor('graphveil.test')];
};

describe('graphveil call --listen', () => {
  const endpoint = 'https://abc.lambda-url.eu-central-1.on.aws';
  const passOn: typeof fetch = (input, init) => fetch(String(input).replace(endpoint, url), init);
  const listen = (send: typeof fetch) => startLoopback({ endpoints: [{ origin: endpoint, send }] });

  it('signs what local tools send, and leads links back to itself', async () => {
    const loopback = await listen(passOn);
    answer = {
      ...answer,
      body: JSON.stringify({ value: ['no link'], '@odata.nextLink': `${endpoint}/v1.0/users?$skiptoken=x` }),
    };
    const response = await fetch(`${loopback.url}/v1.0/users?$top=1`, {
      method: 'POST',
      body: 'a body',
      headers: { prefer: 'x' },
    });
    const body = (await response.json()) as Record<string, unknown>;
    await loopback.stop();

    expect(body).toEqual({ value: ['no link'], '@odata.nextLink': `${loopback.url}/v1.0/users?$skiptoken=x` });
    expect(response.headers.get('request-id')).toBe('r-1');
    expect(asked[0]).toMatchObject({ target: '/v1.0/users?$top=1', headers: { prefer: 'x' }, body: 'a body' });
  });

  it('ends the signed call when the local tool leaves', async () => {
    const left = new AbortController();
    let over: Promise<unknown> = Promise.resolve('never begun');
    const loopback = await listen((_, init) => {
      over = once(init?.signal as AbortSignal, 'abort').then(() => 'ended');
      left.abort();
      return new Promise(() => undefined);
    });
    const response = await fetch(`${loopback.url}/v1.0/users`, { signal: left.signal }).catch(() => 'gone');

    expect([response, await over]).toEqual(['gone', 'ended']);
    await loopback.stop();
  });

  it('refuses web pages and other host names', async () => {
    const loopback = await listen(passOn);
    const fromPage = await fetch(`${loopback.url}/v1.0/users`, { headers: { origin: 'https://page.example' } });
    await loopback.stop();

    expect(fromPage.status).toBe(421);
    expect(asked).toEqual([]);
  });

  it('answers in Graph’s shape when the connector cannot be reached', async () => {
    const loopback = await listen(() => Promise.reject(new Error('gone')));
    const response = await fetch(`${loopback.url}/v1.0/users`);
    await loopback.stop();

    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'Graphveil.UpstreamUnreachable' } });
  });

  it('shares one URL between endpoints: by name, and by the rules of sources with these names', async () => {
    const [first, second] = allSources();
    const names = [first?.id ?? '', second?.id ?? '', 'own-rules'];
    const written = writtenEndpoints(
      names.map((name) => `${name}=https://${name}.lambda-url.eu-central-1.on.aws`),
      {},
    );
    const seen: string[] = [];
    const send: typeof fetch = async (input) => {
      const { origin } = new URL(String(input));
      seen.push(String(input));
      return Response.json({ '@odata.nextLink': `${origin}/v1.0/users?$skiptoken=x` });
    };
    const endpoints = written.endpoints.map((each) => ({ ...each, send }));
    const loopback = await startLoopback({ ...written, endpoints, hostNames: ['graphveil.test'] });
    const linkOf = async (path: string) => {
      const response = await fetch(`${loopback.url}${path}`);
      return [response.status, ((await response.json()) as Record<string, unknown>)['@odata.nextLink']];
    };
    const paths = [
      `/${names[1]}/v1.0/users`,
      '/own-rules/v1.0/x?$top=1',
      '/v1.0/users',
      second?.exampleCalls.at(-1)?.path.split('?')[0] ?? '',
    ];
    const answers = [];
    for (const path of paths) answers.push(await linkOf(path));
    const nobody = await linkOf('/nobody/v1.0/users');
    const foreign = await rawStatus(loopback.url);
    await loopback.stop();

    const link = (name: string | undefined) => [200, `${loopback.url}/${name}/v1.0/users?$skiptoken=x`];
    expect(answers).toEqual([link(names[1]), link('own-rules'), link(names[0]), link(names[1])]);
    expect(seen[1]).toBe('https://own-rules.lambda-url.eu-central-1.on.aws/v1.0/x?$top=1');
    expect([nobody[0], foreign]).toEqual([403, [421, 200]]);
  });

  it.each([
    [['--listen', 'https://a.lambda-url.x-1.on.aws', 'https://b.lambda-url.x-1.on.aws'], 'NAME=URL'],
    [['--listen', 'a=https://a.lambda-url.x-1.on.aws', 'a=https://b.lambda-url.x-1.on.aws'], 'different name'],
    [['https://a.lambda-url.x-1.on.aws', 'https://b.lambda-url.x-1.on.aws'], 'several URLs requires --listen'],
    [['--host', '0.0.0.0', 'https://a.lambda-url.x-1.on.aws'], '--host or --allow-host requires --listen'],
  ])('refuses %j as wrong usage', async (args, says) => {
    expect(await runCommand(['call', ...args])).toMatchObject({ status: 2, stderr: expect.stringContaining(says) });
  });
});
