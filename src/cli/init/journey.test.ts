import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { programsOnPath } from '../testing/command-line-stand-in.ts';
import { type ConnectorStandIn, startConnector } from '../testing/connector-stand-in.ts';
import { account, issuer, keysRole, region, roleName, signedIn, tenantId } from '../testing/signed-in.ts';

const cli = fileURLToPath(new URL('../../../dist/cli/graphveil.js', import.meta.url));
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
type Settings = { readonly callers: Readonly<Record<string, { readonly externalId: string }>> };
type Stack = {
  readonly resource: {
    readonly aws_lambda_function: Readonly<
      Record<
        string,
        {
          readonly function_name: string;
          readonly environment: { readonly variables: Readonly<Record<string, string>> };
        }
      >
    >;
  };
};

let aws: AwsStandIn;
let connector: ConnectorStandIn;
const options = { region, credentials, account, issuer, externalId: '', roles: { [roleName]: keysRole } };
beforeAll(async () => {
  aws = await startAwsStandIn(options);
  connector = await startConnector();
});
afterAll(() => Promise.all([aws.stop(), connector.stop()]));

const folder = mkdtempSync(join(tmpdir(), 'graphveil-pilot-'));

type Ran = { readonly status: number; readonly stdout: string; readonly stderr: string };

const graphveil = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, ...args],
      {
        cwd: folder,
        env: {
          PATH: programsOnPath(signedIn),
          HOME: folder,
          AWS_ENDPOINT_URL: aws.url,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
      },
      (_, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });

describe('from an empty folder to a pilot', () => {
  it('needs no editing: init, synth, keys init, status', async () => {
    const init = await graphveil('init', '--enable-federation');
    const text = readFileSync(join(folder, 'graphveil.yaml'), 'utf8');
    const settings = parse(text) as Settings;
    const synth = await graphveil('synth');
    const stack = JSON.parse(
      readFileSync(join(folder, 'cdktf.out/stacks/graphveil.pilot/cdk.tf.json'), 'utf8'),
    ) as Stack;
    // What apply would create.
    for (const { function_name, environment } of Object.values(stack.resource.aws_lambda_function)) {
      aws.operated.functionUrls.set(function_name, connector.url);
      aws.operated.variables.set(function_name, environment.variables);
    }
    options.externalId = Object.values(settings.callers)[0]?.externalId ?? '';
    const keys = await graphveil('keys', 'init', '--aws');
    const status = await graphveil('status');

    expect(init).toMatchObject({ status: 0, stderr: expect.stringContaining(`for the whole AWS account ${account}`) });
    expect(settings).toMatchObject({
      environment: 'pilot',
      tenant: { id: tenantId, cloud: 'global' },
      aws: { account, region, tokenIssuer: issuer, keysRole },
    });
    expect(text).toContain('# Authorized callers.');
    expect(Object.keys((settings as unknown as { sources: object }).sources)).toHaveLength(1);
    expect(synth).toMatchObject({ status: 0, stdout: 'cdktf.out/stacks/graphveil.pilot/cdk.tf.json\n' });
    expect(keys.status).toBe(0);
    expect(status.stdout).toMatch(/keyring: epoch 1, since[\s\S]* ready +granted /);
    expect(status.stdout).not.toMatch(/^(?:WRONG|-) /m);
    expect(status.status).toBe(0);
    expect(aws.asked).toContain('sts AssumeRole');
  });
});
