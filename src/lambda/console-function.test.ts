import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { KMSClient } from '@aws-sdk/client-kms';
import { stop as stopEsbuild } from 'esbuild';
import { unzipSync } from 'fflate';
import { buildService } from '../../scripts/build/service-bundle.ts';
import { giveGrant } from '../access/index.ts';
import { type AwsStandIn, startAwsStandIn } from '../adapters/aws/testing/aws-stand-in.ts';
import { kmsMacs } from '../adapters/kms/index.ts';
import { dynamodbRecords } from '../adapters/records/dynamodb-records.ts';
import { type DynamodbStandIn, startDynamodbStandIn } from '../adapters/records/testing/dynamodb-stand-in.ts';
import {
  accessCheckName,
  accessMacKeyAlias,
  consoleCallbackPath,
  consoleName,
  consoleRoles,
  functionVariables,
  namesOfConsolePermissions,
  recordTableName,
  writeConsoleAccess,
} from '../config/index.ts';
import { described, dictionary } from '../registry/testing/world.ts';
import { type Personas, personasOf, startTwin, type Twin } from '../twin/index.ts';
import { httpsFetch } from '../twin/testing/index.ts';
import type { ConsoleDeployment } from './console-function.ts';
import type { FetchResult } from './fetch-event.ts';
import { clientId, credentials, region, roleOf } from './testing/deployment.ts';
import { type RunFunctionOptions, type RunningFunction, runFunction } from './testing/run-function.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const origin = 'https://console.example';
const role = roleOf(consoleName);
const portOf = (url: string): number => Number(new URL(url).port);
const data: ConsoleDeployment = {
  examples: {},
  permissions: [
    { name: 'diary:Calendars.Read', connector: 'diary', reason: 'Reads events.', endpoints: ['/me/events'] },
  ],
  described: described(),
  dictionaries: [dictionary],
};

let twin: Twin;
let aws: AwsStandIn;
let table: DynamodbStandIn;
let running: RunningFunction;
let people: Personas;
let archive: Readonly<Record<string, Uint8Array>>;

beforeAll(async () => {
  twin = await startTwin({ people: 12, groups: 2, busyMeetings: 0, busyMails: 0 });
  people = personasOf(twin.organization);
  twin.controls.register({
    clientId,
    displayName: 'graphveil-prod-console',
    federatedCredentials: [{ subject: role }, { subject: roleOf(accessCheckName) }],
    consented: namesOfConsolePermissions('application'),
    consentedScopes: namesOfConsolePermissions('delegated'),
    redirectUris: [`${origin}${consoleCallbackPath}`],
    optionalClaims: ['auth_time'],
    appRoles: consoleRoles,
    roleAssignments: { [people.developer.id]: ['Graphveil.Developer'] },
  });
  const identities = twin.identityTokens(role);
  [aws, table] = await Promise.all([
    startAwsStandIn({ region, credentials, identityToken: () => identities.get() }),
    startDynamodbStandIn(credentials),
  ]);
  const built = await buildService(root, consoleName, data);
  archive = unzipSync(built.archive.bytes);
  running = await start(built.files);
});

const start = (files: RunFunctionOptions['files']): Promise<RunningFunction> =>
  runFunction({
    files,
    variables: {
      [functionVariables.environment]: 'prod',
      [functionVariables.tenant]: twin.tenantId,
      [functionVariables.clientId]: clientId,
      [functionVariables.cloud]: 'global',
      [functionVariables.access]: writeConsoleAccess({
        origin,
        baseUrl: 'https://tools.example',
        leastGroupSize: 5,
        grantDays: 365,
        unusedDays: 90,
        contact: 'privacy@contoso.example',
        clientIds: {},
      }),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
    },
    routes: { 'login.microsoftonline.com': portOf(twin.entra), 'graph.microsoft.com': portOf(twin.graph) },
    ca: twin.caCertificate,
  });
afterAll(async () => {
  await running.stop();
  await Promise.all([stopEsbuild(), aws.stop(), table.stop(), twin.stop()]);
});

/** A browser that keeps cookies, in front of the HTTP API. */
const browse = () => {
  const cookies = new Map<string, string>();
  return async (
    path: string,
    init: { readonly method?: string; readonly headers?: object; readonly body?: string } = {},
  ) => {
    const { pathname, search } = new URL(path, origin);
    const invoked = await running.invoke({
      version: '2.0',
      routeKey: '$default',
      rawPath: pathname,
      rawQueryString: search.slice(1),
      cookies: [...cookies].map(([name, value]) => `${name}=${value}`),
      headers: { host: new URL(origin).host, ...init.headers },
      requestContext: { domainName: new URL(origin).host, http: { method: init.method ?? 'GET' } },
      ...(init.body !== undefined && { body: btoa(init.body), isBase64Encoded: true }),
    });
    if (!invoked.ok) throw new Error(invoked.error.errorMessage);
    const result = invoked.result as FetchResult;
    for (const line of result.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return result;
  };
};
type Visit = ReturnType<typeof browse>;

const signIn = async (visit: Visit, person: string): Promise<void> => {
  const to = new URL((await visit('/sign-in')).headers['location'] ?? '');
  expect(to.host).toBe('login.microsoftonline.com');
  const page = new URL(to.pathname, twin.entra);
  const body = `${to.searchParams}&${new URLSearchParams({ person })}`;
  const back = await httpsFetch(page, { method: 'POST', body }, twin.caCertificate);
  await visit(back.headers.get('location') ?? '');
};

type SessionReply = { readonly person: { readonly roles: readonly string[] }; readonly csrf: string };

const register = async (visit: Visit, name: string): Promise<FetchResult> => {
  const { csrf } = JSON.parse((await visit('/api/session')).body) as SessionReply;
  return visit('/api/clients', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-graphveil-csrf': csrf },
    body: JSON.stringify({ name, signIn: 'secret', permissions: ['diary:Calendars.Read'] }),
  });
};

it('signs a person in with the function’s own identity, and registers a client while they have the role', async () => {
  const visit = browse();
  expect((await visit('/')).statusCode).toBe(401);
  await signIn(visit, people.developer.id);
  const { person } = JSON.parse((await visit('/api/session')).body) as SessionReply;
  expect(person.roles).toEqual(['Developer']);
  const made = await register(visit, 'acme');
  expect(made.statusCode).toBe(200);
  const { secret } = JSON.parse(made.body) as { readonly secret: string };
  twin.controls.removeRole(clientId, people.developer.id, 'Graphveil.Developer');
  expect((await register(visit, 'other')).statusCode).toBe(403);
  twin.controls.assignRole(clientId, people.developer.id, 'Graphveil.Developer');

  const [lines] = [running.log.join('\n')];
  expect(lines).not.toContain(secret);
  expect(lines).not.toMatch(/callback|code=|session/);
  expect(running.log.map((line) => JSON.parse(line))).toContainEqual({
    level: 'WARN',
    message: 'console',
    Environment: 'prod',
    method: 'POST',
    status: 403,
    durationMs: expect.any(Number),
  });
  expect(aws.asked.filter((asked) => /GetWebIdentityToken/.test(asked)).length).toBeGreaterThan(0);
  expect(aws.asked.filter((asked) => /Sign|Decrypt|GetParameter/.test(asked))).toEqual([]);
});

it('refuses what isn’t a request of the HTTP API, and pages under another host', async () => {
  expect(await running.invoke({ Records: [] })).toMatchObject({ ok: true, result: { statusCode: 400, body: '' } });
  const visit = browse();
  expect((await visit('/', { headers: { host: 'other.example' } })).statusCode).toBe(421);
});

it('has an access check beside it that reads owners of groups, and counts what it did in metrics', async () => {
  const ports = {
    records: dynamodbRecords({ client: table.client(), table: recordTableName('prod'), clock: Date.now }),
    macs: kmsMacs(new KMSClient({ region, credentials, endpoint: aws.url }), accessMacKeyAlias('prod')),
    clock: Date.now,
    random: (count: number) => randomBytes(count),
    newId: randomUUID,
  };
  const [permission] = data.permissions;
  const group = twin.organization.groups.find(({ owners }) => owners.includes(people.owner.index));
  if (permission === undefined || group === undefined) throw new Error('nothing to give');
  const given = { client: 'acme', kind: 'group', group: group.id, permissions: [permission], days: 30 } as const;
  expect(await giveGrant(ports, { ...given, by: 'operator', reason: 'A test of the access check' })).toMatchObject({
    ok: true,
  });
  const { files } = await buildService(root, accessCheckName);
  const check = await start(files);
  expect(await check.invoke({})).toMatchObject({ ok: true, result: { groups: 1, grants: 1, failed: 0 } });
  await check.stop();
  expect(JSON.parse(check.log.at(-1) ?? '')).toMatchObject({
    message: 'access check',
    Environment: 'prod',
    AccessChecks: 1,
    FailedGroups: 0,
    _aws: { CloudWatchMetrics: [{ Namespace: 'Graphveil', Dimensions: [['Environment']] }] },
  });
  expect(check.log.join()).not.toMatch(new RegExp(`${people.owner.id}|${people.owner.displayName}`));
});

it('has the licenses of its packages in its archive', () => {
  const notices = Buffer.from(archive['THIRD-PARTY-NOTICES.txt'] ?? []).toString();
  for (const name of ['hono', 'openid-client', 'zod', '@aws-sdk/client-dynamodb'])
    expect(notices).toContain(`${name} `);
  expect(JSON.parse(Buffer.from(archive['deployment.json'] ?? []).toString())).toEqual(data);
});
