// GHASH (NIST SP 800-38D) without tables, for token-hash-data.ts.

import { address, functions, type WasmFunction, zero } from './token-hash-layout.ts';
import {
  type Code,
  call,
  get,
  i32,
  i64,
  int,
  intAdd,
  left,
  load,
  long,
  longAnd,
  longLane,
  longLoad,
  longMultiply,
  longOr,
  longStore,
  longXor,
  right,
  set,
  shuffle,
  times,
} from './wasm.ts';

const masks = [0x1111111111111111n, 0x2222222222222222n, 0x4444444444444444n, 0x8888888888888888n];

/**
 * The low half of the product of two polynomials over GF(2): the bits are spread, so that carries fall into holes. Parameters 0 and 1;
 * locals 2 to 5 and 6 to 9 are their parts.
 */
export const multiply: WasmFunction = {
  parameters: [i64, i64],
  locals: masks.flatMap(() => [i64, i64]),
  body: [
    masks.map((mask, part) => [set(2 + part, longAnd(get(0), long(mask))), set(6 + part, longAnd(get(1), long(mask)))]),
    masks
      .map((mask, sum) => {
        const products = masks.map((_, part) => longMultiply(get(2 + part), get(6 + ((sum - part + 4) & 3))));
        return longAnd(longXor(products[0] as Code, ...products.slice(1)), long(mask));
      })
      .reduce(longOr),
  ],
};

const swapBits = (value: Code, mask: bigint, count: number): Code =>
  longOr(left(longAnd(value, long(mask)), count), longAnd(right(value, count), long(mask)));

/** The bits of a word in the other order. Local 1 holds the steps. */
export const reverse: WasmFunction = {
  parameters: [i64],
  locals: [],
  body: [
    (
      [
        [0x5555555555555555n, 1],
        [0x3333333333333333n, 2],
        [0x0f0f0f0f0f0f0f0fn, 4],
        [0x00ff00ff00ff00ffn, 8],
        [0x0000ffff0000ffffn, 16],
      ] as const
    ).map(([mask, count]) => set(0, swapBits(get(0), mask, count))),
    longOr(left(get(0), 32), right(get(0), 32)),
  ],
};

const times64 = (a: Code, b: Code): Code => [a, b, call(functions.multiply)];
const reversed = (a: Code): Code => [a, call(functions.reverse)];
const bigEndian = (at: Code): Code => {
  const value = load(at);
  return shuffle(value, value, [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
};

/** Makes the parts of the hash key at `address.hashKey` of the block at parameter 0. Locals 1 to 4: low, high, both reversed. */
export const setHashKey: WasmFunction = {
  parameters: [i32],
  locals: [i64, i64, i64, i64],
  body: [
    set(1, longLane(bigEndian(get(0)), 0)),
    set(2, longLane(bigEndian(get(0)), 1)),
    set(3, reversed(get(1))),
    set(4, reversed(get(2))),
    [get(1), get(2), longXor(get(1), get(2)), get(3), get(4), longXor(get(3), get(4))].map((part, index) =>
      longStore(zero, address.hashKey + 8 * index, part),
    ),
  ],
};

const [low, high, lowReversed, highReversed] = [3, 4, 5, 6];
const products = 7;
const reducing = 13;

/**
 * GHASH (NIST SP 800-38D, 6.4) of the blocks from parameter 0 on, as many as parameter 1, continued from `address.sum`: low and high
 * half of the sum. Local 2: the block; 3 to 6 halves and their reverses; 7 to 12 products; 13 to 16 the sum before it is reduced.
 */
export const addHash: WasmFunction = {
  parameters: [i32, i32],
  locals: [i32, ...Array.from({ length: 14 }, () => i64)],
  body: [
    set(low, longLoad(zero, address.sum)),
    set(high, longLoad(zero, address.sum + 8)),
    times(2, get(1), [
      set(low, longXor(get(low), longLane(bigEndian(get(0)), 0))),
      set(high, longXor(get(high), longLane(bigEndian(get(0)), 1))),
      set(0, intAdd(get(0), int(16))),
      set(lowReversed, reversed(get(low))),
      set(highReversed, reversed(get(high))),
      [
        get(low),
        get(high),
        longXor(get(low), get(high)),
        get(lowReversed),
        get(highReversed),
        longXor(get(lowReversed), get(highReversed)),
      ].map((factor, index) => set(products + index, times64(factor, longLoad(zero, address.hashKey + 8 * index)))),
      set(products + 2, longXor(get(products + 2), get(products), get(products + 1))),
      set(products + 5, longXor(get(products + 5), get(products + 3), get(products + 4))),
      [3, 4, 5].map((index) => set(products + index, right(reversed(get(products + index)), 1))),
      set(reducing, get(products)),
      set(reducing + 1, longXor(get(products + 3), get(products + 2))),
      set(reducing + 2, longXor(get(products + 1), get(products + 5))),
      set(reducing + 3, get(products + 4)),
      [3, 2, 1].map((index) =>
        set(reducing + index, longOr(left(get(reducing + index), 1), right(get(reducing + index - 1), 63))),
      ),
      set(reducing, left(get(reducing), 1)),
      [0, 1].map((index) => {
        const value = get(reducing + index);
        return [
          set(
            reducing + index + 2,
            longXor(get(reducing + index + 2), value, right(value, 1), right(value, 2), right(value, 7)),
          ),
          set(
            reducing + index + 1,
            longXor(get(reducing + index + 1), left(value, 63), left(value, 62), left(value, 57)),
          ),
        ];
      }),
      set(low, get(reducing + 2)),
      set(high, get(reducing + 3)),
    ]),
    longStore(zero, address.sum, get(low)),
    longStore(zero, address.sum + 8, get(high)),
  ],
};
