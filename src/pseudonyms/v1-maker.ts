import { createCipheriv } from 'node:crypto';
import { writeBase64url } from './base64url.ts';
import { firstFree, type Message, paddedLength, type TokenHash } from './token-hash.ts';
import type { V1Epoch } from './v1-epoch.ts';

/** A token to be made. */
export type Asked = {
  readonly space: string;
  readonly canonical: string;
  /** The plaintext of a reversible token. */
  readonly openable: string | undefined;
  /** Name and code of the kind. */
  readonly kind: string;
  readonly code: number;
  /** `@domain`, or nothing. */
  readonly suffix: string;
  /** Bytes of the token, and its index in the list of places. */
  readonly length: number;
  readonly index: number;
};

/** Makes tokens and writes each to its place in the target. */
export type Maker = (all: readonly Asked[], places: readonly number[], target: Uint8Array) => void;

export const [hashBytes, nonceBytes, tagBytes, block] = [32, 12, 16, 16];
export const headBytes = hashBytes + 2 + nonceBytes;

/** Bytes of a body after the plaintext is padded with 1 to 16 bytes. */
export const encryptedLength = (plain: number): number => plain + block - (plain % block);

/** Most bytes that one value takes in the module's memory: both messages, record, counters and associated data. */
export const mostOf = ({ canonical, openable = '' }: Asked): number =>
  3 * (canonical.length + 3 * openable.length) + 1_024;

/** Where the parts of a reversible token are: its record H ‖ E ‖ K ‖ N ‖ padded plaintext ‖ tag, and its counter blocks. */
type Opening = {
  readonly asked: Asked;
  readonly place: number;
  readonly record: number;
  readonly plain: number;
  /** Of the message that is hashed, and then of the one that the nonce is made of. */
  message: Message;
  counters: number;
};

/** A text behind its length, as both enter a hash. */
const measured = (text: string): Uint8Array => Buffer.from(`${String.fromCharCode(text.length)}${text}`, 'latin1');

/** Makes the tokens of an epoch in the module's memory, part by part. */
export const createMaker = (hash: TokenHash, { number, series, nonceKey, encryptionKey }: V1Epoch): Maker => {
  const { memory, view } = hash;
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

  const labels = new Map<string, Uint8Array>();
  /** Writes the length and the text of a space or of a kind, of which there are few. Returns the place behind it. */
  const putLabel = (text: string, place: number): number => {
    const label = labels.get(text) ?? measured(text);
    labels.set(text, label);
    for (let index = 0; index < label.length; index += 1) memory[place + index] = label[index] as number;
    return place + label.length;
  };

  /** Copies bytes within the memory, four at a time. Writes up to three bytes more. */
  const copy = (from: number, length: number, place: number): void => {
    for (let index = 0; index < length; index += 4)
      view.setInt32(place + index, view.getInt32(from + index, true), true);
  };

  /** Writes the message that is hashed. Its canonical text may be in the memory already, from `known` on. */
  const hashMessage = ({ space, canonical }: Asked, known: number, length: number): Message => {
    const at = free;
    const start = putLabel(space, at);
    if (known > 0) copy(known, length, start);
    const bytes = start - at + (known > 0 ? length : memory.write(canonical, start, 'utf8'));
    take(paddedLength(bytes));
    return { at, length: bytes };
  };

  /** Writes the padded plaintext of a token into its record, and the message that is hashed. */
  const open = (asked: Asked, openable: string, place: number): Opening => {
    const record = free;
    const plain = memory.write(openable, record + headBytes, 'utf8');
    const padding = block - (plain % block);
    const end = record + headBytes + plain + padding;
    for (let at = end - padding; at < end; at += 1) memory[at] = padding;
    take(headBytes + plain + padding + tagBytes);
    const message = hashMessage(asked, openable === asked.canonical ? record + headBytes : 0, plain);
    return { asked, place, record, plain, message, counters: 0 };
  };

  /** Completes the head of the record, and writes the message that the nonce is made of: E, kind, H and plaintext. */
  const nonceMessage = ({ asked, record, plain, message }: Opening): Message => {
    copy(message.at, hashBytes, record);
    memory[record + hashBytes] = number;
    memory[record + hashBytes + 1] = asked.code;
    const at = free;
    memory[at] = number;
    const end = putLabel(asked.kind, at + 1);
    copy(record, hashBytes, end);
    copy(record + headBytes, plain, end + hashBytes);
    const length = end + hashBytes + plain - at;
    take(paddedLength(length));
    return { at, length };
  };

  /** Writes the counter blocks of a token (NIST SP 800-38D, 7.1); the first one is for its tag. */
  const writeCounters = ({ record, plain, message }: Opening): number => {
    copy(message.at, nonceBytes, record + hashBytes + 2);
    const blocks = encryptedLength(plain) / block + 1;
    const counters = take(blocks * block);
    for (let index = 0; index < blocks; index += 1) {
      const at = counters + index * block;
      copy(message.at, nonceBytes, at);
      view.setInt32(at + nonceBytes, index + 1);
    }
    return counters;
  };

  /** Writes the associated data "graphveil/v1" ‖ E ‖ kind ‖ H and zeros up to whole blocks; returns their number and its length. */
  const associate = ({ asked, record }: Opening, at: number): { readonly blocks: number; readonly length: number } => {
    let end = putLabel('graphveil/v1', at - 1);
    memory[end] = number;
    end = putLabel(asked.kind, end + 1);
    copy(record, hashBytes, end);
    const length = end + hashBytes - at;
    const blocks = Math.ceil(length / block);
    memory.fill(0, at + length, at + blocks * block);
    return { blocks, length };
  };

  /** Encrypts the plaintext in the record by XOR with the encrypted counters, and writes the tag behind it. */
  const encrypt = (opening: Opening): void => {
    const { record, plain, counters } = opening;
    const length = encryptedLength(plain);
    const body = record + headBytes;
    for (let index = 0; index < length; index += 4) {
      const stream = view.getInt32(counters + block + index, true);
      view.setInt32(body + index, view.getInt32(body + index, true) ^ stream, true);
    }
    // The first byte of a label is its length, which isn't a part here.
    const associated = free + 1;
    const { blocks, length: bytes } = associate(opening, associated);
    const sizes = associated + blocks * block;
    view.setInt32(sizes, 0);
    view.setInt32(sizes + 4, bytes * 8);
    view.setInt32(sizes + 8, 0);
    view.setInt32(sizes + 12, length * 8);
    const tag = body + length;
    hash.beginHash();
    hash.addHash(associated, blocks);
    hash.addHash(body, length / block);
    hash.addHash(sizes, 1);
    hash.endHash(tag);
    for (let index = 0; index < tagBytes; index += 4)
      view.setInt32(tag + index, view.getInt32(tag + index, true) ^ view.getInt32(counters + index, true), true);
  };

  const write = (asked: Asked, from: number, to: number, target: DataView, place: number): void => {
    const { suffix, length, openable } = asked;
    target.setUint8(place, openable === undefined ? 116 : 112);
    target.setUint8(place + 1, 126);
    const end = writeBase64url(view, from, to, target, place + 2);
    if (end + suffix.length - place !== length) throw new Error('a token has another length than its place');
    for (let index = 0; index < suffix.length; index += 1) target.setUint8(end + index, suffix.charCodeAt(index));
  };

  return (all, places, target) => {
    free = firstFree;
    const into = new DataView(target.buffer, target.byteOffset, target.byteLength);
    const openings: Opening[] = [];
    const messages = all.map((asked) => {
      if (asked.openable === undefined) return hashMessage(asked, 0, 0);
      const opening = open(asked, asked.openable, places[asked.index] as number);
      openings.push(opening);
      return opening.message;
    });
    hash.authenticate(pseudonymKey, messages);
    for (let at = 0; at < all.length; at += 1) {
      const asked = all[at] as Asked;
      const { at: from } = messages[at] as Message;
      if (asked.openable === undefined) write(asked, from, from + hashBytes, into, places[asked.index] as number);
    }
    for (const opening of openings) opening.message = nonceMessage(opening);
    hash.authenticate(
      nonce,
      openings.map(({ message }) => message),
    );
    const counters = free;
    for (const opening of openings) opening.counters = writeCounters(opening);
    if (free > counters) memory.set(cipher.update(memory.subarray(counters, free)), counters);
    for (const opening of openings) {
      const { asked, place, record, plain } = opening;
      encrypt(opening);
      write(asked, record, record + headBytes + encryptedLength(plain) + tagBytes, into, place);
    }
    memory.fill(0, firstFree, Math.min(free + mostAssociated, memory.length));
  };
};

/** Most bytes of associated data behind the last part, with its zeros and sizes. */
const mostAssociated = 256;
