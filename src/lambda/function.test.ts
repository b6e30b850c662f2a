import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { stop } from 'esbuild';
import { makeCompileCache } from '../../scripts/build/compile-cache.ts';
import { type AwsStandIn, startAwsStandIn } from '../adapters/aws/testing/aws-stand-in.ts';
import { startLoggingProxy } from '../adapters/node/testing/logging-proxy.ts';
import { functionVariables, keyringParameterName, networkVariables } from '../config/index.ts';
import { resolveConnector } from '../connectors/index.ts';
import { loadSources } from '../sources/index.ts';
import { startTwin, type Twin } from '../twin/index.ts';
import {
  account,
  clientId,
  credentials,
  type FunctionResult,
  filesOf,
  functionUrlEvent,
  makeKeyring,
  region,
  roleOf,
  variablesOf,
} from './testing/deployment.ts';
import { graphUnderItsName } from './testing/graph-under-its-name.ts';
import { type RunningFunction, runFunction } from './testing/run-function.ts';
import { startToolWorld, toolEvent, toolsUrl } from './testing/tool-world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { sources } = loadSources(`${root}/rules`);
/** Any source that lists people will do. */
const source = sources.find(({ permissions }) => permissions.some(({ name }) => name === 'User.Read.All'));
if (source === undefined) throw new Error('no source lists people');
const role = roleOf(source.id);

const connector = resolveConnector(source);

const roles = connector.expectedRoles;
const { plan } = connector.rules;
if (plan === undefined) throw new Error('the rules have problems');

const portOf = (url: string): number => Number(new URL(url).port);

const apiGatewayV1Event = (path: string, query: Record<string, string>) => ({
  version: '1.0',
  resource: '/{proxy+}',
  path,
  httpMethod: 'GET',
  headers: { Accept: 'application/json', Host: 'def.execute-api.eu-central-1.amazonaws.com' },
  multiValueHeaders: { Accept: ['application/json'], Host: ['def.execute-api.eu-central-1.amazonaws.com'] },
  queryStringParameters: query,
  multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
  requestContext: {
    accountId: account,
    apiId: 'def',
    domainName: 'def.execute-api.eu-central-1.amazonaws.com',
    httpMethod: 'GET',
    path,
    protocol: 'HTTP/1.1',
    requestId: 'platform-id',
    stage: '$default',
    identity: { sourceIp: '203.0.113.7' },
  },
  body: null,
  isBase64Encoded: false,
});

const apiGatewayV2Event = (path: string, query = '') => ({
  ...functionUrlEvent(path, query),
  requestContext: {
    ...functionUrlEvent(path).requestContext,
    domainName: 'ghi.execute-api.eu-central-1.amazonaws.com',
  },
});

type Page = { value: { id: string }[]; '@odata.nextLink'?: string; error?: { code: string } };

let twin: Twin;
let graph: Awaited<ReturnType<typeof graphUnderItsName>>;
let aws: AwsStandIn;
let files: Readonly<Record<string, Uint8Array>>;
let running: RunningFunction | undefined;

const start = async (
  changes?: Record<string, string>,
  given = files,
  more: { readonly routes?: Record<string, number>; readonly ca?: string } = {},
): Promise<RunningFunction> => {
  running = await runFunction({
    files: given,
    variables: { ...variablesOf(source.id, twin.tenantId, aws), ...changes },
    routes: { 'login.microsoftonline.com': portOf(twin.entra), 'graph.microsoft.com': graph.port, ...more.routes },
    ca: `${twin.caCertificate}\n${more.ca ?? ''}`,
  });
  return running;
};

const ask = async (event: unknown): Promise<{ result: FunctionResult; body: Page }> => {
  const invoked = await (running ?? (await start())).invoke(event);
  if (!invoked.ok) throw new Error(invoked.error.errorMessage);
  const result = invoked.result as FunctionResult;
  const bytes = Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8');
  const text = result.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return { result, body: JSON.parse(text.toString()) as Page };
};

beforeAll(async () => {
  twin = await startTwin({
    applications: [
      {
        displayName: 'function',
        clientId,
        federatedCredentials: [{ subject: role }],
        requested: roles,
        consented: roles,
      },
    ],
  });
  graph = await graphUnderItsName(twin, 'https://graph.microsoft.com');
  files = await filesOf(root, connector);
}, 120_000);
afterAll(async () => {
  await graph.stop();
  await twin.stop();
  await stop();
});

beforeEach(async () => {
  aws = await startAwsStandIn({
    region,
    credentials,
    identityToken: ([audience]) => twin.identityTokens(role, audience).get(),
  });
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await aws.stop();
});

describe('the built function, run as Lambda runs it', () => {
  it('answers a call through a function URL, signed in with its own role', async () => {
    await makeKeyring(aws);
    const { result, body } = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));
    const [call] = running?.log ?? [];

    expect(result).toMatchObject({ statusCode: 200, headers: { 'graphveil-version': '0.0.0-test' } });
    expect(body.value).toHaveLength(100);
    expect(body.value.every(({ id }) => id.startsWith('p~'))).toBe(true);
    expect(body['@odata.nextLink']).toMatch(/^https:\/\/abc\.lambda-url\.eu-central-1\.on\.aws\/v1\.0\/users\?/);
    expect(aws.asked.filter((line) => line.startsWith('refused'))).toEqual([]);
    expect(aws.asked).toEqual(
      expect.arrayContaining([
        'sts GetWebIdentityToken',
        `ssm GetParameter ${keyringParameterName('prod')}`,
        'kms Decrypt',
      ]),
    );
    expect(JSON.parse(call ?? '{}')).toMatchObject({ message: 'call', status: 200, Connector: source.id, Calls: 1 });
    expect(call).not.toContain('@');
  });

  it('has signed in and opened the keyring before its first call', async () => {
    await makeKeyring(aws);
    await start();
    await ask(functionUrlEvent('/healthz'));
    const asked = aws.asked.filter((line) => line !== 'kms Encrypt');

    expect(aws.asked).toEqual(expect.arrayContaining(['sts GetWebIdentityToken', 'kms Decrypt']));
    await ask(functionUrlEvent('/v1.0/users', '%24top=100'));
    expect(aws.asked.filter((line) => line !== 'kms Encrypt')).toEqual(asked);
  });

  it('starts from a compile cache as without one', async () => {
    await makeKeyring(aws);
    await start({}, { ...files, ...makeCompileCache(files, { plan, expectedRoles: roles, version: '0.0.0' }) });
    const { result, body } = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));

    expect(result.statusCode).toBe(200);
    expect(body.value).toHaveLength(100);
  });

  it('follows its own paging links, and takes a token of a reply as a person', async () => {
    await makeKeyring(aws);
    const first = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));
    const next = new URL(first.body['@odata.nextLink'] ?? '');
    const second = await ask(functionUrlEvent(next.pathname, next.search.slice(1)));
    const one = await ask(functionUrlEvent(`/v1.0/users/${first.body.value[0]?.id}`));

    expect(second.result.statusCode).toBe(200);
    expect(second.body.value.map(({ id }) => id)).not.toContain(first.body.value[0]?.id);
    expect(one.body).toMatchObject({ id: first.body.value[0]?.id });
    expect(aws.asked.filter((line) => line.startsWith('sts'))).toHaveLength(1);
  });

  it.each([
    ['API Gateway, payload 1.0', apiGatewayV1Event('/v1.0/users', { $top: '100' }), 'def'],
    ['API Gateway, payload 2.0', apiGatewayV2Event('/v1.0/users', '%24top=100'), 'ghi'],
  ])('answers events of %s', async (_, event, host) => {
    await makeKeyring(aws);
    const { result, body } = await ask(event);

    expect(result.statusCode).toBe(200);
    expect(body.value).toHaveLength(100);
    expect(body['@odata.nextLink']).toContain(`https://${host}.execute-api.eu-central-1.amazonaws.com/v1.0/users?`);
  });

  it('rejects calls that the rules do not name, and events that aren’t HTTP requests', async () => {
    await makeKeyring(aws);

    expect((await ask(functionUrlEvent('/v1.0/directoryRoles'))).body.error?.code).toBe('Graphveil.EndpointNotAllowed');
    expect((await ask({ Records: [] })).body.error?.code).toBe('Graphveil.EventInvalid');
  });

  it('reaches Microsoft through the proxy of its settings', async () => {
    await makeKeyring(aws);
    const proxy = await startLoggingProxy({
      'login.microsoftonline.com': portOf(twin.entra),
      'graph.microsoft.com': graph.port,
    });
    running = await runFunction({
      files,
      variables: {
        ...variablesOf(source.id, twin.tenantId, aws),
        [networkVariables.proxy]: proxy.url,
        [networkVariables.noProxy]: '.amazonaws.com',
      },
      routes: {},
      ca: twin.caCertificate,
    });
    const { result } = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));
    await running.stop();
    running = undefined;
    await proxy.stop();

    expect(result.statusCode).toBe(200);
    expect([...new Set(proxy.asked)].sort()).toEqual(['graph.microsoft.com:443', 'login.microsoftonline.com:443']);
  });

  it('reports that the keyring does not exist yet', async () => {
    const { result, body } = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));

    expect(result.statusCode).toBe(503);
    expect(body.error?.code).toBe('Graphveil.KeyringUnavailable');
  });

  it('continues with a cached keyring during an outage of SSM and KMS', async () => {
    await makeKeyring(aws);
    await ask(functionUrlEvent('/v1.0/users', '%24top=100'));
    for (const operation of ['GetParameter', 'Decrypt'])
      aws.failures.set(operation, { status: 500, code: 'InternalFailure' });

    expect((await ask(functionUrlEvent('/v1.0/users', '%24top=100'))).result.statusCode).toBe(200);
  });

  it('reports that federation is off in the account', async () => {
    await makeKeyring(aws);
    aws.failures.set('GetWebIdentityToken', { status: 400, code: 'OutboundWebIdentityFederationDisabledException' });
    const { result, body } = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));

    expect(result.statusCode).toBe(503);
    expect(body.error?.code).toBe('Graphveil.IdentityTokenUnavailable');
  });

  it('is refused by Entra as another role than the one that is trusted', async () => {
    await makeKeyring(aws);
    await aws.stop();
    aws = await startAwsStandIn({
      region,
      credentials,
      identityToken: () => twin.identityTokens(`${role}-other`).get(),
    });
    await makeKeyring(aws);
    const { result, body } = await ask(functionUrlEvent('/v1.0/users', '%24top=100'));

    expect(result.statusCode).toBe(503);
    expect(body.error?.code).toBe('Graphveil.SignInFailed');
  });

  it('fails to start if its environment is not complete, and names the variable', async () => {
    const { initFailed } = await start({ [functionVariables.tenant]: '' });

    expect(await initFailed).toMatchObject({
      ok: false,
      error: {
        errorType: 'FunctionEnvironmentError',
        errorMessage: expect.stringContaining('GRAPHVEIL_TENANT is missing'),
      },
    });
  });

  it('serves a registered tool with a token of the built token service, until the tool is deleted', async () => {
    await makeKeyring(aws);
    const permission = { name: `${source.id}:User.Read.All`, endpoints: ['/v1.0/users'] };
    const tool = await startToolWorld(root, aws, permission);
    await start(tool.variables, files, {
      routes: { 'dynamodb.eu-central-1.amazonaws.com': portOf(tool.table.tlsUrl) },
      ca: tool.table.ca,
    });
    const [issued, refused] = [await tool.askToken(), await tool.askToken('wrong')];
    const { access_token: token } = JSON.parse(issued.body) as { access_token: string };
    const query = { $top: '100' };
    const shared = await ask(toolEvent('/v1.0/users', query, `Bearer ${token}`));
    const named = await ask(toolEvent(`/${source.id}/v1.0/users`, query, `Bearer ${token}`));
    const without = await ask(toolEvent('/v1.0/users', query));
    const reads = tool.table.asked.slice(-3);
    await tool.endTool();
    const after = await ask(toolEvent('/v1.0/users', query, `Bearer ${token}`));
    await tool.stop();

    expect([issued.statusCode, refused.statusCode]).toEqual([200, 401]);
    expect(tool.log.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'INFO', status: 200, Environment: 'prod' },
      { level: 'WARN', status: 401, error: 'invalid_client' },
    ]);
    expect(shared.body.value).toHaveLength(100);
    expect(shared.body['@odata.nextLink']).toContain(`${toolsUrl}/v1.0/users?`);
    expect(named.body['@odata.nextLink']).toContain(`${toolsUrl}/${source.id}/v1.0/users?`);
    expect(reads.sort()).toEqual(['GetItem', 'Query', 'Query']);
    expect([without.result.statusCode, without.body.error?.code]).toEqual([401, 'Graphveil.TokenMissing']);
    expect([after.result.statusCode, after.body.error?.code]).toEqual([401, 'Graphveil.TokenRevoked']);
    expect(after.result.headers['www-authenticate']).toContain('invalid_token');
    expect([...tool.log, ...(running?.log ?? [])].join()).not.toMatch(new RegExp(`${tool.secret}|${token.slice(-40)}`));
  });
});
