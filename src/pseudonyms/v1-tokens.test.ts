import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isCarriable } from './canonical-text.ts';
import { identify } from './identity.ts';
import { deriveKey } from './primitives.ts';
import { type TokenKindName, tokenKinds, type ValueKind } from './token-kinds.ts';
import type { V1Epoch, V1Series } from './v1-epoch.ts';
import { v1Pseudonyms } from './v1-tokens.ts';

const settings = { plusTags: 'drop', ownDomains: new Set(['attic.example']) } as const;
const root = (fill: number): Buffer => Buffer.alloc(32, fill);
const seriesOf = (fill: number): V1Series => ({
  pseudonymKey: deriveKey(root(fill), 'pseudonym'),
  domainKey: deriveKey(root(fill), 'domain'),
  settings,
});
const epochOf = (number: number, series: V1Series): V1Epoch => ({
  number,
  series,
  nonceKey: deriveKey(root(100 + number), 'nonce'),
  encryptionKey: deriveKey(root(100 + number), 'encryption'),
});
const pseudonymsOf = (...epochs: readonly [V1Epoch, ...V1Epoch[]]) =>
  v1Pseudonyms(epochs[0], new Map(epochs.map((epoch) => [epoch.number, epoch])));

const series = seriesOf(1);
const pseudonyms = pseudonymsOf(epochOf(1, series));
const invalid = { ok: false, reason: 'invalid' };

const alicia = 'alicia.thornbury@veldt.example';
const keepReversible = { reversible: true, domain: 'keep' } as const;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const strangers = [...'+/=.~@ %\n\0é€', '\u{1f6a2}'];

type Defined = {
  readonly kind: string;
  readonly code: number;
  readonly space: string;
  readonly plaintext: string;
  readonly canonical: string;
};

const measured = (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);

/** The definition of docs/decisions/0004-token-format.md, written a second time. */
const byDefinition = (
  { kind, code, space, plaintext, canonical }: Defined,
  number: number,
): { hash: string; body: string } => {
  const key = (fill: number, purpose: string) =>
    Buffer.from(hkdfSync('sha256', root(fill), Buffer.alloc(0), `graphveil/v1/${purpose}`, 32));
  const hash = createHmac('sha256', key(1, 'pseudonym')).update(measured(space)).update(canonical).digest();
  const plain = Buffer.from(plaintext);
  const epoch = Buffer.from([number]);
  const nonce = createHmac('sha256', key(100 + number, 'nonce'))
    .update(Buffer.concat([epoch, measured(kind), hash, plain]))
    .digest();
  const count = 16 - (plain.length % 16);
  const cipher = createCipheriv('aes-256-gcm', key(100 + number, 'encryption'), nonce.subarray(0, 12));
  cipher.setAAD(Buffer.concat([Buffer.from('graphveil/v1'), epoch, measured(kind), hash]));
  const text = Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(count, count)])), cipher.final()]);
  const body = Buffer.concat([hash, epoch, Buffer.from([code]), nonce.subarray(0, 12), text, cipher.getAuthTag()]);
  return { hash: hash.toString('base64url'), body: body.toString('base64url') };
};

type Vector = Defined & {
  readonly value: string;
  readonly epoch: number;
  readonly oneWay: string;
  readonly token: string;
};

const vectors: readonly Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, 'token-vectors.json'), 'utf8'));

describe('v1Pseudonyms', () => {
  it.each(vectors)('writes a $kind of $value as its definition and the committed vector do', (vector) => {
    const { value, kind, epoch, oneWay, token } = vector;
    const made = pseudonymsOf(epochOf(epoch, series));
    const { hash, body } = byDefinition(vector, epoch);
    expect([`t~${hash}`, `p~${body}`]).toEqual([oneWay, token]);
    expect(made.tokenize(value, kind as ValueKind)).toBe(token);
    expect(made.pseudonymize(value, kind as ValueKind, { reversible: false, domain: 'drop' }).token).toBe(oneWay);
    expect(made.open(token)).toEqual({ ok: true, value: vector.plaintext, kind });
  });

  it('has a vector of every kind that a rule can name', () => {
    const names = Object.keys(tokenKinds).filter((name) => name !== 'rule-text');
    expect(new Set(vectors.map(({ kind }) => kind))).toEqual(new Set(names));
  });

  it('writes the domain behind the token', () => {
    const { hash, body } = byDefinition(
      { kind: 'mail-address', code: 2, space: 'person', plaintext: alicia, canonical: alicia },
      1,
    );
    expect(pseudonyms.pseudonymize('Alicia.Thornbury@Veldt.Example', 'mail-address', keepReversible)).toEqual({
      hash,
      domain: 'veldt.example',
      token: `p~${body}@veldt.example`,
    });
    expect(pseudonyms.pseudonymize(alicia, 'user-id', { reversible: false, domain: 'keep' }).token).toBe(
      `t~${hash}@veldt.example`,
    );
  });

  it('gives equal texts of different spaces unrelated pseudonyms, and joins within a space', () => {
    const hashes = (kinds: readonly ValueKind[], value: string) =>
      new Set(kinds.map((kind) => pseudonyms.pseudonymize(value, kind, keepReversible).hash)).size;
    expect(hashes(['user-id', 'mail-address'], alicia)).toBe(1);
    const strangersChoose: readonly ValueKind[] = ['ical-uid', 'internet-message-id', 'room-id', 'department'];
    expect(hashes(['user-id', ...strangersChoose, 'rule-text/a', 'rule-text/b'], alicia)).toBe(7);
  });

  it('reveals nothing about a GUID that somebody writes into an address property', () => {
    const id = 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';
    const [address, person] = (['mail-address', 'user-id'] as const).map((kind) => pseudonyms.tokenize(id, kind));
    expect(address?.slice(0, 45)).not.toBe(person?.slice(0, 45));
  });

  it.each(['', '.', '..', 'a/../b', 'a\nb', '\ud800', 'x'.repeat(2_049)])(
    'writes %j one way, since no request could carry it',
    (value) => {
      expect(pseudonyms.tokenize(value, 'drive-item-id')).toMatch(/^t~[A-Za-z0-9_-]{43}$/);
    },
  );

  it('shows the domain, nothing, or its keyed form', () => {
    const ask = (domain: 'keep' | 'drop' | 'hash', value = alicia) =>
      pseudonyms.pseudonymize(value, 'user-id', { reversible: true, domain });
    expect(ask('keep').domain).toBe('veldt.example');
    expect(ask('drop')).not.toHaveProperty('domain');
    expect(ask('drop').token).not.toContain('@');
    expect(ask('hash').domain).toMatch(/^h~[A-Za-z0-9_-]{43}$/);
    expect(ask('hash', 'b@veldt.example').domain).toBe(ask('hash').domain);
    expect(ask('hash', 'b@attic.example').domain).not.toBe(ask('hash').domain);
    expect(ask('hash', 'Kiosk 7')).not.toHaveProperty('domain');
  });

  it('gives one person one reversible token, however the address and the GUID are written', () => {
    const spellings = [alicia, alicia.toUpperCase(), `SMTP:${alicia}`, `Alicia <${alicia}>`];
    const tokens = spellings.map((value) => pseudonyms.pseudonymize(value, 'user-id', keepReversible).token);
    expect(new Set(tokens).size).toBe(1);
    const id = 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';
    expect(pseudonyms.tokenize(id.toUpperCase(), 'user-id')).toBe(pseudonyms.tokenize(id, 'user-id'));
    expect(pseudonyms.pseudonymize(`{${id}}`, 'user-id', keepReversible).token).toBe(
      pseudonyms.tokenize(id, 'user-id'),
    );
  });

  it('opens a guest as the name that Graph knows, and joins it with the person at home', () => {
    const guest = pseudonyms.pseudonymize('Bob_Veldt.example#EXT#@attic.example', 'user-id', keepReversible);
    expect(guest.hash).toBe(pseudonyms.pseudonymize('bob@veldt.example', 'user-id', keepReversible).hash);
    expect(pseudonyms.open(guest.token)).toEqual({
      ok: true,
      value: 'bob_veldt.example#ext#@attic.example',
      kind: 'user-id',
    });
  });

  it('joins the links of one meeting, and opens each as it was written', () => {
    const links = ['19%3ameeting_NmU0%40thread.v2', '19%3Ameeting_NmU0%40thread.v2', '19:meeting_NmU0@thread.v2'].map(
      (thread) => `https://teams.microsoft.com/l/meetup-join/${thread}/0`,
    );
    const tokens = links.map((value) => pseudonyms.tokenize(value, 'join-url'));
    expect(new Set(tokens.map((token) => token.slice(0, 45))).size).toBe(1);
    expect(tokens.map(pseudonyms.open)).toEqual(links.map((value) => ({ ok: true, value, kind: 'join-url' })));
  });

  it('makes network addresses join, reversible or not', () => {
    const [oneWay, reversible] = [false, true].map((how) =>
      pseudonyms.pseudonymizeIp('203.0.113.77', { reversible: how }),
    );
    expect(oneWay).toMatch(/^t~[A-Za-z0-9_-]{43}$/);
    expect(reversible?.slice(2, 45)).toBe(oneWay?.slice(2));
    expect(pseudonyms.open(reversible ?? '')).toEqual({
      ok: true,
      value: '203.0.113.77',
      kind: 'network-address',
    });
  });

  const kindOf = fc.constantFrom(
    ...Object.keys(tokenKinds).filter((name): name is Exclude<TokenKindName, 'rule-text'> => name !== 'rule-text'),
  );
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.emailAddress(), fc.uuid(), fc.string({ unit: 'binary' }));

  it('opens every token to the value in Graph’s spelling', () => {
    fc.assert(
      fc.property(value, fc.constantFrom('keep', 'drop', 'hash'), kindOf, (text, domain, kind) => {
        const { openable } = identify(text, kind, settings);
        const { hash, token } = pseudonyms.pseudonymize(text, kind, { reversible: true, domain });
        if (isCarriable(openable)) expect(pseudonyms.open(token)).toEqual({ ok: true, value: openable, kind });
        else expect(pseudonyms.open(token)).toEqual(invalid);
        expect(token.slice(2, 45)).toBe(hash);
        expect(pseudonyms.pseudonymize(text, kind, { reversible: false, domain }).token.slice(0, 45)).toBe(`t~${hash}`);
      }),
    );
  });

  it('opens tokens of a rule of Psoxy’s form with the original spelling', () => {
    const text = 'Alicia.Thornbury+x@Veldt.example';
    const [one, other] = (['rule-text/a', 'rule-text/b'] as const).map((kind) => pseudonyms.tokenize(text, kind));
    expect(pseudonyms.open(one ?? '')).toEqual({ ok: true, value: text, kind: 'rule-text/a' });
    expect(pseudonyms.open(other ?? '')).toEqual({ ok: true, value: text, kind: 'rule-text/b' });
    expect(one?.slice(0, 45)).not.toBe(other?.slice(0, 45));
  });

  it('hides the length of a value within sixteen bytes', () => {
    const lengths = Array.from({ length: 15 }, (_, n) => pseudonyms.tokenize('x'.repeat(n + 1), 'event-id').length);
    expect(new Set(lengths).size).toBe(1);
    expect(pseudonyms.tokenize('x'.repeat(16), 'event-id').length).toBeGreaterThan(lengths[0] ?? 0);
  });
});

describe('opening a v1 token', () => {
  const tokens = [
    pseudonyms.pseudonymize('bo@veldt.example', 'user-id', keepReversible).token,
    pseudonyms.pseudonymize('bo@veldt.example', 'user-id', { reversible: true, domain: 'hash' }).token,
    ...['x', 'x'.repeat(17), 'x'.repeat(33)].map((value) => pseudonyms.tokenize(value, 'event-id')),
  ];

  it('refuses any change of any character at any place', () => {
    for (const token of tokens) {
      expect(pseudonyms.open(token).ok).toBe(true);
      for (let place = 0; place < token.length; place += 1)
        for (const other of [...alphabet, ...strangers]) {
          const forged = token.slice(0, place) + other + token.slice(place + 1);
          if (forged !== token && pseudonyms.open(forged).ok) throw new Error(`opened with ${other} at ${place}`);
        }
    }
  });

  it('refuses characters that are added or taken away anywhere but with the whole suffix', () => {
    for (const token of tokens)
      for (let place = 0; place <= token.length; place += 1) {
        for (const added of ['A', '-', '=', '@', '.', ' '])
          expect(pseudonyms.open(token.slice(0, place) + added + token.slice(place)).ok).toBe(false);
        const cut = token.slice(0, place);
        if (token[place] !== '@' && cut !== token) expect(pseudonyms.open(cut).ok).toBe(false);
      }
  });

  it.each(['attic.example', 'Veldt.example', 'veldt.example.', 'veldt', '', 'h~', `h~${'A'.repeat(43)}`])(
    'refuses the suffix %j in the place of the domain',
    (suffix) => {
      const [body] = pseudonyms.pseudonymize('bo@veldt.example', 'user-id', keepReversible).token.split('@');
      expect(pseudonyms.open(`${body}@${suffix}`)).toEqual(invalid);
      expect(pseudonyms.open(`${body}`).ok).toBe(true);
    },
  );

  it('opens an address with its domain as written, hashed or left off, whichever the reply showed', () => {
    const [body] = pseudonyms.pseudonymize('bo@veldt.example', 'user-id', keepReversible).token.split('@');
    const { domain } = pseudonyms.pseudonymize('bo@veldt.example', 'user-id', { reversible: true, domain: 'hash' });
    for (const token of [`${body}`, `${body}@veldt.example`, `${body}@${domain}`])
      expect(pseudonyms.open(token)).toEqual({ ok: true, value: 'bo@veldt.example', kind: 'user-id' });
  });

  it('rejects a suffix at a value that is not an address', () => {
    expect(pseudonyms.open(`${pseudonyms.tokenize('Kiosk 7', 'user-id')}@veldt.example`)).toEqual(invalid);
  });

  it.each(['', 'p~', 't~', 'Kiosk 7', 'p~short', `p~${'A'.repeat(43)}`, `p~${'A'.repeat(200)}`])(
    'refuses %j',
    (text) => {
      expect(pseudonyms.open(text).ok).toBe(false);
    },
  );

  it('refuses a one-way token', () => {
    expect(
      pseudonyms.open(pseudonyms.pseudonymize(alicia, 'user-id', { reversible: false, domain: 'keep' }).token),
    ).toEqual(invalid);
  });

  it('refuses a token whose hash is not that of its content, though its maker held the encryption keys', () => {
    const forger = pseudonymsOf({ ...epochOf(1, series), series: seriesOf(2) });
    expect(pseudonyms.open(forger.tokenize('Kiosk 7', 'user-id'))).toEqual(invalid);
  });

  it('refuses a token that holds no well-formed text', () => {
    const { encryptionKey } = epochOf(1, series);
    const head = Buffer.concat([root(7), Buffer.from([1, 7]), Buffer.alloc(12)]);
    const cipher = createCipheriv('aes-256-gcm', encryptionKey, Buffer.alloc(12));
    cipher.setAAD(Buffer.concat([Buffer.from('graphveil/v1'), Buffer.from([1]), measured('event-id'), root(7)]));
    const text = Buffer.concat([
      cipher.update(Buffer.concat([Buffer.alloc(15, 0xff), Buffer.from([1])])),
      cipher.final(),
    ]);
    const token = `p~${Buffer.concat([head, text, cipher.getAuthTag()]).toString('base64url')}`;
    expect(pseudonyms.open(token)).toEqual(invalid);
  });

  it('distinguishes an unknown epoch from a forged token', () => {
    const later = pseudonymsOf(epochOf(2, series), epochOf(1, series));
    expect(pseudonyms.open(later.tokenize('Kiosk 7', 'user-id'))).toEqual({ ok: false, reason: 'unknown-epoch' });
    expect(later.open(pseudonyms.tokenize('Kiosk 7', 'user-id'))).toEqual({
      ok: true,
      value: 'Kiosk 7',
      kind: 'user-id',
    });
  });

  it('joins across epochs, with other bytes inside', () => {
    const later = pseudonymsOf(epochOf(2, series));
    const [before, after] = [pseudonyms, later].map((each) => each.pseudonymize(alicia, 'user-id', keepReversible));
    expect(after?.hash).toBe(before?.hash);
    expect(after?.token).not.toBe(before?.token);
  });
});

describe('the kind of a token', () => {
  const others = Object.values(tokenKinds).map(({ code }) => code);

  it('can’t be changed: no code of another kind, known or not, opens it', () => {
    for (const [kind, { code }] of Object.entries(tokenKinds)) {
      if (kind === 'rule-text') continue;
      const bytes = Buffer.from(pseudonyms.tokenize('19:x@thread.v2', kind as ValueKind).slice(2), 'base64url');
      for (const other of [...others, 0, 200, 255].filter((each) => each !== code)) {
        bytes.writeUInt8(other, 33);
        expect(pseudonyms.open(`p~${bytes.toString('base64url')}`)).toEqual(invalid);
      }
    }
  });

  it('has a code of its own, from 1 to 255', () => {
    expect(new Set(others).size).toBe(others.length);
    expect(others.every((code) => code > 0 && code < 256)).toBe(true);
  });

  it('rejects a token of the format before kinds', () => {
    const old =
      'p~xDWzzzU5YJoKUmd1YZoTMVH_vG30tmWY1EHJBcHNCpMB-Djxmnso1LDkdqLc5kx9xdTU_Igu4H8bYhrXHKAKcEfcyOFqKhJByQ5Na5w';
    expect(pseudonyms.open(old)).toEqual(invalid);
  });

  it('never uses a nonce for two messages or for different associated data', () => {
    const seen = new Map<string, string>();
    const values = ['a', 'A', 'a@b.example', 'A@b.example', 'a+x@b.example', '19:a@thread.v2', alicia];
    for (const kind of Object.keys(tokenKinds).filter((name) => name !== 'rule-text'))
      for (const value of values) {
        const bytes = Buffer.from(pseudonyms.tokenize(value, kind as ValueKind).slice(2), 'base64url');
        const nonce = bytes.subarray(34, 46).toString('hex');
        const rest = bytes.toString('hex');
        expect([undefined, rest]).toContain(seen.get(nonce));
        seen.set(nonce, rest);
      }
  });
});

describe('pseudonyms of many', () => {
  it('has no two of 100,000 generated identities collide', () => {
    const kinds: readonly ((n: number) => string)[] = [
      (n) => `person${n}@veldt.example`,
      (n) => `person@veldt${n}.example`,
      (n) => `${n.toString(16).padStart(8, '0')}-5f80-4356-a617-dcb3dfe3d547`,
      (n) => `19:meeting_${n}@thread.v2`,
      (n) => `+1202555${String(n).padStart(5, '0')}`,
      (n) => String(n),
      (n) => `https://teams.microsoft.com/l/meetup-join/${n}/0`,
      (n) => `guest${n}_attic.example#EXT#@veldt.example`,
      (n) => `\u0000${n}`,
      (n) => `/o=Veldt/cn=${n}`,
    ];
    const seen = new Set<string>();
    for (let n = 0; n < 10_000; n += 1)
      for (const kind of kinds)
        seen.add(pseudonyms.pseudonymize(kind(n), 'user-id', { reversible: false, domain: 'drop' }).token);
    expect(seen.size).toBe(100_000);
  });

  it('has equal pseudonyms only for equal identities', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [a, b] = [one, other].map((text) => identify(text, 'user-id', settings).canonical);
        const [s, t] = [one, other].map((text) => pseudonyms.tokenize(text, 'user-id').slice(0, 45));
        expect(s === t).toBe(a === b);
      }),
    );
  });
});
