import fc from 'fast-check';
import { deriveKey, type Purpose } from './primitives.ts';

const purposes: readonly Purpose[] = ['pseudonym', 'domain', 'nonce', 'encryption', 'link'];
const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
const hexOf = (bytes: Uint8Array, purpose: Purpose): string => deriveKey(bytes, purpose).export().toString('hex');

describe('deriveKey', () => {
  it('gives every purpose a key of its own, and none of them is the root', () => {
    fc.assert(
      fc.property(root, (bytes) => {
        const keys = purposes.map((purpose) => hexOf(bytes, purpose));
        expect(new Set([...keys, Buffer.from(bytes).toString('hex')]).size).toBe(purposes.length + 1);
      }),
    );
  });

  it('gives different roots different keys', () => {
    fc.assert(
      fc.property(root, root, fc.constantFrom(...purposes), (one, other, purpose) => {
        fc.pre(!Buffer.from(one).equals(Buffer.from(other)));
        expect(hexOf(one, purpose)).not.toBe(hexOf(other, purpose));
      }),
    );
  });
});
