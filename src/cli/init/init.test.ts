import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { programsOnPath } from '../testing/command-line-stand-in.ts';
import { runCommand } from '../testing/run-command.ts';
import { allSources } from '../testing/settings-folder.ts';
import { account, issuer, keysRole, region, roleName, signedIn, tenantId } from '../testing/signed-in.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };

let aws: AwsStandIn;
let path: string;
beforeEach(async () => {
  aws = await startAwsStandIn({ region, credentials, account, issuer, roles: { [roleName]: keysRole } });
  aws.federation.enabled = true;
  path = join(mkdtempSync(join(tmpdir(), 'graphveil-init-')), 'graphveil.yaml');
});
afterEach(() => aws.stop());

type Programs = Readonly<Partial<Record<'aws' | 'az', string>>>;

const run = (args: readonly string[], programs: Programs = signedIn) =>
  runCommand([...args, '--settings', path], {
    PATH: programsOnPath(Object.fromEntries(Object.entries(programs))),
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });

const init = (programs?: Programs, ...args: readonly string[]) => run(['init', ...args], programs);

const written = (): unknown => parse(readFileSync(path, 'utf8'));

describe('graphveil init', () => {
  it('never changes settings without a placeholder', async () => {
    await init();
    const before = readFileSync(path, 'utf8');

    expect(await init()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('exists and has no placeholder, so nothing was written'),
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('lists who has the values that it can’t find, which no command runs without, and fills them in later', async () => {
    aws.federation.enabled = false;
    const first = await init({ aws: signedIn.aws }, '--region', region);
    const keys = await run(['keys', 'init', '--aws']);
    writeFileSync(path, readFileSync(path, 'utf8').replace('environment: pilot', 'environment: own'));
    aws.federation.enabled = true;
    const again = await init();

    expect(first.status).toBe(1);
    expect(first.stdout).toContain('WRONG  aws.tokenIssuer: outbound identity federation is off in the account');
    expect(first.stdout).toContain("WRONG  tenant.id: Azure CLI (az) isn't on the PATH");
    expect(keys.status).toBe(1);
    expect(keys.stderr).toContain('settings/placeholder: tenant.id is a placeholder');
    expect(keys.stderr).toContain('settings/placeholder: aws.tokenIssuer is a placeholder');
    expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/^completed .*\nok +tenant\.id: /) });
    expect(written()).toMatchObject({
      environment: 'own',
      tenant: { id: tenantId },
      aws: { tokenIssuer: issuer, keysRole },
    });
  });

  it('asks AWS itself if there is no AWS CLI, and tells that a role may have a path', async () => {
    const { status, stdout } = await init({ az: signedIn.az }, '--region', region);

    expect(status).toBe(0);
    expect(stdout).toContain('-      aws.keysRole: correct it if the role has a path');
    expect(written()).toMatchObject({ aws: { keysRole: `arn:aws:iam::${account}:role/operators` } });
  });

  it.each([
    ['root', `arn:aws:iam::${account}:root`],
    [
      'a role of IAM Identity Center that IAM does not show',
      `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_X_0/y`,
    ],
  ])('names no role for %s', async (_, arn) => {
    const program = `case "$*" in "sts get"*) echo '{"Account":"${account}","Arn":"${arn}"}' ;; *) exit 1 ;; esac`;
    const { status, stdout } = await init({ ...signedIn, aws: program });

    expect(status).toBe(1);
    expect(stdout).toContain("WRONG  aws.keysRole: the ARN of your role isn't known");
    expect(stdout).toContain('WRONG  aws.region: no region is set');
  });

  it('tells a missing sign-in to AWS and a failure of the network apart', async () => {
    const nobody = { ...signedIn, aws: 'exit 1' };
    aws.failures.set('GetCallerIdentity', { status: 403, code: 'ExpiredToken' });
    const ended = await init(nobody, '--region', region);
    path = `${path}.another`;
    await aws.stop();
    const unreachable = await init(nobody, '--region', region);

    expect(ended).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('WRONG  aws.account: AWS session has ended'),
    });
    expect(unreachable).toMatchObject({ status: 3, stdout: expect.stringContaining('refuses the connection') });
  });

  it('takes sources by name, and prints JSON', async () => {
    const ids = allSources()
      .map(({ id }) => id)
      .slice(0, 2);
    const { stdout } = await init(signedIn, '--json', ...ids.flatMap((id) => ['--source', id]));

    expect(JSON.parse(stdout)).toMatchObject({ path, complete: true, mistakes: [] });
    expect(Object.keys((written() as { sources: object }).sources)).toEqual(ids);
    expect(await init(signedIn, '--source', 'nothing')).toMatchObject({ status: 2 });
  });
});
