import { ephemeralKeyring, fixedKeyrings } from './keyrings.ts';

describe('ephemeralKeyring', () => {
  it('makes pseudonyms that join with no other keyring', () => {
    const tokens = [ephemeralKeyring(), ephemeralKeyring()].map(({ pseudonyms }) =>
      pseudonyms.tokenize('kiosk 7', 'user-id'),
    );
    expect(new Set(tokens).size).toBe(2);
  });

  it('is the same keyring for the same random bytes', () => {
    const make = () => ephemeralKeyring((bytes) => new Uint8Array(bytes).fill(7));
    expect(make().pseudonyms.tokenize('kiosk 7', 'user-id')).toBe(make().pseudonyms.tokenize('kiosk 7', 'user-id'));
    expect(make().series).toBe('s-07070707');
  });
});

describe('fixedKeyrings', () => {
  it('returns its keyring, refetched or not', async () => {
    const keyring = ephemeralKeyring();
    const source = fixedKeyrings(keyring);
    expect(await source.current()).toBe(keyring);
    expect(await source.refetch()).toBe(keyring);
  });
});
