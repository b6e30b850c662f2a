// Values that a recording leaves out because they differ in every run, and the comparison of two recordings.

/** Properties whose values differ in every run: times, durations, request ids. */
const ofOneRun = new Set([
  'ms',
  'date',
  'time',
  'request-id',
  'client-request-id',
  'requestId',
  'clientRequestId',
  'graphRequestId',
  'source_code_hash',
]);
const endsWithMs = /[a-z]Ms$/;

/**
 * A sealed link: its first byte is an epoch from 1 to 15, its nonce is random. Graph's own links never begin like this.
 */
const sealed = /((?:\$|%24)(?:skip|delta)token=)A[Q-Za-f][\w-]{40,}/g;
const token = /\b[pt]~[\w-]{20,}/g;

export type Normalize = (value: unknown) => unknown;

/**
 * Returns a function that replaces ports, times, ids of requests, sealed links, hashes of bundles and `version` in JSON.
 * With `numberTokens`, each distinct pseudonym becomes a number in the order of appearance, across all calls.
 */
export const normalizer = (options: { readonly version?: string; readonly numberTokens?: boolean } = {}): Normalize => {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): string => {
    if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
    return `${text.slice(0, 2)}#${numbers.get(text)}`;
  };
  const ofText = (text: string): string => {
    const plain = text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT').replace(sealed, '$1SEALED');
    const numbered = options.numberTokens === true ? plain.replace(token, numberOf) : plain;
    if (options.version === undefined) return numbered;
    const escaped = options.version.replaceAll('.', '\\.');
    return numbered.replace(new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`, 'g'), 'VERSION');
  };
  const normalize: Normalize = (value) => {
    if (typeof value === 'string') return ofText(value);
    if (Array.isArray(value)) return value.map(normalize);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      ofText(key),
      (ofOneRun.has(key) || endsWithMs.test(key)) && inner !== null ? `<${key}>` : normalize(inner),
    ]);
    return Object.fromEntries(entries);
  };
  return normalize;
};

export type Difference = { readonly path: string; readonly before: string; readonly after: string };

const excerpt = (value: unknown, from: number): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent');
  const start = Math.max(0, from - 30);
  return `${start > 0 ? '…' : ''}${text.slice(start, start + 90)}${text.length > start + 90 ? '…' : ''}`;
};

const firstDifference = (a: unknown, b: unknown): number => {
  if (typeof a !== 'string' || typeof b !== 'string') return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
};

/** Lists the differences between two JSON values, each with its path: `.rules.3.counts.gaps`. */
export const differences = (a: unknown, b: unknown, path = ''): readonly Difference[] => {
  if (a === b) return [];
  const nested = [a, b].every((value) => value !== null && typeof value === 'object');
  if (!nested || Array.isArray(a) !== Array.isArray(b)) {
    const at = firstDifference(a, b);
    return [{ path, before: excerpt(a, at), after: excerpt(b, at) }];
  }
  const [before, after] = [new Map(Object.entries(a as object)), new Map(Object.entries(b as object))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    differences(before.get(key), after.get(key), `${path}.${key}`),
  );
};

/**
 * Intended differences, as patterns over `document.json.path.of.value`. Texts are allowed to differ only with
 * `--ignore-texts`.
 */
export const allowed: readonly RegExp[] = [
  // The rule forms were renamed: allow-list and psoxy.
  /\.form$/,
  // Rules were converted to JavaScript expressions, so lines and the hash of the whole Plan change.
  /\.(?:position|rule|place)(?:\.|$)|graphveil-rules/,
  // Connectors have a separate parent construct. CDKTF writes its path into comments; addresses stay the same.
  /\/\/\.metadata\.path$/,
  // Commands in documents are quoted so that a shell reads them as written, and never run a package by name.
  /\.content(?:\.|$)/,
];
export const texts = /\.json(?:\..*)?\.(?:message|hint|detail|text|changes)(?:\.|$)/;
