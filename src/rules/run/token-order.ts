import { isArray, isObject, type JsonArray, type JsonValue, printJson } from '../../json/index.ts';
import type { ResponseNode, TimeOrder } from '../plan/index.ts';

/** Returns the sort key of a sanitized value; undefined if it has none. */
export type KeyOf = (value: JsonValue) => string | undefined;

/** Sorts sanitized items into an order that reveals no more than the items themselves. */
export type Arrange = (items: JsonArray) => JsonArray;

/** Transforms whose result is a pseudonym of a person, a group or a thing. */
const tokenMakers: ReadonlySet<string> = new Set(['pseudonymize', 'tokenize']);

const noKey: KeyOf = () => undefined;

/** Returns the child nodes in the order of the Plan. */
const childrenOf = (node: ResponseNode): readonly number[] => {
  if (node.node === 'object') return Object.values(node.properties);
  if (node.node === 'by-type') return Object.values(node.types);
  return node.node === 'array' ? [node.item] : [];
};

/** Finds the nodes that create a token, directly or in a descendant. */
export const nodesWithTokens = (nodes: readonly ResponseNode[]): ReadonlySet<number> => {
  const found = new Set<number>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [index, node] of nodes.entries()) {
      const makes = node.node === 'transform' && tokenMakers.has(node.transform);
      if (makes || childrenOf(node).some((child) => found.has(child))) found.add(index);
    }
  }
  return found;
};

const firstOf = <T>(entries: Iterable<T>, keyOf: (entry: T) => string | undefined): string | undefined => {
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== undefined) return key;
  }
  return undefined;
};

/**
 * Finds the first token of a sanitized value in Plan order. Uses only the sanitized value, so that the resulting order
 * reveals nothing beyond the reply.
 */
export const prepareKeys = (nodes: readonly ResponseNode[]): ((node: number) => KeyOf) => {
  const withTokens = nodesWithTokens(nodes);

  const prepare = (node: ResponseNode): KeyOf => {
    switch (node.node) {
      case 'object': {
        const named = Object.entries(node.properties).filter(([, index]) => withTokens.has(index));
        return (value) => {
          if (!isObject(value)) return undefined;
          return firstOf(named, ([name, index]) => {
            const member = value.get(name);
            return member === undefined ? undefined : at(index)(member);
          });
        };
      }
      case 'array':
        return (value) => (isArray(value) ? firstOf(value, at(node.item)) : undefined);
      case 'by-type': {
        const typed = Object.values(node.types).filter((index) => withTokens.has(index));
        return (value) => firstOf(typed, (index) => at(index)(value));
      }
      default:
        return (value) => (typeof value === 'string' ? value : undefined);
    }
  };

  const keys = nodes.map((node, index) => (withTokens.has(index) ? prepare(node) : noKey));
  const at = (index: number): KeyOf => keys[index] ?? noKey;
  return at;
};

type Sortable = { readonly item: JsonValue; readonly key: string; bytes?: string };

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const bytesOf = (entry: Sortable): string => {
  entry.bytes ??= printJson(entry.item);
  return entry.bytes;
};

/** Compares by key, then by serialized text, so that only equal items keep their sequence. */
const compareItems = (a: Sortable, b: Sortable): number =>
  compareTexts(a.key, b.key) || compareTexts(bytesOf(a), bytesOf(b));

const idOf: KeyOf = (value) => {
  const id = isObject(value) ? value.get('id') : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** Sorts items by their first token, or by their own bytes if they have none. */
export const byToken =
  (keyOf: KeyOf): Arrange =>
  (items) => {
    if (items.length < 2) return items;
    const entries = items.map((item): Sortable => ({ item, key: keyOf(item) ?? printJson(item) }));
    return entries.sort(compareItems).map(({ item }) => item);
  };

/**
 * Sorts like `byToken`, but keeps the sequence of entries with the same id: in a delta, the later entry is the newer
 * state.
 */
export const byTokenInSequence =
  (keyOf: KeyOf): Arrange =>
  (items) => {
    if (items.length < 2) return items;
    const entries = items.map((item) => ({ item, key: idOf(item) ?? keyOf(item) ?? printJson(item) }));
    return entries.sort((a, b) => compareTexts(a.key, b.key)).map(({ item }) => item);
  };

const timeAt = (item: JsonValue, path: readonly string[]): string => {
  let value: JsonValue | undefined = item;
  for (const name of path) value = isObject(value) ? value.get(name) : undefined;
  // Strips the zone's letter, so that fractions of a second sort after the whole second.
  return typeof value === 'string' ? value.replace(/z$/i, '') : '';
};

/** Sorts items by a time that each of them contains, and items with equal times by `ties`. */
export const byTime = ({ path, descending }: TimeOrder, ties: Arrange): Arrange => {
  const sign = descending ? -1 : 1;
  return (items) => {
    if (items.length < 2) return items;
    const entries = ties(items).map((item) => ({ item, time: timeAt(item, path) }));
    return entries.sort((a, b) => sign * compareTexts(a.time, b.time)).map(({ item }) => item);
  };
};
