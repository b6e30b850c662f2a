import { env } from 'node:process';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { functionName } from '../../config/index.ts';
import { type ConnectorStandIn, startConnector } from '../testing/connector-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources, region, settingsFile } from '../testing/settings-folder.ts';
import { deployedEndpoints } from './endpoints.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
const [first, second] = allSources();
if (first === undefined || second === undefined) throw new Error('two sources are needed');
const own = 'arn:aws:iam::111122223333:role/operators';
const settings =
  settingsFile(`sources: { ${first.id}: {}, ${second.id}: {}, stopped: { source: ${first.id}, enabled: false } }
callers: { bi: { awsPrincipals: ["${own}"], externalId: agreed-id } }
`);
const people = { value: [{ id: 'p~one' }, { id: 'p~two' }, { name: 'no id' }] };
const body = (code: string, inner?: string) => ({
  error: { code, message: 'Alice Archer has no mailbox', ...(inner && { innerError: { code: inner } }) },
});

let aws: AwsStandIn;
let connector: ConnectorStandIn;
beforeEach(async () => {
  aws = await startAwsStandIn({ region, credentials, externalId: 'agreed-id' });
  connector = await startConnector();
  for (const { id } of [first, second]) aws.operated.functionUrls.set(functionName('prod', id), `${connector.url}/`);
  connector.answers.set('/v1.0/', { status: 200, body: people });
});
afterEach(() => Promise.all([aws.stop(), connector.stop()]));

const call = (...args: readonly string[]) =>
  runCommand(['call', ...args, '--settings', settings], {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });

const examples = [first, second].flatMap(({ id, exampleCalls }) => exampleCalls.map((example) => ({ id, ...example })));

describe('graphveil call --all', () => {
  it('makes every example call of every connector, with pseudonyms of earlier replies', async () => {
    const { status, stdout } = await call('--all');
    const [heads = '', ...lines] = stdout.trim().split('\n');

    expect(status).toBe(0);
    expect(heads).toMatch(/^connector +call +status +code +ms$/);
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual(
      examples.map(({ id, title }) => [id, title, '200', '-']),
    );
    expect(aws.asked).toContain('sts AssumeRole');
    for (const { path } of examples)
      expect(connector.asked.map(({ target }) => target)).toContain(
        decodeURIComponent(path.replaceAll(/\{\w+\}/g, 'p~one')),
      );
  });

  it('shows codes and who fixes them, never a value of a reply, and ends with 1', async () => {
    connector.answers.set('/v1.0/', {
      status: 403,
      body: body('Authorization_RequestDenied', 'Graphveil.EndpointNotAllowed'),
    });
    const { status, stdout } = await call('--all');

    expect(status).toBe(1);
    expect(stdout).toMatch(/ 403 +Graphveil\.EndpointNotAllowed +\d/);
    expect(stdout).toContain('skipped  no pseudonym for its path in earlier replies');
    expect(stdout).toContain(`WRONG  ${first.id}: Graphveil.EndpointNotAllowed: No endpoint of the rule file`);
    expect(stdout).not.toContain('Alice');
  });

  it('prints JSON, with codes that are words', async () => {
    connector.answers.set('/v1.0/', { status: 404, body: body('alice@contoso.example') });
    const { stdout } = await call('--all', '--json');
    const { ok, calls } = JSON.parse(stdout) as { ok: boolean; calls: readonly object[] };

    expect(ok).toBe(false);
    expect(stdout).not.toMatch(/alice/i);
    expect(calls[0]).toEqual({
      connector: first.id,
      title: examples[0]?.title,
      path: examples[0]?.path,
      outcome: 'refused',
      status: 404,
      milliseconds: expect.any(Number),
    });
  });

  it('asks about the next person if the first one has no mailbox', async () => {
    const { path = '' } = examples.find((example) => example.path.includes('{userId}')) ?? {};
    const prefix = decodeURIComponent(path.split('?')[0] ?? '').replaceAll('{userId}', 'p~one');
    connector.answers.set(prefix, { status: 404, body: body('MailboxNotEnabledForRESTAPI', 'Graphveil.NotFound') });

    expect((await call('--all')).status).toBe(0);
    expect(connector.asked.map(({ target }) => target.split('?')[0])).toContain(prefix.replace('p~one', 'p~two'));
  });

  it('ends with 1 for a connector that isn’t deployed or may not be called, and 3 for one that ends or can’t be reached', async () => {
    aws.operated.functionUrls.delete(functionName('prod', second.id));
    const missing = await call('--all');
    connector.answers.set('/v1.0/', { status: 403, body: { Message: 'Forbidden' }, byAws: true });
    const foreign = await call('--all');
    connector.answers.set('/v1.0/', { status: 502, body: 'Internal Server Error', byAws: true });
    const ended = await call('--all');
    await connector.stop();
    const gone = await call('--all');

    expect([missing, foreign, ended, gone].map(({ status }) => status)).toEqual([1, 1, 3, 3]);
    expect(missing.stdout).toContain(`WRONG  ${second.id}: function of connector ${second.id} isn't deployed`);
    expect(foreign.stdout).toContain(`WRONG  ${first.id}: AWS refused the call before Graphveil saw it`);
    expect(ended.stdout).toContain(`WRONG  ${first.id}: the function ends without an answer (502)`);
    expect(gone.stdout).toMatch(/FAILED +Network\.Refused/);
  });

  it.each([[['--all', 'https://x.example']], [[]]])('requires a URL or --all: %j', async (args) => {
    expect(await call(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining('exactly one of') });
  });
});

const withVariables = async <Result>(
  variables: Readonly<Record<string, string>>,
  act: () => Promise<Result>,
): Promise<Result> => {
  Object.assign(env, variables);
  try {
    return await act();
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(env, name);
  }
};

describe('graphveil call --listen --all', () => {
  it('listens for the deployed connectors, in the order of the settings, and says which one is missing', async () => {
    const shared = settingsFile(`sources: { ${first.id}: {}, ${second.id}: {}, third: { source: ${first.id} } }
baseUrl: { order: [${second.id}, ${first.id}] }
`);
    aws.operated.functionUrls.set(functionName('prod', first.id), 'https://one.lambda-url.eu-central-1.on.aws/');
    const variables = {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const { endpoints, route, missing } = await withVariables(variables, () =>
      deployedEndpoints({ settings: shared, outputs: [] }),
    );

    expect(endpoints.map(({ name, origin }) => [name, origin])).toEqual([
      [second.id, connector.url],
      [first.id, 'https://one.lambda-url.eu-central-1.on.aws'],
    ]);
    expect(missing).toEqual(['third']);
    expect(route?.('/v1.0/users')).toEqual({ name: second.id, target: '/v1.0/users', shared: true });
    expect(route?.(`/${first.id}/v1.0/users`)).toMatchObject({ name: first.id, target: '/v1.0/users' });
  });
});
