import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import {
  builtSettingsFile,
  consoleRoles,
  functionName,
  functionVariables,
  nodeRuntime,
  type Settings,
} from '../../config/index.ts';
import { initKeyring } from '../../pseudonyms/manage-keyring.ts';
import type { DeployedConsole } from '../shared/deployed-console.ts';
import { hashesOf } from '../shared/deployed-settings.ts';
import { cliError } from '../shared/exit.ts';
import type { Finding } from '../shared/finding.ts';
import { operatorGraph } from '../shared/graph.ts';
import { tryReadSettings } from '../shared/read-settings.ts';
import { programsOnPath } from '../testing/command-line-stand-in.ts';
import { graphStandIn } from '../testing/graph-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { account, allSources, issuer, region, settingsFile } from '../testing/settings-folder.ts';
import { checkAws } from './check-aws.ts';
import { checkDeployed } from './check-deployed.ts';
import { checkEntra } from './check-entra.ts';
import { checkKeyring } from './check-keyring.ts';
import { checkBuilt, checkNode, checkRules, checkTerraform } from './check-offline.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };

const settingsWith = (rest = ''): Settings => {
  const { read, problems } = tryReadSettings(settingsFile(rest));
  if (read === undefined) throw new Error(JSON.stringify(problems));
  return read.settings;
};

const states = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(findings.map(({ check, state }) => [check, state]));

const find = (findings: readonly Finding[], check: string): Finding | undefined =>
  findings.find((finding) => finding.check === check);

let aws: AwsStandIn;
const start = async (options: { readonly account?: string; readonly issuer?: string } = {}) => {
  aws = await startAwsStandIn({ region, credentials, issuer, ...options });
};
afterEach(() => aws?.stop());

describe('checkAws', () => {
  const look = (using = credentials, endpoint = aws.url, rest = '') => {
    const settings = { region, credentials: using, endpoint, maxAttempts: 1 };
    return checkAws(settingsWith(rest), {
      sts: new STSClient(settings),
      iam: new IAMClient(settings),
      lambda: new LambdaClient(settings),
    });
  };

  it('is content with the right account, federation and runtime', async () => {
    await start();
    aws.federation.enabled = true;

    expect(states(await look())).toEqual({
      'AWS identity': 'ok',
      'identity tokens': 'ok',
      'Lambda runtime': 'ok',
      'Lambda concurrency': 'ok',
    });
  });

  it('reports that federation is off, who can enable it, and how', async () => {
    await start();

    expect(find(await look(), 'identity tokens')).toMatchObject({
      state: 'wrong',
      who: 'an administrator of the AWS account',
      command: 'npx --no-install graphveil aws enable-federation',
    });
  });

  it('reports the issuer that the settings should have', async () => {
    await start({ issuer: 'https://other.example' });
    aws.federation.enabled = true;

    expect(find(await look(), 'identity tokens')).toMatchObject({
      state: 'wrong',
      command: 'tokenIssuer: https://other.example',
    });
  });

  it('refuses another account', async () => {
    await start({ account: '999999999999' });

    expect(find(await look(), 'AWS identity')).toMatchObject({
      state: 'wrong',
      says: `signed in to account 999999999999, expected ${account} (aws.account)`,
    });
  });

  it('refuses credentials that AWS does not know', async () => {
    await start();
    const findings = await look({ ...credentials, secretAccessKey: 'wrong' });

    expect(states(findings)).toMatchObject({ 'AWS identity': 'wrong', 'identity tokens': 'not-checked' });
    expect(find(findings, 'AWS identity')).toMatchObject({ code: 'Aws.NotSignedIn' });
  });

  it('refuses a region without the runtime', async () => {
    await start();
    aws.operated.runtimes.clear();

    expect(find(await look(), 'Lambda runtime')).toMatchObject({
      state: 'wrong',
      says: `${nodeRuntime} on arm64 isn't available in ${region}`,
    });
  });

  it.each([
    [99, 'ok'],
    [101, 'wrong'],
  ])('compares reserved concurrency with the quota of the account: %s', async (reserved, state) => {
    await start();
    aws.operated.concurrency = 200;
    const rest = `sources: { own: { source: ${allSources()[0]?.id}, reservedConcurrency: ${reserved} } }\n`;

    expect(find(await look(credentials, aws.url, rest), 'Lambda concurrency')).toMatchObject({ state });
  });

  it('leaves open what it may not ask', async () => {
    await start();
    aws.failures.set('lambda', { status: 403, code: 'AccessDeniedException' });

    expect(states(await look())).toMatchObject({
      'Lambda runtime': 'not-checked',
      'Lambda concurrency': 'not-checked',
    });
  });

  it('names the cause when no service can be reached', async () => {
    await start();
    const findings = await look(credentials, 'http://127.0.0.1:9');

    for (const finding of findings)
      expect(finding).toMatchObject({ state: 'wrong', code: 'Network.Refused', says: expect.stringContaining(':9') });
  });
});

describe('checkEntra', () => {
  const roles = '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole';
  const look = (
    held: readonly string[] | undefined,
    rest = '',
    tenantId = settingsWith().tenant.id,
    assigned: readonly string[] = [],
    console: DeployedConsole | undefined = undefined,
  ) => {
    const objects = held === undefined ? {} : { [roles]: held.map((roleTemplateId) => ({ roleTemplateId })) };
    const token = held === undefined ? 'another' : 'token';
    const people = { clientId: 'console-app', assignedRoles: assigned };
    const { send } = graphStandIn('token', [people], objects);
    return checkEntra(
      settingsWith(rest),
      {
        signIn: async () => ({ token, tenantId, objectId: 'me' }),
        graph: () => operatorGraph({ graph: 'https://graph.microsoft.com', token, send }),
      },
      () => true,
      async () => console,
    );
  };

  it('is content with a role that may create applications', async () => {
    const findings = await look(['other', '158c047a-c907-4556-b7ef-446551a6b5f7']);

    expect(states(findings)).toEqual({ 'Azure CLI': 'ok', 'Entra role': 'ok' });
    expect(find(findings, 'Entra role')?.says).toBe('Cloud Application Administrator');
  });

  it.each<[string, readonly string[], boolean, object]>([
    ['that it isn’t deployed', [], false, { state: 'not-checked', says: 'it isn’t deployed yet' }],
    [
      'its address and application',
      consoleRoles.map(({ id }) => id),
      true,
      { state: 'ok', says: 'https://console.example, application console-app; every app role has people' },
    ],
    [
      'app roles that nobody has, and who assigns them',
      consoleRoles.slice(1).map(({ id }) => id),
      true,
      {
        state: 'wrong',
        says: expect.stringContaining('nobody has the app role Administrator'),
        command: 'hand over handover/consent/console.html',
        who: 'a Cloud Application Administrator of the tenant',
      },
    ],
  ])('reports of the console %s', async (_, assigned, isDeployed, expected) => {
    const deployed = isDeployed ? { url: 'https://console.example', clientId: 'console-app' } : undefined;
    const findings = await look([], 'clients: {}\nconsole: true\n', undefined, assigned, deployed);
    expect(find(findings, 'console')).toMatchObject(expected);
  });

  it('reports the least privileged role, who can assign it, and the alternative', async () => {
    expect(find(await look([]), 'Entra role')).toMatchObject({
      state: 'wrong',
      says: expect.stringContaining('Application Developer'),
      who: 'a Privileged Role Administrator, who assigns the role',
      command: expect.stringContaining('graphveil consent request'),
    });
  });

  it('requires no role if a colleague created the applications', async () => {
    const rest = 'sharedApplication: { objectId: 22222222-2222-3333-4444-555555555555 }\n';

    expect(states(await look([], rest))['Entra role']).toBe('ok');
  });

  it('reports that Graph doesn’t respond', async () => {
    expect(find(await look(undefined), 'Entra role')).toMatchObject({ state: 'not-checked' });
  });

  it('refuses a sign-in to another tenant, or none', async () => {
    const other = await look([], '', '99999999-2222-3333-4444-555555555555');
    const none = await checkEntra(
      settingsWith(),
      {
        signIn: () => Promise.reject(cliError('Azure.NotSignedIn', { commands: ['az login --tenant x'] })),
        graph: () => operatorGraph({ graph: 'https://x', token: '' }),
      },
      () => true,
      async () => undefined,
    );

    for (const findings of [other, none])
      expect(find(findings, 'Azure CLI')).toMatchObject({
        state: 'wrong',
        command: expect.stringContaining('az login --tenant'),
      });
  });
});

describe('checks that need no network', () => {
  const read = (rest = '') => {
    const path = settingsFile(rest);
    const { read: found } = tryReadSettings(path);
    if (found === undefined) throw new Error('the settings have mistakes');
    return { path, found };
  };

  it('compiles and proves the rules', async () => {
    const { found } = read();

    expect(await checkRules(found)).toMatchObject({ state: 'ok', says: '1 connectors compile and are proven' });
  });

  it('names rules that are accepted with a reason, and refuses others', async () => {
    const [first] = allSources();
    const rules =
      'endpoints:\n  - pathTemplate: /v1.0/users\n    transforms:\n      - !<redact> { jsonPaths: ["$..displayName"] }\n';
    const accepted = read(
      `sources: { own: { source: ${first?.id}, rules: own.yaml, acceptUnproven: taken over for now } }\n`,
    );
    writeFileSync(join(dirname(accepted.path), 'own.yaml'), rules);
    const refused = read(`sources: { own: { source: ${first?.id}, rules: own.yaml } }\n`);

    expect((await checkRules(accepted.found)).says).toContain('except own, accepted with a reason');
    expect(await checkRules(refused.found)).toMatchObject({
      state: 'wrong',
      says: expect.stringContaining('settings/no-rules-file'),
    });
  });

  it('lists functions that aren’t built yet', () => {
    const { found } = read();
    const root = mkdtempSync(join(tmpdir(), 'graphveil-doctor-'));

    expect(checkBuilt(found, root)).toMatchObject({
      state: 'not-checked',
      says: expect.stringContaining('not built yet'),
    });
  });

  it('tells functions that were built of other settings', () => {
    const { found } = read();
    const root = mkdtempSync(join(tmpdir(), 'graphveil-doctor-'));
    const folder = join(root, 'dist/functions');
    const [[name = '', hash = ''] = []] = hashesOf(found);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.zip`), '');
    const unknown = checkBuilt(found, root);
    writeFileSync(join(folder, builtSettingsFile), JSON.stringify({ [name]: hash }));

    expect(unknown).toMatchObject({ state: 'not-checked', says: expect.stringContaining('built of other settings') });
    expect(checkBuilt(found, root)).toMatchObject({ state: 'ok', says: 'built' });
  });

  it.each([
    ['20.11.1', 'wrong'],
    ['20.12.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('checks the version of Node.js: %s', (version, state) => {
    expect(checkNode(version)).toMatchObject({ state });
  });

  it('finds the functions of an installed package, which holds them built', () => {
    const { found } = read();
    const root = mkdtempSync(join(tmpdir(), 'graphveil-doctor-'));
    mkdirSync(join(root, 'dist/function'), { recursive: true });

    expect(checkBuilt(found, root)).toMatchObject({ state: 'ok', says: 'part of the package' });
  });

  it('looks for terraform or tofu', () => {
    expect(['ok', 'wrong']).toContain(checkTerraform().state);
  });
});

describe('graphveil doctor', () => {
  it('runs offline, and lists the checks that it skipped', async () => {
    const { stdout } = await runCommand(['doctor', '--offline', '--json', '--settings', settingsFile()]);
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };

    expect(states(findings)).toMatchObject({
      settings: 'ok',
      rules: 'ok',
      'AWS identity': 'not-checked',
      'Azure CLI': 'not-checked',
    });
  });

  it('looks at everything, each line with who and what to do', async () => {
    await start();
    const { status, stdout } = await runCommand(['doctor', '--settings', settingsFile()], {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });

    expect(status).toBe(1);
    expect(stdout).toContain(
      'WRONG  identity tokens: outbound identity federation is off in the account\n        who:  an administrator',
    );
    expect(stdout).toMatch(/ {8}do: .* ?az login --tenant/);
  });

  it('checks without settings what needs none, and tells how to get them', async () => {
    await start();
    const { status, stdout } = await runCommand(['doctor', '--settings', '/nowhere/graphveil.yaml'], {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      PATH: programsOnPath({}),
    });

    expect(status).toBe(1);
    expect(stdout).toContain('do:  npx --no-install graphveil init, which writes it');
    expect(stdout).toContain('ok     Node.js: ');
    expect(stdout).toContain(`ok     aws.account: ${account}`);
    expect(stdout).toContain(`ok     aws.region: ${region}`);
    expect(stdout).toContain('WRONG  aws.tokenIssuer: outbound identity federation is off');
    expect(stdout).toContain("WRONG  tenant.id: Azure CLI (az) isn't on the PATH");
  });

  it.each([
    ['settings that are not there', '/nowhere/graphveil.yaml', 'graphveil init'],
    ['settings with mistakes', settingsFile('exposur: x\n'), 'did you mean exposure?'],
  ])('shows how to fix %s', async (_, path, says) => {
    const { status, stdout } = await runCommand(['doctor', '--settings', path]);

    expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining(says) });
  });
});

describe('checkDeployed', () => {
  const { read } = tryReadSettings(settingsFile());
  if (read === undefined) throw new Error('the settings have mistakes');
  const [[name = '', hash = ''] = []] = hashesOf(read);
  const look = () => checkDeployed(read, new LambdaClient({ region, credentials, endpoint: aws.url, maxAttempts: 1 }));
  const deploy = (variables: Readonly<Record<string, string>>) =>
    aws.operated.variables.set(functionName('prod', name), variables);

  it('compares the settings of deployed functions with those at hand', async () => {
    await start();
    const before = await look();
    deploy({ [functionVariables.settings]: hash });
    const same = await look();
    deploy({ [functionVariables.settings]: 'another' });
    const other = await look();
    deploy({});

    expect(before).toMatchObject({ state: 'not-checked', says: 'there are none yet' });
    expect(same).toMatchObject({ state: 'ok', says: '1 of 1 are deployed, with these settings' });
    expect(other).toMatchObject({ state: 'wrong', command: expect.stringContaining('npm run deploy') });
    expect(await look()).toMatchObject({ state: 'wrong', says: expect.stringContaining(`${name} was deployed with`) });
  });

  it('leaves it open if Lambda refuses, and names a failure of the network', async () => {
    await start();
    aws.failures.set('lambda', { status: 403, code: 'AccessDeniedException' });
    const refused = await look();
    await aws.stop();

    expect(refused).toMatchObject({ state: 'not-checked' });
    expect(await look()).toMatchObject({ state: 'wrong', code: 'Network.Refused' });
  });
});

describe('graphveil aws enable-federation', () => {
  const enable = (...args: readonly string[]) =>
    runCommand(['aws', 'enable-federation', '--settings', settingsFile(), ...args], {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });

  it('explains the account-wide setting, enables it and prints the issuer', async () => {
    await start();
    const ran = await enable('--yes');

    expect(ran).toMatchObject({ status: 0, stdout: `tokenIssuer: ${issuer}\n` });
    expect(ran.stderr).toContain(`for the whole AWS account ${account}`);
    expect(aws.federation.enabled).toBe(true);
  });

  it('changes nothing the second time', async () => {
    await start();
    await enable('--yes');
    const again = await enable('--json');

    expect(JSON.parse(again.stdout)).toEqual({ enabled: true, changed: false, issuer });
    expect(aws.asked.filter((line) => line.includes('Enable'))).toHaveLength(1);
  });

  it('changes nothing without confirmation', async () => {
    await start();

    expect(await enable()).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing was changed') });
    expect(aws.federation.enabled).toBe(false);
  });

  it('explains how to sign in', async () => {
    await start();
    const ran = await runCommand(['aws', 'enable-federation', '--region', region], { AWS_ENDPOINT_URL: aws.url });

    expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining('aws sso login') });
  });

  it('takes that it is on already for fine, should somebody else be faster', async () => {
    await start();
    const { enableFederation } = await import('../shared/federation.ts');
    aws.federation.enabled = true;
    const iam = new IAMClient({ region, credentials, endpoint: aws.url });

    expect(await enableFederation(iam)).toBe(issuer);
  });
});

describe('the age of the keyring', () => {
  const keyringOf = (created: string) => ({
    read: async () =>
      initKeyring({
        protection: 'none',
        id: 's-1',
        at: created,
        seriesRoot: 'A'.repeat(43),
        epochRoot: 'A'.repeat(43),
        plusTags: 'drop',
      }),
  });
  const now = Date.parse('2026-11-28T00:00:00Z');

  it('is fine for a year, and wrong afterwards with the command that rotates', async () => {
    expect(await checkKeyring(keyringOf('2026-01-01T00:00:00Z'), now)).toMatchObject({ state: 'ok' });
    expect(await checkKeyring(keyringOf('2025-11-01T00:00:00Z'), now)).toMatchObject({
      state: 'wrong',
      command: expect.stringContaining('keys rotate'),
    });
  });

  it('is near the size of a parameter: the next epoch may not fit', async () => {
    const document = await keyringOf('2026-01-01T00:00:00Z').read();
    const large = { ...document, id: 'x'.repeat(7_800) } as unknown as typeof document;

    expect(await checkKeyring({ read: async () => large }, now)).toMatchObject({
      state: 'wrong',
      says: expect.stringContaining('of the 8192 that a parameter holds'),
      command: expect.stringContaining('keys retire'),
    });
  });

  it('is not checked if the keyring is missing or unreadable', async () => {
    const failing = { read: () => Promise.reject(new Error('x')) };
    for (const store of [{ read: async () => undefined }, failing])
      expect(await checkKeyring(store, now)).toMatchObject({ state: 'not-checked' });
  });
});

describe('graphveil aws deploy-policy', () => {
  const print = (rest = '', ...args: readonly string[]) =>
    runCommand(['aws', 'deploy-policy', '--settings', settingsFile(rest), ...args]);

  it('prints the policy of the role that deploys, and how to attach it', async () => {
    const { status, stdout, stderr } = await print();

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ Version: '2012-10-17', Statement: expect.any(Array) });
    expect(stderr).toContain('aws iam put-role-policy --role-name ROLE');
  });

  it('tells that Terraform needs nothing in AWS for a local state of the Entra stack', async () => {
    const { stdout, stderr } = await print('stacks: apart\n', '--for', 'entra');

    expect(JSON.parse(stdout)).toMatchObject({ Statement: [] });
    expect(stderr).toContain('its state is a local file');
  });

  it.each([
    ['shell', 'aws.deployRole'],
    ['entra', 'stacks: apart'],
  ])('requires the setting that --for %s is about', async (reader, setting) => {
    expect(await print('', '--for', reader)).toMatchObject({ status: 2, stderr: expect.stringContaining(setting) });
  });
});
