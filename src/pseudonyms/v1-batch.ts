import { createCipheriv } from 'node:crypto';
import { isCarriable } from './canonical-text.ts';
import { type Identity, identify } from './identity.ts';
import type { DomainHandling, TokenBatch } from './pseudonyms.ts';
import { batchOf } from './token-batch.ts';
import { createTokenHash, firstFree, type Message, paddedLength, type TokenHash } from './token-hash.ts';
import { rulePlace, tokenKindOf, tokenKinds } from './token-kinds.ts';
import type { V1Epoch } from './v1-epoch.ts';

/** How the tokens of an epoch are made one by one, for values that a batch leaves out. */
export type MakeToken = (...asked: Parameters<TokenBatch['add']>) => string;

/** Shows a domain in its token; undefined where it is dropped. */
export type ShowDomain = (domain: string | undefined, how: DomainHandling) => string | undefined;

type Asked = {
  readonly identity: Identity;
  /** The plaintext of a reversible token. */
  readonly openable: string | undefined;
  readonly kind: string;
  readonly code: number;
  /** `@domain`, or nothing. */
  readonly suffix: string;
};

const [hashBytes, nonceBytes, tagBytes, block] = [32, 12, 16, 16];
const headBytes = hashBytes + 2 + nonceBytes;
/** UTF-16 units; longer values are made one by one. */
const longest = 2_048;
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 'latin1');

const encodedLength = (bytes: number): number => Math.ceil((bytes * 4) / 3);

/** Bytes of a body after the plaintext is padded with 1 to 16 bytes. */
const encryptedLength = (plain: number): number => plain + block - (plain % block);

/** Writes base64url without padding; returns the place behind it. */
const writeBase64url = (source: Buffer, from: number, to: number, target: Uint8Array, place: number): number => {
  let at = from;
  let end = place;
  for (; at < to; at += 3, end += 4) {
    const bits =
      ((source[at] as number) << 16) |
      ((at + 1 < to ? (source[at + 1] as number) : 0) << 8) |
      (at + 2 < to ? (source[at + 2] as number) : 0);
    target[end] = alphabet[bits >>> 18] as number;
    target[end + 1] = alphabet[(bits >>> 12) & 63] as number;
    if (at + 1 < to) target[end + 2] = alphabet[(bits >>> 6) & 63] as number;
    if (at + 2 < to) target[end + 3] = alphabet[bits & 63] as number;
  }
  return end - (at - to);
};

const lengthOf = ({ openable, suffix }: Asked): number => {
  const bytes =
    openable === undefined ? hashBytes : headBytes + encryptedLength(Buffer.byteLength(openable, 'utf8')) + tagBytes;
  return 2 + encodedLength(bytes) + suffix.length;
};

/** Most bytes that one value takes in the module's memory: both messages, record, counters and associated data. */
const mostOf = ({ identity, openable = '' }: Asked): number =>
  3 * (identity.canonical.length + 3 * openable.length) + 1_024;

/** The record of a reversible token on its way. */
type Opening = {
  readonly asked: Asked;
  readonly hash: number;
  readonly record: number;
  readonly plain: number;
  counters: number;
};

/** Makes the tokens of an epoch in the module's memory, part by part. */
const createMaker = (hash: TokenHash, { number, series, nonceKey, encryptionKey }: V1Epoch) => {
  const { memory } = hash;
  const [pseudonymKey, nonce] = [series.pseudonymKey, nonceKey].map((key) => {
    const bytes = key.export();
    const added = hash.addKey(bytes);
    bytes.fill(0);
    return added;
  }) as [number, number];
  const cipher = createCipheriv('aes-256-ecb', encryptionKey, null);
  cipher.setAutoPadding(false);
  hash.setHashKey(cipher.update(Buffer.alloc(block)));
  let free = firstFree;

  const take = (bytes: number): number => {
    const at = free;
    free += bytes;
    return at;
  };
  /** Writes a text behind its length; returns the place behind both. */
  const measured = (text: string, at: number): number => {
    memory[at] = text.length;
    return at + 1 + memory.write(text, at + 1, 'latin1');
  };

  const hashMessage = ({ identity }: Asked): Message => {
    const start = measured(identity.space, free);
    const length = start - free + memory.write(identity.canonical, start, 'utf8');
    return { at: take(paddedLength(length)), length };
  };

  /** Begins the record H ‖ E ‖ K ‖ N ‖ plaintext, padded. */
  const open = (asked: Asked & { readonly openable: string }, at: number): Opening => {
    const record = free;
    memory.copyWithin(record, at, at + hashBytes);
    memory[record + hashBytes] = number;
    memory[record + hashBytes + 1] = asked.code;
    const plain = memory.write(asked.openable, record + headBytes, 'utf8');
    const padding = block - (plain % block);
    memory.fill(padding, record + headBytes + plain, record + headBytes + plain + padding);
    take(headBytes + plain + padding + tagBytes);
    return { asked, hash: at, record, plain, counters: 0 };
  };

  const nonceMessage = ({ asked, record, plain }: Opening): Message => {
    memory[free] = number;
    let end = measured(asked.kind, free + 1);
    memory.copyWithin(end, record, record + hashBytes);
    end += hashBytes;
    memory.copyWithin(end, record + headBytes, record + headBytes + plain);
    const length = end + plain - free;
    return { at: take(paddedLength(length)), length };
  };

  /** Writes the counter blocks of a token (NIST SP 800-38D, 7.1); the first one is for its tag. */
  const writeCounters = (opening: Opening, nonceAt: number): void => {
    const { record, plain } = opening;
    memory.copyWithin(record + hashBytes + 2, nonceAt, nonceAt + nonceBytes);
    const blocks = encryptedLength(plain) / block + 1;
    opening.counters = take(blocks * block);
    for (let index = 0; index < blocks; index += 1) {
      const at = opening.counters + index * block;
      memory.copyWithin(at, nonceAt, nonceAt + nonceBytes);
      memory.writeUInt32BE(index + 1, at + nonceBytes);
    }
  };

  const encrypt = ({ asked, record, plain, counters }: Opening): void => {
    const length = encryptedLength(plain);
    const body = record + headBytes;
    for (let index = 0; index < length; index += 1)
      memory[body + index] = (memory[body + index] as number) ^ (memory[counters + block + index] as number);
    const associated = free;
    let end = associated + memory.write('graphveil/v1', associated, 'latin1');
    memory[end] = number;
    end = measured(asked.kind, end + 1);
    memory.copyWithin(end, record, record + hashBytes);
    const bytes = end + hashBytes - associated;
    const blocks = Math.ceil(bytes / block);
    memory.fill(0, associated + bytes, associated + (blocks + 1) * block);
    const sizes = associated + blocks * block;
    memory.writeUInt32BE(bytes * 8, sizes + 4);
    memory.writeUInt32BE(length * 8, sizes + 12);
    const tag = body + length;
    hash.hash(
      [
        { at: associated, blocks },
        { at: body, blocks: length / block },
        { at: sizes, blocks: 1 },
      ],
      tag,
    );
    for (let index = 0; index < tagBytes; index += 1)
      memory[tag + index] = (memory[tag + index] as number) ^ (memory[counters + index] as number);
  };

  const write = (asked: Asked, from: number, to: number, target: Uint8Array, place: number): void => {
    target[place] = asked.openable === undefined ? 116 : 112;
    target[place + 1] = 126;
    let end = writeBase64url(memory, from, to, target, place + 2);
    for (let index = 0; index < asked.suffix.length; index += 1, end += 1) target[end] = asked.suffix.charCodeAt(index);
    if (end - place !== lengthOf(asked)) throw new Error('a token has another length than its place');
  };

  return (all: readonly Asked[], places: readonly number[], target: Uint8Array): void => {
    free = firstFree;
    const messages = all.map(hashMessage);
    hash.authenticate(pseudonymKey, messages);
    const openings: Opening[] = [];
    const openingPlaces: number[] = [];
    for (const [index, asked] of all.entries()) {
      const { at } = messages[index] as Message;
      const place = places[index] as number;
      const { openable } = asked;
      if (openable === undefined) write(asked, at, at + hashBytes, target, place);
      else {
        openings.push(open({ ...asked, openable }, at));
        openingPlaces.push(place);
      }
    }
    const nonces = openings.map(nonceMessage);
    hash.authenticate(nonce, nonces);
    const counters = free;
    for (const [index, opening] of openings.entries()) writeCounters(opening, (nonces[index] as Message).at);
    if (free > counters) memory.set(cipher.update(memory.subarray(counters, free)), counters);
    for (const [index, opening] of openings.entries()) {
      encrypt(opening);
      const end = opening.record + headBytes + encryptedLength(opening.plain) + tagBytes;
      write(opening.asked, opening.record, end, target, openingPlaces[index] as number);
    }
    memory.fill(0, firstFree, free);
  };
};

/** Makes batches of an epoch's tokens: the same as those made one by one, in about a quarter of the time. */
export const v1Batches = (epoch: V1Epoch, make: MakeToken, showDomain: ShowDomain): (() => TokenBatch) => {
  let maker: ReturnType<typeof createMaker> | undefined;
  let room = 0;

  const start = (): boolean => {
    if (maker !== undefined) return true;
    const hash = createTokenHash();
    if (hash === undefined) return false;
    room = hash.memory.length - firstFree;
    maker = createMaker(hash, epoch);
    return true;
  };

  return () => {
    if (!start()) return batchOf(make);
    let waiting: (Asked | string)[] = [];
    return {
      add: (value, kind, how) => {
        if (value.length > longest || rulePlace(kind) !== undefined) {
          const token = make(value, kind, how);
          waiting.push(token);
          return token.length;
        }
        const identity = identify(value, kind, epoch.series.settings);
        const domain = showDomain(identity.domain, how.domain);
        const name = tokenKindOf(kind);
        const asked: Asked = {
          identity,
          openable: how.reversible && isCarriable(identity.openable) ? identity.openable : undefined,
          kind: name,
          code: tokenKinds[name].code,
          suffix: domain === undefined ? '' : `@${domain}`,
        };
        waiting.push(asked);
        return lengthOf(asked);
      },
      write: (target, places) => {
        let part: Asked[] = [];
        let placesOfPart: number[] = [];
        let used = 0;
        const flush = (): void => {
          if (part.length > 0) maker?.(part, placesOfPart, target);
          [part, placesOfPart, used] = [[], [], 0];
        };
        for (const [index, one] of waiting.entries()) {
          const place = places[index] as number;
          if (typeof one === 'string') {
            for (let at = 0; at < one.length; at += 1) target[place + at] = one.charCodeAt(at);
            continue;
          }
          if (used + mostOf(one) > room) flush();
          part.push(one);
          placesOfPart.push(place);
          used += mostOf(one);
        }
        flush();
        waiting = [];
      },
      clear: () => {
        waiting = [];
      },
    };
  };
};
