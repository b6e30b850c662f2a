import { BlockList, isIP } from 'node:net';

/** Returns whether an address is in one of the ranges (`203.0.113.0/24`, `2001:db8::/32`, or a single address). Without ranges, any is. */
export const addressList = (ranges: readonly string[]): ((address: string | undefined) => boolean) => {
  if (ranges.length === 0) return () => true;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(network, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return (address = '') => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };
};
