import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import type { Macs, PublicKey, Signer } from '../../ports/index.ts';

/** A private RSA key as a JWK. */
export type PrivateJwk = Readonly<Record<string, unknown>>;

/** Makes an RSA key of 2,048 bits. */
export const makeSigningKey = (): PrivateJwk =>
  generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' });

/** Returns the public half of an RSA key. Throws for a key of another kind. */
export const publicKeyOf = async (key: ReturnType<typeof createPublicKey>): Promise<PublicKey> => {
  const { n, e } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'rsa' || n === undefined || e === undefined) throw new TypeError('the key is not RSA');
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
  return { kty: 'RSA', n, e, kid, alg: 'RS256', use: 'sig' };
};

/**
 * Signs with keys in memory. The first key signs and all are published.
 *
 * @param keys called for each use, so that keys can change
 */
export const localSigner = (keys: () => readonly PrivateJwk[]): Signer => {
  const opened = new Map<PrivateJwk, ReturnType<typeof createPrivateKey>>();
  const open = (jwk: PrivateJwk) => {
    const key = opened.get(jwk) ?? createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    opened.set(jwk, key);
    return key;
  };
  const published = (): Promise<readonly PublicKey[]> =>
    Promise.all(keys().map((jwk) => publicKeyOf(createPublicKey(open(jwk)))));
  return {
    published,
    current: async () => {
      const [first] = keys();
      if (first === undefined) throw new TypeError('there is no signing key');
      const { kid } = await publicKeyOf(createPublicKey(open(first)));
      return { kid, sign: async (data) => sign('RSA-SHA256', data, open(first)) };
    },
  };
};

/** Makes codes with a key in memory. */
export const localMacs = (key: Uint8Array): Macs => ({
  make: async (text) => createHmac('sha256', key).update(text).digest(),
});
