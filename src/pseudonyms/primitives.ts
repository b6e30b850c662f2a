import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Encodes bytes as base64url, without padding. */
export const toBase64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');

/** Decodes base64url. Returns undefined if the text isn't the exact encoding of the decoded bytes. */
export const fromBase64url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
};

/** Decodes UTF-8. Returns undefined if the bytes are malformed. */
export const fromUtf8 = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
};

export const hmacSha256 = (key: KeyObject, ...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};

/** SHA-256 of the UTF-8 bytes of `value` followed by those of `salt`. */
export const saltedSha256 = (value: string, salt: string): Buffer =>
  createHash('sha256').update(value, 'utf8').update(salt, 'utf8').digest();

/** Compares in constant time. Lengths aren't secret. */
export const equalBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/** The purpose of a derived key. Each purpose has its own key, so no two uses share one. */
export type Purpose = 'pseudonym' | 'domain' | 'nonce' | 'encryption' | 'link' | 'link-nonce';

/** Length of a root key, and of every key derived from one, in bytes. */
export const keyBytes = 32;

/** HKDF-SHA-256 (RFC 5869) of a root key, without salt, with info `graphveil/v1/` and the purpose. */
export const deriveKey = (root: Uint8Array, purpose: Purpose): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', root, '', `graphveil/v1/${purpose}`, keyBytes)));
