import type { DomainHandling, Pseudonym, Pseudonyms } from './pseudonyms.ts';

/** Longest key that is remembered, in UTF-16 units: a page repeats addresses and ids, not long texts. */
const longestKey = 512;

/**
 * Remembers what a pure function gave for a text. Holds two generations of at most `size` entries: when the younger is
 * full the older is let go, so what a page repeats stays and what was seen once leaves.
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

type MakePseudonym = (value: string, reversible: boolean, domain: DomainHandling) => Pseudonym;

/** `pseudonymize` over `make`, with a memory of its own for each way of asking. */
export const memoizedPseudonymize = (make: MakePseudonym): Pseudonyms['pseudonymize'] => {
  const each = (reversible: boolean): Record<DomainHandling, (value: string) => Pseudonym> => ({
    keep: memoized((value) => make(value, reversible, 'keep')),
    drop: memoized((value) => make(value, reversible, 'drop')),
    hash: memoized((value) => make(value, reversible, 'hash')),
  });
  const reversible = each(true);
  const oneWay = each(false);
  return (value, how) => (how.reversible ? reversible : oneWay)[how.domain](value);
};
