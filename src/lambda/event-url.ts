/** Characters that an encoded path can't contain, and a percent sign that encodes nothing. */
const unencoded = /[^A-Za-z0-9._~!$&'()*+,;=:@/%-]|%(?![0-9A-Fa-f]{2})/gu;
const loneSurrogate = /\p{Cs}/u;

const encoded = (text: string): string => (loneSurrogate.test(text) ? '%EF%BF%BD' : encodeURIComponent(text));

/**
 * The path of an event as a request line holds it. Function URLs and REST APIs hand it on as it was sent, HTTP APIs decode
 * it: characters that only decoding can produce are encoded again, all others stay.
 */
export const encodedPath = (path: string): string => path.replace(unencoded, encoded);

/** A query string of decoded names and values, as events of payload format 1.0 carry them. */
export const encodedQuery = (parameters: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(parameters)
    .flatMap(([name, values]) => values.map((value) => `${queryText(name)}=${queryText(value)}`))
    .join('&');

const queryText = (text: string): string => text.replace(/[^A-Za-z0-9._~$-]/gu, encoded);

/** Splits a prefix (a stage) from the proxy's own path. */
export const splitStage = (path: string, stage: string): { readonly prefix: string; readonly rest: string } => {
  const prefix = `/${stage}`;
  const named = stage !== '' && stage !== '$default' && (path === prefix || path.startsWith(`${prefix}/`));
  return named ? { prefix, rest: path.slice(prefix.length) || '/' } : { prefix: '', rest: path };
};
