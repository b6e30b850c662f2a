import { type Code, int } from './wasm.ts';

/** Addresses. Data of the caller begins at `free`. */
export const address = {
  words: 0,
  state: 256,
  before: 384,
  constants: 512,
  initial: 768,
  hashKey: 832,
  sum: 896,
  free: 1_024,
};
export const zero = int(0);

/** A function of the module. */
export type WasmFunction = {
  readonly parameters: readonly number[];
  readonly locals: readonly number[];
  readonly body: Code;
};

/** Functions by their index. */
export const functions = { compress: 0, authenticate: 1, absorb: 2, multiply: 3, reverse: 4 };
