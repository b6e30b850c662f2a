import { type CharSet, negated, setOf } from './char-set.ts';
import { classOfLetter, classOfProperty } from './named-sets.ts';
import { mistake, type PatternReader, peek, take, takeCodePoint } from './pattern-reader.ts';

const controls = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['r', 0x0d],
  ['f', 0x0c],
  ['a', 0x07],
  ['e', 0x1b],
]);

/** Names of properties whose meaning changes when case is ignored. */
const ofCase = /L[ult]$|lower|upper|title/i;

const fromHex = (digits: string): number => Number.parseInt(digits, 16);

const readHex = (reader: PatternReader, start: number): number => {
  const braced = take(reader, /\{[0-9a-fA-F]{1,8}\}/y);
  const codePoint = fromHex(braced?.slice(1, -1) ?? take(reader, /[0-9a-fA-F]{2}/y) ?? '110000');
  if (codePoint > 0x10ffff) throw mistake(reader, start, 'rules/pattern-not-readable:hexadecimal');
  return codePoint;
};

const readUnicode = (reader: PatternReader, start: number): number => {
  const digits = take(reader, /[0-9a-fA-F]{4}/y);
  if (digits === undefined) throw mistake(reader, start, 'rules/pattern-not-readable:unicode');
  const unit = fromHex(digits);
  const low = unit >= 0xd800 && unit < 0xdc00 ? take(reader, /\\u[dD][c-fC-F][0-9a-fA-F]{2}/y) : undefined;
  return low === undefined ? unit : ((unit - 0xd800) << 10) + fromHex(low.slice(2)) - 0xdc00 + 0x10000;
};

const readOctal = (reader: PatternReader, start: number): number => {
  const digits = take(reader, /[0-3][0-7]{2}|[0-7]{1,2}/y);
  if (digits === undefined) throw mistake(reader, start, 'rules/pattern-not-readable:octal');
  return Number.parseInt(digits, 8);
};

const readProperty = (reader: PatternReader, start: number, capital: boolean): CharSet => {
  const name = take(reader, /\{[^{}]*\}/y)?.slice(1, -1) ?? take(reader, /[A-Z]/y) ?? '';
  const named = classOfProperty(name);
  const set = capital && named !== undefined ? negated(named) : named;
  const blurred = reader.flags.i && (capital ? ofCase : /^Is(?:lower|upper)case$/i).test(name);
  if (set === undefined || blurred) throw mistake(reader, start, 'rules/pattern-not-readable:property');
  return set;
};

/**
 * Reads an escape of a character or a set of characters after its backslash, inside a class or outside. Returns
 * undefined for any other escape (`\b`, `\1`, `\A` …) without consuming it.
 */
export const readEscape = (reader: PatternReader): number | CharSet | undefined => {
  const start = reader.at - 1;
  const letter = peek(reader);
  if (letter === '') throw mistake(reader, start, 'rules/pattern-not-readable:backslash');
  if (!/[A-Za-z0-9]/.test(letter)) return takeCodePoint(reader);
  const set = classOfLetter(letter);
  const control = controls.get(letter);
  if (set === undefined && control === undefined && !'0xucpP'.includes(letter)) return undefined;
  reader.at += 1;
  if (set !== undefined) return set;
  if (control !== undefined) return control;
  if (letter === '0') return readOctal(reader, start);
  if (letter === 'x') return readHex(reader, start);
  if (letter === 'u') return readUnicode(reader, start);
  if (letter !== 'c') return readProperty(reader, start, letter === 'P');
  if (peek(reader) === '') throw mistake(reader, start, 'rules/pattern-not-readable:control');
  return takeCodePoint(reader) ^ 64;
};

/** The set of one code point. */
export const single = (codePoint: number): CharSet => setOf([codePoint, codePoint]);
