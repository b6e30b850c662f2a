import type { Order } from './nodes.ts';
import { createOutput, type Output, release, reserve, writeBytes } from './output.ts';
import { copyWords, type Words } from './words.ts';

/** A run of written bytes; `at` is -1 where there is none. `to` of `ofArray`: that of the array whose number `at` is. */
export type Slice = { at: number; to: number };

export const ofArray = -2;

/** Arrays of one page, inner before outer, with the slices of their items. */
export type Arrays = {
  items: Int32Array;
  itemCount: number;
  readonly list: { readonly order: Order; readonly head: number; readonly count: number; readonly key: Slice }[];
};

export const stride = 9;
/** Fields of an item. The end of a slice follows its beginning. */
export const [fromAt, toAt, keyAt, keyTo, timeAt, timeTo, idAt, idTo, nextAt] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export const createArrays = (): Arrays => ({ items: new Int32Array(stride * 256), itemCount: 0, list: [] });

export const clearArrays = (arrays: Arrays): void => {
  arrays.itemCount = 0;
  arrays.list.length = 0;
};

/** Adds an item after `before` (-1 for the first) and returns its number. */
export const addItem = (
  arrays: Arrays,
  before: number,
  from: number,
  to: number,
  key: Slice,
  time: Slice,
  id: Slice,
): number => {
  const item = arrays.itemCount;
  if ((item + 1) * stride > arrays.items.length) {
    const items = new Int32Array(arrays.items.length * 2);
    items.set(arrays.items);
    arrays.items = items;
  }
  const { items } = arrays;
  const base = item * stride;
  items[base + fromAt] = from;
  items[base + toAt] = to;
  items[base + keyAt] = key.at;
  items[base + keyTo] = key.to;
  items[base + timeAt] = time.at;
  items[base + timeTo] = time.to;
  items[base + idAt] = id.at;
  items[base + idTo] = id.to;
  items[base + nextAt] = -1;
  if (before >= 0) items[before * stride + nextAt] = item;
  arrays.itemCount = item + 1;
  return item;
};

/** Adds an array of the items from `head` on and returns its number. */
export const addArray = (arrays: Arrays, order: Order, head: number, count: number): number =>
  arrays.list.push({ order, head, count, key: { at: -1, to: 0 } }) - 1;

const comma = 44;

const scratch = createOutput();
/** A larger buffer is released after its page. */
const largestScratch = 1 << 20;
/** Most bytes of items that are copied before they are sorted. */
const largestCopied = 1 << 16;

/** The sorted items of an array, by their bases, and the slice from the first to the last one. */
export type Sorted = { readonly bases: readonly number[]; readonly start: number; readonly end: number };

/** Copies sorted items, with commas between them, to `place`. The first byte of `source` is that at `offset` of the output. */
export const copyItems = (
  items: Int32Array,
  bases: readonly number[],
  source: Words,
  offset: number,
  target: Words,
  start: number,
): void => {
  let place = start;
  for (const base of bases) {
    if (place > start) {
      target.bytes[place] = comma;
      place += 1;
    }
    const from = items[base + fromAt] as number;
    const to = items[base + toAt] as number;
    copyWords(source, from - offset, to - offset, target, place);
    place += to - from;
  }
};

/** Items that are overwritten before their turn, side by side in a buffer, by their bases. */
type Saved = { readonly store: Output; readonly places: Map<number, number> };

/** Moves the saved items that are still waiting to the beginning of their buffer. */
const compact = ({ store, places }: Saved, items: Int32Array): void => {
  store.to = 0;
  for (const [base, place] of places) {
    const length = (items[base + toAt] as number) - (items[base + fromAt] as number);
    store.bytes.copyWithin(store.to, place, place + length);
    places.set(base, store.to);
    store.to += length;
  }
};

const save = (saved: Saved, items: Int32Array, base: number, output: Output): void => {
  const { store, places } = saved;
  const from = items[base + fromAt] as number;
  const to = items[base + toAt] as number;
  if (store.to + to - from > store.bytes.length) compact(saved, items);
  places.set(base, store.to);
  writeBytes(store, output, from, to);
};

/**
 * Writes many sorted items over their previous bytes. If the order is random, about a quarter of the bytes wait in the other buffer at a
 * time.
 */
const moveMany = (output: Output, items: Int32Array, { bases, start, end }: Sorted): void => {
  const inSequence = Int32Array.from(bases).sort();
  const saved: Saved = { store: scratch, places: new Map() };
  const written = new Set<number>();
  let next = 0;
  let place = start;
  scratch.to = 0;
  reserve(scratch, ((end - start) * 5) >> 4);
  for (const base of bases) {
    const from = items[base + fromAt] as number;
    const length = (items[base + toAt] as number) - from;
    const itemPlace = place > start ? place + 1 : place;
    written.add(base);
    for (; next < inSequence.length; next += 1) {
      const other = inSequence[next] as number;
      if ((items[other + fromAt] as number) >= itemPlace + length) break;
      if (!written.has(other)) save(saved, items, other, output);
    }
    const kept = saved.places.get(base);
    if (kept === undefined) output.bytes.copyWithin(itemPlace, from, from + length);
    else copyWords(scratch, kept, kept + length, output, itemPlace);
    if (itemPlace > place) output.bytes[place] = comma;
    saved.places.delete(base);
    place = itemPlace + length;
  }
};

/** Writes the sorted items over their previous bytes, with commas between them. */
export const moveItems = (output: Output, items: Int32Array, sorted: Sorted): void => {
  const { bases, start, end } = sorted;
  if (end - start > largestCopied) moveMany(output, items, sorted);
  else {
    scratch.to = 0;
    writeBytes(scratch, output, start, end);
    copyItems(items, bases, scratch, start, output, start);
  }
  if (scratch.bytes.length > largestScratch) release(scratch);
};
