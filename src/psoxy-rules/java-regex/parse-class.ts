import { type CharSet, ignoringCase, intersection, negated, setOf, union } from './char-set.ts';
import { readEscape, single } from './parse-escape.ts';
import { accept, mistake, nested, type PatternReader, peek, spell, takeCodePoint } from './pattern-reader.ts';

const unsupported = (reader: PatternReader, at: number): never => {
  throw mistake(reader, at, 'rules/pattern-not-readable:properties');
};

const readMember = (reader: PatternReader): number | CharSet => {
  const at = reader.at;
  if (!accept(reader, '\\')) {
    const codePoint = takeCodePoint(reader);
    spell(reader, codePoint);
    return codePoint;
  }
  const escaped = readEscape(reader);
  if (escaped === undefined) throw mistake(reader, at, 'rules/pattern-not-readable:class-escape');
  if (typeof escaped === 'number') spell(reader, escaped);
  return escaped;
};

const startsRange = (reader: PatternReader): boolean => {
  const following = reader.text[reader.at + 1] ?? '';
  return peek(reader) === '-' && following !== ']' && following !== '[' && following !== '';
};

const readRange = (reader: PatternReader): CharSet => {
  const at = reader.at;
  if (reader.text.startsWith('\\v-', at)) throw mistake(reader, at, 'rules/pattern-not-readable:vertical');
  const low = readMember(reader);
  if (typeof low !== 'number') return low;
  if (!startsRange(reader)) return single(low);
  reader.at += 1;
  const high = readMember(reader);
  if (typeof high !== 'number' || high < low) throw mistake(reader, at, 'rules/pattern-not-readable:range');
  return setOf([low, high]);
};

/** Reads members up to `&&` or the closing bracket; at least one. */
const readUnion = (reader: PatternReader, open: number): CharSet => {
  const start = reader.at;
  let set: CharSet | undefined;
  for (;;) {
    const character = peek(reader);
    if (character === '') throw mistake(reader, open, 'rules/pattern-not-readable:class');
    const done = character === ']' && set !== undefined;
    if (done || reader.text.startsWith('&&', reader.at)) {
      if (set === undefined) throw mistake(reader, start, 'rules/pattern-not-readable:operand');
      return set;
    }
    const opens = character === '[';
    if (opens) reader.at += 1;
    const folded = opens ? readClass(reader) : fold(reader, readRange(reader));
    set = set === undefined ? folded : union(set, folded);
  }
};

/**
 * Reads the operand after `&&`. Rejects a single `&`, and `&&` after a class with further members, both of which Java
 * interprets in its own way.
 */
const readOperand = (reader: PatternReader, open: number): CharSet => {
  const start = reader.at;
  const set = readUnion(reader, open);
  const text = reader.text.slice(start, reader.at);
  const goesOn = peek(reader) === '&' && /^\[.*[^\]]$/s.test(text);
  if (goesOn || /^&|[^\\]&/.test(text)) throw mistake(reader, start, 'rules/pattern-not-readable:intersection');
  return set;
};

const fold = (reader: PatternReader, set: CharSet): CharSet => (reader.flags.i ? ignoringCase(set) : set);

/** Reads a class after its opening bracket: unions, ranges, nested classes and intersections. */
export const readClass = (reader: PatternReader): CharSet => {
  const open = reader.at - 1;
  const inverse = accept(reader, '^');
  let set = nested(reader, open, () => readUnion(reader, open));
  while (accept(reader, '&&')) set = intersection(set, readOperand(reader, open)) ?? unsupported(reader, open);
  reader.at += 1;
  return inverse ? (negated(set) ?? unsupported(reader, open)) : set;
};
