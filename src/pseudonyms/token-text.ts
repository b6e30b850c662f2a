/**
 * The syntax of tokens. `t~` (one-way) and `p~` (reversible) are followed by at least 43 characters of the base64url
 * alphabet and, for e-mail addresses, by `@` and the domain, which is `h~…` if it is hashed.
 */

/** Expression source of a reversible token without its suffix, for use inside larger expressions. */
export const reversibleTokenSource = 'p~[A-Za-z0-9_-]{43,}';

/** Expression source of the `@domain` that may follow a token. */
export const tokenSuffixSource = '@(?:h~[A-Za-z0-9_-]{43}|[A-Za-z0-9.-]+)';

const wholeToken = new RegExp(`^[tp]~[A-Za-z0-9_-]{43,}(?:${tokenSuffixSource})?$`);
const parts = /^([tp])~([A-Za-z0-9_-]{43,})(?:@(.*))?$/;

/** Returns true if the whole text has the syntax of a token, whether or not the token can be opened. */
export const isTokenLike = (text: string): boolean => wholeToken.test(text);

type TokenParts = { readonly kind: 't' | 'p'; readonly body: string; readonly suffix?: string };

/** Splits a token into its kind, body and suffix (the part after `@`). Returns undefined for any other text. */
export const splitToken = (text: string): TokenParts | undefined => {
  const [, kind, body, suffix] = parts.exec(text) ?? [];
  if ((kind !== 't' && kind !== 'p') || body === undefined) return undefined;
  return suffix === undefined ? { kind, body } : { kind, body, suffix };
};

/** Formats `t~body` or `p~body`, followed by `@domain` if there is one. */
export const tokenText = (kind: 't' | 'p', body: string, domain: string | undefined): string =>
  `${kind}~${body}${domain === undefined ? '' : `@${domain}`}`;
