import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AwsStandIn, startAwsStandIn } from '../adapters/aws/testing/aws-stand-in.ts';
import { type LoggingProxy, startLoggingProxy } from '../adapters/node/testing/logging-proxy.ts';
import { functionName } from '../config/index.ts';
import { makeCertificate } from '../twin/http/index.ts';
import { azSignedIn, programsOnPath } from './testing/command-line-stand-in.ts';
import { runCommand } from './testing/run-command.ts';
import { allSources, issuer, region, settingsFile } from './testing/settings-folder.ts';

const cli = fileURLToPath(new URL('../../dist/cli/graphveil.js', import.meta.url));
const tenantId = '11111111-2222-3333-4444-555555555555';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
const aws = ['sts', 'ssm', 'kms', 'lambda', 'monitoring'].map((service) => `${service}.${region}.amazonaws.com`);
const connector = `abc.lambda-url.${region}.on.aws`;
const graph = 'graph.microsoft.com';
const names = [...aws, 'iam.amazonaws.com', graph, connector];

type Ran = { readonly status: number; readonly output: string };

const [first] = allSources();
const settings = settingsFile('', tenantId);
const folder = mkdtempSync(join(tmpdir(), 'graphveil-network-'));
const caFile = join(folder, 'company-ca.pem');

let standIn: AwsStandIn;
let others: Server;
let startProxy: () => Promise<LoggingProxy>;
let proxy: LoggingProxy;

beforeAll(async () => {
  const { authority, certificate, privateKey } = await makeCertificate(names);
  writeFileSync(caFile, authority);
  const tls = { key: privateKey, cert: certificate };
  standIn = await startAwsStandIn({ region, credentials, issuer, tls });
  standIn.federation.enabled = true;
  standIn.operated.functionUrls.set(functionName('prod', first?.id ?? ''), `https://${connector}/`);
  others = createServer(tls, ({ headers }, response) => {
    const role = { roleTemplateId: 'cf1c38e5-3621-4004-a7cb-879624dced7c' };
    response
      .writeHead(200, { 'content-type': 'application/json', 'graphveil-version': '0.1.0' })
      .end(JSON.stringify({ value: headers.host === graph ? [role] : [] }));
  });
  await new Promise<void>((resolve) => others.listen(0, '127.0.0.1', resolve));
  const ports = {
    aws: Number(new URL(standIn.url).port),
    others: (others.address() as AddressInfo).port,
  };
  startProxy = () =>
    startLoggingProxy({
      ...Object.fromEntries([...aws, 'iam.amazonaws.com'].map((name) => [name, ports.aws])),
      [graph]: ports.others,
      [connector]: ports.others,
    });
  proxy = await startProxy();
});
afterAll(async () => {
  await Promise.all([standIn.stop(), proxy.stop()]);
  others.closeAllConnections();
  others.close();
});

/** `graphveil …` as a process, because Node.js reads NODE_EXTRA_CA_CERTS when it starts. */
const graphveil = (args: readonly string[], variables: Readonly<Record<string, string>>): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, ...args],
      {
        cwd: dirname(settings),
        env: {
          PATH: programsOnPath({ az: azSignedIn(tenantId) }),
          HOME: folder,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
          CHECKPOINT_DISABLE: 'true',
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
          ...variables,
        },
      },
      (_, stdout, stderr) => resolve({ status: child.exitCode ?? -1, output: `${stdout}${stderr}` }),
    );
  });

const [sts = '', ssm = '', kms = '', lambda = '', monitoring = ''] = aws;

/** Commands, and all hosts that they ask. */
const commands: readonly (readonly [name: string, args: readonly string[], hosts: readonly string[]])[] = [
  ['doctor', ['doctor'], [sts, 'iam.amazonaws.com', lambda, ssm, graph]],
  ['keys', ['keys', 'init', '--aws'], [sts, ssm, kms]],
  ['call', ['call', `https://${connector}/v1.0/users`], [connector]],
  ['call --all', ['call', '--all'], [sts, lambda, connector]],
  ['status', ['status'], [sts, ssm, lambda, monitoring, connector]],
];

const inProcess = (args: readonly string[], variables: Readonly<Record<string, string>>) =>
  runCommand([...args, '--settings', settings], {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...variables,
  });

describe('a network with a proxy that inspects TLS', () => {
  it('sees every request of every command, whose authority is trusted', async () => {
    const ran = await Promise.all(
      commands.map(async ([name, args, hosts]) => {
        const own = await startProxy();
        const result = await graphveil(args, { HTTPS_PROXY: own.url, NODE_EXTRA_CA_CERTS: caFile });
        await own.stop();
        return { name, ...result, asked: [...new Set(own.asked)].sort(), hosts };
      }),
    );

    for (const { name, status, output, asked, hosts } of ran) {
      expect({ name, asked }).toEqual({ name, asked: hosts.map((host) => `${host}:443`).sort() });
      expect(output).not.toContain('Network.');
      expect(status).toBeLessThan(3);
    }
  });

  it('is named if its authority isn’t trusted', async () => {
    const { status, output } = await graphveil(['call', `https://${connector}/v1.0/users`], { HTTPS_PROXY: proxy.url });

    expect(status).toBe(3);
    expect(output).toContain(`Network.CertificateUntrusted: ${connector} has a certificate`);
    expect(output).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('is named with the status of a refusal', async () => {
    const refusing = await startLoggingProxy({}, 407);
    const { status, stderr } = await inProcess(['keys', 'status', '--aws'], { HTTPS_PROXY: refusing.url });
    await refusing.stop();

    expect({ status, stderr }).toMatchObject({
      status: 3,
      stderr: expect.stringContaining(`doesn't connect to AWS STS in ${region} (407)\nset HTTPS_PROXY with the user`),
    });
  });

  it('isn’t used for hosts of NO_PROXY', async () => {
    proxy.asked.length = 0;
    const { status, stderr } = await inProcess(['keys', 'status', '--aws'], {
      HTTPS_PROXY: proxy.url,
      NO_PROXY: '.invalid',
      AWS_ENDPOINT_URL: 'https://aws.invalid',
    });

    expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringContaining("aws.invalid can't be") });
    expect(proxy.asked).toEqual([]);
  });
});

describe('a name that doesn’t resolve', () => {
  it.each(commands)('%s: is the proxy’s', async (_, args) => {
    const { status, stdout, stderr } = await inProcess(args, { HTTPS_PROXY: 'http://proxy.invalid:3128' });

    expect(status).toBe(3);
    expect(`${stdout}${stderr}`).toContain("proxy proxy.invalid can't be resolved");
    expect(`${stdout}${stderr}`).not.toMatch(/sso login/);
  });

  it.each([
    ['doctor', ['doctor']],
    ['keys', ['keys', 'status', '--aws']],
    ['status', ['status']],
    ['call', ['call', '--region', region, 'https://connector.invalid/v1.0/users']],
    ['call --all', ['call', '--all']],
    ['aws', ['aws', 'enable-federation']],
  ])('%s: is the service’s', async (_, args) => {
    const { status, stdout, stderr } = await inProcess(args, { AWS_ENDPOINT_URL: 'https://aws.invalid' });

    expect(status).toBe(3);
    expect(`${stdout}${stderr}`).toMatch(/(?:aws|connector)\.invalid can't be resolved/);
    expect(`${stdout}${stderr}`).not.toMatch(/sso login/);
  });
});
