import { parseDocument } from 'yaml';

export type FoldedStrings = {
  /** The text with those lines indented, so that every other line and column keeps its position. */
  readonly text: string;
  /** The indented lines, counted from 1. */
  readonly lines: readonly number[];
};

/** Deeper than any rule file nests. */
const indent = ' '.repeat(64);
const mostLines = 1000;

const quotes = /^Missing closing ["']/;
const brackets = /^Flow (?:sequence|map) in block collection/;

/** Returns the offset of the first line with too little indentation. */
const firstShallowLine = (text: string): number | undefined => {
  const { errors } = parseDocument(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false });
  for (const { message, pos } of errors) {
    if (quotes.test(message)) return text.indexOf('\n', pos[0]) + 1;
    if (brackets.test(message)) return text.lastIndexOf('\n', pos[0] - 1) + 1;
  }
  return undefined;
};

/**
 * Indents continuation lines of quoted strings, lists and mappings that have less indentation than YAML allows, because
 * other parsers accept them. Leading blanks of such a line have no meaning. Returns undefined if there are no such
 * lines.
 */
export const foldStrings = (text: string): FoldedStrings | undefined => {
  const lines: number[] = [];
  let mended = text;
  for (let start = firstShallowLine(mended); start !== undefined; start = firstShallowLine(mended)) {
    const line = mended.slice(0, start).split('\n').length;
    if (start === 0 || start >= mended.length || lines.includes(line) || lines.length > mostLines) return undefined;
    lines.push(line);
    mended = `${mended.slice(0, start)}${indent}${mended.slice(start)}`;
  }
  return lines.length === 0 ? undefined : { text: mended, lines };
};
