// SHA-256 of four messages at a time (FIPS 180-4) and HMAC with it, for token-hash-data.ts.

import { address, type WasmFunction, zero } from './token-hash-layout.ts';
import {
  add,
  type Code,
  call,
  get,
  greater,
  i32,
  int,
  intAdd,
  intLoad,
  intShiftLeft,
  load,
  loadSplat,
  memory,
  rotate,
  select,
  set,
  shiftRight,
  shuffle,
  simd,
  splat,
  store,
  times,
  v128,
  xor,
} from './wasm.ts';

const indexes = Array.from({ length: 16 }, (_, index) => index);
const registers = indexes.slice(0, 8);

/** The first prime numbers. */
export const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let next = 2; found.length < count; next += 1) if (found.every((prime) => next % prime !== 0)) found.push(next);
  return found;
};

/** First 32 bits of the fraction of a root of a prime (FIPS 180-4, 4.2.2 and 5.3.3), by whole numbers. */
export const fraction = (prime: number, root: 2 | 3): number => {
  const wanted = BigInt(prime) << BigInt(32 * root);
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= wanted) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
};

const word = (at: number): Code => load(zero, address.words + 16 * (at & 15));

/** One round; the registers change their roles from round to round (FIPS 180-4, 6.2.2). */
const round = (at: number): Code => {
  const role = (index: number): number => (index - at + 64) & 7;
  const [a, b, c, d, e, f, g, h] = registers.map((index) => role(index)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const x = get;
  return [
    set(
      h,
      add(
        x(h),
        xor(rotate(x(e), 6), rotate(x(e), 11), rotate(x(e), 25)),
        select(x(f), x(g), x(e)),
        loadSplat(get(8), address.constants + 4 * at),
        word(at),
      ),
    ),
    set(d, add(x(d), x(h))),
    set(h, add(x(h), xor(rotate(x(a), 2), rotate(x(a), 13), rotate(x(a), 22)), select(x(a), x(b), xor(x(b), x(c))))),
  ];
};

/** The next word of the schedule, in the place of the one that is sixteen before it. */
const schedule = (at: number): Code => {
  const [before, last] = [word(at + 1), word(at + 14)];
  return store(
    zero,
    address.words + 16 * at,
    add(
      word(at),
      xor(rotate(before, 7), rotate(before, 18), shiftRight(before, 3)),
      word(at + 9),
      xor(rotate(last, 17), rotate(last, 19), shiftRight(last, 10)),
    ),
  );
};

/** Adds the block in `words` to the hashes in `state`, four at a time. Locals: registers 0 to 7, 8 the offset of constants, 9. */
export const compress: WasmFunction = {
  parameters: [],
  locals: [...registers.map(() => v128), i32, i32],
  body: [
    registers.map((index) => set(index, load(zero, address.state + 16 * index))),
    times(9, int(4), [set(8, intShiftLeft(get(9), 6)), indexes.map(round), indexes.map(schedule)]),
    registers.map((index) =>
      store(zero, address.state + 16 * index, add(get(index), load(zero, address.state + 16 * index))),
    ),
  ],
};

/** Bytes of the four words in the other order. */
const swap = (value: Code): Code => shuffle(value, value, [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]);
const bytesOf = (words: readonly number[]): readonly number[] =>
  words.flatMap((at) => [4 * at, 4 * at + 1, 4 * at + 2, 4 * at + 3]);
const lower = bytesOf([0, 4, 1, 5]);
const upper = bytesOf([2, 6, 3, 7]);
const lowHalves = bytesOf([0, 1, 4, 5]);
const highHalves = bytesOf([2, 3, 6, 7]);

/** Turns four rows, in the locals from `from` on, into columns, each handed to `take`. */
const transpose = (from: number, take: (column: Code, index: number) => Code): Code => {
  const [a, b, c, d] = [0, 1, 2, 3].map((index) => get(from + index)) as [Code, Code, Code, Code];
  const halves = [lower, upper].flatMap((bytes) => [shuffle(a, b, bytes), shuffle(c, d, bytes)]);
  const [low, lowRest, high, highRest] = halves as [Code, Code, Code, Code];
  return [
    take(shuffle(low, lowRest, lowHalves), 0),
    take(shuffle(low, lowRest, highHalves), 1),
    take(shuffle(high, highRest, lowHalves), 2),
    take(shuffle(high, highRest, highHalves), 3),
  ];
};

/** Reads a block of each of the four messages into `words`. Local `job` has their addresses, `offset` that of the block. */
const readBlocks = (job: number, offset: number, rows: number): Code =>
  [0, 1, 2, 3].map((quarter) => [
    [0, 1, 2, 3].map((lane) =>
      set(rows + lane, swap(load(intAdd(intLoad(get(job), 4 * lane), get(offset)), 16 * quarter))),
    ),
    transpose(rows, (column, index) => store(zero, address.words + 16 * (4 * quarter + index), column)),
  ]);

const setState = (from: Code, offset: number): Code =>
  registers.map((index) => store(zero, address.state + 16 * index, loadSplat(from, offset + 4 * index)));

/**
 * HMAC of four messages. `job`: the addresses of four padded messages, their numbers of blocks, the largest of these, the addresses
 * of the results. `key`: the state after the inner and the outer block of the key. Locals: 2 the block, 3 its offset, 4 to 7 rows.
 */
export const authenticate: WasmFunction = {
  parameters: [i32, i32],
  locals: [i32, i32, v128, v128, v128, v128],
  body: [
    setState(get(1), 0),
    times(2, intLoad(get(0), 32), [
      set(3, intShiftLeft(get(2), 6)),
      readBlocks(0, 3, 4),
      registers.map((index) => store(zero, address.before + 16 * index, load(zero, address.state + 16 * index))),
      call(0),
      // A message that has ended keeps its hash.
      registers.map((index) =>
        store(
          zero,
          address.state + 16 * index,
          select(
            load(zero, address.state + 16 * index),
            load(zero, address.before + 16 * index),
            greater(load(get(0), 16), splat(get(2))),
          ),
        ),
      ),
    ]),
    registers.map((index) => store(zero, address.words + 16 * index, load(zero, address.state + 16 * index))),
    indexes
      .slice(8)
      .map((index) =>
        store(zero, address.words + 16 * index, splat(int(index === 8 ? 0x80000000 : index === 15 ? 96 * 8 : 0))),
      ),
    setState(get(1), 32),
    call(0),
    [0, 1].map((half) => [
      [0, 1, 2, 3].map((row) => set(4 + row, load(zero, address.state + 16 * (4 * half + row)))),
      transpose(4, (column, lane) => store(intLoad(get(0), 36 + 4 * lane), 16 * half, swap(column))),
    ]),
  ],
};

/** The state after one block. `job` as above; `result`: the address of eight words. Locals: 2 the offset, 3 to 6 rows. */
export const absorb: WasmFunction = {
  parameters: [i32, i32],
  locals: [i32, v128, v128, v128, v128],
  body: [
    setState(zero, address.initial),
    readBlocks(0, 2, 3),
    call(0),
    registers.map((index) => [get(1), load(zero, address.state + 16 * index), simd(0x1b, 0), 0x36, memory(4 * index)]),
  ],
};
