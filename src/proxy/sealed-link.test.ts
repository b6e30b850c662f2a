import fc from 'fast-check';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
import {
  endpointMark,
  expiryOf,
  linkLifetimes,
  openSealed,
  readLinkText,
  type SealedLink,
  writeLinkText,
  writeSealed,
} from './sealed-link.ts';
import { planOf, top } from './testing/plans.ts';

const headers = { consistencylevel: 'eventual', prefer: 'odata.maxpagesize=50' };
const known = ['/v1.0/users', '$select=id,mail', 'consistencylevel', 'eventual'];

const bytesOf = (target: string, given: Readonly<Record<string, string>> = {}, texts: readonly string[] = known) => {
  const bytes = writeLinkText({ target, headers: given }, texts);
  if (bytes === undefined) throw new Error('no bytes');
  return bytes;
};
const lengthOf = (token: string): number => bytesOf(`/v1.0/users?$skiptoken=${token}`).length;

describe('the text of a sealed link', () => {
  it.each([
    '/v1.0/users?$skiptoken=abc',
    '/v1.0/users?$select=id,mail&$skiptoken=RFNwdA&$skip=20',
    '/v1.0/users?%24skiptoken=abc&x=1',
    "/v1.0/users/delta(token='it''s')?$top=5",
    "/beta/users/delta(deltatoken='a')/x(skiptoken='b')",
    '/v1.0/users',
    '/v1.0/users?$skiptoken=',
  ])('reads %s as it was written, with its headers', (target) => {
    expect(readLinkText(bytesOf(target, headers), known)).toEqual({ target, headers });
    expect(readLinkText(bytesOf(target), known)).toEqual({ target, headers: {} });
  });

  it('reads any target and header of ASCII as it was written', () => {
    const ascii = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(ascii, ascii, fc.array(ascii), (target, value, texts) => {
        expect(readLinkText(bytesOf(target, { name: value }, texts), texts)).toEqual({
          target,
          headers: { name: value },
        });
      }),
    );
  });

  it('has one length for all tokens of Graph within a bucket, and the next one beyond it', () => {
    expect(lengthOf('x')).toBe(lengthOf('x'.repeat(512)));
    expect(lengthOf('x'.repeat(513)) - lengthOf('x')).toBe(512);
    expect(lengthOf('x'.repeat(1_025)) - lengthOf('x')).toBe(2_048 - 512);
    expect(lengthOf('x'.repeat(2_049)) - lengthOf('x')).toBe(4_096 - 512);
    expect(lengthOf('x'.repeat(4_096)) - lengthOf('x')).toBe(4_096 - 512);
    expect(lengthOf('x'.repeat(4_097)) - lengthOf('x')).toBe(8_192 - 512);
    expect(lengthOf('x'.repeat(8_193)) - lengthOf('x')).toBe(12_288 - 512);
  });

  it('pads tokens in a call of a function, and nothing of a link without a token', () => {
    const inCall = (token: string): number => bytesOf(`/v1.0/users/delta(token='${token}')`).length;

    expect(inCall('a')).toBe(inCall('a'.repeat(512)));
    expect(bytesOf('/zz').length).toBe(4 + '/zz'.length);
  });

  it('takes one byte for a text of the rule among the first 64, and two for a later one', () => {
    const many = Array.from({ length: 70 }, (_, index) => `text-${String(index).padStart(3, '0')}`);
    const length = (text: string): number => bytesOf(`/${text}`, {}, many).length;

    expect(length('text-000')).toBe(4 + 2);
    expect(length('text-063')).toBe(4 + 2);
    expect(length('text-064')).toBe(4 + 3);
    for (const text of many) expect(readLinkText(bytesOf(`/${text}`, {}, many), many).target).toBe(`/${text}`);
  });

  it('takes 8,192 texts of a rule and writes out all others', () => {
    const many = Array.from({ length: 8_193 }, (_, index) => `text-${String(index).padStart(4, '0')}`);

    expect(bytesOf('/text-8191', {}, many).length).toBe(4 + 3);
    expect(bytesOf('/text-8192', {}, many).length).toBe(4 + '/text-8192'.length);
    for (const text of ['text-8191', 'text-8192'])
      expect(readLinkText(bytesOf(`/${text}`, {}, many), many).target).toBe(`/${text}`);
  });

  it('takes the longest text of the rule, and none of one or two characters', () => {
    expect(bytesOf('/abcdef', {}, ['abc', 'abcdef']).length).toBe(4 + 2);
    expect(bytesOf('/ab', {}, ['ab']).length).toBe(4 + 3);
    expect(bytesOf('/ab.d', {}, ['b.d']).length).toBe(4 + 3);
    expect(bytesOf('/abxd', {}, ['b.d']).length).toBe(4 + 5);
    expect(bytesOf('/v1.0/users', {}, []).length).toBe(4 + '/v1.0/users'.length);
  });

  it('writes headers in the order of their names, so that equal links are equal', () => {
    expect(bytesOf('/x', { b: '1', a: '2' })).toEqual(bytesOf('/x', { a: '2', b: '1' }));
  });

  it.each([
    ['a path outside ASCII', { target: '/v1.0/ü', headers: {} }],
    ['a control character', { target: '/v1.0/\u0001', headers: {} }],
    ['a header outside ASCII', { target: '/v1.0', headers: { prefer: 'ü' } }],
    ['a line break in a header', { target: '/v1.0', headers: { prefer: 'a\nb' } }],
  ])('is not written for %s', (_what, link) => {
    expect(writeLinkText(link, known)).toBeUndefined();
  });

  it('is written for tokens of 60,000 characters together, and for none longer', () => {
    const target = (length: number): string => `/v1.0/users?$skiptoken=${'x'.repeat(length)}`;

    expect(readLinkText(bytesOf(target(60_000)), known).target).toBe(target(60_000));
    expect(writeLinkText({ target: target(60_001), headers: {} }, known)).toBeUndefined();
    expect(
      writeLinkText({ target: `${target(30_000)}&$skip=${'1'.repeat(30_000)}`, headers: {} }, known),
    ).toBeUndefined();
  });

  it('takes a tab in a header', () => {
    expect(readLinkText(bytesOf('/x', { prefer: 'a\tb' }), known).headers).toEqual({ prefer: 'a\tb' });
  });

  it('leaves out a text that the rule no longer has', () => {
    expect(readLinkText(bytesOf('/v1.0/users/x'), []).target).toBe('/x');
  });

  it('leaves a place without a token empty', () => {
    const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from('/a=\u0001&b=\u0001', 'latin1')]);

    expect(readLinkText(bytes, []).target).toBe('/a=&b=');
  });
});

describe('a sealed link', () => {
  const keyring = ephemeralKeyring();
  const plan = planOf([
    { template: '/v1.0/users', shape: 'collection' },
    { template: '/v1.0/groups', shape: 'collection' },
  ]);
  const context = { connector: 'hr', plan, matcher: { linkTextsOf: () => known } };
  const link: SealedLink = {
    kind: 'page',
    index: 1,
    target: '/v1.0/groups?$skiptoken=abc',
    headers,
    expiresAt: Date.UTC(2026, 2, 3, 8),
  };
  const sealed = (given: Partial<SealedLink> = {}, within = context): string =>
    writeSealed({ ...link, ...given }, within, keyring) ?? 'not sealed';

  it.each<Partial<SealedLink>>([
    {},
    { kind: 'delta' },
    { ordered: true },
    { population: 'AAECAwQFBgcICQoL' },
    { kind: 'delta', ordered: true, index: 0, expiresAt: 0 },
  ])('opens with all that it was sealed with: %j', (given) => {
    const opened = openSealed(sealed(given), context, keyring);

    expect(opened).toEqual({ ok: true, endpoint: plan.endpoints[given.index ?? 1], link: { ...link, ...given } });
  });

  it('is not made for an endpoint that the rules lack, or for a text that no request can carry', () => {
    expect(writeSealed({ ...link, index: 2 }, context, keyring)).toBeUndefined();
    expect(writeSealed({ ...link, target: '/ü' }, context, keyring)).toBeUndefined();
  });

  it('opens under no other connector, and with no other keyring', () => {
    const invalid = { ok: false, reason: 'invalid' };

    expect(openSealed(sealed(), { ...context, connector: 'it' }, keyring)).toEqual(invalid);
    expect(openSealed(sealed(), context, ephemeralKeyring()).ok).toBe(false);
  });

  it('opens if its endpoint has moved, but not if the request plan of the endpoint has changed', () => {
    const [first, second] = plan.endpoints;
    if (first === undefined || second === undefined) throw new Error('two endpoints');
    const moved = { ...context, plan: { ...plan, endpoints: [second, first] } };
    const renamed = { ...second, pathTemplate: '/v1.0/teams' };
    const changed = planOf([
      { template: '/v1.0/users', shape: 'collection' },
      { template: '/v1.0/groups', shape: 'collection', query: [top] },
    ]);

    expect(openSealed(sealed(), moved, keyring)).toMatchObject({ ok: true, link: { index: 0 } });
    for (const endpoints of [[first, renamed], changed.endpoints])
      expect(openSealed(sealed(), { ...context, plan: { ...plan, endpoints } }, keyring)).toEqual({
        ok: false,
        reason: 'unknown-endpoint',
      });
  });

  it('of a kind that nobody writes leads nowhere', () => {
    const head = Buffer.from([8, 0, 0, 0, 0]);
    const [endpoint] = plan.endpoints;
    if (endpoint === undefined) throw new Error('an endpoint');
    const plaintext = Buffer.concat([head, endpointMark(endpoint), Buffer.alloc(4)]);

    expect(openSealed(keyring.links.seal(plaintext, 'link\nhr\n'), context, keyring)).toEqual({
      ok: false,
      reason: 'unknown-endpoint',
    });
  });

  it('is one text within the hour for a page, and within the day for a delta link', () => {
    const at = Date.UTC(2026, 2, 2, 8, 59, 59);

    expect(expiryOf('page', at)).toBe(Date.UTC(2026, 2, 3, 8));
    expect(expiryOf('page', at + 1_000)).toBe(Date.UTC(2026, 2, 3, 9));
    expect(expiryOf('delta', at)).toBe(Date.UTC(2026, 2, 2) + linkLifetimes.delta);
    expect(linkLifetimes).toEqual({ page: 86_400_000, delta: 60 * 86_400_000 });
    expect(sealed({ expiresAt: expiryOf('page', at) })).toBe(sealed({ expiresAt: expiryOf('page', at - 3_000_000) }));
  });
});
