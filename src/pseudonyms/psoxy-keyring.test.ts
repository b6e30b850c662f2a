import { psoxyKeyring, psoxySaltFingerprint } from './psoxy-keyring.ts';

const secrets = { salt: 'tide', encryptionKey: 'table', canonicalization: 'STRICT' } as const;

describe('psoxySaltFingerprint', () => {
  // base64 of SHA-256 over the salt and Psoxy's constant, f33c366c-ae91-4819-b221-f9794ebb8145.
  it.each([
    ['salt', 'pRwka918R7CEI6El1noIhIMJzqBGYUvvqXYHyMvxl2Y'],
    ['tide', 'YfySE_fk1fBiOru37_Ym.Cuao3JPuBT5.r7G2IzXE6Y'],
    ['s6', 'udDN302kHq2n7Ga7aj7h8lbg.2_LvGSeP14FyePZiKw'],
  ])('of %s is what Psoxy shows', (salt, fingerprint) => {
    expect(psoxySaltFingerprint(salt)).toBe(fingerprint);
  });
});

describe('psoxyKeyring', () => {
  it('has one series, whose pseudonyms are those of the same secrets', () => {
    const [one, other] = [psoxyKeyring(secrets), psoxyKeyring(secrets)];
    expect([one.series, one.epoch, one.pseudonyms.scheme]).toEqual(['psoxy', 1, 'psoxy']);
    const token = one.pseudonyms.tokenize('x', 'user-id');
    expect(other.pseudonyms.open(token)).toEqual({ ok: true, value: 'x' });
  });

  it('seals links for its own life alone', () => {
    const [one, other] = [psoxyKeyring(secrets), psoxyKeyring(secrets)];
    const sealed = one.links.seal(new TextEncoder().encode('x'), 'c');
    expect(one.links.open(sealed, 'c').ok).toBe(true);
    expect(other.links.open(sealed, 'c')).toEqual({ ok: false, reason: 'invalid' });
  });
});
