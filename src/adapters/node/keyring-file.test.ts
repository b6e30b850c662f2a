import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyringStore } from '../../ports/index.ts';
import { type KeyringDocument, KeyringError } from '../../pseudonyms/index.ts';
import { initKeyring, rotateKeyring } from '../../pseudonyms/manage-keyring.ts';
import { keyringFile, openKeyringFile } from './keyring-file.ts';

const at = '2026-03-01T08:00:00Z';

const setUp = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keyring-'));
  folders.push(folder);
  const path = join(folder, 'deep', 'keyring.json');
  return { folder: join(folder, 'deep'), path, store: keyringFile(path) };
};
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const documentOf = async (store: KeyringStore): Promise<KeyringDocument> =>
  initKeyring({
    protection: store.protection,
    id: 's-1',
    at,
    seriesRoot: await store.newRoot(),
    epochRoot: await store.newRoot(),
    plusTags: 'drop',
  });

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('keyringFile', () => {
  it('returns the created keyring, in a file that only its owner may use', async () => {
    const { folder, path, store } = await setUp();
    expect(await store.read()).toBeUndefined();
    const document = await documentOf(store);
    await store.create(document);
    expect(await store.read()).toEqual(document);
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(folder)).toBe(0o700);
    expect(await readdir(folder)).toEqual(['keyring.json']);
  });

  it('creates all missing folders, which only their owner may use', async () => {
    const { folder } = await setUp();
    const store = keyringFile(join(folder, 'two', 'three', 'keyring.json'));
    await store.create(await documentOf(store));
    expect(await store.read()).toBeDefined();
    for (const path of [folder, join(folder, 'two'), join(folder, 'two', 'three')])
      expect(await modeOf(path)).toBe(0o700);
  });

  it('rejects creation if a keyring exists, and leaves it unchanged', async () => {
    const { folder, path, store } = await setUp();
    await store.create(await documentOf(store));
    const before = await readFile(path, 'utf8');
    await expect(store.create(await documentOf(store))).rejects.toThrow(/already a keyring at .*not overwritten/);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['keyring.json']);
  });

  it('lets one of several creations at once win, whole', async () => {
    const { store } = await setUp();
    const documents = await Promise.all(Array.from({ length: 8 }, () => documentOf(store)));
    const results = await Promise.allSettled(documents.map((document) => store.create(document)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(documents).toContainEqual(await store.read());
  });

  it('replaces whole, keeping the mode', async () => {
    const { folder, path, store } = await setUp();
    const first = await documentOf(store);
    await store.create(first);
    const second = rotateKeyring(first, { at, epochRoot: await store.newRoot() });
    await store.replace(second, first);
    expect(await store.read()).toEqual(second);
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder)).toEqual(['keyring.json']);
  });

  it('replaces the keyring behind a symbolic link, and leaves the link', async () => {
    const { folder, path, store } = await setUp();
    const first = await documentOf(store);
    await store.create(first);
    const link = join(folder, 'link.json');
    await symlink(path, link);
    const second = rotateKeyring(first, { at, epochRoot: await store.newRoot() });
    await keyringFile(link).replace(second, first);
    expect(await store.read()).toEqual(second);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  it('refuses to replace a keyring that has changed or no longer exists', async () => {
    const { path, store } = await setUp();
    const first = await documentOf(store);
    await store.create(first);
    const second = rotateKeyring(first, { at, epochRoot: await store.newRoot() });
    await store.replace(second, first);
    await expect(store.replace(second, first)).rejects.toThrow(/changed meanwhile/);
    await rm(path);
    await expect(store.replace(second, first)).rejects.toThrow(/changed meanwhile/);
    expect(await store.read()).toBeUndefined();
  });

  it.each([0o640, 0o604, 0o644, 0o660])('refuses to read a file of mode %o', async (mode) => {
    const { path, store } = await setUp();
    await store.create(await documentOf(store));
    await chmod(path, mode);
    const refusal: unknown = await store.read().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(KeyringError);
    expect(String(refusal)).toMatch(/is accessible to users other than its owner; run chmod 600/);
  });

  it('rejects a file that isn’t a keyring', async () => {
    const { folder, path, store } = await setUp();
    await mkdir(folder);
    await writeFile(path, '{"version":1', { mode: 0o600 });
    await expect(store.read()).rejects.toBeInstanceOf(KeyringError);
  });

  it('rejects a folder in the place of the file, and passes on other errors of the system', async () => {
    const { path, store } = await setUp();
    await mkdir(path, { recursive: true });
    await expect(store.read()).rejects.toThrow(/isn't a file/);
    const under = keyringFile(join(path, 'file', 'keyring.json'));
    await writeFile(join(path, 'file'), '');
    await expect(under.read()).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(documentOf(under).then(under.create)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it('fails if the system accepts no folder, instead of retrying forever', async () => {
    const { store } = await setUp();
    const nowhere = keyringFile('/proc/graphveil/deep/keyring.json');
    await expect(nowhere.create(await documentOf(store))).rejects.toMatchObject({
      code: expect.stringMatching(/^E(?:NOENT|ROFS|ACCES|PERM)$/),
    });
  });

  it('keeps a salt or key as it was given', async () => {
    const { store } = await setUp();
    expect(await store.protect(' blanks and Δέλτα ')).toBe(' blanks and Δέλτα ');
  });
});

describe('openKeyringFile', () => {
  it('opens the keyring in the file', async () => {
    const { path, store } = await setUp();
    await store.create(await documentOf(store));
    expect(await openKeyringFile(path)).toMatchObject({ series: 's-1', epoch: 1 });
  });

  it('rejects a missing keyring, naming the command that creates one', async () => {
    const { path } = await setUp();
    await expect(openKeyringFile(path)).rejects.toThrow(/no keyring at .*graphveil keys init/);
  });
});
