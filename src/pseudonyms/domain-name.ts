const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const longestDomain = 253;
const notInDomains = /[\s\p{Cc}/\\?#@:%[\]<>^|`{}"]/u;

/** UTS 46 by way of the platform's URL parser, which needs no import; undefined where it refuses the host. */
const toAscii = (domain: string): string | undefined => {
  if (notInDomains.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  return new URL(`http://${domain}`).hostname;
};

/**
 * The one spelling of a domain name: lower case, and punycode where it has characters outside ASCII. Undefined for what
 * is no domain of at least two labels with a last one of letters.
 */
export const canonicalDomain = (text: string): string | undefined => {
  const domain = /^[\x21-\x7e]+$/.test(text) ? text.toLowerCase() : toAscii(text);
  return domain !== undefined && domain.length <= longestDomain && asciiDomain.test(domain) ? domain : undefined;
};
