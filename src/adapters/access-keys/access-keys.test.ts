import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessKeysError, accessKeysFile, ephemeralAccessKeys, localMacs, localSigner, publicKeyOf } from './index.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'graphveil-access-keys-')), 'deep', 'access-keys.json');

describe('keys in a file', () => {
  it('are made once, for their owner only, and stay the same', async () => {
    const path = place();
    const [first, again] = [accessKeysFile(path), accessKeysFile(path)];

    expect(statSync(path).mode & 0o077).toBe(0);
    expect(await again.macs.make('text')).toEqual(await first.macs.make('text'));
    expect(await again.signer.published()).toEqual(await first.signer.published());
  });

  it('are refused if others can read them, or if they are something else', () => {
    const path = place();
    accessKeysFile(path);
    chmodSync(path, 0o644);
    expect(() => accessKeysFile(path)).toThrow('run chmod 600');
    chmodSync(path, 0o600);
    for (const text of ['{', 'null', '{"version":1,"mac":"x","signing":[]}', '{"version":2}']) {
      writeFileSync(path, text);
      expect(() => accessKeysFile(path)).toThrow(AccessKeysError);
    }
    expect(readFileSync(path, 'utf8')).toBe('{"version":2}');
    expect(() => accessKeysFile('/dev/null/keys.json')).toThrow();
  });
});

describe('keys in memory', () => {
  it('sign what their published key verifies, and no private part is published', async () => {
    const { signer } = ephemeralAccessKeys();
    const { kid, sign } = await signer.current();
    const [key] = await signer.published();
    const data = Buffer.from('header.payload');

    expect(key).toMatchObject({ kid, kty: 'RSA', alg: 'RS256', use: 'sig' });
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(verify('RSA-SHA256', data, createPublicKey({ key: { ...key }, format: 'jwk' }), await sign(data))).toBe(
      true,
    );
  });

  it('make codes of HMAC-SHA-256', async () => {
    const key = Buffer.alloc(32, 3);
    expect(Buffer.from(await localMacs(key).make('é'))).toEqual(createHmac('sha256', key).update('é').digest());
  });

  it('can’t sign without a key, or with one that isn’t RSA', async () => {
    await expect(localSigner(() => []).current()).rejects.toThrow('no signing key');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(publicKeyOf(publicKey)).rejects.toThrow('not RSA');
  });
});
