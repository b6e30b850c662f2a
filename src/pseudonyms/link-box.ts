import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { fromBase64url, hmacSha256, toBase64url } from './primitives.ts';
import type { LinkBox, OpenedLink } from './pseudonyms.ts';

/** The keys for one epoch's links: one encrypts, the other derives nonces. */
export type LinkKeys = { readonly link: KeyObject; readonly nonce: KeyObject };

const nonceBytes = 12;
const tagBytes = 16;
const refused: OpenedLink = { ok: false, reason: 'invalid' };

const associated = (epoch: number, context: string): Buffer =>
  Buffer.concat([Buffer.from('graphveil/link/v2', 'utf8'), Buffer.of(epoch), Buffer.from(context, 'utf8')]);

/** Encodes a length in four bytes, so that no two pairs of associated data and plaintext have the same encoding. */
const lengthOf = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
};

/**
 * Seals with the link keys of `epoch` and opens with those of any epoch in `keys`. The text is base64url of epoch (1
 * byte), nonce (12), ciphertext and tag (16) of AES-256-GCM, with the epoch and the context as associated data. The
 * nonce is HMAC-SHA-256(nonce key, E ‖ length of the associated data ‖ associated data ‖ plaintext), truncated: equal
 * nonces mean equal messages, and equal links have equal texts.
 */
export const createLinkBox = (epoch: number, current: LinkKeys, keys: ReadonlyMap<number, LinkKeys>): LinkBox => ({
  seal: (plaintext, context) => {
    const data = associated(epoch, context);
    const nonce = hmacSha256(current.nonce, Buffer.of(epoch), lengthOf(data), data, plaintext).subarray(0, nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', current.link, nonce);
    cipher.setAAD(data);
    const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return toBase64url(Buffer.concat([Buffer.of(epoch), nonce, body, cipher.getAuthTag()]));
  },

  open: (sealed, context) => {
    const bytes = fromBase64url(sealed);
    if (bytes === undefined || bytes.length < 1 + nonceBytes + tagBytes) return refused;
    const sealedUnder = bytes.readUInt8(0);
    const sealedWith = keys.get(sealedUnder);
    if (sealedWith === undefined) return { ok: false, reason: 'unknown-epoch' };
    const decipher = createDecipheriv('aes-256-gcm', sealedWith.link, bytes.subarray(1, 1 + nonceBytes));
    decipher.setAAD(associated(sealedUnder, context));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      const opened = [decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes)), decipher.final()];
      return { ok: true, plaintext: Buffer.concat(opened) };
    } catch {
      return refused;
    }
  },
});
