import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { consoleName, functionName, functionVariables, writeConsoleAccess } from '../../config/index.ts';
import { hashesOf } from '../shared/deployed-settings.ts';
import { tryReadSettings } from '../shared/read-settings.ts';
import { type ConnectorStandIn, ready, startConnector } from '../testing/connector-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources, region, settingsFile } from '../testing/settings-folder.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
const [first, second] = allSources();
if (first === undefined || second === undefined) throw new Error('two sources are needed');
const own = 'arn:aws:iam::111122223333:role/operators';
const callers = `callers: { bi: { awsPrincipals: ["${own}"], externalId: agreed-id } }\n`;
const minutes = (count: number): Date => new Date(Date.now() - count * 60_000);

let aws: AwsStandIn;
let connector: ConnectorStandIn;
beforeEach(async () => {
  aws = await startAwsStandIn({ region, credentials, externalId: 'agreed-id' });
  connector = await startConnector();
  aws.operated.functionUrls.set(functionName('prod', first.id), `${connector.url}/`);
});
afterEach(() => Promise.all([aws.stop(), connector.stop()]));

const variables = () => ({
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});

const status = (rest = callers, ...args: readonly string[]) =>
  runCommand(['status', '--settings', settingsFile(rest), ...args], variables());

/** Deploys the function with these settings. */
const deploy = (hash: string | undefined) =>
  aws.operated.variables.set(
    functionName('prod', first.id),
    hash === undefined ? {} : { [functionVariables.settings]: hash },
  );

const makeKeyring = () => runCommand(['keys', 'init', '--aws', '--settings', settingsFile()], variables());

describe('graphveil status', () => {
  it('shows a deployment that is ready, and ends with 0', async () => {
    await makeKeyring();
    const lastCall = minutes(5);
    aws.operated.metrics.set(`${first.id} Calls`, [
      { at: minutes(600), value: 3 },
      { at: lastCall, value: 2 },
      { at: minutes(2_000), value: 9 },
    ]);
    aws.operated.metrics.set(`${first.id} Refusals`, [{ at: minutes(5), value: 1 }]);
    aws.operated.alarms.push({ name: `graphveil-prod-${first.id}-faults`, state: 'OK' });
    const { status: code, stdout } = await status();
    const [, keyring, , heads = '', line = ''] = stdout.split('\n');

    expect(code).toBe(0);
    expect(keyring).toMatch(/^keyring: epoch 1, since 20/);
    expect(heads).toMatch(/^connector +health +consent +last call \(UTC\) +calls +refused +unmapped +faults +alarms$/);
    expect(line.split(/ {2,}/)).toEqual([
      first.id,
      'ready',
      'granted',
      lastCall.toISOString().slice(0, 16).replace('T', ' '),
      '5',
      '1',
      '0',
      '0',
      'none',
    ]);
  });

  it('shows where the console is, when the access check ran, and what it alarms about', async () => {
    await makeKeyring();
    const rest = `${callers}clients: {}\nconsole: true\n`;
    const access = { origin: 'https://console.example', baseUrl: 'https://tools.example', leastGroupSize: 5 };
    const absent = await status(rest);
    aws.operated.variables.set(functionName('prod', consoleName), {
      [functionVariables.environment]: 'prod',
      [functionVariables.tenant]: 'a tenant',
      [functionVariables.cloud]: 'global',
      [functionVariables.clientId]: 'an id',
      [functionVariables.access]: writeConsoleAccess({ ...access, grantDays: 365, unusedDays: 90, clientIds: {} }),
    });
    const unchecked = await status(rest);
    const checked = minutes(90);
    aws.operated.metrics.set('prod AccessChecks', [{ at: checked, value: 1 }]);
    aws.operated.alarms.push({ name: 'graphveil-prod-claim-reused', state: 'ALARM' });
    const { status: code, stdout } = await status(rest);

    expect(absent.stdout).toContain("WRONG  console: its function isn't deployed");
    expect(unchecked.stdout).toMatch(/console: https:\/\/console\.example; access check MISSING/);
    expect(unchecked.stdout).toContain('WRONG  access check: none finished in 36 hours');
    expect(code).toBe(1);
    const ran = checked.toISOString().slice(0, 16).replace('T', ' ');
    expect(stdout).toContain(`console: https://console.example; access check ${ran}`);
    expect(stdout).toContain('WRONG  console: alarm claim-reused');
  });

  it('tells a function that was deployed with other settings', async () => {
    await makeKeyring();
    const { read } = tryReadSettings(settingsFile(callers));
    deploy(read && hashesOf(read).get(first.id));
    const same = await status();
    deploy('another');
    const other = await status();

    expect([same.status, other.status]).toEqual([0, 1]);
    expect(same.stdout).not.toContain('settings');
    expect(other.stdout).toContain(`WRONG  ${first.id}: its function was deployed with other settings or rules`);
  });

  it('calls as a caller of the settings, or as oneself', async () => {
    await status();
    await status('');

    expect(aws.asked.filter((line) => line === 'sts AssumeRole')).toHaveLength(1);
    expect(connector.asked.map(({ target }) => target)).toEqual(['/healthz', '/healthz']);
    expect(connector.asked[0]?.headers.authorization).toContain(`/${region}/lambda/`);
  });

  it('names what is wrong, who can fix it and how, and ends with 1', async () => {
    connector.answers.set('/healthz', {
      status: 503,
      body: {
        ...ready,
        checks: { keyring: 'Graphveil.KeyringUnavailable', signIn: 'ok', consent: 'Graphveil.ConsentMissing' },
        missingPermissions: ['User.Read.All'],
      },
    });
    aws.operated.alarms.push({ name: `graphveil-prod-${first.id}-faults`, state: 'ALARM' });
    const { status: code, stdout } = await status();

    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`${first.id} +NOT READY +MISSING .* faults`));
    expect(stdout).toContain(
      'WRONG  keyring: there is none in SSM parameter /graphveil/prod/keyring\n        who:  who may',
    );
    expect(stdout).toContain('do:   npx --no-install graphveil keys init --aws');
    expect(stdout).toContain(`WRONG  ${first.id}: not ready (Graphveil.KeyringUnavailable)`);
    expect(stdout).toContain(`WRONG  ${first.id}: consent is missing for User.Read.All`);
    expect(stdout).toContain(`hand over handover/consent/${first.id}.html`);
    expect(stdout).toContain(`WRONG  ${first.id}: alarm faults`);
  });

  it('tells a function that isn’t deployed, one that ends, and one that may not be called apart', async () => {
    await makeKeyring();
    const sources = `sources: { ${first.id}: {}, ${second.id}: {}, stopped: { source: ${first.id}, enabled: false } }\n`;
    const third = await startConnector();
    aws.operated.functionUrls.set(functionName('prod', second.id), third.url);
    aws.operated.functionUrls.set(functionName('prod', 'stopped'), connector.url);
    connector.answers.set('/healthz', { status: 403, body: { Message: 'Forbidden' }, byAws: true });
    third.answers.set('/healthz', { status: 502, body: 'Internal Server Error', byAws: true });
    const apart = await status(`${sources}${callers}`);
    await third.stop();
    aws.operated.functionUrls.clear();
    const gone = await status();

    expect(apart.status).toBe(1);
    expect(apart.stdout).toContain(`-      ${first.id}: AWS doesn't let you call it`);
    expect(apart.stdout).toContain(`WRONG  ${second.id}: the function ends without an answer (502)`);
    expect(apart.stdout).toMatch(/stopped +stopped +unknown/);
    expect(gone.stdout).toContain(`WRONG  ${first.id}: its function isn't deployed`);
  });

  it('prints JSON', async () => {
    await makeKeyring();
    const { stdout } = await status(callers, '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      environment: 'prod',
      keyring: { present: true, epoch: 1 },
      connectors: [
        { name: first.id, health: { checks: { consent: 'ok' } }, calls: { calls: 0, unmapped: 0 }, alarms: [] },
      ],
      findings: [],
    });
  });

  it('leaves open what it may not read', async () => {
    await makeKeyring();
    for (const operation of ['GetMetricData', 'DescribeAlarms'])
      aws.failures.set(operation, { status: 400, code: 'AccessDeniedException' });
    const { status: code, stdout } = await status();

    expect(code).toBe(0);
    expect(stdout).toContain('it needs cloudwatch:GetMetricData');
    expect(stdout).toMatch(new RegExp(`${first.id} +ready +granted +- +- +- +- +- +-`));
  });

  it('ends with 3 if the connector can’t be reached, or nobody is signed in', async () => {
    await connector.stop();
    const unreachable = await status();
    const nobody = await runCommand(['status', '--settings', settingsFile()], { AWS_ENDPOINT_URL: aws.url });

    expect(unreachable.status).toBe(3);
    expect(unreachable.stdout).toContain(`${new URL(connector.url).host} refuses the connection`);
    expect(nobody).toMatchObject({ status: 3, stderr: expect.stringContaining('credentials are missing') });
  });

  it('finds endpoints behind an HTTP API in Terraform’s outputs or local state', async () => {
    await makeKeyring();
    const settings = settingsFile(`exposure: http-api\n${callers}`);
    const outputs = { connectors: { value: { [first.id]: { endpoint: connector.url } } } };
    const look = (...args: readonly string[]) => runCommand(['status', '--settings', settings, ...args], variables());
    const unknown = await look();
    const named = join(dirname(settings), 'outputs.json');
    writeFileSync(named, JSON.stringify(outputs));
    const byName = await look('--outputs', named);
    writeFileSync(join(dirname(settings), 'graphveil.prod.graphveil.tfstate'), JSON.stringify({ version: 4, outputs }));
    const byState = await look();

    expect(unknown.stdout).toContain('terraform -chdir=');
    expect([byName.status, byState.status]).toEqual([0, 0]);
    expect(connector.asked[0]?.headers.authorization).toContain('/execute-api/');
  });

  it('repeats until it is stopped, one line of JSON per round', async () => {
    setTimeout(() => process.emit('SIGINT'), 700);
    const { stdout, status: code } = await status(callers, '--json', '--watch', '60');
    const [line = ''] = stdout.trim().split('\n');

    expect(code).toBe(1);
    expect(JSON.parse(line)).toMatchObject({ ok: false });
    expect((await status(callers, '--watch', '1')).status).toBe(2);
  });
});
