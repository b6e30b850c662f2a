import type { PatternUse } from '../../compile/index.ts';
import { type Description, describe } from '../../problems/diagnostics/index.ts';

/** A path that can't be parsed; `at` counts UTF-16 units from its start. */
export class PathMistake extends Error {
  readonly at: number;
  readonly description: Description;

  constructor(at: number, description: Description) {
    super(description.message);
    this.name = 'PathMistake';
    this.at = at;
    this.description = description;
  }
}

/** A description with its position, in UTF-16 units from the start of the path. */
export type PathProblem = Description & { readonly at: number };

/** Reads a path's text. */
export type PathReader = {
  readonly text: string;
  at: number;
  /** Number of conditions around the current position. */
  depth: number;
  readonly safety: PatternUse['safety'];
  /** Warnings about expressions inside the path. */
  readonly warnings: PathProblem[];
};

export const peek = (reader: PathReader): string => reader.text[reader.at] ?? '';

/** Skips `text` if it comes next. */
export const accept = (reader: PathReader, text: string): boolean => {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
};

/** Returns and skips the text that a sticky expression matches next. */
export const take = (reader: PathReader, sticky: RegExp): string | undefined => {
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
};

export const skipBlanks = (reader: PathReader): void => {
  take(reader, / */y);
};

export const expect = (reader: PathReader, text: string, hint: string): void => {
  if (!accept(reader, text))
    throw new PathMistake(reader.at, describe('rules/path-not-readable:expected', { text, remedy: hint }));
};

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['b', '\b'],
]);

const unescaped = (body: string): string =>
  body.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, escaped: string) =>
    escaped.length > 1 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (escapes.get(escaped) ?? escaped),
  );

/** Reads a quoted text with its escapes resolved; undefined if none begins here. */
export const takeQuoted = (reader: PathReader): string | undefined => {
  const start = reader.at;
  const quote = peek(reader);
  if (quote !== "'" && quote !== '"') return undefined;
  const body = take(reader, quote === "'" ? /'(?:[^'\\]|\\.)*'/sy : /"(?:[^"\\]|\\.)*"/sy);
  if (body === undefined) throw new PathMistake(start, describe('rules/path-not-readable:quote', { quote }));
  return unescaped(body.slice(1, -1));
};
