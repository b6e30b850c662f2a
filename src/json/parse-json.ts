import type { JsonNumber, JsonValue } from './json-value.ts';

/** Deeper documents are rejected. Graph nests a few dozen levels at most. */
const deepest = 500;

const blanks = /[ \t\n\r]*/y;
const numeral = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const plainText = /[^"\\\x00-\x1f]*/y;
const literals = new Map<string, readonly [string, JsonValue]>([
  ['t', ['true', true]],
  ['f', ['false', false]],
  ['n', ['null', null]],
]);
const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Thrown only inside this file, to keep the parsing functions simple. Never contains a part of the text. */
class NotJson extends Error {}

type Cursor = { readonly text: string; at: number };

const skipBlanks = (cursor: Cursor): void => {
  blanks.lastIndex = cursor.at;
  blanks.test(cursor.text);
  cursor.at = blanks.lastIndex;
};

const expect = (cursor: Cursor, character: string): void => {
  if (cursor.text[cursor.at] !== character) throw new NotJson();
  cursor.at += 1;
};

const readEscape = (cursor: Cursor): string => {
  const letter = cursor.text.charAt(cursor.at);
  const simple = escapes.get(letter);
  cursor.at += 1;
  if (simple !== undefined) return simple;
  const digits = cursor.text.slice(cursor.at, cursor.at + 4);
  if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) throw new NotJson();
  cursor.at += 4;
  return String.fromCharCode(Number.parseInt(digits, 16));
};

const readText = (cursor: Cursor): string => {
  expect(cursor, '"');
  let text = '';
  for (;;) {
    const start = cursor.at;
    plainText.lastIndex = start;
    plainText.test(cursor.text);
    text += cursor.text.slice(start, plainText.lastIndex);
    cursor.at = plainText.lastIndex;
    const ending = cursor.text[cursor.at];
    cursor.at += 1;
    if (ending === '"') return text;
    if (ending !== '\\') throw new NotJson();
    text += readEscape(cursor);
  }
};

const readNumber = (cursor: Cursor): JsonNumber => {
  numeral.lastIndex = cursor.at;
  const number = numeral.exec(cursor.text)?.[0];
  if (number === undefined) throw new NotJson();
  cursor.at += number.length;
  return { number };
};

/** Reads members up to `close`, separated by commas. */
const readMembers = (cursor: Cursor, close: string, readMember: () => void): void => {
  cursor.at += 1;
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== close) {
    for (;;) {
      readMember();
      skipBlanks(cursor);
      if (cursor.text[cursor.at] === close) break;
      expect(cursor, ',');
      skipBlanks(cursor);
    }
  }
  cursor.at += 1;
};

const readObject = (cursor: Cursor, depth: number): JsonValue => {
  const object = new Map<string, JsonValue>();
  readMembers(cursor, '}', () => {
    const name = readText(cursor);
    skipBlanks(cursor);
    expect(cursor, ':');
    skipBlanks(cursor);
    object.set(name, readValue(cursor, depth));
  });
  return object;
};

const readArray = (cursor: Cursor, depth: number): JsonValue => {
  const array: JsonValue[] = [];
  readMembers(cursor, ']', () => {
    array.push(readValue(cursor, depth));
  });
  return array;
};

const readValue = (cursor: Cursor, depth: number): JsonValue => {
  if (depth > deepest) throw new NotJson();
  const first = cursor.text.charAt(cursor.at);
  if (first === '{') return readObject(cursor, depth + 1);
  if (first === '[') return readArray(cursor, depth + 1);
  if (first === '"') return readText(cursor);
  const literal = literals.get(first);
  if (literal === undefined) return readNumber(cursor);
  const [word, value] = literal;
  if (!cursor.text.startsWith(word, cursor.at)) throw new NotJson();
  cursor.at += word.length;
  return value;
};

/**
 * Parses consecutive JSON values with or without blanks between them (including newline-delimited JSON); returns none
 * for a blank text. The last of duplicate keys wins, in the position of the first. Returns undefined if any part isn't
 * JSON or is nested more than 500 levels deep.
 */
export const parseJsonSequence = (text: string): readonly JsonValue[] | undefined => {
  const cursor: Cursor = { text, at: 0 };
  const values: JsonValue[] = [];
  try {
    for (skipBlanks(cursor); cursor.at < text.length; skipBlanks(cursor)) values.push(readValue(cursor, 0));
    return values;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return undefined;
  }
};

/** Parses exactly one JSON value. Returns undefined for any other text. */
export const parseJson = (text: string): JsonValue | undefined => {
  const values = parseJsonSequence(text);
  return values?.length === 1 ? values[0] : undefined;
};

/** Decodes UTF-8 without a byte order mark. Returns undefined if the bytes are malformed. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
