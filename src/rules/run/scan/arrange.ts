import {
  type Arrays,
  copyItems,
  fromAt,
  idAt,
  idTo,
  keyAt,
  keyTo,
  moveItems,
  nextAt,
  ofArray,
  type Sorted,
  stride,
  timeAt,
  timeTo,
  toAt,
} from './arrays.ts';
import { leave } from './input.ts';
import type { Order } from './nodes.ts';
import type { Output } from './output.ts';
import { wordsOf } from './words.ts';

/**
 * Ranks lead bytes of U+E000 to U+FFFF after those of surrogate pairs, as in UTF-16, which the reference walk sorts by.
 */
const rank = (byte: number): number => (byte >= 0xf0 ? byte - 2 : byte >= 0xee ? byte + 5 : byte);

/** Compares written bytes as texts. Leaves an escape in a decoded text (`plain`) to the reference walk. */
const compareBytes = (bytes: Uint8Array, a: number, aTo: number, b: number, bTo: number, plain: boolean): number => {
  let one = a;
  let other = b;
  while (one < aTo && other < bTo) {
    const x = bytes[one] as number;
    const y = bytes[other] as number;
    if (plain && (x === 92 || y === 92)) leave();
    if (x !== y) return rank(x) - rank(y);
    one += 1;
    other += 1;
  }
  return aTo - one - (bTo - other);
};

/** Strips the zone's letter, as the reference walk does to compare times. */
const withoutZone = (bytes: Uint8Array, at: number, to: number): number =>
  to > at && ((bytes[to - 1] as number) | 32) === 122 ? to - 1 : to;

type Sorting = { readonly bytes: Uint8Array; readonly items: Int32Array; readonly order: Order };

const compareTimes = ({ bytes, items, order }: Sorting, a: number, b: number): number => {
  const descending = order.time?.descending === true;
  const [aAt, aTo] = [Math.max(items[a + timeAt] as number, 0), items[a + timeTo] as number];
  const [bAt, bTo] = [Math.max(items[b + timeAt] as number, 0), items[b + timeTo] as number];
  const compared = compareBytes(bytes, aAt, withoutZone(bytes, aAt, aTo), bAt, withoutZone(bytes, bAt, bTo), true);
  return descending ? -compared : compared;
};

const compareOwnBytes = ({ bytes, items }: Sorting, a: number, b: number): number =>
  compareBytes(
    bytes,
    items[a + fromAt] as number,
    items[a + toAt] as number,
    items[b + fromAt] as number,
    items[b + toAt] as number,
    false,
  );

/**
 * Compares by key, or by the item's own bytes. Items with the same key are compared by their bytes unless they keep
 * their sequence.
 */
const compareKeys = (sorting: Sorting, a: number, b: number): number => {
  const { bytes, items, order } = sorting;
  const key = order.sequence ? idAt : keyAt;
  const aKey = (items[a + key] as number) >= 0 ? key : fromAt;
  const bKey = (items[b + key] as number) >= 0 ? key : fromAt;
  if (aKey === fromAt && bKey === fromAt) return compareOwnBytes(sorting, a, b);
  const compared = compareBytes(
    bytes,
    items[a + aKey] as number,
    items[a + aKey + 1] as number,
    items[b + bKey] as number,
    items[b + bKey + 1] as number,
    true,
  );
  return compared !== 0 || order.sequence ? compared : compareOwnBytes(sorting, a, b);
};

const compareItems = (sorting: Sorting, a: number, b: number): number => {
  const byTime = sorting.order.time === undefined ? 0 : compareTimes(sorting, a, b);
  return byTime !== 0 ? byTime : compareKeys(sorting, a, b);
};

/** Maximum number of items that are sorted in place. */
const few = 24;

/** Sorts the bases of items; equal ones keep their sequence. */
const sortBases = (bases: number[], sorting: Sorting): void => {
  if (bases.length > few) {
    bases.sort((a, b) => compareItems(sorting, a, b));
    return;
  }
  for (let index = 1; index < bases.length; index += 1) {
    const base = bases[index] as number;
    let place = index;
    while (place > 0 && compareItems(sorting, bases[place - 1] as number, base) > 0) {
      bases[place] = bases[place - 1] as number;
      place -= 1;
    }
    bases[place] = base;
  }
};

/**
 * Resolves the keys of items: an array has the key of its first keyed item; if items keep their sequence, the id or the
 * key decides.
 */
const resolveKeys = (arrays: Arrays, bases: readonly number[], { sequence }: Order): void => {
  const { items, list } = arrays;
  for (const base of bases) {
    if (items[base + keyTo] === ofArray) {
      const inner = list[items[base + keyAt] as number]?.key ?? { at: -1, to: 0 };
      items[base + keyAt] = inner.at;
      items[base + keyTo] = inner.to;
    }
    if (sequence && (items[base + idAt] as number) < 0) {
      items[base + idAt] = items[base + keyAt] as number;
      items[base + idTo] = items[base + keyTo] as number;
    }
  }
};

const sortArray = (arrays: Arrays, index: number, output: Output): Sorted => {
  const { items, list } = arrays;
  const { order, head, count } = list[index] as Arrays['list'][number];
  const bases = new Array<number>(count);
  let end = 0;
  for (let item = head, place = 0; item >= 0; item = items[item * stride + nextAt] as number, place += 1) {
    bases[place] = item * stride;
    end = items[item * stride + toAt] as number;
  }
  resolveKeys(arrays, bases, order);
  const start = items[head * stride + fromAt] as number;
  sortBases(bases, { bytes: output.bytes, items, order });
  return { bases, start, end };
};

/** Sets the key of an array: that of its first keyed item, where it now is. */
const setKey = ({ items, list }: Arrays, index: number, { bases, start }: Sorted): void => {
  const { key } = list[index] as Arrays['list'][number];
  let place = start;
  for (const base of bases) {
    const from = items[base + fromAt] as number;
    if ((items[base + keyAt] as number) >= 0) {
      key.at = place + (items[base + keyAt] as number) - from;
      key.to = place + (items[base + keyTo] as number) - from;
      return;
    }
    place += (items[base + toAt] as number) - from + 1;
  }
};

const isInSequence = ({ bases }: Sorted): boolean =>
  bases.every((base, place) => place === 0 || (bases[place - 1] as number) < base);

/**
 * Sorts the items of all arrays, inner arrays before outer ones, and returns the document: a copy, or the output's own bytes if the
 * buffer isn't `reused`.
 */
export const arrangeAll = (arrays: Arrays, output: Output, reused: boolean): Uint8Array => {
  const { items, list } = arrays;
  const last = list.length - 1;
  for (let index = 0; index < (reused ? last : list.length); index += 1) {
    const sorted = sortArray(arrays, index, output);
    if (!isInSequence(sorted)) moveItems(output, items, sorted);
    setKey(arrays, index, sorted);
  }
  if (!reused) return output.bytes.subarray(0, output.to);
  const outermost = last < 0 ? undefined : sortArray(arrays, last, output);
  const document = wordsOf(Buffer.allocUnsafeSlow(output.to));
  if (outermost === undefined || isInSequence(outermost)) {
    output.bytes.copy(document.bytes, 0, 0, output.to);
    return document.bytes;
  }
  // No array is around the last one, so its items go right to their places in the document.
  const { bases, start, end } = outermost;
  output.bytes.copy(document.bytes, 0, 0, start);
  copyItems(items, bases, output, 0, document, start);
  output.bytes.copy(document.bytes, end, end, output.to);
  return document.bytes;
};
