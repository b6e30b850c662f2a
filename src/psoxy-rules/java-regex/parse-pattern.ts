import { isNullable } from './captures.ts';
import { anyCharacter, type CharSet, ignoringCase, negated, setOfText } from './char-set.ts';
import { endsAlike } from './empty-rounds.ts';
import { lineEnds } from './named-sets.ts';
import { readClass } from './parse-class.ts';
import { readEscape, single } from './parse-escape.ts';
import type { ParsedPattern, PatternNode } from './pattern-node.ts';
import {
  accept,
  mistake,
  nested,
  openPattern,
  type PatternReader,
  peek,
  spell,
  take,
  takeCodePoint,
} from './pattern-reader.ts';

const lineFeed = setOfText('\n');
const terminators = '\\n\\r\\u0085\\u2028\\u2029';
const boundaries = new Map<string, PatternNode>([
  ['b', { type: 'assertion', source: '\\b' }],
  ['B', { type: 'assertion', source: '\\B' }],
  ['A', { type: 'assertion', source: '^', start: true }],
  ['z', { type: 'assertion', source: '$', ends: { ranges: [], properties: [] } }],
]);

const start = (reader: PatternReader): PatternNode => {
  if (!reader.flags.m) return { type: 'assertion', source: '^', start: true };
  const breaks = reader.flags.d ? '\\n' : terminators;
  const inside = reader.flags.d ? '' : '(?!(?<=\\r)\\n)';
  return { type: 'assertion', source: `(?<![^${breaks}])${inside}(?=[^])`, simple: '' };
};

const end = (reader: PatternReader, everyLine: boolean): PatternNode => {
  const last = reader.flags.d ? '\\n' : '\\r\\n|(?<!\\r)\\n|[\\r\\u0085\\u2028\\u2029]';
  const source = everyLine ? `(?=${last}|$)` : `(?=(?:${last})?$)`;
  return { type: 'assertion', source, simple: everyLine ? '' : '$', ends: reader.flags.d ? lineFeed : lineEnds };
};

const dot = (reader: PatternReader): CharSet => {
  const excluded = reader.flags.d ? lineFeed : lineEnds;
  return (reader.flags.s ? undefined : negated(excluded)) ?? anyCharacter;
};

const literal = (reader: PatternReader, codePoint: number): PatternNode => {
  spell(reader, codePoint);
  const set = single(codePoint);
  return { type: 'set', set: reader.flags.i ? ignoringCase(set) : set };
};

const lineBreak: PatternNode = {
  type: 'choice',
  options: [
    { type: 'sequence', items: [...'\r\n'].map((character) => ({ type: 'set', set: setOfText(character) })) },
    { type: 'set', set: setOfText('\n\v\f\r\x85\u2028\u2029') },
  ],
};

const backReference = (reader: PatternReader, at: number, number: number): PatternNode => {
  if (reader.flags.i) throw mistake(reader, at, 'rules/pattern-not-readable:case');
  return { type: 'back', number, at: Number(reader.origins[at]) };
};

/** `\11` is group 11 if there are that many groups before it, otherwise group 1 and the digit 1. */
const readGroupNumber = (reader: PatternReader): number => {
  let number = Number(take(reader, /[1-9]/y));
  for (;;) {
    const longer = number * 10 + Number(peek(reader) || 'x');
    if (!(longer <= reader.groups)) return number;
    reader.at += 1;
    number = longer;
  }
};

const readBackslash = (reader: PatternReader): PatternNode => {
  const at = reader.at - 1;
  const escaped = readEscape(reader);
  if (typeof escaped === 'number') return literal(reader, escaped);
  if (escaped !== undefined) return { type: 'set', set: reader.flags.i ? ignoringCase(escaped) : escaped };
  const letter = peek(reader);
  if (/[1-9]/.test(letter)) return backReference(reader, at, readGroupNumber(reader));
  reader.at += 1;
  const name = letter === 'k' ? take(reader, /<[A-Za-z][A-Za-z0-9]*>/y)?.slice(1, -1) : undefined;
  const named = name === undefined ? undefined : reader.names.get(name);
  if (named !== undefined) return backReference(reader, at, named);
  if (letter === 'R') return lineBreak;
  if (letter === 'Z') return end(reader, false);
  const boundary = boundaries.get(letter);
  if (boundary !== undefined && peek(reader) !== '{') return boundary;
  throw mistake(reader, at, 'rules/pattern-not-readable:escape', { letter });
};

const readFlags = (reader: PatternReader, at: number): void => {
  const letters = String(take(reader, /[A-Za-z]*(?:-[A-Za-z]*)?/y));
  const [on = '', off = ''] = letters.split('-');
  for (const [set, value] of [
    [on, true],
    [off, false],
  ] as const)
    for (const letter of set) {
      if (!'imsd'.includes(letter)) throw mistake(reader, at, 'rules/pattern-not-readable:flag', { flag: letter });
      reader.flags = { ...reader.flags, [letter]: value };
    }
};

const openLook = (reader: PatternReader): { readonly ahead: boolean; readonly negative: boolean } | undefined => {
  for (const [opening, ahead, negative] of [
    ['=', true, false],
    ['!', true, true],
    ['<=', false, false],
    ['<!', false, true],
  ] as const)
    if (accept(reader, opening)) return { ahead, negative };
  return undefined;
};

/** Returns the text after `(?`, except for a plain group and for flags, which apply to the end of their group. */
const readSpecialGroup = (reader: PatternReader, at: number): PatternNode => {
  const look = openLook(reader);
  if (look !== undefined) return { type: 'look', ...look, body: readBody(reader, at) };
  if (accept(reader, '>')) return { type: 'atomic', body: readBody(reader, at) };
  if (peek(reader) === '<') {
    const name = take(reader, /<[A-Za-z][A-Za-z0-9]*>/y)?.slice(1, -1);
    if (name === undefined || reader.names.has(name))
      throw mistake(reader, at, 'rules/pattern-not-readable:group-name');
    reader.names.set(name, reader.groups + 1);
    return readGroup(reader, at);
  }
  const outer = reader.flags;
  readFlags(reader, at);
  if (accept(reader, ')')) return { type: 'sequence', items: [] };
  if (!accept(reader, ':')) throw mistake(reader, at, 'rules/pattern-not-readable:group-kind');
  const body = readBody(reader, at);
  reader.flags = outer;
  // Distinguishes a group inside from one that is repeated itself.
  return { type: 'sequence', items: [body] };
};

const readGroup = (reader: PatternReader, at: number): PatternNode => {
  reader.groups += 1;
  const number = reader.groups;
  return { type: 'group', number, body: readBody(reader, at) };
};

/** Reads alternatives up to the closing parenthesis, where flags set inside end. */
const readBody = (reader: PatternReader, at: number): PatternNode => {
  const outer = reader.flags;
  const body = nested(reader, at, () => readChoice(reader));
  if (!accept(reader, ')')) throw mistake(reader, at, 'rules/pattern-not-readable:group');
  reader.flags = outer;
  return body;
};

const readAtom = (reader: PatternReader): PatternNode => {
  const at = reader.at;
  if (accept(reader, '(?')) return readSpecialGroup(reader, at);
  if (accept(reader, '(')) return readGroup(reader, at);
  if (accept(reader, '[')) return { type: 'set', set: readClass(reader) };
  if (accept(reader, '.')) return { type: 'set', set: dot(reader) };
  if (accept(reader, '^')) return start(reader);
  if (accept(reader, '$')) return end(reader, reader.flags.m);
  if (accept(reader, '\\')) return readBackslash(reader);
  if ('*+?{'.includes(peek(reader)))
    throw mistake(reader, at, 'rules/pattern-not-readable:repeat', { character: peek(reader) });
  return literal(reader, takeCodePoint(reader));
};

const readCount = (reader: PatternReader): { readonly min: number; readonly max: number } | undefined => {
  if (accept(reader, '*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (accept(reader, '+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (accept(reader, '?')) return { min: 0, max: 1 };
  const at = reader.at;
  if (peek(reader) !== '{') return undefined;
  const counts = take(reader, /\{\d{1,5}(?:,\d{0,5})?\}/y);
  const [min = '', max] = counts?.slice(1, -1).split(',') ?? [];
  const count = { min: Number(min), max: max === '' ? Number.POSITIVE_INFINITY : Number(max ?? min) };
  if (counts === undefined || count.max < count.min) throw mistake(reader, at, 'rules/pattern-not-readable:count');
  return count;
};

const empty: PatternNode = { type: 'sequence', items: [] };

/**
 * Parses an optional part as a choice, because JavaScript rejects a round that matches the empty text and Java doesn't.
 */
const optional = (body: PatternNode, lazy: boolean): PatternNode => ({
  type: 'choice',
  options: lazy ? [empty, body] : [body, empty],
});

/** In a possessive repetition, Java doesn't backtrack into any round, not only into the whole. */
const possessiveRounds = (body: PatternNode, min: number): PatternNode =>
  body.type === 'set' || (min < 2 && !isNullable(body)) ? body : { type: 'atomic', body };

const readRepeated = (reader: PatternReader): PatternNode => {
  const start = reader.at;
  const atom = readAtom(reader);
  const count = readCount(reader);
  if (count === undefined) return atom;
  const lazy = accept(reader, '?');
  const possessive = !lazy && accept(reader, '+');
  const body = possessive ? possessiveRounds(atom, count.min) : atom;
  const repeat = { type: 'repeat', ...count, lazy, body } as const;
  const mayBeLeftOut = count.min === 0 && count.max === 1 && isNullable(body);
  if (!mayBeLeftOut && !endsAlike(repeat)) throw mistake(reader, start, 'rules/pattern-not-readable:empty-round');
  const node = mayBeLeftOut ? optional(body, lazy) : repeat;
  return possessive ? { type: 'atomic', body: node } : node;
};

const readChoice = (reader: PatternReader): PatternNode => {
  const options: PatternNode[] = [];
  do {
    const items: PatternNode[] = [];
    while (reader.at < reader.text.length && peek(reader) !== '|' && peek(reader) !== ')')
      items.push(readRepeated(reader));
    options.push(items.length === 1 && items[0] ? items[0] : { type: 'sequence', items });
  } while (accept(reader, '|'));
  return options.length === 1 && options[0] ? options[0] : { type: 'choice', options };
};

/** Parses a `java.util.regex` expression. Throws a `PatternMistake` for constructs without an equivalent. */
export const parsePattern = (source: string, ignoreCase: boolean): ParsedPattern => {
  const reader = openPattern(source, ignoreCase);
  const root = readChoice(reader);
  if (reader.at < reader.text.length) throw mistake(reader, reader.at, 'rules/pattern-not-readable:parenthesis');
  const { groups, names, spelled } = reader;
  return { root, groups, names, spells: [...spelled].sort().join('') };
};
