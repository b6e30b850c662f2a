import type { DomainHandling, Pseudonym, Pseudonyms } from './pseudonyms.ts';
import type { ValueKind } from './token-kinds.ts';

/** Longest key that is cached, in UTF-16 units. Pages repeat addresses and ids, not long texts. */
const longestKey = 512;

/**
 * Caches the results of a pure function. Keeps two generations of at most `size` entries. When the newer generation is
 * full, the older one is discarded, so values that a page repeats stay cached.
 */
export const memoized = <T>(make: (key: string) => T, size = 4096): ((key: string) => T) => {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (key) => {
    const known = young.get(key);
    if (known !== undefined) return known;
    const made = old.get(key) ?? make(key);
    if (key.length > longestKey) return made;
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    young.set(key, made);
    return made;
  };
};

type MakePseudonym = (value: string, kind: ValueKind, reversible: boolean, domain: DomainHandling) => Pseudonym;

/** Caches `pseudonymize` over `make`, separately for each kind and each set of options. */
export const memoizedPseudonymize = (make: MakePseudonym): Pseudonyms['pseudonymize'] => {
  const memories = new Map<string, (value: string) => Pseudonym>();
  return (value, kind, { reversible, domain }) => {
    const way = `${reversible ? 'p' : 't'} ${domain} ${kind}`;
    let known = memories.get(way);
    if (known === undefined) {
      known = memoized((text) => make(text, kind, reversible, domain));
      memories.set(way, known);
    }
    return known(value);
  };
};

/** Caches `tokenize` over `make`, separately for each kind. */
export const memoizedTokenize = (make: Pseudonyms['tokenize']): Pseudonyms['tokenize'] => {
  const memories = new Map<ValueKind, (value: string) => string>();
  return (value, kind) => {
    let known = memories.get(kind);
    if (known === undefined) {
      known = memoized((text) => make(text, kind));
      memories.set(kind, known);
    }
    return known(value);
  };
};
