/** Characters that can't occur in an encoded path, and percent signs that don't encode anything. */
const unencoded = /[^A-Za-z0-9._~!$&'()*+,;=:@/%-]|%(?![0-9A-Fa-f]{2})/gu;
const loneSurrogate = /\p{Cs}/u;

const encoded = (text: string): string => (loneSurrogate.test(text) ? '%EF%BF%BD' : encodeURIComponent(text));

/**
 * Returns the path of an event as in a request line. Function URLs and REST APIs pass it unchanged, HTTP APIs decode
 * it: characters that can result only from decoding are encoded again, all others stay.
 */
export const encodedPath = (path: string): string => path.replace(unencoded, encoded);

/** Encodes the decoded names and values of a query, as in events of payload format 1.0. */
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
