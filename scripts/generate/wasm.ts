// A small assembler for WebAssembly: each function gives the bytes of an instruction and of its operands.

export type Code = readonly (number | Code)[];

export const flat = (code: Code): number[] => code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)));

export const unsigned = (value: number): number[] => {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(Math.floor(value / 0x80))];
};

export const signed = (value: bigint): number[] => {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
  return done ? [low] : [low | 0x80, ...signed(rest)];
};

/** Value types (WebAssembly core specification, 5.3). */
export const [i32, i64, v128] = [0x7f, 0x7e, 0x7b];

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
export const int = (value: number): Code => [0x41, signed(BigInt(value | 0))];
export const long = (value: bigint): Code => [0x42, signed(BigInt.asIntN(64, value))];
export const call = (index: number): Code => [0x10, unsigned(index)];
export const simd = (opcode: number, ...rest: Code): Code => [0xfd, unsigned(opcode), ...rest];
export const memory = (offset: number): Code => [0, unsigned(offset)];

export const intLoad = (address: Code, offset = 0): Code => [address, 0x28, memory(offset)];
export const intAdd = (a: Code, b: Code): Code => [a, b, 0x6a];
export const intShiftLeft = (a: Code, count: number): Code => [a, int(count), 0x74];

export const longLoad = (address: Code, offset: number): Code => [address, 0x29, memory(offset)];
export const longStore = (address: Code, offset: number, value: Code): Code => [address, value, 0x37, memory(offset)];
export const longAnd = (a: Code, b: Code): Code => [a, b, 0x83];
export const longOr = (a: Code, b: Code): Code => [a, b, 0x84];
export const longXor = (first: Code, ...rest: readonly Code[]): Code => [
  first,
  ...rest.map((each): Code => [each, 0x85]),
];
export const longMultiply = (a: Code, b: Code): Code => [a, b, 0x7e];
export const left = (a: Code, count: number): Code => [a, long(BigInt(count)), 0x86];
export const right = (a: Code, count: number): Code => [a, long(BigInt(count)), 0x88];

export const load = (address: Code, offset = 0): Code => [address, simd(0x00, memory(offset))];
export const loadSplat = (address: Code, offset: number): Code => [address, simd(0x09, memory(offset))];
export const store = (address: Code, offset: number, value: Code): Code => [address, value, simd(0x0b, memory(offset))];
export const shuffle = (a: Code, b: Code, bytes: readonly number[]): Code => [a, b, simd(0x0d, ...bytes)];
export const splat = (value: Code): Code => [value, simd(0x11)];
export const longLane = (value: Code, lane: number): Code => [value, simd(0x1d, lane)];
export const add = (first: Code, ...rest: readonly Code[]): Code => [
  first,
  ...rest.map((each): Code => [each, simd(0xae)]),
];
export const xor = (first: Code, ...rest: readonly Code[]): Code => [
  first,
  ...rest.map((each): Code => [each, simd(0x51)]),
];
export const select = (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(0x52)];
export const greater = (a: Code, b: Code): Code => [a, b, simd(0x3b)];
export const shiftLeft = (a: Code, count: number): Code => [a, int(count), simd(0xab)];
export const shiftRight = (a: Code, count: number): Code => [a, int(count), simd(0xad)];
export const rotate = (a: Code, count: number): Code => [shiftRight(a, count), shiftLeft(a, 32 - count), simd(0x50)];

/** Runs `body` while the local `counter`, from 0 on, is less than `limit`. */
export const times = (counter: number, limit: Code, body: Code): Code => [
  set(counter, int(0)),
  [0x02, 0x40, 0x03, 0x40],
  [get(counter), limit, 0x4e, 0x0d, 1],
  body,
  set(counter, intAdd(get(counter), int(1))),
  [0x0c, 0, 0x0b, 0x0b],
];

export const vector = (items: readonly Code[]): Code => [unsigned(items.length), ...items];
export const sized = (code: Code): Code => {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
};
export const section = (id: number, content: Code): Code => [id, sized(content)];
export const text = (value: string): Code => sized([...Buffer.from(value, 'utf8')]);
export const littleEndian = (value: number): number[] =>
  [value, value >>> 8, value >>> 16, value >>> 24].map((byte) => byte & 0xff);
