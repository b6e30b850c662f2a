import { randomBytes, randomUUID } from 'node:crypto';
import { createServer as createPlain, request as requestPlain, type Server } from 'node:http';
import { createServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { generate } from 'selfsigned';
import { openAwsKeyring, stsIdentityTokens } from '../adapters/aws/index.ts';
import { type AwsStandIn, startAwsStandIn } from '../adapters/aws/testing/aws-stand-in.ts';
import { cachedKeyrings } from '../adapters/caching/index.ts';
import { entraTokens } from '../adapters/entra/index.ts';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
import { httpsClient, type LocalServer, startProxyServer } from '../adapters/node/index.ts';
import { keyringEncryptionContext, keyringParameterName } from '../config/index.ts';
import { resolveConnector } from '../connectors/index.ts';
import type { AccessTokens, CallRecord, KeyringSource } from '../ports/index.ts';
import { createProxy, type HandleCall } from '../proxy/index.ts';
import { loadSources } from '../sources/index.ts';
import { credentials, makeKeyring, region } from './testing/deployment.ts';

/** What Graph and the platform can do wrong, over real connections on loopback, on endpoints of several sources. */

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const keyring = ephemeralKeyring();
const token = (kind: 'user-id' | 'call-record-id'): string => keyring.pseudonyms.tokenize(guid, kind);

const endpoints = [
  ['/v1.0/users', 'page'],
  ['/v1.0/users/{userId}', 'item'],
  ['/v1.0/users/delta', 'page'],
  ['/v1.0/users/{userId}/messages', 'page'],
  ['/v1.0/users/{userId}/events', 'page'],
  ['/v1.0/communications/callRecords/{callId}', 'item'],
] as const;

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));
const connectors = sources.map((source) => resolveConnector(source));
const connectorOf = (template: string) => {
  const found = connectors.find(({ rules }) =>
    rules.plan?.endpoints.some(({ pathTemplate }) => pathTemplate === template),
  );
  if (found?.rules.plan === undefined) throw new Error(`no source serves ${template}`);
  return { name: found.source.id, plan: found.rules.plan, expectedRoles: found.expectedRoles };
};

/** Text that would name a person, wherever Graph puts it. */
const planted = /wren|contoso|\+1 202|secret/i;
const leak = 'Resource wren@contoso.example (+1 202 555 0101) secret';
const errorText = (code: string): string =>
  JSON.stringify({ error: { code, message: leak, innerError: { user: 'wren@contoso.example', date: leak } } });

type Answer = Parameters<NonNullable<Parameters<typeof createServer>[1]>>[1];
type Fault = {
  readonly status: number;
  readonly code: string;
  readonly answer: (response: Answer, whole: string) => void;
};

const leaking = { 'x-ms-ags-diagnostic': leak, location: 'https://wren.contoso.example/', warning: leak };
const write = (response: Answer, body: string | Buffer, status = 200, more: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...leaking, ...more }).end(body);
};
const raw = (response: Answer, text: string): void => {
  response.socket?.end(text);
};

const faulty = (status: number, code: string, answer: Fault['answer']): Fault => ({ status, code, answer });
const cut = (answer: Fault['answer']): Fault => faulty(502, 'Graphveil.UpstreamInvalid', answer);
const unreachable = 'Graphveil.UpstreamUnreachable';
const broken = (answer: Fault['answer']): Fault => faulty(502, unreachable, answer);
const stalled = (answer: Fault['answer']): Fault => faulty(504, 'Graphveil.UpstreamTimeout', answer);
const refusing = (sent: number, word: string, status = sent, code = word): Fault =>
  faulty(status, code, (response) => write(response, errorText(word), sent));

const faults: Readonly<Record<string, Fault>> = {
  'a reset before the answer': broken((response) => response.socket?.destroy()),
  'a reset in the middle of a body': broken((response, whole) => {
    response.writeHead(200, { 'content-length': whole.length + 9 }).write(whole.slice(0, 9));
    setTimeout(() => response.socket?.destroy(), 20);
  }),
  'a length that is too long': broken((response, whole) =>
    raw(response, `HTTP/1.1 200 OK\r\ncontent-length: ${whole.length + 50}\r\nconnection: close\r\n\r\n${whole}`),
  ),
  'a length that is too short': broken((response, whole) =>
    raw(response, `HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\n${whole}`),
  ),
  'text that is not HTTP': broken((response) => raw(response, `${leak}\r\n\r\n`)),
  'headers without end': broken((response) => raw(response, `HTTP/1.1 200 OK\r\nx: ${'wren'.repeat(30_000)}`)),
  'an upgrade': broken((response) =>
    raw(response, 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: wren\r\n\r\n'),
  ),
  'a stall before the answer': stalled(() => undefined),
  'a stall in a body': stalled((response) => void response.writeHead(200).write('{"value":[')),
  'JSON that is cut': cut((response, whole) => write(response, whole.slice(0, -5))),
  'JSON with more behind it': cut((response, whole) => write(response, `${whole}${leak}`)),
  'gzip that is cut': cut((response, whole) =>
    write(response, gzipSync(whole).subarray(0, -12), 200, { 'content-encoding': 'gzip' }),
  ),
  'gzip that is none': cut((response) => write(response, leak, 200, { 'content-encoding': 'gzip' })),
  'a coding that was not offered': cut((response) => write(response, leak, 200, { 'content-encoding': 'zstd' })),
  HTML: cut((response) => write(response, `<html>${leak}</html>`, 200, { 'content-type': 'text/html' })),
  nothing: cut((response) => write(response, '')),
  'bytes that are not UTF-8': cut((response) => write(response, Buffer.from([0x7b, 0xff, 0x7d]))),
  'a list at the root': cut((response) => write(response, `[${JSON.stringify(leak)}]`)),
  'a text at the root': cut((response) => write(response, JSON.stringify(leak))),
  'an error in a 200': faulty(502, 'Request_BadRequest', (response) =>
    write(response, errorText('Request_BadRequest')),
  ),
  'a 204': cut((response) => response.writeHead(204, leaking).end()),
  'a 206': cut((response, whole) => write(response, whole, 206)),
  'a body that is too large': faulty(502, 'Graphveil.UpstreamTooLarge', (response) =>
    write(response, JSON.stringify({ value: [leak.repeat(5_000)] })),
  ),
  'a redirect': faulty(502, 'Graphveil.UpstreamRefused', (response) => write(response, errorText('x'), 302)),
  'a 304': faulty(502, 'Graphveil.UpstreamRefused', (response) => response.writeHead(304, leaking).end()),
  'a 400': refusing(400, 'Request_BadRequest'),
  'a 401': refusing(401, 'InvalidAuthenticationToken', 503, 'InvalidAuthenticationToken'),
  'a 403': refusing(403, 'ErrorAccessDenied'),
  'a 404': refusing(404, 'Request_ResourceNotFound'),
  'a 404 with a text for its word': refusing(404, leak, 404, 'Graphveil.NotFound'),
  'a 405': refusing(405, 'MethodNotAllowed'),
  'a 409': refusing(409, 'Conflict'),
  'a 410': refusing(410, 'syncStateNotFound'),
  'a 412': refusing(412, 'PreconditionFailed'),
  'a 423': refusing(423, leak, 423, 'Graphveil.UpstreamRefused'),
  'a 429': refusing(429, 'TooManyRequests'),
  'a 500': refusing(500, 'generalException'),
  'a 501': refusing(501, 'NotImplemented'),
  'a 502': refusing(502, 'BadGateway'),
  'a 503': refusing(503, 'ServiceNotAvailable'),
  'a 504': refusing(504, 'GatewayTimeout'),
  'a 507': refusing(507, leak, 507, 'Graphveil.UpstreamUnavailable'),
};

const listen = async (server: Server | SecureServer): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const end = (server: Server | SecureServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const callTimeoutMs = 4_000;
/** Bound of a call on a busy machine. */
const mostMs = 8_000;
const records: CallRecord[] = [];
let certificate: { readonly private: string; readonly cert: string };

type World = { readonly accessTokens?: AccessTokens; readonly keyrings?: KeyringSource };

const held: AccessTokens = {
  get: async () => ({
    token: 'secret',
    roles: connectors.flatMap(({ expectedRoles }) => expectedRoles),
    obtainedAt: Date.now(),
    expiresAt: Date.now() + 3_600_000,
  }),
  renew: () => held.get(),
};
const memory: KeyringSource = { current: async () => keyring, refetch: async () => keyring };

const proxyOf = (template: string, graph: string, { accessTokens = held, keyrings = memory }: World = {}): HandleCall =>
  createProxy({
    connector: { ...connectorOf(template), graph, version: '0.0.0-test' },
    ports: {
      keyrings,
      accessTokens,
      http: httpsClient({ ca: certificate.cert, maxBytes: 200_000 }),
      clock: Date.now,
      wait: async () => undefined,
      random: (count) => randomBytes(count),
      newId: randomUUID,
      log: { call: (record) => records.push(record) },
    },
  });

/** Every endpoint at its own path of one server. */
const serve = (graph: string, world?: World): Promise<LocalServer> =>
  startProxyServer({
    proxies: new Map(endpoints.map(([template], index) => [`e${index}`, proxyOf(template, graph, world)])),
    callTimeoutMs,
  });

type Asked = { readonly status: number; readonly code: string | undefined; readonly ms: number };

/** `fault`: the call's id, by which Graph here knows what to do wrong. */
const ask = async (server: LocalServer, index: number, fault: string = randomUUID()): Promise<Asked> => {
  const [template = ''] = endpoints[index] ?? [];
  const path = template.replace('{userId}', token('user-id')).replace('{callId}', token('call-record-id'));
  const started = performance.now();
  const response = await fetch(`${server.url}/e${index}${path}`, { headers: { 'client-request-id': fault } });
  const text = await response.text();
  const seen = `${text}${JSON.stringify([...response.headers])}`;
  if (planted.test(seen)) throw new Error(`${template}: text of Graph passed: ${seen.slice(0, 300)}`);
  const { error } = JSON.parse(text) as { error?: { code: string } };
  return { status: response.status, code: error?.code, ms: performance.now() - started };
};

beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
});

afterEach(() => {
  expect(JSON.stringify(records)).not.toMatch(planted);
  records.length = 0;
});

describe('faults of Microsoft Graph', () => {
  const faultOf = new Map<string, Fault>();
  /** Requests that Graph saw, by the call. */
  const sent = new Map<string, number>();
  let graph: SecureServer;
  let server: LocalServer;

  beforeAll(async () => {
    graph = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
      const page = /\/(?:users|delta|messages|events)(?:\?|$)/.test(request.url ?? '');
      const whole = JSON.stringify(page ? { value: [{ id: guid }] } : { id: guid });
      const id = String(request.headers['client-request-id']);
      sent.set(id, (sent.get(id) ?? 0) + 1);
      const fault = faultOf.get(id);
      if (fault === undefined) return write(response, whole);
      fault.answer(response, whole);
    });
    server = await serve(`https://127.0.0.1:${await listen(graph)}`);
  });
  afterAll(async () => {
    await server.stop();
    await end(graph);
  });

  type Ended = { readonly title: string; readonly template: string; readonly next: number } & Pick<
    Asked,
    'status' | 'code'
  >;

  const endOf = async (title: string, fault: Fault, index: number): Promise<Ended> => {
    const id = randomUUID();
    faultOf.set(id, fault);
    const { status, code, ms } = await ask(server, index, id);
    expect(ms).toBeLessThan(mostMs);
    const next = await ask(server, index);
    return { title, template: endpoints[index]?.[0] ?? '', status, code, next: next.status };
  };

  it(`end each call of ${endpoints.length} endpoints by themselves: ${Object.keys(faults).length} faults`, async () => {
    const started = performance.now();
    const all = Object.entries(faults);
    const onEach = (given: typeof all) =>
      Promise.all(given.flatMap(([title, fault]) => [...endpoints.keys()].map((index) => endOf(title, fault, index))));
    const slow = onEach(all.filter(([title]) => title.startsWith('a stall')));
    const quick = all.filter(([title]) => !title.startsWith('a stall'));
    const ended: Ended[] = [];
    for (let at = 0; at < quick.length; at += 5) ended.push(...(await onEach(quick.slice(at, at + 5))));
    ended.push(...(await slow));

    const wrong = ended.filter(({ title, status, code, next }) => {
      const { status: right, code: word } = faults[title] ?? {};
      return status !== right || code !== word || next !== 200;
    });
    expect(wrong).toEqual([]);
    expect(ended).toHaveLength(all.length * endpoints.length);
    expect(all.length).toBeGreaterThanOrEqual(25);
    const times = (broke: boolean): number =>
      Math.max(...[...sent].map(([id, count]) => ((faultOf.get(id)?.code === unreachable) === broke ? count : 0)));
    // A request on a kept-alive connection that ends before any answer is made once more at once, each time.
    expect([times(false), times(true) <= 4]).toEqual([2, true]);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  it('lets callers that leave free their connections', async () => {
    const id = randomUUID();
    faultOf.set(
      id,
      stalled(() => undefined),
    );
    const left = new AbortController();
    const headers = { 'client-request-id': id };
    const calls = Array.from({ length: 80 }, () =>
      fetch(`${server.url}/e0/v1.0/users`, { headers, signal: left.signal }).catch(() => 'gone'),
    );
    setTimeout(() => left.abort(), 300);
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['gone']));
    const next = await ask(server, 0);
    expect([next.status, next.ms < 1_500]).toEqual([200, true]);
  });

  it('end with 502 where nothing listens', async () => {
    const closed = createPlain();
    const port = await listen(closed);
    await end(closed);
    const lonely = await serve(`https://127.0.0.1:${port}`);
    for (const index of endpoints.keys())
      expect(await ask(lonely, index)).toMatchObject({ status: 502, code: 'Graphveil.UpstreamUnreachable' });
    await lonely.stop();
  });
});

describe('faults of Entra and AWS', () => {
  type Wrong = 'nothing' | 'slow' | 'denied' | 'garbage';
  const wrong = {
    entra: 'nothing' as Wrong,
    sts: 'nothing' as Wrong,
    kms: 'nothing' as Wrong,
    ssm: 'nothing' as Wrong,
  };
  let aws: AwsStandIn;
  let graph: SecureServer;
  let entra: SecureServer;
  let front: Server;
  const servers = {} as Record<keyof typeof wrong, LocalServer>;
  const open: (() => Promise<void>)[] = [];

  /** Entra's answer: a token whose roles are complete. */
  const signedIn = (): string => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const roles = connectors.flatMap(({ expectedRoles }) => expectedRoles);
    const jwt = `${part({ alg: 'none' })}.${part({ roles })}.x`;
    return JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token: jwt });
  };

  const tenantId = '11111111-2222-4333-8444-555555555555';
  const metadataOf = (origin: string): string =>
    JSON.stringify({
      issuer: `${origin}/${tenantId}/v2.0`,
      authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
    });

  const act = (how: Wrong, response: { writeHead: Answer['writeHead'] } & Pick<Answer, 'end'>): boolean => {
    if (how === 'slow') return true;
    if (how === 'denied') {
      const body = {
        error: 'invalid_client',
        error_codes: [700_016],
        error_description: leak,
        __type: 'AccessDeniedException',
        message: leak,
      };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return true;
    }
    if (how === 'garbage') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`<html>${leak}`);
      return true;
    }
    return false;
  };

  beforeAll(async () => {
    const tls = { key: certificate.private, cert: certificate.cert };
    aws = await startAwsStandIn({ region, credentials, identityToken: async () => 'a.b.c' });
    await makeKeyring(aws);
    graph = createServer(tls, (request, response) => {
      const page = /\/(?:users|delta|messages|events)(?:\?|$)/.test(request.url ?? '');
      write(response, JSON.stringify(page ? { value: [] } : { id: guid }));
    });
    entra = createServer(tls, (request, response) => {
      if (act(wrong.entra, response)) return;
      const isMetadata = (request.url ?? '').endsWith('/openid-configuration');
      write(response, isMetadata ? metadataOf(`https://${request.headers.host}`) : signedIn());
    });
    const graphUrl = `https://127.0.0.1:${await listen(graph)}`;
    const entraUrl = `https://127.0.0.1:${await listen(entra)}`;
    // Before AWS, so that a service can be slow or write nonsense.
    front = createPlain((request, response) => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const service = target.startsWith('TrentService') ? 'kms' : target.startsWith('AmazonSSM') ? 'ssm' : 'sts';
      if (act(wrong[service], response)) return;
      // The signature covers the Host that the SDK wrote.
      const { hostname, port } = new URL(aws.url);
      const { method, url, headers } = request;
      const passed = requestPlain({ hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(passed.on('error', () => response.destroy()));
    });
    const settings = {
      region,
      credentials,
      endpoint: `http://127.0.0.1:${await listen(front)}`,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
    };
    const place = {
      ssm: new SSMClient(settings),
      kms: new KMSClient(settings),
      parameter: keyringParameterName('prod'),
      encryptionContext: keyringEncryptionContext('prod'),
    };
    const sts = new STSClient(settings);
    const fresh = (): AccessTokens =>
      entraTokens({
        tenantId,
        clientId: '33333333-2222-4333-8444-555555555555',
        authorityHost: entraUrl,
        graphScope: 'https://graph.microsoft.com/.default',
        expectedRoles: [],
        assertion: stsIdentityTokens({ sts, audience: 'api://AzureADTokenExchange' }),
        clock: Date.now,
        ca: certificate.cert,
        timeoutMs: 1_500,
      });
    const loaded = (): KeyringSource =>
      cachedKeyrings({ load: () => openAwsKeyring(place), clock: Date.now, cooldownMs: 0 });
    servers.entra = await serve(graphUrl, { accessTokens: { get: () => fresh().get(), renew: () => fresh().renew() } });
    servers.sts = servers.entra;
    servers.kms = await serve(graphUrl, {
      keyrings: { current: () => loaded().current(), refetch: () => loaded().refetch() },
    });
    servers.ssm = servers.kms;
    open.push(
      () => servers.entra.stop(),
      () => servers.kms.stop(),
      () => end(graph),
      () => end(entra),
      () => end(front),
      () => aws.stop(),
    );
  });
  afterAll(async () => {
    for (const close of open) await close();
  });

  it.each([
    ['entra', 'slow', 'Graphveil.SignInFailed'],
    ['entra', 'denied', 'Graphveil.SignInFailed'],
    ['entra', 'garbage', 'Graphveil.SignInFailed'],
    ['sts', 'slow', 'Graphveil.IdentityTokenUnavailable'],
    ['sts', 'denied', 'Graphveil.IdentityTokenUnavailable'],
    ['sts', 'garbage', 'Graphveil.IdentityTokenUnavailable'],
    ['kms', 'slow', 'Graphveil.KeyringUnavailable'],
    ['kms', 'denied', 'Graphveil.KeyringUnavailable'],
    ['kms', 'garbage', 'Graphveil.KeyringUnavailable'],
    ['ssm', 'slow', 'Graphveil.KeyringUnavailable'],
    ['ssm', 'denied', 'Graphveil.KeyringUnavailable'],
    ['ssm', 'garbage', 'Graphveil.KeyringUnavailable'],
  ] as const)('%s that is %s ends each call with %s', async (service, how, code) => {
    const indexes = [...endpoints.keys()];
    wrong[service] = how;
    const answers = await Promise.all(indexes.map((index) => ask(servers[service], index)));
    wrong[service] = 'nothing';
    expect(answers.map((answer) => [answer.status, answer.code, answer.ms < mostMs])).toEqual(
      indexes.map(() => [503, code, true]),
    );
    // The keyring in AWS is another one, so it can't open tokens of persons and calls.
    const own = service === 'entra' || service === 'sts';
    const next = await Promise.all(indexes.map((index) => ask(servers[service], index)));
    expect(next.map(({ status }) => status)).toEqual(own ? indexes.map(() => 200) : [200, 400, 200, 400, 400, 400]);
  });
});
