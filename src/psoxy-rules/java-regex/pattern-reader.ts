import { type DiagnosticArgs, type DiagnosticKey, describe } from '../../problems/diagnostics/index.ts';
import { PatternMistake } from './pattern-node.ts';

/** The flags in force at a position of an expression. */
export type Flags = { readonly i: boolean; readonly m: boolean; readonly s: boolean; readonly d: boolean };

/** Reads an expression's text. Positions refer to the author's text. */
export type PatternReader = {
  readonly text: string;
  /** For each unit of `text`, its position before quoting was resolved. */
  readonly origins: readonly number[];
  at: number;
  flags: Flags;
  groups: number;
  readonly names: Map<string, number>;
  readonly spelled: Set<string>;
  /** Number of groups and classes around the current position. */
  depth: number;
};

const quoted = (character: string, first: boolean): string => {
  if (/[0-9]/.test(character)) return first ? `\\x3${character}` : character;
  return /[A-Za-z]|[^\x00-\x7f]/.test(character) ? character : `\\${character}`;
};

type Piece = { readonly text: string; readonly at: number };

/** One unit of the source, an escape (two units), or all of a `\Q…\E` with its characters escaped. */
const piecesOf = (source: string): readonly Piece[] =>
  [...source.matchAll(/\\Q(.*?)(?:\\E|$)|\\?./gs)].flatMap(({ 0: text, 1: literal, index }): readonly Piece[] =>
    literal === undefined
      ? [{ text, at: index }]
      : literal.split('').map((unit, place) => ({ text: quoted(unit, place === 0), at: index + 2 + place })),
  );

/** Creates a reader. Resolves `\Q…\E` first, as Java does, so that it works inside classes too. */
export const openPattern = (source: string, ignoreCase: boolean): PatternReader => {
  const pieces = piecesOf(source);
  const origins = pieces.flatMap(({ text, at }) =>
    text.split('').map((_, place) => (text.length > 2 ? at : at + place)),
  );
  return {
    text: pieces.map(({ text }) => text).join(''),
    origins: [...origins, source.length],
    at: 0,
    flags: { i: ignoreCase, m: false, s: false, d: false },
    groups: 0,
    names: new Map(),
    spelled: new Set(),
    depth: 0,
  };
};

export const peek = (reader: PatternReader): string => reader.text[reader.at] ?? '';

/** Skips `text` if it comes next. */
export const accept = (reader: PatternReader, text: string): boolean => {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
};

/** Returns and skips the text that a sticky expression matches next. */
export const take = (reader: PatternReader, sticky: RegExp): string | undefined => {
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
};

export const takeCodePoint = (reader: PatternReader): number => {
  const codePoint = Number(reader.text.codePointAt(reader.at));
  reader.at += codePoint > 0xffff ? 2 : 1;
  return codePoint;
};

export const mistake = <K extends DiagnosticKey>(
  reader: PatternReader,
  at: number,
  key: K,
  ...args: DiagnosticArgs<K>
): PatternMistake => new PatternMistake(Number(reader.origins[at]), describe(key, ...args));

/** Records a literal character, because some characters may occur in paths only if the rules contain them. */
export const spell = (reader: PatternReader, codePoint: number): void => {
  const character = String.fromCodePoint(codePoint);
  if ('()$'.includes(character)) reader.spelled.add(character);
};

const deepest = 50;

/** Reads the inside of a group or class. Rejects unreasonably deep nesting. */
export const nested = <T>(reader: PatternReader, at: number, read: () => T): T => {
  reader.depth += 1;
  if (reader.depth > deepest) throw mistake(reader, at, 'rules/pattern-not-readable:depth', { limit: deepest });
  const result = read();
  reader.depth -= 1;
  return result;
};
