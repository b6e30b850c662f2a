import { createHash } from 'node:crypto';
import type { Macs, RandomBytes } from '../ports/index.ts';

/** `gvs_`: a client's secret. `gvr_`: a refresh token. Scanners for secrets recognize both. */
export type SecretKind = 'secret' | 'refresh';

const prefixes: Readonly<Record<SecretKind, string>> = { secret: 'gvs_', refresh: 'gvr_' };
const bytes = 32;
const checksumLength = 6;
const shape = /^gv[sr]_[A-Za-z0-9_-]{43}[A-Za-z0-9_-]{6}$/;

const checksumOf = (start: string): string =>
  createHash('sha256').update(start).digest('base64url').slice(0, checksumLength);

/** Makes a secret of 256 random bits: the prefix, base64url, and the beginning of the SHA-256 of both. */
export const makeSecretText = (kind: SecretKind, random: RandomBytes): string => {
  const start = `${prefixes[kind]}${Buffer.from(random(bytes)).toString('base64url')}`;
  return `${start}${checksumOf(start)}`;
};

/** True for a text that `makeSecretText` can have made. No key service has to be asked about any other. */
export const isSecretText = (kind: SecretKind, text: string): boolean =>
  shape.test(text) &&
  text.startsWith(prefixes[kind]) &&
  checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);

/** Returns a secret as it is stored: base64url of a code that only the key service can make. */
export const macOf = async (macs: Macs, kind: SecretKind, text: string): Promise<string> =>
  Buffer.from(await macs.make(`graphveil/access/v1/${kind}/${text}`)).toString('base64url');
