import { parseJson, printJson } from '../../../json/index.ts';
import { anywhere, type Place, type Walk } from '../walk.ts';
import { type Input, skipScalar, skipText, skipValue, textBetween } from './input.ts';
import {
  addEntry,
  clearMemo,
  dropped,
  findEntry,
  hashBytes,
  isFull,
  isLost,
  longestText,
  type Memo,
  placeOf,
  sizeOf,
  unfit,
  wrong,
} from './memo.ts';
import type { ScanLeaf } from './nodes.ts';
import { type Output, reserve, writeBytes, writeText } from './output.ts';
import { type Asked, areMany, oweToken, type PageTokens, placeholder, writeRemembered, writeTokens } from './tokens.ts';

/** The parts of a page's state that a leaf uses. */
export type LeafScan = {
  readonly input: Input;
  readonly output: Output;
  readonly walk: Walk;
  /** A separate walk for new texts, with placeholders for tokens. */
  readonly learning: Walk;
  readonly tokens: PageTokens | undefined;
};

const [quote, openBrace, openBracket, letterN, letterT, letterF] = [34, 123, 91, 110, 116, 102];

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Returns the number of two digits; -1 for anything else. */
const two = (bytes: Buffer, at: number): number => {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
};

const between = (value: number, least: number, most: number): boolean => value >= least && value <= most;

const hasPunctuation = (bytes: Buffer, at: number): boolean =>
  bytes[at + 4] === 45 &&
  bytes[at + 7] === 45 &&
  bytes[at + 10] === 84 &&
  bytes[at + 13] === 58 &&
  bytes[at + 16] === 58;

/**
 * True for Graph's usual notation: `2026-03-02T09:00:00`, a fraction of up to nine digits, `Z`. The format checks other
 * times.
 */
const isUsualTime = (bytes: Buffer, from: number, to: number): boolean => {
  if (to - from < 19 || !hasPunctuation(bytes, from)) return false;
  const [century, year, month, day] = [
    two(bytes, from),
    two(bytes, from + 2),
    two(bytes, from + 5),
    two(bytes, from + 8),
  ];
  if (century < 0 || year < 0 || !between(month, 1, 12) || !between(day, 1, month === 2 ? 28 : 30)) return false;
  if (!between(two(bytes, from + 11), 0, 23) || !between(two(bytes, from + 14), 0, 59)) return false;
  if (!between(two(bytes, from + 17), 0, 59)) return false;
  let at = from + 19;
  if (bytes[at] === 46 && at < to) {
    const fraction = at + 1;
    at = fraction;
    while (at < to && isDigit(bytes[at] as number)) at += 1;
    if (!between(at - fraction, 1, 9)) return false;
  }
  return at === to || (bytes[at] === 90 && at + 1 === to);
};

const isHex = (byte: number): boolean => isDigit(byte) || between(byte | 32, 97, 102);

const isGuid = (bytes: Buffer, from: number, to: number): boolean => {
  if (to - from !== 36) return false;
  for (let index = 0; index < 36; index += 1) {
    const byte = bytes[from + index] as number;
    const dash = index === 8 || index === 13 || index === 18 || index === 23;
    if (dash ? byte !== 45 : !isHex(byte)) return false;
  }
  return true;
};

/** True for a string without escapes that is kept unchanged. */
const isKeptAsIs = ({ quick }: ScanLeaf, bytes: Buffer, from: number, to: number): boolean => {
  if (quick === 'date-time') return isUsualTime(bytes, from, to);
  return quick === 'any' || (quick === 'guid' && isGuid(bytes, from, to));
};

const placeOfType = (type: string | undefined): Place => (type === undefined ? anywhere : { removed: false, type });

const count = (size: number, { counts }: Walk): boolean => {
  if (size === unfit) counts.unfitFormats += 1;
  if (size === wrong) counts.wrongTypes += 1;
  return size >= 0;
};

/** Counts a text that doesn't match its format under its property. */
const countLost = ({ walk }: LeafScan, { lostName }: ScanLeaf): void => {
  walk.unfit.set(lostName, (walk.unfit.get(lostName) ?? 0) + 1);
};

/** Reserves room for a token; returns its size with the quotes. */
const owe = (scan: LeafScan, tokens: PageTokens, asked: Asked): number => {
  const { output } = scan;
  if (areMany(tokens)) writeTokens(tokens, output);
  const size = oweToken(tokens, asked, output);
  reserve(output, size);
  output.bytes[output.to] = quote;
  output.bytes[output.to + size - 1] = quote;
  return size;
};

type Text = { readonly from: number; readonly to: number; readonly escaped: boolean; readonly hash: number };

/**
 * Runs the walk's step on a new text and caches the result. Returns false and writes nothing if the text is dropped.
 */
const learn = (scan: LeafScan, leaf: ScanLeaf, type: string | undefined, memo: Memo, text: Text): boolean => {
  const { input, output, tokens, learning } = scan;
  const { from, to, escaped, hash } = text;
  const { counts, unfit: lostTexts } = learning;
  const place = placeOfType(type);
  const given = textBetween(input, from, to, escaped);
  counts.unfitFormats = 0;
  counts.wrongTypes = 0;
  lostTexts.clear();
  if (tokens !== undefined) tokens.asked.length = 0;
  let value = leaf.step(given, learning, place);
  const [asked] = tokens?.asked ?? [];
  if (isFull(memo) && memo.filled === memo.used) clearMemo(memo);
  const remembers = to - from <= longestText && !isFull(memo);

  if (tokens !== undefined && asked !== undefined && tokens.asked.length === 1 && value === placeholder) {
    const size = owe(scan, tokens, asked);
    if (remembers) {
      const learned = addEntry(memo, hash, input.bytes, from, to, size);
      // Marks the value as a string before its bytes exist, so that a repetition is recognized.
      memo.arena[learned] = quote;
      tokens.learned.push({ memo, value: learned, size, place: output.to });
    }
    output.to += size;
    return true;
  }
  // If a step changed the placeholders, it runs again with real tokens.
  if (asked !== undefined) value = leaf.step(given, scan.walk, place);

  const start = output.to;
  let size = counts.unfitFormats > 0 ? unfit : counts.wrongTypes > 0 ? wrong : dropped;
  if (value !== undefined) {
    writeText(output, printJson(value));
    size = output.to - start;
  }
  for (const name of lostTexts.keys()) {
    leaf.lostName = name;
    countLost(scan, leaf);
  }
  if (remembers) {
    const whole = memo.filled === memo.used;
    const learned = addEntry(memo, hash, input.bytes, from, to, size, lostTexts.size > 0);
    output.bytes.copy(memo.arena, learned, start, output.to);
    if (whole) memo.filled = memo.used;
  }
  return count(size, scan.walk);
};

/** Writes a string: unchanged, from the cache, or as the result of the reference walk's step. */
const scanText = (scan: LeafScan, leaf: ScanLeaf, type: string | undefined): boolean => {
  const { input, output } = scan;
  const from = input.at + 1;
  const escaped = skipText(input);
  const to = input.at - 1;
  if (leaf.quick === 'redact') return false;
  if (!escaped && isKeptAsIs(leaf, input.bytes, from, to)) {
    writeBytes(output, input.bytes, from - 1, to + 1);
    return true;
  }
  const memo = (type === undefined ? undefined : leaf.memoByType.get(type)) ?? leaf.memo;
  const hash = hashBytes(input.bytes, from, to);
  const entry = findEntry(memo, hash, input.bytes, from, to);
  if (entry === 0) return learn(scan, leaf, type, memo, { from, to, escaped, hash });
  if (isLost(memo, entry)) countLost(scan, leaf);
  const size = sizeOf(memo, entry);
  if (size >= 0) writeRemembered(scan.tokens, memo, placeOf(memo, entry), size, output);
  return count(size, scan.walk);
};

/** Maximum number of digits that fits every number type. */
const usualDigits = 9;

/** True for a number with few digits, or a boolean, that is kept unchanged. */
const isKeptScalar = ({ only }: ScanLeaf, bytes: Buffer, from: number, to: number): boolean => {
  if (only === 'text' || only === 'transform') return false;
  const first = bytes[from] as number;
  if (first === letterT || first === letterF) return only === 'boolean' || only === 'scalar';
  if (only === 'boolean' || to - from > usualDigits) return false;
  for (let at = from; at < to; at += 1) if (!isDigit(bytes[at] as number)) return false;
  return true;
};

const takesStructure = ({ only, quick }: ScanLeaf): boolean => only === 'transform' && quick !== 'redact';

/** Writes a kept or transformed value. Returns false and writes nothing if it is dropped. */
export const scanLeaf = (scan: LeafScan, leaf: ScanLeaf, depth: number, type: string | undefined): boolean => {
  const { input, output } = scan;
  const first = input.bytes[input.at] as number;
  if (first === quote) return scanText(scan, leaf, type);
  const from = input.at;
  if (first === openBrace || first === openBracket) {
    skipValue(input, depth);
    if (!takesStructure(leaf)) return count(leaf.quick === 'redact' ? dropped : wrong, scan.walk);
  } else skipScalar(input);
  if (leaf.quick === 'redact') return false;
  if (first === letterN || isKeptScalar(leaf, input.bytes, from, input.at)) {
    writeBytes(output, input.bytes, from, input.at);
    return true;
  }
  const given = parseJson(textBetween(input, from, input.at, false));
  const value = given === undefined ? undefined : leaf.step(given, scan.walk, placeOfType(type));
  if (value === undefined) return false;
  writeText(output, printJson(value));
  return true;
};
