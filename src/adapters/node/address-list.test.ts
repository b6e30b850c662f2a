import { addressList } from './address-list.ts';

describe('addressList', () => {
  const allows = addressList(['203.0.113.0/24', '198.51.100.7', '2001:db8::/32']);

  it.each(['203.0.113.0', '203.0.113.255', '198.51.100.7', '2001:db8::1', '2001:DB8:ffff::'])(
    'allows %s',
    (address) => {
      expect(allows(address)).toBe(true);
    },
  );

  it.each(['203.0.114.0', '198.51.100.8', '2001:db9::', '', 'x', '203.0.113.1, 10.0.0.1', undefined])(
    'rejects %s',
    (address) => {
      expect(allows(address)).toBe(false);
    },
  );

  it('allows every address, and none, without ranges', () => {
    expect([addressList([])('x'), addressList([])(undefined)]).toEqual([true, true]);
  });
});
