const looksLikeIpv4 = /^\d+(?:\.\d+){0,3}$/;
const hexGroup = /^0*[0-9a-f]{1,4}$/i;
const mappedPrefix = [0, 0, 0, 0, 0, 0xffff];
const longestIpv4 = 15;

/**
 * Returns the four bytes of an IPv4 address. With fewer than four parts, the last part fills the remaining bytes, as in
 * `inet_aton`.
 */
const ipv4Bytes = (text: string): readonly number[] | undefined => {
  if (text.length > longestIpv4 || !looksLikeIpv4.test(text)) return undefined;
  const parts = text.split('.').slice(0, -1).map(Number);
  const last = Number(text.slice(text.lastIndexOf('.') + 1));
  const places = 4 - parts.length;
  if (parts.some((part) => part > 255) || last >= 256 ** places) return undefined;
  const rest = Array.from({ length: places }, (_, place) => Math.floor(last / 256 ** (places - 1 - place)) % 256);
  return [...parts, ...rest];
};

/** Replaces an IPv4 address at the end of an IPv6 address with the two groups that it represents. */
const withoutDots = (text: string): string => {
  const start = text.lastIndexOf(':') + 1;
  const tail = text.slice(start);
  const bytes = tail.split('.').length === 4 ? ipv4Bytes(tail) : undefined;
  if (bytes === undefined) return text;
  const groups = [0, 2].map((place) => Buffer.from(bytes).readUInt16BE(place).toString(16));
  return text.slice(0, start) + groups.join(':');
};

const groupsOf = (side: string): readonly number[] | undefined => {
  if (side === '') return [];
  const groups = side.split(':');
  return groups.every((group) => hexGroup.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
};

const ipv6Groups = (text: string): readonly number[] | undefined => {
  const [left = '', right, more] = withoutDots(text).split('::');
  const head = groupsOf(left);
  const tail = groupsOf(right ?? '');
  if (head === undefined || tail === undefined || more !== undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
};

/**
 * Returns the canonical spelling of a network address: IPv4 in dotted decimal, IPv6 as eight lower-case groups without
 * `::` and leading zeros, an IPv4-mapped address as IPv4. Returns undefined for anything else: zones, brackets, ports,
 * blanks, names. Makes no DNS requests.
 */
export const canonicalIp = (text: string): string | undefined => {
  if (!text.includes(':')) return ipv4Bytes(text)?.join('.');
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  if (!mappedPrefix.every((group, index) => groups[index] === group))
    return groups.map((group) => group.toString(16)).join(':');
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
};

const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const longestDomain = 253;
const notInDomains = /[\s\p{Cc}/\\?#@:%[\]<>^|`{}"]/u;

/**
 * Applies UTS 46 through the platform's URL parser, which needs no import. Returns undefined if the parser rejects the
 * host.
 */
const toAscii = (domain: string): string | undefined => {
  if (notInDomains.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  return new URL(`http://${domain}`).hostname;
};

/**
 * Returns the canonical spelling of a domain name: lower case, with non-ASCII characters in Punycode. Returns undefined
 * unless the text is a domain name of at least two labels whose last label consists of letters.
 */
export const canonicalDomain = (text: string): string | undefined => {
  const domain = /^[\x21-\x7e]+$/.test(text) ? text.toLowerCase() : toAscii(text);
  return domain !== undefined && domain.length <= longestDomain && asciiDomain.test(domain) ? domain : undefined;
};
