import { randomBytes } from 'node:crypto';
import { link, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { KeyringStore } from '../../ports/index.ts';
import {
  formatKeyring,
  type Keyring,
  type KeyringDocument,
  KeyringError,
  openKeyring,
  parseKeyring,
} from '../../pseudonyms/index.ts';
import { plainRoot } from '../../pseudonyms/manage-keyring.ts';

const ownerOnly = 0o600;
const anyoneElse = 0o077;
/** Windows has no such modes; the folder's access list protects the file there. */
const hasModes = process.platform !== 'win32';

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

const readText = async (path: string): Promise<string | undefined> => {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new KeyringError([`${path} isn't a file; name the keyring file`]);
    const { mode } = stats;
    if (hasModes && (mode & anyoneElse) !== 0)
      throw new KeyringError([`${path} is accessible to users other than its owner; run chmod 600 on it`]);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
};

const syncFolder = async (path: string): Promise<void> => {
  if (!hasModes) return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};

/**
 * Creates folders step by step: Node's recursive option never returns on a file system that doesn't accept folders,
 * such as /proc.
 */
const makeFolder = async (path: string): Promise<void> => {
  const make = (): Promise<void> => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    if (isCode(error, 'EEXIST')) return;
    if (!isCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  }
};

/** Writes a file next to the path and then renames it, so that a crash leaves either the old file or the new one. */
const writeWhole = async (
  path: string,
  text: string,
  move: (from: string, to: string) => Promise<void>,
): Promise<void> => {
  const folder = dirname(path);
  await makeFolder(folder);
  const draft = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(draft, 'wx', ownerOnly);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await move(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
};

/** Unlike a rename, a hard link fails if the target exists. */
const moveUnlessThere = async (from: string, to: string): Promise<void> => {
  await link(from, to).catch((error: unknown) => {
    if (isCode(error, 'EEXIST')) throw new KeyringError([`there is already a keyring at ${to}; it is not overwritten`]);
    throw error;
  });
};

/**
 * A keyring in a JSON file that only its owner may access (mode 0600). Rejects a file that others may read, never
 * overwrites an existing keyring with a new one, and writes atomically.
 */
export const keyringFile = (path: string): KeyringStore => {
  const place = resolve(path);
  const read = async (): Promise<KeyringDocument | undefined> => {
    const text = await readText(place);
    return text === undefined ? undefined : parseKeyring(text);
  };
  return {
    place,
    protection: 'none',
    read,
    create: (document) => writeWhole(place, formatKeyring(document), moveUnlessThere),
    replace: async (next, previous) => {
      const present = await read();
      if (present === undefined || formatKeyring(present) !== formatKeyring(previous))
        throw new KeyringError([`${place} was changed meanwhile; run the command again`]);
      // Writes to the target of a symbolic link; replacing the link itself would leave the old keyring in place.
      await writeWhole(await realpath(place), formatKeyring(next), rename);
    },
    newRoot: async () => plainRoot(randomBytes),
    protect: async (secret) => secret,
  };
};

/** Reads the keyring in a file. Rejects with a `KeyringError` if it is missing or malformed. */
export const readKeyringFile = async (path: string): Promise<KeyringDocument> => {
  const { place, read } = keyringFile(path);
  const document = await read();
  if (document === undefined) throw new KeyringError([`there is no keyring at ${place}; run graphveil keys init`]);
  return document;
};

/** Opens the keyring in a file. Rejects with a `KeyringError` if it is missing or unusable. */
export const openKeyringFile = async (path: string): Promise<Keyring> => openKeyring(await readKeyringFile(path));
