import { endsPlain, type Words, wordsOf } from './words.ts';

/** Maximum depth. Deeper documents go to the reference walk, which refuses them. */
export const deepest = 500;

/** UTF-8 JSON with a cursor. */
export type Input = Words & { at: number };

export const inputOf = (bytes: Buffer, at: number): Input => {
  const { view } = wordsOf(bytes);
  return { bytes, view, at };
};

/**
 * Thrown if a document isn't simple enough for the scanner; the reference walk then decides. Contains nothing from the
 * document.
 */
export class Unexpected extends Error {}

const unexpected = new Unexpected();

/** Leaves the document to the reference walk. */
export const leave = (): never => {
  throw unexpected;
};

const [quote, backslash, minus, point, zero, nine] = [34, 92, 45, 46, 48, 57];
const [openBrace, openBracket, colon, comma] = [123, 91, 58, 44];

/** Bytes that end a run of plain text: the quote, the backslash and control characters. */
const special = new Uint8Array(256);
special.fill(1, 0, 32);
special[quote] = 1;
special[backslash] = 1;

/** A local name: a test's global object is slow to ask for each text. */
const { clz32 } = Math;

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;
const isHex = (byte: number): boolean => isDigit(byte) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102);
const escapes = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** Returns the byte at an index; past the end 0, which never occurs in JSON. */
const byteAt = (bytes: Buffer, at: number): number => bytes[at] ?? 0;

/** Skips blanks and returns the byte after them. */
export const skipBlanks = (input: Input): number => {
  const { bytes, at } = input;
  // Documents of Graph have none.
  const byte = byteAt(bytes, at);
  return byte > 32 ? byte : skipSomeBlanks(input);
};

const skipSomeBlanks = (input: Input): number => {
  const { bytes } = input;
  let { at } = input;
  let byte = byteAt(bytes, at);
  while (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
    at += 1;
    byte = byteAt(bytes, at);
  }
  input.at = at;
  return byte;
};

/** Skips the colon between a name and its value, and the blanks around it. */
export const skipColon = (input: Input): void => {
  if (skipBlanks(input) !== colon) leave();
  input.at += 1;
  skipBlanks(input);
};

/** Skips one escape sequence and returns the position after it. */
const afterEscape = (bytes: Buffer, at: number): number => {
  if (byteAt(bytes, at + 1) !== 117) return escapes.has(byteAt(bytes, at + 1)) ? at + 2 : leave();
  for (let digit = at + 2; digit < at + 6; digit += 1) if (!isHex(byteAt(bytes, digit))) leave();
  return at + 6;
};

/** Returns the position of the first byte from `from` on that ends a run of plain text. */
const plainEnd = ({ bytes, view }: Input, from: number): number => {
  const last = bytes.length - 4;
  let at = from;
  for (; at <= last; at += 4) {
    const ends = endsPlain(view.getInt32(at, true));
    if (ends !== 0) return at + ((31 - clz32(ends & -ends)) >> 3);
  }
  while (special[byteAt(bytes, at)] === 0) at += 1;
  return at;
};

/** Skips a string from its opening quote; returns true if it contains escapes. */
export const skipText = (input: Input): boolean => {
  const { bytes } = input;
  let at = input.at + 1;
  let escaped = false;
  for (;;) {
    at = plainEnd(input, at);
    const byte = byteAt(bytes, at);
    if (byte === quote) break;
    if (byte !== backslash) leave();
    escaped = true;
    at = afterEscape(bytes, at);
  }
  input.at = at + 1;
  return escaped;
};

const afterDigits = (bytes: Buffer, from: number): number => {
  let at = from;
  while (isDigit(byteAt(bytes, at))) at += 1;
  return at === from ? leave() : at;
};

/** Skips a number as RFC 8259 writes it. */
const skipNumber = (input: Input): void => {
  const { bytes } = input;
  let { at } = input;
  if (byteAt(bytes, at) === minus) at += 1;
  at = byteAt(bytes, at) === zero ? at + 1 : afterDigits(bytes, at);
  if (byteAt(bytes, at) === point) at = afterDigits(bytes, at + 1);
  if (byteAt(bytes, at) === 101 || byteAt(bytes, at) === 69) {
    const sign = byteAt(bytes, at + 1);
    at = afterDigits(bytes, sign === 43 || sign === minus ? at + 2 : at + 1);
  }
  input.at = at;
};

const skipWord = (input: Input, word: string): void => {
  for (let index = 0; index < word.length; index += 1)
    if (byteAt(input.bytes, input.at + index) !== word.charCodeAt(index)) leave();
  input.at += word.length;
};

/** Skips `true`, `false`, `null` or a number. */
export const skipScalar = (input: Input): void => {
  const byte = byteAt(input.bytes, input.at);
  if (byte === 116) skipWord(input, 'true');
  else if (byte === 102) skipWord(input, 'false');
  else if (byte === 110) skipWord(input, 'null');
  else skipNumber(input);
};

/** Skips a comma before the next member. At `close`, skips the end of the object or array and returns false. */
export const nextMember = (input: Input, close: number): boolean => {
  const byte = skipBlanks(input);
  input.at += 1;
  if (byte === close) return false;
  if (byte !== comma) leave();
  skipBlanks(input);
  return true;
};

/** Enters an object or array. If it is empty, skips its end and returns false. */
export const firstMember = (input: Input, close: number): boolean => {
  input.at += 1;
  if (skipBlanks(input) !== close) return true;
  input.at += 1;
  return false;
};

/** Skips a value and its content as strictly as the parser reads it. */
export const skipValue = (input: Input, depth: number): void => {
  const byte = byteAt(input.bytes, input.at);
  if (byte === quote) {
    skipText(input);
    return;
  }
  if (byte !== openBrace && byte !== openBracket) {
    skipScalar(input);
    return;
  }
  if (depth >= deepest) leave();
  const close = byte + 2;
  for (let more = firstMember(input, close); more; more = nextMember(input, close)) {
    if (byte === openBrace) {
      if (byteAt(input.bytes, input.at) !== quote) leave();
      skipText(input);
      skipColon(input);
    }
    skipValue(input, depth + 1);
  }
};

/** Returns the text between `from` and `to`, without its quotes; undefined for invalid JSON. */
export const textBetween = ({ bytes }: Input, from: number, to: number, escaped: boolean): string =>
  escaped ? String(JSON.parse(bytes.toString('utf8', from - 1, to + 1))) : bytes.toString('utf8', from, to);
