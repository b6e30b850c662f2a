import { parseJson, printJson } from '../../../json/index.ts';
import { anywhere, type Place, type Walk } from '../walk.ts';
import { type Input, skipScalar, skipText, skipValue, textBetween } from './input.ts';
import { isWithheld, type Limits, placeFor } from './limits.ts';
import {
  addEntry,
  clearMemo,
  dropped,
  findEntry,
  isFull,
  isLost,
  longestText,
  type Memo,
  noteMiss,
  placeOf,
  sizeOf,
  unfit,
  wrong,
} from './memo.ts';
import type { ScanLeaf } from './nodes.ts';
import { type Output, reserve, writeBytes, writeText } from './output.ts';
import { type Asked, areMany, oweToken, type PageTokens, placeholder, writeRemembered, writeTokens } from './tokens.ts';
import { copyWords, hashBytes } from './words.ts';

/** The parts of a page's state that a leaf uses. */
export type LeafScan = {
  readonly input: Input;
  readonly output: Output;
  readonly walk: Walk;
  /** A separate walk for new texts, with placeholders for tokens. */
  readonly learning: Walk;
  readonly tokens: PageTokens | undefined;
  /** Undefined for a caller that sees everybody. Caches of texts don't depend on the caller. */
  readonly limits: Limits | undefined;
};

const [quote, openBrace, openBracket, letterN, letterT, letterF, letterZ] = [34, 123, 91, 110, 116, 102, 90];

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Returns the number of two digits; -1 for anything else. */
const two = (bytes: Buffer, at: number): number => {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
};

/** True for four digits. */
const areDigits = (view: DataView, at: number): boolean => {
  const four = view.getInt32(at, true);
  // The second sum overflows into the upper half of a byte above 9.
  return (four & 0xf0f0f0f0) === 0x30303030 && ((four + 0x06060606) & 0xf0f0f0f0) === 0x30303030;
};

const between = (value: number, least: number, most: number): boolean => value >= least && value <= most;

const hasPunctuation = (bytes: Buffer, at: number): boolean =>
  bytes[at + 4] === 45 &&
  bytes[at + 7] === 45 &&
  bytes[at + 10] === 84 &&
  bytes[at + 13] === 58 &&
  bytes[at + 16] === 58;

/** Most bytes of a text in the usual notation, with its closing quote. */
const longestUsual = 37;

/**
 * Returns the end of a time in Graph's usual notation: `2026-03-02T09:00:00`, a fraction of up to nine digits, `Z`. Returns -1 for
 * another text, which the format checks.
 */
const usualTimeEnd = ({ bytes, view }: Input, from: number): number => {
  if (!hasPunctuation(bytes, from) || !areDigits(view, from)) return -1;
  const [month, day] = [two(bytes, from + 5), two(bytes, from + 8)];
  if (!between(month, 1, 12) || !between(day, 1, month === 2 ? 28 : 30)) return -1;
  if (!between(two(bytes, from + 11), 0, 23) || !between(two(bytes, from + 14), 0, 59)) return -1;
  if (!between(two(bytes, from + 17), 0, 59)) return -1;
  let at = from + 19;
  if (bytes[at] === 46) {
    const fraction = at + 1;
    at = fraction;
    while (isDigit(bytes[at] as number)) at += 1;
    if (!between(at - fraction, 1, 9)) return -1;
  }
  return bytes[at] === letterZ ? at + 1 : at;
};

const isHex = (byte: number): boolean => isDigit(byte) || between(byte | 32, 97, 102);

/** Returns the end of a GUID; -1 for another text. */
const guidEnd = ({ bytes }: Input, from: number): number => {
  for (let index = 0; index < 36; index += 1) {
    const byte = bytes[from + index] as number;
    const dash = index === 8 || index === 13 || index === 18 || index === 23;
    if (dash ? byte !== 45 : !isHex(byte)) return -1;
  }
  return from + 36;
};

/** Writes a time or a GUID that is kept. Returns false, and moves nothing, for another text. */
const keepsUsual = ({ input, output }: LeafScan, { quick }: ScanLeaf): boolean => {
  if (quick !== 'date-time' && quick !== 'guid') return false;
  const from = input.at + 1;
  if (from + longestUsual > input.bytes.length) return false;
  const to = quick === 'guid' ? guidEnd(input, from) : usualTimeEnd(input, from);
  if (to < 0 || input.bytes[to] !== quote) return false;
  writeBytes(output, input, from - 1, to + 1);
  input.at = to + 1;
  return true;
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

/** A text and its hash; undefined if it isn't cached. */
type Text = {
  readonly from: number;
  readonly to: number;
  readonly escaped: boolean;
  readonly hash: number | undefined;
};

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
  noteMiss(memo);
  let value = leaf.step(given, learning, place);
  const [asked] = tokens?.asked ?? [];
  if (isFull(memo) && memo.filled === memo.used) clearMemo(memo);
  const remembers = hash !== undefined && to - from <= longestText && !isFull(memo);

  if (tokens !== undefined && asked !== undefined && tokens.asked.length === 1 && value === placeholder) {
    const size = owe(scan, tokens, asked);
    if (remembers) {
      const learned = addEntry(memo, hash, input, from, to, size);
      // Marks the value as a string before its bytes exist, so that a repetition is recognized.
      memo.arena.bytes[learned] = quote;
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
    const learned = addEntry(memo, hash, input, from, to, size, lostTexts.size > 0);
    copyWords(output, start, output.to, memo.arena, learned);
    if (whole) memo.filled = memo.used;
  }
  return count(size, scan.walk);
};

/** Writes a string: unchanged, from the cache, or as the result of the reference walk's step. */
const scanText = (scan: LeafScan, leaf: ScanLeaf, type: string | undefined): boolean => {
  const { input, output, limits } = scan;
  if (limits !== undefined && isWithheld(limits, input, leaf, type)) return false;
  if (keepsUsual(scan, leaf)) return true;
  const from = input.at + 1;
  const escaped = skipText(input);
  const to = input.at - 1;
  if (leaf.quick === 'redact') return false;
  if (!escaped && leaf.quick === 'any') {
    writeBytes(output, input, from - 1, to + 1);
    return true;
  }
  const memo = (type === undefined ? undefined : leaf.memoByType.get(type)) ?? leaf.memo;
  if (memo.paused > 0) return learn(scan, leaf, type, memo, { from, to, escaped, hash: undefined });
  const hash = hashBytes(input, from, to);
  const entry = findEntry(memo, hash, input, from, to);
  if (entry === 0) return learn(scan, leaf, type, memo, { from, to, escaped, hash });
  memo.missed = 0;
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
  const { input, output, limits } = scan;
  const first = input.bytes[input.at] as number;
  if (first === quote) return scanText(scan, leaf, type);
  const from = input.at;
  if (first === openBrace || first === openBracket) {
    skipValue(input, depth);
    if (!takesStructure(leaf)) return count(leaf.quick === 'redact' ? dropped : wrong, scan.walk);
  } else skipScalar(input);
  if (leaf.quick === 'redact') return false;
  const isTelling = limits?.values === true && leaf.limit.goes !== 'never';
  if (first === letterN || (!isTelling && isKeptScalar(leaf, input.bytes, from, input.at))) {
    writeBytes(output, input, from, input.at);
    return true;
  }
  const given = parseJson(textBetween(input, from, input.at, false));
  const place = limits === undefined ? placeOfType(type) : placeFor(limits, type);
  const value = given === undefined ? undefined : leaf.step(given, limits?.walk ?? scan.walk, place);
  if (value === undefined) return false;
  writeText(output, printJson(value));
  return true;
};
