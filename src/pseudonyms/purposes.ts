import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a key is used for; each purpose has a key of its own, so no two uses ever share one. */
export type Purpose = 'pseudonym' | 'domain' | 'nonce' | 'encryption' | 'link';

/** Bytes of a root key, and of every key derived from one. */
export const keyBytes = 32;

/** HKDF-SHA-256 (RFC 5869) of a root key, without salt, with info `graphveil/v1/` and the purpose. */
export const deriveKey = (root: Uint8Array, purpose: Purpose): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', root, '', `graphveil/v1/${purpose}`, keyBytes)));
