import { freeAddress, sumAddress, tokenHashModule } from './token-hash.generated.ts';

/** SHA-256 of four messages at a time and GHASH in WebAssembly; see scripts/generate/token-hash-data.ts. */
export type TokenHash = {
  /** The module's memory, and a view of it. */
  readonly memory: Buffer;
  readonly view: DataView;
  /** Begins an HMAC key of at most 64 bytes; the result names it in `authenticate`. */
  readonly addKey: (key: Uint8Array) => number;
  /** Takes the hash key of GHASH: a block of zeros, encrypted. */
  readonly setHashKey: (block: Uint8Array) => void;
  /** Writes the HMAC of each message, 32 bytes, over its beginning. Messages lie where `padded` made room for them. */
  readonly authenticate: (key: number, messages: readonly Message[]) => void;
  /** Begins GHASH. */
  readonly beginHash: () => void;
  /** Adds whole blocks. */
  readonly addHash: (at: number, blocks: number) => void;
  /** Writes the result, in the bytes' own order. */
  readonly endHash: (to: number) => void;
};

/** A message of HMAC in the memory: the place of its first byte and its length. */
export type Message = { readonly at: number; readonly length: number };

type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly authenticate: (job: number, key: number) => void;
  readonly absorb: (job: number, result: number) => void;
  readonly setHashKey: (at: number) => void;
  readonly addHash: (at: number, blocks: number) => void;
};

const block = 64;
const [innerPad, outerPad] = [0x36, 0x5c];

/** Bytes of the padded message: a bit, zeros, and the length of the key's block and the message in bits (FIPS 180-4, 5.1.1). */
export const paddedLength = (length: number): number => Math.ceil((length + 9) / block) * block;

/** Where data may lie in the memory: behind the working space of this file. */
export const firstFree = freeAddress + 1_024;

const job = freeAddress;
const key = freeAddress + 256;
const keys = freeAddress + 512;
const keyBytes = 64;

type Platform = {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: Exports };
  };
};

/** Compiled once for all keyrings. */
let compiled: object | undefined;
/** Started by `tokenHashFault`, for the next keyring. */
let spare: Exports | undefined;

const instantiate = (): Exports | string => {
  try {
    const { Instance, Module } = (globalThis as unknown as Platform).WebAssembly;
    compiled ??= new Module(Buffer.from(tokenHashModule, 'base64'));
    return new Instance(compiled).exports;
  } catch (error) {
    return String(error);
  }
};

/**
 * Returns why the platform can't run the module, in its own words; undefined if it can. Tokens are then made one by one. Modules
 * with a log ask once; this one has none.
 */
export const tokenHashFault = (): string | undefined => {
  const started = spare ?? instantiate();
  if (typeof started === 'string') return started;
  spare = started;
  return undefined;
};

/** Starts the module; undefined where the platform can't run it: without WebAssembly or SIMD. */
export const createTokenHash = (): TokenHash | undefined => {
  const module = spare ?? instantiate();
  spare = undefined;
  if (typeof module === 'string') return undefined;
  const memory = Buffer.from(module.memory.buffer);
  const view = new DataView(module.memory.buffer);
  let keyCount = 0;

  const addKey = (bytes: Uint8Array): number => {
    const place = keys + keyBytes * keyCount;
    keyCount += 1;
    for (let lane = 0; lane < 4; lane += 1) view.setUint32(job + 4 * lane, key, true);
    for (const [half, pad] of [innerPad, outerPad].entries()) {
      for (let index = 0; index < block; index += 1) memory[key + index] = (bytes[index] ?? 0) ^ pad;
      module.absorb(job, place + 32 * half);
    }
    memory.fill(0, key, key + block);
    return place;
  };

  const pad = ({ at, length }: Message): void => {
    const end = at + paddedLength(length);
    // At least nine bytes, of which the last word overlaps the one before.
    for (let place = at + length; place < end - 4; place += 4) view.setInt32(place, 0);
    memory[at + length] = 0x80;
    view.setUint32(end - 4, (block + length) * 8);
  };

  return {
    memory,
    view,
    addKey,
    setHashKey: (bytes) => {
      memory.set(bytes, key);
      module.setHashKey(key);
    },
    authenticate: (place, unsorted) => {
      // Four messages take as long as the longest of them.
      const messages = [...unsorted].sort((a, b) => a.length - b.length);
      for (const message of messages) pad(message);
      for (let first = 0; first < messages.length; first += 4) {
        let most = 0;
        for (let lane = 0; lane < 4; lane += 1) {
          const { at, length } = messages[Math.min(first + lane, messages.length - 1)] as Message;
          const blocks = paddedLength(length) / block;
          most = Math.max(most, blocks);
          view.setUint32(job + 4 * lane, at, true);
          view.setUint32(job + 16 + 4 * lane, blocks, true);
          view.setUint32(job + 36 + 4 * lane, at, true);
        }
        view.setUint32(job + 32, most, true);
        module.authenticate(job, place);
      }
    },
    beginHash: () => {
      for (let index = 0; index < 16; index += 4) view.setInt32(sumAddress + index, 0);
    },
    addHash: (at, blocks) => module.addHash(at, blocks),
    endHash: (to) => {
      for (let index = 0; index < 16; index += 4)
        view.setInt32(to + index, view.getInt32(sumAddress + 12 - index, true));
    },
  };
};
