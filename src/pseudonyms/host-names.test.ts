import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { canonicalIp } from './host-names.ts';

describe('canonicalIp', () => {
  it.each([
    ['203.0.113.77', '203.0.113.77'],
    ['010.001.000.255', '10.1.0.255'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['1.2.3', '1.2.0.3'],
    ['1.2', '1.0.0.2'],
    ['1.2.65535', '1.2.255.255'],
    ['42', '0.0.0.42'],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['1::', '1:0:0:0:0:0:0:0'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['2001:db8::203.0.113.77', '2001:db8:0:0:0:0:cb00:714d'],
    ['1:2:3:4:5:6:203.0.113.77', '1:2:3:4:5:6:cb00:714d'],
    ['::ffff:203.0.113.77', '203.0.113.77'],
    ['::FFFF:cb00:714d', '203.0.113.77'],
    ['0:0:0:0:0:ffff:1:2', '0.1.0.2'],
    ['00001::', '1:0:0:0:0:0:0:0'],
  ])('spells %s as %s', (text, canonical) => {
    expect(canonicalIp(text)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'gangway',
    'dead.beef',
    'dead',
    '256.1.1.1',
    '1.2.3.256',
    '1.2.65536',
    '4294967296',
    '1.2.3.4.5',
    '1..2.3',
    '1.2.3.',
    '.1.2.3',
    '-1.2.3.4',
    '1.2.3.4 ',
    '0000000001.2.3.4',
    '203.0.113.77:443',
    'fe80::1%eth0',
    '[::1]',
    '::1/64',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:',
    '12345::',
    '1.2.3.4::',
    '::1.2.3',
    '::1.2.3.256',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1.2.3.4:5',
  ])('refuses %j', (text) => {
    expect(canonicalIp(text)).toBeUndefined();
  });

  it('spells every IPv6 address that the platform knows, and its own spelling stays', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = canonicalIp(text);
        expect(isIPv6(text)).toBe(true);
        expect(canonical).toBeDefined();
        expect(canonicalIp(canonical ?? '')).toBe(canonical);
      }),
    );
  });

  it('gives IPv4 addresses in four parts back', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => expect(canonicalIp(text)).toBe(text)));
  });
});
