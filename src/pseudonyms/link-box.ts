import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { fromBase64url, fromUtf8, toBase64url } from './primitives.ts';
import type { LinkBox, Opened } from './pseudonyms.ts';

const nonceBytes = 12;
const tagBytes = 16;
const refused: Opened = { ok: false, reason: 'invalid' };

const associated = (epoch: number, context: string): Buffer =>
  Buffer.concat([Buffer.from('graphveil/link/v1', 'utf8'), Buffer.of(epoch), Buffer.from(context, 'utf8')]);

/**
 * Seals with the link key of `epoch` and opens with that of any epoch in `keys`. The text is base64url of epoch (1 byte),
 * nonce (12, random), ciphertext and tag (16) of AES-256-GCM; the epoch and the context are authenticated with it.
 */
export const createLinkBox = (epoch: number, key: KeyObject, keys: ReadonlyMap<number, KeyObject>): LinkBox => ({
  seal: (plaintext, context, random) => {
    const nonce = random(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(associated(epoch, context));
    const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return toBase64url(Buffer.concat([Buffer.of(epoch), nonce, body, cipher.getAuthTag()]));
  },

  open: (sealed, context) => {
    const bytes = fromBase64url(sealed);
    if (bytes === undefined || bytes.length < 1 + nonceBytes + tagBytes) return refused;
    const sealedUnder = bytes.readUInt8(0);
    const sealedWith = keys.get(sealedUnder);
    if (sealedWith === undefined) return { ok: false, reason: 'unknown-epoch' };
    const decipher = createDecipheriv('aes-256-gcm', sealedWith, bytes.subarray(1, 1 + nonceBytes));
    decipher.setAAD(associated(sealedUnder, context));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      const opened = [decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes)), decipher.final()];
      const value = fromUtf8(Buffer.concat(opened));
      return value === undefined ? refused : { ok: true, value };
    } catch {
      return refused;
    }
  },
});
