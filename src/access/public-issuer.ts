/**
 * True for an issuer whose keys the token service can read: https, a public host name, nothing that could lead elsewhere. URL
 * parsers write every form of an IPv4 address as digits and dots, and IPv6 addresses in brackets.
 */
export const isPublicIssuer = (text: string): boolean => {
  if (!/^https:\/\/[^\s?#@]+$/.test(text) || !URL.canParse(text)) return false;
  const { hostname } = new URL(text);
  return (
    hostname.includes('.') && !/^(?:[\d.]+|\[.*\])$/.test(hostname) && !/\.(?:localhost|local|internal)$/.test(hostname)
  );
};
