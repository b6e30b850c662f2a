import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Macs, Signer } from '../../ports/index.ts';
import { localMacs, localSigner, makeSigningKey, type PrivateJwk } from './local-keys.ts';

/** The keys of a token service on this machine. */
export type AccessKeys = { readonly macs: Macs; readonly signer: Signer };

/** JSON, version 1. */
type KeysFile = { readonly version: 1; readonly mac: string; readonly signing: readonly PrivateJwk[] };

/** The file can't be used. The message names the file and a fix. */
export class AccessKeysError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AccessKeysError';
  }
}

const macBytes = 32;
const anyoneElse = 0o077;

const isKeysFile = (value: unknown): value is KeysFile => {
  const { version, mac, signing } = (value ?? {}) as Partial<KeysFile>;
  return version === 1 && typeof mac === 'string' && Array.isArray(signing) && signing.length > 0;
};

/** Creates the file for its owner only; an existing one stays. */
const createUnlessThere = (path: string): void => {
  if (existsSync(path)) return;
  const made: KeysFile = { version: 1, mac: randomBytes(macBytes).toString('base64url'), signing: [makeSigningKey()] };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, `${JSON.stringify(made)}\n`, { flag: 'wx', mode: 0o600 });
    chmodSync(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

const readKeys = (path: string): KeysFile => {
  // Windows has no such modes; the folder's access list protects the file there.
  if (process.platform !== 'win32' && (statSync(path).mode & anyoneElse) !== 0)
    throw new AccessKeysError(`${path} is accessible to users other than its owner; run chmod 600 on it`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    value = undefined;
  }
  if (!isKeysFile(value))
    throw new AccessKeysError(`${path} isn't a file of access keys; move it away to make a new one`);
  return value;
};

/**
 * The keys that a token service on this machine signs with and makes codes with, in a file that only its owner may access
 * (mode 0600). Makes the file if there is none. Throws an `AccessKeysError` if it can't be used.
 */
export const accessKeysFile = (path: string): AccessKeys => {
  createUnlessThere(path);
  const { mac, signing } = readKeys(path);
  return { macs: localMacs(Buffer.from(mac, 'base64url')), signer: localSigner(() => signing) };
};

/** Keys that last as long as the process. */
export const ephemeralAccessKeys = (): AccessKeys => {
  const signing = [makeSigningKey()];
  return { macs: localMacs(randomBytes(macBytes)), signer: localSigner(() => signing) };
};
