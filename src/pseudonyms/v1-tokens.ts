import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { type Identity, identify, type PlusTags } from './identity.ts';
import { memoized, memoizedPseudonymize } from './memo.ts';
import { equalBytes, fromBase64url, fromUtf8, hmacSha256, toBase64url } from './primitives.ts';
import type { DomainHandling, Opened, Pseudonym, Pseudonyms } from './pseudonyms.ts';
import { splitToken, tokenText } from './token-text.ts';

/** What stays equal while joins hold: the keys that name persons, and how they are spelled. */
export type V1Series = { readonly pseudonymKey: KeyObject; readonly domainKey: KeyObject; readonly plusTags: PlusTags };

/** What a rotation changes: the keys that encrypt. `number` is 1…63, so that `p~` begins as `t~` does. */
export type V1Epoch = {
  readonly number: number;
  readonly series: V1Series;
  readonly nonceKey: KeyObject;
  readonly encryptionKey: KeyObject;
};

const hashBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const block = 16;
const bodyStart = hashBytes + 1 + nonceBytes;
const refused: Opened = { ok: false, reason: 'invalid' };

/** Always adds 1 to 16 bytes, each holding their count (RFC 5652, 6.3), so that a length says little. */
const padded = (plain: Buffer): Buffer => {
  const count = block - (plain.length % block);
  return Buffer.concat([plain, Buffer.alloc(count, count)]);
};

const unpadded = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - bytes.readUInt8(bytes.length - 1));

const associated = (epoch: number, hash: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('graphveil/v1', 'utf8'), Buffer.of(epoch), hash]);

const hashOf = (identity: Identity, { pseudonymKey }: V1Series): Buffer => hmacSha256(pseudonymKey, identity.canonical);

const hashedDomain = (domain: string, { domainKey }: V1Series): string =>
  `h~${toBase64url(hmacSha256(domainKey, domain))}`;

const bodyOf = (hash: Buffer, openable: string, epoch: V1Epoch): string => {
  const plain = Buffer.from(openable, 'utf8');
  const nonce = hmacSha256(epoch.nonceKey, Buffer.of(epoch.number), plain).subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', epoch.encryptionKey, nonce);
  cipher.setAAD(associated(epoch.number, hash));
  const body = Buffer.concat([cipher.update(padded(plain)), cipher.final()]);
  return toBase64url(Buffer.concat([hash, Buffer.of(epoch.number), nonce, body, cipher.getAuthTag()]));
};

const decrypt = (bytes: Buffer, epoch: V1Epoch): string | undefined => {
  const decipher = createDecipheriv('aes-256-gcm', epoch.encryptionKey, bytes.subarray(hashBytes + 1, bodyStart));
  decipher.setAAD(associated(epoch.number, bytes.subarray(0, hashBytes)));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(bodyStart, -tagBytes)), decipher.final()]);
    return fromUtf8(unpadded(opened));
  } catch {
    return undefined;
  }
};

const suffixFits = (suffix: string | undefined, { domain }: Identity, series: V1Series): boolean =>
  suffix === undefined || (domain !== undefined && (suffix === domain || suffix === hashedDomain(domain, series)));

/** True for a text of a length that only `v1`'s reversible tokens have; those of scheme `psoxy` never do. */
const isV1Length = (length: number): boolean =>
  length >= bodyStart + block + tagBytes && (length - bodyStart - tagBytes) % block === 0;

/**
 * Opens a `p~` token of any epoch in `epochs`: the text is what its bytes encode to, GCM verifies, the hash is that of
 * what was inside, and a suffix, if there is one, is the address's own domain as written or hashed.
 */
export const openV1 = (token: string, epochs: ReadonlyMap<number, V1Epoch>): Opened => {
  const parts = splitToken(token);
  const bytes = parts?.kind === 'p' ? fromBase64url(parts.body) : undefined;
  if (bytes === undefined || !isV1Length(bytes.length)) return refused;
  const epoch = epochs.get(bytes.readUInt8(hashBytes));
  if (epoch === undefined) return { ok: false, reason: 'unknown-epoch' };
  const value = decrypt(bytes, epoch);
  if (value === undefined) return refused;
  const identity = identify(value, epoch.series.plusTags);
  const sameHash = equalBytes(bytes.subarray(0, hashBytes), hashOf(identity, epoch.series));
  return sameHash && suffixFits(parts?.suffix, identity, epoch.series) ? { ok: true, value } : refused;
};

/**
 * Graphveil's own tokens. `t~` + base64url(H), H = HMAC-SHA-256(pseudonym key, canonical value). `p~` + base64url(H ‖ E ‖
 * N ‖ C ‖ T): epoch (1 byte), nonce (12: HMAC-SHA-256(nonce key, E ‖ plaintext)), AES-256-GCM of the padded plaintext
 * with "graphveil/v1" ‖ E ‖ H as associated data. The canonical value is a function of the plaintext alone, so equal
 * nonces mean equal messages. See docs/decisions/0004-token-format.md.
 */
export const v1Pseudonyms = (current: V1Epoch, epochs: ReadonlyMap<number, V1Epoch>): Pseudonyms => {
  const { series } = current;

  const shownDomain = (domain: string | undefined, how: DomainHandling): string | undefined => {
    if (domain === undefined || how === 'drop') return undefined;
    return how === 'keep' ? domain : hashedDomain(domain, series);
  };

  const make = (value: string, reversible: boolean, handling: DomainHandling): Pseudonym => {
    const identity = identify(value, series.plusTags);
    const hash = hashOf(identity, series);
    const domain = shownDomain(identity.domain, handling);
    const body = toBase64url(hash);
    const token = reversible
      ? tokenText('p', bodyOf(hash, identity.openable, current), domain)
      : tokenText('t', body, domain);
    return { hash: body, token, ...(domain !== undefined && { domain }) };
  };

  /** As it was written, but for letter case where that says nothing. */
  const tokenize = (value: string): string => {
    const identity = identify(value, series.plusTags);
    const openable = value.toLowerCase() === identity.openable ? identity.openable : value;
    return tokenText('p', bodyOf(hashOf(identity, series), openable, current), undefined);
  };

  return {
    scheme: 'v1',
    pseudonymize: memoizedPseudonymize(make),
    tokenize: memoized(tokenize),
    pseudonymizeIp: (address, { reversible }) => make(address, reversible, 'drop').token,
    open: (token) => openV1(token, epochs),
  };
};
