/** A part of a regular expression, reduced to the language that it matches. */
export type ExpressionNode =
  | { readonly node: 'sequence'; readonly items: readonly ExpressionNode[] }
  | { readonly node: 'choice'; readonly options: readonly ExpressionNode[] }
  | { readonly node: 'repeat'; readonly item: ExpressionNode; readonly minimum: number; readonly maximum: number }
  /**
   * One character: a letter, a class, a wildcard. `pattern` matches exactly one; `listed` contains all of them if the
   * source lists them.
   */
  | { readonly node: 'character'; readonly pattern: RegExp; readonly listed?: readonly string[] }
  /** A text that an earlier group matched, or unknown syntax: can match anything. */
  | { readonly node: 'anything' };

/** Matches only a position: an anchor or a lookaround. */
export const place: ExpressionNode = { node: 'sequence', items: [] };

const anything: ExpressionNode = { node: 'anything' };

/** Keeps the flags that affect which characters match. */
const characterFlags = (flags: string): string => `u${flags.replaceAll(/[^is]/g, '')}`;

type Reader = { readonly source: string; at: number; readonly flags: string };

const eat = (reader: Reader, pattern: RegExp): RegExpExecArray | undefined => {
  const sticky = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`);
  sticky.lastIndex = reader.at;
  const match = sticky.exec(reader.source);
  if (match === null) return undefined;
  reader.at = sticky.lastIndex;
  return match;
};

/** Returns the letters of `a`, `\\.` or `[Rr]`. */
const listedIn = (source: string): readonly string[] | undefined => {
  const sign = /^\\([^\p{L}\p{N}])$/u.exec(source)?.[1];
  if (sign !== undefined) return [sign];
  const inClass = /^\[([\p{L}\p{N} ]+)\]$/u.exec(source)?.[1];
  if (inClass !== undefined) return [...inClass];
  return /^[^\\.[]$/u.test(source) ? [source] : undefined;
};

const character = (source: string, { flags }: Reader): ExpressionNode => {
  try {
    const listed = listedIn(source);
    const pattern = new RegExp(`^(?:${source})$`, characterFlags(flags));
    return { node: 'character', pattern, ...(listed && { listed }) };
  } catch {
    return anything;
  }
};

const classText = /\[(?:[^\]\\]|\\[\s\S])*\]/u;
const anchor = /\^|\$|\\[bB]/u;
const look = /\(\?<?[=!]/u;
const opening = /\((?:\?(?:<[A-Za-z_$][\w$]*>|[a-z]*(?:-[a-z]*)?:))?/u;
const backreference = /\\(?:[1-9][0-9]*|k<[^>]*>)/u;
const escaped =
  /\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}(?:\\u[Dd][C-Fc-f][0-9A-Fa-f]{2})?|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[\s\S])/u;
const quantifier = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/u;

const readAtom = (reader: Reader): ExpressionNode | undefined => {
  if (eat(reader, anchor) !== undefined) return place;
  if (eat(reader, look) !== undefined) {
    readChoice(reader);
    return eat(reader, /\)/u) === undefined ? anything : place;
  }
  const group = eat(reader, opening);
  if (group !== undefined) {
    const modifiers = /^\(\?([a-z]*)(?:-[a-z]*)?:$/u.exec(group[0])?.[1] ?? '';
    const inner: Reader = { source: reader.source, at: reader.at, flags: reader.flags + modifiers };
    const choice = readChoice(inner);
    reader.at = inner.at;
    return eat(reader, /\)/u) === undefined ? anything : choice;
  }
  if (eat(reader, backreference) !== undefined) return anything;
  const one = eat(reader, classText) ?? eat(reader, escaped) ?? eat(reader, /[^)|*+?{}\\[\]]/u);
  return one && character(one[0], reader);
};

const repeated = (item: ExpressionNode, reader: Reader): ExpressionNode => {
  const match = eat(reader, quantifier);
  if (match === undefined) return item;
  const [text, least, range, most] = match;
  const sign = text.charAt(0);
  if (sign === '*') return { node: 'repeat', item, minimum: 0, maximum: Number.POSITIVE_INFINITY };
  if (sign === '+') return { node: 'repeat', item, minimum: 1, maximum: Number.POSITIVE_INFINITY };
  if (sign === '?') return { node: 'repeat', item, minimum: 0, maximum: 1 };
  const minimum = Number(least);
  const maximum = range === undefined ? minimum : most === '' ? Number.POSITIVE_INFINITY : Number(most);
  return { node: 'repeat', item, minimum, maximum };
};

const readSequence = (reader: Reader): ExpressionNode => {
  const items: ExpressionNode[] = [];
  for (let atom = readAtom(reader); atom !== undefined; atom = readAtom(reader)) items.push(repeated(atom, reader));
  return { node: 'sequence', items };
};

const readChoice = (reader: Reader): ExpressionNode => {
  const options = [readSequence(reader)];
  while (eat(reader, /\|/u) !== undefined) options.push(readSequence(reader));
  return { node: 'choice', options };
};

/**
 * Parses a JavaScript regular expression (ECMA-262, flag u). Lookarounds match everywhere, so the resulting language
 * includes at least every text that the expression can match. An expression that can't be parsed matches anything.
 */
export const readExpression = (source: string, flags: string): ExpressionNode => {
  const reader: Reader = { source, at: 0, flags };
  const read = readChoice(reader);
  return reader.at === source.length ? read : anything;
};
