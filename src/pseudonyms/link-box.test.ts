import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createLinkBox } from './link-box.ts';
import { deriveKey } from './primitives.ts';

const keyOf = (fill: number) => deriveKey(Buffer.alloc(32, fill), 'link');
const boxOf = (...epochs: readonly [number, ...number[]]) =>
  createLinkBox(epochs[0], keyOf(epochs[0]), new Map(epochs.map((epoch) => [epoch, keyOf(epoch)])));

const box = boxOf(1);
const link = 'https://graph.microsoft.com/v1.0/users?$skiptoken=abc';
const invalid = { ok: false, reason: 'invalid' };
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('createLinkBox', () => {
  it('opens what it sealed, under the same context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plaintext, context) => {
        const sealed = box.seal(plaintext, context, randomBytes);
        expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(box.open(sealed, context)).toEqual({ ok: true, value: plaintext });
      }),
    );
  });

  it('seals the same link to another text each time, with the bytes it is handed', () => {
    expect(box.seal(link, 'c', randomBytes)).not.toBe(box.seal(link, 'c', randomBytes));
    const fixed = (count: number) => new Uint8Array(count).fill(9);
    expect(box.seal(link, 'c', fixed)).toBe(box.seal(link, 'c', fixed));
  });

  it('refuses any change of any character at any place', () => {
    const sealed = box.seal('a', 'c', randomBytes);
    for (let place = 0; place < sealed.length; place += 1)
      for (const other of `${alphabet}+/=. `) {
        const forged = sealed.slice(0, place) + other + sealed.slice(place + 1);
        if (forged !== sealed && box.open(forged, 'c').ok) throw new Error(`opened with ${other} at ${place}`);
      }
  });

  it('refuses another context', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        expect(box.open(box.seal(link, one, randomBytes), other)).toEqual(invalid);
      }),
    );
  });

  it('opens links of older epochs, and tells an epoch that it does not know', () => {
    const later = boxOf(2, 1);
    expect(later.open(box.seal(link, 'c', randomBytes), 'c')).toEqual({ ok: true, value: link });
    expect(box.open(later.seal(link, 'c', randomBytes), 'c')).toEqual({ ok: false, reason: 'unknown-epoch' });
  });

  it('refuses a link that was moved to another epoch', () => {
    const both = createLinkBox(1, keyOf(1), new Map([1, 2].map((epoch) => [epoch, keyOf(1)])));
    const bytes = Buffer.from(both.seal(link, 'c', randomBytes), 'base64url');
    bytes.writeUInt8(2, 0);
    expect(both.open(bytes.toString('base64url'), 'c')).toEqual(invalid);
  });

  it('refuses what holds no well-formed text', () => {
    const cipher = createCipheriv('aes-256-gcm', keyOf(1), Buffer.alloc(12));
    cipher.setAAD(Buffer.concat([Buffer.from('graphveil/link/v1'), Buffer.from([1]), Buffer.from('c')]));
    const body = Buffer.concat([cipher.update(Buffer.from([0xff])), cipher.final()]);
    const sealed = Buffer.concat([Buffer.from([1]), Buffer.alloc(12), body, cipher.getAuthTag()]);
    expect(box.open(sealed.toString('base64url'), 'c')).toEqual(invalid);
  });

  it.each(['', 'A', 'AQ', 'not a link', 'A'.repeat(38)])('refuses %j', (text) => {
    expect(box.open(text, 'c')).toEqual(invalid);
  });
});
