import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { openAwsKeyring } from '../../adapters/aws/index.ts';
import { type AwsStandIn, startAwsStandIn } from '../../adapters/aws/testing/aws-stand-in.ts';
import { keyringEncryptionContext } from '../../config/index.ts';
import { runCommand } from '../testing/run-command.ts';
import { region, settingsFile } from '../testing/settings-folder.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-key' };
const parameter = '/graphveil/prod/keyring';

let aws: AwsStandIn;
const start = async (account?: string) => {
  aws = await startAwsStandIn({ region, credentials, ...(account !== undefined && { account }) });
};
afterEach(() => aws.stop());

const keys = (args: readonly string[], settings = settingsFile(), more: Record<string, string> = {}) =>
  runCommand(['keys', ...args, '--aws', '--settings', settings], {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...more,
  });

describe('graphveil keys … --aws', () => {
  it('makes, rotates and shows a keyring whose keys nobody sees', async () => {
    await start();
    const made = await keys(['init', '--json']);
    const rotated = await keys(['rotate']);
    const shown = await keys(['status', '--json']);
    const written = JSON.parse(aws.parameters.get(parameter) ?? '{}') as { protection: string };

    expect([made.status, rotated.status, shown.status]).toEqual([0, 0, 0]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ place: `SSM parameter ${parameter}`, present: true });
    expect(written.protection).toBe('aws-kms');
    expect(aws.asked.filter((line) => line.startsWith('refused'))).toEqual([]);
    expect(aws.asked.filter((line) => line === 'kms Decrypt')).toEqual([]);
  });

  it('names the KMS key as the thing to keep, rather than a copy', async () => {
    await start();
    const { stdout } = await keys(['init']);

    expect(stdout).toContain('keep protectKeyring on');
    expect(stdout).not.toContain('keep a copy');
  });

  it('copies the keyring to a file without a plain key, and restores it', async () => {
    await start();
    const copy = join(mkdtempSync(join(tmpdir(), 'graphveil-copy-')), 'keyring.json');
    await keys(['init']);
    const before = aws.parameters.get(parameter);
    const made = await keys(['backup', copy]);
    aws.parameters.delete(parameter);
    const restored = await keys(['restore', copy, '--yes']);

    expect([made.status, restored.status]).toEqual([0, 0]);
    expect(JSON.parse(aws.parameters.get(parameter) ?? '{}')).toEqual(JSON.parse(before ?? ''));
    expect(aws.asked.filter((line) => line === 'kms Decrypt')).toEqual([]);
  });

  describe('rewrap', () => {
    const newKey = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-1111-1111-111111111111';
    const oldKey = 'alias/graphveil-prod-keyring';
    const moving = (): string => {
      const settings = settingsFile();
      const lines = `  kmsKeys: { keyring: "${newKey}", rewrap: { from: deployment, until: 2999-12-31 } }\nsources:`;
      writeFileSync(settings, readFileSync(settings, 'utf8').replace('sources:', lines));
      return settings;
    };
    const clients = () => {
      const options = { region, credentials, endpoint: aws.url };
      const context = keyringEncryptionContext('prod');
      return { ssm: new SSMClient(options), kms: new KMSClient(options), parameter, encryptionContext: context };
    };

    it('protects the same keyring with another key, and the former one opens it until then', async () => {
      await start();
      await keys(['init']);
      await keys(['rotate']);
      const before = await openAwsKeyring(clients());
      const { status, stdout } = await keys(['rewrap', '--json'], moving());
      aws.disabledKeys.add(oldKey);
      const after = await openAwsKeyring(clients());

      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ secrets: 3, from: [oldKey], to: [newKey], epoch: 2 });
      expect(after.pseudonyms.open(before.pseudonyms.tokenize('kiosk 7', 'user-id'))).toMatchObject({
        ok: true,
        value: 'kiosk 7',
      });
      expect([after.series, after.epoch]).toEqual([before.series, before.epoch]);
      expect(aws.asked.filter((line) => line === 'kms Decrypt')).toHaveLength(6);

      const again = await keys(['rewrap'], moving());
      expect(again.stdout).toContain(`3 secrets moved from ${newKey} to ${newKey}; nobody saw a plain key`);
    });

    it('leaves the keyring as it is if KMS refuses one secret, and names the setting', async () => {
      await start();
      await keys(['init']);
      const before = aws.parameters.get(parameter);
      aws.failures.set('ReEncrypt', { status: 400, code: 'AccessDeniedException' });
      const { status, stderr } = await keys(['rewrap'], moving());

      expect(status).toBe(3);
      expect(stderr).toContain('set aws.kmsKeys.rewrap and deploy');
      expect(aws.parameters.get(parameter)).toBe(before);
    });
  });

  it('restores no keyring of a file, whose keys KMS never made', async () => {
    await start();
    const copy = join(mkdtempSync(join(tmpdir(), 'graphveil-copy-')), 'keyring.json');
    await runCommand(['keys', 'init', '--file', copy]);
    const refused = await keys(['restore', copy]);

    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('needs aws-kms');
    expect(aws.parameters.get(parameter)).toBeUndefined();
  });

  it('keeps the pseudonyms of a Psoxy deployment', async () => {
    await start();
    const imported = await keys(['import-psoxy'], undefined, {
      PSOXY_SALT: 'the salt',
      PSOXY_ENCRYPTION_KEY: 'the key',
    });

    expect(imported.status).toBe(0);
    expect(aws.parameters.get(parameter)).not.toContain('the salt');
    expect(aws.asked.filter((line) => line === 'kms Encrypt')).toHaveLength(2);
  });

  it('refuses a second keyring in the place of the first', async () => {
    await start();
    await keys(['init']);
    const again = await keys(['init']);

    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('it is not overwritten') });
  });

  it('refuses credentials belong to another account', async () => {
    await start('999999999999');
    const { status, stderr } = await keys(['init']);

    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('belong to another account'),
    });
    expect(aws.parameters.size).toBe(0);
  });

  it('refuses to go on without credentials', async () => {
    await start();
    const { status, stderr } = await keys(['status'], undefined, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });

    expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringContaining('aws sso login') });
  });

  it('gives a hint when the key doesn’t exist yet', async () => {
    await start();
    aws.failures.set('GenerateDataKeyWithoutPlaintext', { status: 400, code: 'NotFoundException' });
    const { status, stderr } = await keys(['init']);

    expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringContaining('deploy first') });
  });

  it('rejects settings with mistakes and reports all of them', async () => {
    await start();
    const { status, stderr } = await keys(['status'], settingsFile('stack: apart\nexposur: http-api\n'));

    expect(status).toBe(1);
    expect(stderr).toContain('did you mean stacks?');
    expect(stderr).toContain('did you mean exposure?');
    expect(aws.asked).toEqual([]);
  });
});
