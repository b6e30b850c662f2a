import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { psoxySaltFingerprint } from './psoxy-keyring.ts';
import { psoxyPseudonyms } from './psoxy-tokens.ts';

const salt = 'salt';
const encryptionKey = 'secret';
const strict = psoxyPseudonyms({ salt, encryptionKey, canonicalization: 'STRICT' });
const ignoringDots = psoxyPseudonyms({ salt, encryptionKey, canonicalization: 'IGNORE_DOTS' });
const keep = { reversible: false, domain: 'keep' } as const;
const keepReversible = { reversible: true, domain: 'keep' } as const;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const key = pbkdf2Sync(encryptionKey, salt, 65_536, 32, 'sha256');
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The definition of the format, written a second time; `hash` and `plaintext` may be ones that nobody would make. */
const tokenOf = (hash: Buffer, plaintext: string | Buffer): string => {
  const cipher = createCipheriv('aes-256-cbc', key, hash.subarray(0, 16));
  return `p~${Buffer.concat([hash, cipher.update(plaintext), cipher.final()]).toString('base64url')}`;
};

describe('psoxyPseudonyms', () => {
  it.each([
    ['+x@acme.com', 't~MPUMv7kwYMjHPGEW3fkh7rTT6TumyHsFnlZDG26X1PM@acme.com'],
    ['"quoted local"@acme.com', 't~XV-7WanCXXSDXM35z1bu8JF9HSQw7gEU2Cag29r0JiI@acme.com'],
    [
      'alice_acme.com#EXT#@contoso.onmicrosoft.com',
      't~foSIs_RH0VUrzCULx27_RcI9MDIlN6NAMAnoVwbl4cc@contoso.onmicrosoft.com',
    ],
    ['1.5', 't~IlrZ8WlswrTzTpEYzhz0lGJEPbh3zGeguB7NL6mhF6Y'],
    ['1.0E21', 't~srjMYiUtdvQz76LYFTm2SyUOKyDPFbSBMThf-j3-zMo'],
  ])('creates the same token as Psoxy from %s', (value, token) => {
    expect(strict.pseudonymize(value, 'user-id', keep).token).toBe(token);
  });

  it('makes the reversible token that Psoxy makes, with the text as it was written inside', () => {
    const token = 'p~UFdK0TvVTvZ23c6QslyCy0o2MSq2DRtDjEXfTPJyyMlSz1cR_RI9YzwoF-4YWVitjHsG_GrAFbxOCu33PN3DWg@Acme.com';
    expect(strict.pseudonymize('Alice+x@Acme.com', 'user-id', keepReversible)).toEqual({
      hash: 'UFdK0TvVTvZ23c6QslyCy0o2MSq2DRtDjEXfTPJyyMk',
      domain: 'Acme.com',
      token,
    });
    expect(strict.open(token)).toEqual({ ok: true, value: 'Alice+x@Acme.com' });
  });

  it('hashes a domain as Psoxy does, as it was written', () => {
    expect(strict.pseudonymize('a@Acme.com', 'user-id', { reversible: false, domain: 'hash' }).domain).toBe(
      'h~_eqOBv-ayra7izPBIJeYhHrvp3d-MeuUlj-pDoaeL5E',
    );
    expect(strict.pseudonymize('a@acme.com', 'user-id', { reversible: false, domain: 'drop' })).not.toHaveProperty(
      'domain',
    );
  });

  it('treats dots in addresses as configured', () => {
    const dotless = 't~UFdK0TvVTvZ23c6QslyCy0o2MSq2DRtDjEXfTPJyyMk@Acme.com';
    expect(ignoringDots.pseudonymize('al.ice@Acme.com', 'user-id', keep).token).toBe(dotless);
    expect(strict.pseudonymize('al.ice@Acme.com', 'user-id', keep).token).not.toBe(dotless);
  });

  it('tokenizes texts and network addresses unchanged', () => {
    for (const text of ['Alice+x@Acme.com', 'Kiosk 7', ' ', 'é'])
      expect(strict.tokenize(text, 'rule-text/x')).toBe(tokenOf(sha256(text + salt), text));
    expect(strict.pseudonymizeIp('203.0.113.77', { reversible: true })).toBe(
      strict.tokenize('203.0.113.77', 'rule-text/x'),
    );
    expect(strict.pseudonymizeIp('203.0.113.77', { reversible: false })).toBe(
      `t~${sha256(`203.0.113.77${salt}`).toString('base64url')}`,
    );
  });

  it('opens every token to the text as it was written', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.emailAddress(), fc.uuid());
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(strict, ignoringDots),
        fc.constantFrom('keep', 'drop', 'hash'),
        (value, each, domain) => {
          expect(each.open(each.pseudonymize(value, 'user-id', { reversible: true, domain }).token)).toEqual({
            ok: true,
            value,
          });
          expect(each.open(each.tokenize(value, 'rule-text/x'))).toEqual({ ok: true, value });
        },
      ),
    );
  });

  it('gives Psoxy’s fingerprint of a salt', () => {
    expect(psoxySaltFingerprint(salt)).toBe('pRwka918R7CEI6El1noIhIMJzqBGYUvvqXYHyMvxl2Y');
    const used = new Set(Array.from({ length: 300 }, (_, n) => psoxySaltFingerprint(String(n))).join(''));
    expect(['_', '.'].every((character) => used.has(character))).toBe(true);
    expect(['/', '+', '='].some((character) => used.has(character))).toBe(false);
  });
});

describe('opening a psoxy token', () => {
  const values = ['Kiosk 7', '', 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547'];
  const tokens = [
    ...values.map((value) => strict.tokenize(value, 'rule-text/x')),
    strict.pseudonymize('Bo+rota@Veldt.example', 'user-id', keepReversible).token,
  ];

  it('refuses any change of any character before the suffix', () => {
    for (const token of tokens) {
      const [body = ''] = token.split('@');
      for (let place = 0; place < body.length; place += 1)
        for (const other of `${alphabet}+/=~. `) {
          const forged = token.slice(0, place) + other + token.slice(place + 1);
          if (forged !== token && strict.open(forged).ok) throw new Error(`opened with ${other} at ${place}`);
        }
    }
  });

  it('rejects characters that are added or removed before the suffix', () => {
    for (const token of tokens.filter((text) => !text.includes('@')))
      for (let place = 0; place < token.length; place += 1) {
        expect(strict.open(token.slice(0, place)).ok).toBe(false);
        expect(strict.open(`${token.slice(0, place)}A${token.slice(place)}`).ok).toBe(false);
      }
  });

  it('opens with any suffix, since the format doesn’t authenticate it', () => {
    const [body] = tokens.at(-1)?.split('@') ?? [];
    for (const suffix of ['', '@', '@attic.example', '@h'])
      expect(strict.open(`${body}${suffix}`)).toEqual({ ok: true, value: 'Bo+rota@Veldt.example' });
  });

  it('refuses the rewriting of its first block through the hash, which Psoxy lets pass', () => {
    const bytes = Buffer.from(
      strict.tokenize('f7e1c9a7-5f80-4356-a617-dcb3dfe3d547', 'rule-text/x').slice(2),
      'base64url',
    );
    bytes.writeUInt8(bytes.readUInt8(0) ^ 0x34 ^ 0x66, 0);
    expect(strict.open(`p~${bytes.toString('base64url')}`).ok).toBe(false);
  });

  it('refuses a hash that is neither of the text nor of its address', () => {
    expect(strict.open(tokenOf(sha256(`else${salt}`), 'Kiosk 7')).ok).toBe(false);
    expect(strict.open(tokenOf(sha256(`bo@veldt.example${salt}`), 'Bo+x@Veldt.example')).ok).toBe(true);
    expect(strict.open(tokenOf(sha256(`bo@veldt.example${salt}`), 'by@veldt.example')).ok).toBe(false);
  });

  it('rejects bytes that are not text, and the keys of another deployment', () => {
    expect(strict.open(tokenOf(sha256(`\ufffd${salt}`), Buffer.from([0xff]))).ok).toBe(false);
    const other = psoxyPseudonyms({ salt, encryptionKey: 'other', canonicalization: 'STRICT' });
    expect(other.open(strict.tokenize('Kiosk 7', 'rule-text/x')).ok).toBe(false);
  });

  it.each(['', 'Kiosk 7', 't~', `p~${'A'.repeat(43)}`, `p~${'A'.repeat(44)}`, `p~${'A'.repeat(64)}`])(
    'refuses %j',
    (text) => {
      expect(strict.open(text)).toEqual({ ok: false, reason: 'invalid' });
    },
  );

  it('refuses a one-way token', () => {
    expect(strict.open(strict.pseudonymize('Kiosk 7', 'user-id', keep).token).ok).toBe(false);
  });
});
