import { createCipheriv, createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { createLinkBox } from './link-box.ts';
import { deriveKey } from './primitives.ts';
import type { OpenedLink } from './pseudonyms.ts';

const keysOf = (fill: number) => ({
  link: deriveKey(Buffer.alloc(32, fill), 'link'),
  nonce: deriveKey(Buffer.alloc(32, fill), 'link-nonce'),
});
const boxOf = (...epochs: readonly [number, ...number[]]) =>
  createLinkBox(epochs[0], keysOf(epochs[0]), new Map(epochs.map((epoch) => [epoch, keysOf(epoch)])));

const box = boxOf(1);
const link = Buffer.from('/v1.0/users?$skiptoken=abc');
const invalid = { ok: false, reason: 'invalid' };
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const opened = (result: OpenedLink) => (result.ok ? Buffer.from(result.plaintext).toString('hex') : result.reason);

/** The definition of docs/decisions/0004-token-format.md, written a second time. */
const byDefinition = (plaintext: Buffer, context: string, epoch: number): string => {
  const key = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.alloc(32, epoch), Buffer.alloc(0), `graphveil/v1/${purpose}`, 32));
  const data = Buffer.concat([Buffer.from('graphveil/link/v2'), Buffer.of(epoch), Buffer.from(context)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const nonce = createHmac('sha256', key('link-nonce'))
    .update(Buffer.concat([Buffer.of(epoch), length, data, plaintext]))
    .digest()
    .subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', key('link'), nonce).setAAD(data);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(epoch), nonce, body, cipher.getAuthTag()]).toString('base64url');
};

describe('createLinkBox', () => {
  it.each([
    ['/v1.0/users?$skiptoken=abc', 'link\nhr\n', 1],
    ['', '', 63],
    ['ü', 'ß', 7],
  ])('writes %j as its definition does', (text, context, epoch) => {
    expect(boxOf(epoch).seal(Buffer.from(text), context)).toBe(byDefinition(Buffer.from(text), context, epoch));
  });

  it('opens its own texts in the same context', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plaintext, context) => {
        const sealed = box.seal(plaintext, context);
        expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(opened(box.open(sealed, context))).toEqual(Buffer.from(plaintext).toString('hex'));
      }),
    );
  });

  it('seals equal links alike, and unlike in another context, another epoch or with one more byte', () => {
    expect(box.seal(link, 'c')).toBe(box.seal(link, 'c'));
    const others = [box.seal(link, 'd'), boxOf(2).seal(link, 'c'), box.seal(Buffer.concat([link, Buffer.of(0)]), 'c')];
    expect(new Set([box.seal(link, 'c'), ...others]).size).toBe(4);
    const nonces = [box.seal(link, 'c'), ...others].map((sealed) => sealed.slice(2, 18));
    expect(new Set(nonces).size).toBe(4);
  });

  it('does not confuse the context with the link', () => {
    const seals = [
      box.seal(Buffer.from('bc'), 'a'),
      box.seal(Buffer.from('c'), 'ab'),
      box.seal(Buffer.alloc(0), 'abc'),
    ];
    expect(new Set(seals.map((sealed) => sealed.slice(0, 18))).size).toBe(3);
  });

  it('refuses any change of any character at any place', () => {
    const sealed = box.seal(Buffer.from('a'), 'c');
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
        expect(box.open(box.seal(link, one), other)).toEqual(invalid);
      }),
    );
  });

  it('opens links of older epochs, and reports an unknown epoch', () => {
    const later = boxOf(2, 1);
    expect(opened(later.open(box.seal(link, 'c'), 'c'))).toBe(link.toString('hex'));
    expect(box.open(later.seal(link, 'c'), 'c')).toEqual({ ok: false, reason: 'unknown-epoch' });
  });

  it('refuses a link that was moved to another epoch', () => {
    const both = createLinkBox(1, keysOf(1), new Map([1, 2].map((epoch) => [epoch, keysOf(1)])));
    const bytes = Buffer.from(both.seal(link, 'c'), 'base64url');
    bytes.writeUInt8(2, 0);
    expect(both.open(bytes.toString('base64url'), 'c')).toEqual(invalid);
  });

  it.each(['', 'A', 'AQ', 'not a link', 'A'.repeat(38)])('refuses %j', (text) => {
    expect(box.open(text, 'c')).toEqual(invalid);
  });
});
