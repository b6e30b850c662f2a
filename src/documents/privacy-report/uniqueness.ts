/** Number of items in a sample whose kept properties equal no other item's. */
export type Uniqueness = {
  readonly items: number;
  /** Items whose kept properties no other item has. */
  readonly unique: number;
  /** `unique` of all, from 0 to 1. */
  readonly share: number;
  /** Items that share their kept properties with at most three others. */
  readonly amongFewerThanFive: number;
  /** By each single property, the most revealing first. */
  readonly properties: readonly { readonly path: string; readonly unique: number; readonly values: number }[];
};

type Item = Readonly<Record<string, unknown>>;

const token = /^[pt]~/;
const few = 5;

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/**
 * Replaces a pseudonym with the number of items that share it, because that is all a pseudonym reveals by itself: the
 * size of a department shows, but not its name.
 */
const withoutTokens =
  (sharing: ReadonlyMap<string, number>) =>
  (value: unknown): unknown => {
    const plain = withoutTokens(sharing);
    if (typeof value === 'string') return token.test(value) ? `~${sharing.get(value) ?? 1}` : value;
    if (Array.isArray(value)) return value.map((item) => JSON.stringify(plain(item))).sort();
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
        .map(([name, member]) => [name, plain(member)]),
    );
  };

const countsOf = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

const atMost = (texts: readonly string[], most: number): number => {
  const counts = countsOf(texts);
  return texts.filter((text) => (counts.get(text) ?? 0) <= most).length;
};

/**
 * Counts how unique the items of a reply are by their kept properties, as an attacker with background knowledge would.
 */
export const uniquenessOf = (items: readonly Item[]): Uniqueness => {
  const sharing = countsOf(items.flatMap((item) => [...new Set(textsOf(item))]));
  const kept = items.map((item) => withoutTokens(sharing)(item) as Item);
  const records = kept.map((item) => JSON.stringify(item));
  const names = [...new Set(kept.flatMap((item) => Object.keys(item)))];
  const properties = names.map((path) => {
    const values = kept.map((item) => JSON.stringify(item[path]) ?? '');
    return { path, unique: atMost(values, 1), values: countsOf(values).size };
  });
  const unique = atMost(records, 1);
  return {
    items: items.length,
    unique,
    share: items.length === 0 ? 0 : unique / items.length,
    amongFewerThanFive: atMost(records, few - 1),
    properties: properties
      .filter(({ values }) => values > 1)
      .sort((a, b) => b.unique - a.unique || b.values - a.values || (a.path < b.path ? -1 : 1)),
  };
};
