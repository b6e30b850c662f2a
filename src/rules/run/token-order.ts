import { isArray, isObject, type JsonArray, type JsonValue, printJson } from '../../json/index.ts';
import type { ResponseNode, TimeOrder } from '../plan/index.ts';

/** The text of a sanitized value that decides where it is written among others; undefined where it holds none. */
export type KeyOf = (value: JsonValue) => string | undefined;

/** Puts sanitized items in an order that tells nothing which the items themselves don't tell. */
export type Arrange = (items: JsonArray) => JsonArray;

/** Transforms whose result is a pseudonym of a person, a group or a thing. */
const tokenMakers: ReadonlySet<string> = new Set(['pseudonymize', 'tokenize']);

const noKey: KeyOf = () => undefined;

/** The nodes below a node, in the order of the Plan. */
const childrenOf = (node: ResponseNode): readonly number[] => {
  if (node.node === 'object') return Object.values(node.properties);
  if (node.node === 'by-type') return Object.values(node.types);
  return node.node === 'array' ? [node.item] : [];
};

/** Which nodes make a token, themselves or somewhere below. */
const nodesWithTokens = (nodes: readonly ResponseNode[]): ReadonlySet<number> => {
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
 * Finds the first token of a sanitized value in Plan order. It looks at nothing but the sanitized value, so that an order
 * by it is told by the reply itself.
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

/** By key; items of one key by their written text, so that only equal items keep their sequence. */
const compareItems = (a: Sortable, b: Sortable): number =>
  compareTexts(a.key, b.key) || compareTexts(bytesOf(a), bytesOf(b));

const idOf: KeyOf = (value) => {
  const id = isObject(value) ? value.get('id') : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** Items in token order: each by its first token, otherwise by its own bytes. */
export const byToken =
  (keyOf: KeyOf): Arrange =>
  (items) => {
    if (items.length < 2) return items;
    const entries = items.map((item): Sortable => ({ item, key: keyOf(item) ?? printJson(item) }));
    return entries.sort(compareItems).map(({ item }) => item);
  };

/** As `byToken`, and entries of one id keep their sequence: in a delta the later one is the newer state. */
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
  // Without the zone's letter, so that a fraction of a second comes after the whole one.
  return typeof value === 'string' ? value.replace(/z$/i, '') : '';
};

/** Items by a time that each of them shows; of one time in the order of `ties`. */
export const byTime = ({ path, descending }: TimeOrder, ties: Arrange): Arrange => {
  const sign = descending ? -1 : 1;
  return (items) => {
    if (items.length < 2) return items;
    const entries = ties(items).map((item) => ({ item, time: timeAt(item, path) }));
    return entries.sort((a, b) => sign * compareTexts(a.time, b.time)).map(({ item }) => item);
  };
};
