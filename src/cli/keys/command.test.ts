import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { openKeyringFile } from '../../adapters/node/index.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import { register } from './register.ts';

const psoxy = { PSOXY_SALT: 'salt', PSOXY_ENCRYPTION_KEY: 'secret', EMAIL_CANONICALIZATION: 'IGNORE_DOTS' };

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

type Printed = { stdout: string; stderr: string };

/** Runs `act` and gives what it wrote meanwhile. */
const capturing = async (act: () => Promise<number>): Promise<Printed & { status: number }> => {
  const printed: Printed = { stdout: '', stderr: '' };
  const real = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const stream of ['stdout', 'stderr'] as const)
    process[stream].write = (text: string | Uint8Array) => {
      printed[stream] += String(text);
      return true;
    };
  try {
    return { status: await act(), ...printed };
  } finally {
    process.stdout.write = real.stdout;
    process.stderr.write = real.stderr;
  }
};

const failed = (error: unknown): number => {
  if (error instanceof CommanderError) return exitCodes.usage;
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(error.message);
  return error.exitCode;
};

const setUp = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  folders.push(folder);
  const path = join(folder, '.graphveil/keyring.json');
  const keys = async (args: string, variables: Record<string, string> = {}) => {
    Object.assign(process.env, variables);
    const command = new Command('keys').exitOverride();
    register(command);
    const result = await capturing(() =>
      command
        .parseAsync([...args.split(' '), ...(args.includes('--file') ? [] : ['--file', path])], { from: 'user' })
        .then(() => Number(process.exitCode ?? exitCodes.fine), failed),
    );
    process.exitCode = undefined;
    for (const name of Object.keys(psoxy)) delete process.env[name];
    return result;
  };
  return { folder, path, keys };
};

const secretsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"(?:root|salt|encryptionKey)": "([^"]+)"/g)].flatMap(([, secret]) => secret ?? []);

describe('graphveil keys', () => {
  it('makes a keyring, rotates it and shows it, and no key is ever printed', async () => {
    const { path, keys } = await setUp();
    const replies = [await keys('init')];
    const first = await openKeyringFile(path);
    replies.push(await keys('rotate'), await keys('list'), await keys('status'), await keys('list --json'));
    expect(replies.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    const second = await openKeyringFile(path);
    expect([first.epoch, second.epoch, second.series]).toEqual([1, 2, first.series]);
    expect(second.pseudonyms.open(first.pseudonyms.tokenize('kiosk 7', 'user-id'))).toEqual({
      ok: true,
      value: 'kiosk 7',
      kind: 'user-id',
    });
    const secrets = secretsOf(await readFile(path, 'utf8'));
    expect(secrets).toHaveLength(3);
    const printed = replies.map(({ stdout, stderr }) => stdout + stderr).join('');
    for (const secret of secrets) expect(printed).not.toContain(secret);
    expect(JSON.parse(replies.at(-1)?.stdout ?? '')).toMatchObject({
      protection: 'none',
      series: [{ id: first.series, current: true, epochs: [{ state: 'opens' }, { state: 'current' }] }],
    });
  });

  it('has no KMS key to change in a file', async () => {
    const { keys } = await setUp();
    await keys('init');

    expect(await keys('rewrap')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('there is no KMS key to change'),
    });
  });

  it('refuses to replace an existing keyring', async () => {
    const { path, keys } = await setUp();
    await keys('init');
    const before = await readFile(path, 'utf8');
    for (const again of [await keys('init'), await keys('import-psoxy', psoxy)]) {
      expect(again).toMatchObject({ status: 1, stdout: '' });
      expect(again.stderr).toContain('not overwritten');
    }
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('doesn’t start a series without confirmation, and explains what would end', async () => {
    const { path, keys } = await setUp();
    await keys('init');
    const before = await readFile(path, 'utf8');
    const refusal = await keys('new-series');
    expect(refusal.status).toBe(1);
    expect(refusal.stderr).toMatch(/new pseudonym.*joins.*\n.*nothing was changed/);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('starts a series with --yes; older tokens still open and new pseudonyms differ', async () => {
    const { path, keys } = await setUp();
    await keys('init');
    const before = await openKeyringFile(path);
    expect(await keys('new-series --yes --plus-tags keep --json')).toMatchObject({ status: 0 });
    const after = await openKeyringFile(path);
    const token = before.pseudonyms.tokenize('kiosk 7', 'user-id');
    expect(after.series).not.toBe(before.series);
    expect(after.pseudonyms.open(token).ok).toBe(true);
    expect(after.pseudonyms.tokenize('kiosk 7', 'user-id').slice(0, 45)).not.toBe(token.slice(0, 45));
  });

  it('retires epochs with --yes, and rejects the current one before asking for confirmation', async () => {
    const { path, keys } = await setUp();
    await keys('init');
    const first = await openKeyringFile(path);
    await keys('rotate');
    expect(await keys('retire 2')).toMatchObject({
      status: 1,
      stderr: 'epoch 2 writes new tokens; rotate before retiring it',
    });
    expect((await keys('retire 1')).status).toBe(1);
    expect((await keys('retire 1 --yes')).status).toBe(0);
    const token = first.pseudonyms.tokenize('kiosk 7', 'user-id');
    expect((await openKeyringFile(path)).pseudonyms.open(token).ok).toBe(false);
    expect(secretsOf(await readFile(path, 'utf8'))).toHaveLength(2);
  });

  it.each(['0', '64', 'x', '1.5'])('refuses %s as the number of an epoch', async (number) => {
    const { keys } = await setUp();
    await keys('init');
    const refusal = await keys(`retire ${number} --yes`);
    expect(refusal.status).toBe(2);
    expect(refusal.stderr).toContain('expected 1 to 63');
  });

  it('keeps the pseudonyms of a Psoxy deployment, and explains how to verify the salt', async () => {
    const { path, keys } = await setUp();
    const done = await keys('import-psoxy', psoxy);
    expect(done.status).toBe(0);
    expect(done.stdout).toContain('pRwka918R7CEI6El1noIhIMJzqBGYUvvqXYHyMvxl2Y');
    const { pseudonyms } = await openKeyringFile(path);
    expect(pseudonyms.pseudonymize('al.ice@Acme.com', 'user-id', { reversible: false, domain: 'keep' }).token).toBe(
      't~UFdK0TvVTvZ23c6QslyCy0o2MSq2DRtDjEXfTPJyyMk@Acme.com',
    );
    expect((await keys('rotate')).stdout).toContain('only the key of paging links');
    const printed = done.stdout + done.stderr;
    for (const secret of secretsOf(await readFile(path, 'utf8')).filter((text) => text.length > 10))
      expect(printed).not.toContain(secret);
  });

  it('reports that the canonicalization of a Psoxy deployment was assumed', async () => {
    const { keys } = await setUp();
    const { EMAIL_CANONICALIZATION: _, ...rest } = psoxy;
    expect((await keys('import-psoxy', rest)).stdout).toContain('the keyring uses STRICT');
  });

  it('refuses to import without salt and key, naming both', async () => {
    const { folder, keys } = await setUp();
    const refusal = await keys('import-psoxy');
    expect(refusal).toMatchObject({ status: 2, stderr: expect.stringMatching(/PSOXY_SALT.*PSOXY_ENCRYPTION_KEY/) });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['rotate', 'list', 'new-series --yes', 'retire 1 --yes'])(
    'rejects %s if there is no keyring',
    async (act) => {
      const { folder, keys } = await setUp();
      const refusal = await keys(act);
      expect(refusal.status).toBe(1);
      expect(refusal.stderr).toContain('run graphveil keys init');
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('exits with 1 for status if there is no keyring', async () => {
    const { keys } = await setUp();
    expect(JSON.parse((await keys('status --json')).stdout)).toMatchObject({ present: false });
    expect((await keys('status')).status).toBe(1);
  });

  it('refuses a keyring that others may read, or that is broken, and shows nothing of it', async () => {
    const { path, keys } = await setUp();
    await keys('init');
    await chmod(path, 0o644);
    expect(await keys('list')).toMatchObject({ status: 1, stderr: expect.stringContaining('chmod 600') });
    await chmod(path, 0o600);
    await writeFile(path, '{"version":1,"protection":"none","series":[{"scheme":"v1","root":"c2VjcmV0"}]}');
    const refusal = await keys('status');
    expect(refusal).toMatchObject({ status: 1, stdout: '' });
    expect(refusal.stderr).toMatch(/series\[0\]: id is missing.*series\[0\]\.root: expected 32 bytes/);
    expect(refusal.stderr).not.toContain('c2VjcmV0');
  });

  it('reports an external failure when the path can’t be used', async () => {
    const { folder, keys } = await setUp();
    await writeFile(join(folder, 'file'), '');
    expect(await keys(`init --file ${folder}/file/keyring.json`)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('ENOTDIR'),
    });
  });

  it('backs up to a file that only the owner reads, never over another one, and restores after confirmation', async () => {
    const { folder, path, keys } = await setUp();
    const copy = join(folder, 'copy.json');
    await keys('init');
    const first = await readFile(path, 'utf8');
    const made = await keys(`backup ${copy}`);
    const again = await keys(`backup ${copy}`);
    await keys('rotate');
    const same = await readFile(copy, 'utf8');
    const refused = await keys(`restore ${copy}`);
    const kept = await readFile(path, 'utf8');
    const restored = await keys(`restore ${copy} --yes`);

    expect([made.status, again.status, refused.status, restored.status]).toEqual([0, 1, 1, 0]);
    expect(again.stderr).toContain('not overwritten');
    expect(refused.stderr).toContain('will never open again');
    expect(kept).not.toBe(first);
    expect(same).toBe(first);
    expect(await readFile(path, 'utf8')).toBe(first);
    expect((await stat(copy)).mode & 0o077).toBe(0);
    expect((await keys(`restore ${copy}`)).status).toBe(0);
  });

  it('restores no copy that is not there', async () => {
    const { folder, keys } = await setUp();
    await keys('init');

    expect((await keys(`restore ${join(folder, 'nothing.json')}`)).stderr).toContain('there is no keyring at');
  });
});
