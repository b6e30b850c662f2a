import { parseDocument } from 'yaml';

export type FoldedStrings = {
  /** The text with such lines indented further, so that every other line and column stays where it was. */
  readonly text: string;
  /** The lines that were indented, counted from 1. */
  readonly lines: readonly number[];
};

/** Deeper than rule files nest. */
const indent = ' '.repeat(64);
const mostLines = 1000;

const unclosed = (text: string): number | undefined =>
  parseDocument(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false }).errors.find(
    ({ code, message }) => code === 'MISSING_CHAR' && message.startsWith('Missing closing "'),
  )?.pos[0];

/**
 * Mends double-quoted strings that go on in a line with less indentation than YAML allows, which other parsers take.
 * Blanks at the start of such a line mean nothing, so more of them change nothing. Undefined where there are none.
 */
export const foldStrings = (text: string): FoldedStrings | undefined => {
  const lines: number[] = [];
  let mended = text;
  for (let end = unclosed(mended); end !== undefined; end = unclosed(mended)) {
    const next = mended.indexOf('\n', end) + 1;
    const line = mended.slice(0, next).split('\n').length;
    if (next === 0 || next >= mended.length || lines.includes(line) || lines.length > mostLines) return undefined;
    lines.push(line);
    mended = `${mended.slice(0, next)}${indent}${mended.slice(next)}`;
  }
  return lines.length === 0 ? undefined : { text: mended, lines };
};
