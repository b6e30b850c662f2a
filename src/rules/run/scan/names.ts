import { annotationKey } from '../walk.ts';
import { type Input, leave, skipBlanks, skipColon, skipText, textBetween } from './input.ts';
import { areEqual, hashBytes, type Words, wordsOf } from './words.ts';

/** The rank of a property without tokens. */
export const noRank = 1 << 30;

/** A named property of an object. */
export type Property = {
  readonly name: string;
  /** `,"name":` in its written form. */
  readonly written: Words;
  readonly node: number;
  /** Position in the Plan's order among properties that contain tokens; `noRank` for all others. */
  readonly rank: number;
  readonly isId: boolean;
};

/** A name that objects of a node have: of one of its properties, or of a member that is dropped or an annotation. */
export type Name = {
  readonly text: string;
  readonly hash: number;
  /** `"name":` as a document without blanks has it, and its length. */
  readonly spelled: Words;
  readonly length: number;
  readonly property: Property | undefined;
  readonly isAnnotation: boolean;
  /** The key of an annotation. */
  readonly key: string | undefined;
  /** A bit of its own in one of two words, to detect a duplicate; zeros if there are too many names. */
  readonly low: number;
  readonly high: number;
  /** The name that followed last time. Items of a page mostly have the same names in the same order. */
  next: Name | undefined;
};

/** The names of a node's objects, by their hashes (open addressing). */
export type Names = { table: (Name | undefined)[]; count: number; first: Name | undefined };

/** Maximum number of names of one node that are remembered, and of their bytes. A document may have any number. */
const mostNames = 192;
const longestName = 128;

const makeName = (text: string, property: Property | undefined, place: number): Name => {
  const spelled = wordsOf(Buffer.from(`"${text}":`));
  const { length } = spelled.bytes;
  return {
    text,
    hash: hashBytes(spelled, 1, length - 2),
    spelled,
    length,
    property,
    isAnnotation: text.includes('@'),
    key: annotationKey(text),
    low: place < 30 ? 1 << place : 0,
    high: place >= 30 && place < 60 ? 1 << (place - 30) : 0,
    next: undefined,
  };
};

const insert = (table: (Name | undefined)[], name: Name): void => {
  let slot = name.hash & (table.length - 1);
  while (table[slot] !== undefined) slot = (slot + 1) & (table.length - 1);
  table[slot] = name;
};

const addName = (names: Names, name: Name): void => {
  if ((names.count + 1) * 2 > names.table.length) {
    const { table } = names;
    names.table = new Array<Name | undefined>(table.length * 2).fill(undefined);
    for (const one of table) if (one !== undefined) insert(names.table, one);
  }
  insert(names.table, name);
  names.count += 1;
};

export const createNames = (properties: readonly Property[]): Names => {
  const names: Names = { table: new Array<Name | undefined>(8).fill(undefined), count: 0, first: undefined };
  for (const [place, property] of properties.entries()) addName(names, makeName(property.name, property, place));
  return names;
};

const findName = (names: Names, input: Input, from: number, to: number): Name => {
  const { table } = names;
  const hash = hashBytes(input, from, to);
  const mask = table.length - 1;
  for (let slot = hash & mask, name = table[slot]; name !== undefined; slot = (slot + 1) & mask, name = table[slot])
    if (name.hash === hash && name.length === to - from + 3 && areEqual(name.spelled, 1, input, from, to - from))
      return name;
  const isFull = names.count >= mostNames || to - from > longestName;
  const made = makeName(textBetween(input, from, to, false), undefined, isFull ? 60 : names.count);
  if (!isFull) addName(names, made);
  return made;
};

/**
 * Reads the name at the cursor and moves to its value. `before` is the name before it in the object. Leaves a name with escapes to the
 * reference walk.
 */
export const readName = (names: Names, input: Input, before: Name | undefined): Name => {
  const expected = before === undefined ? names.first : before.next;
  const from = input.at;
  if (
    expected !== undefined &&
    from + expected.length < input.bytes.length &&
    areEqual(expected.spelled, 0, input, from, expected.length)
  ) {
    input.at = from + expected.length;
    skipBlanks(input);
    return expected;
  }
  if (input.bytes[from] !== 34 || skipText(input)) leave();
  const to = input.at - 1;
  skipColon(input);
  const name = findName(names, input, from + 1, to);
  if (before === undefined) names.first = name;
  else before.next = name;
  return name;
};
