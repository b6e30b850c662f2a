import { anyCharacter, type CharSet, negated, setOf, setOfProperties, setOfText, union } from './char-set.ts';

const lower = setOf([97, 122]);
const upper = setOf([65, 90]);
const digit = setOf([48, 57]);
const alpha = union(lower, upper);
const punctuation = setOf([33, 47], [58, 64], [91, 96], [123, 126]);
const blank = setOfText(' \t\n\v\f\r');
const horizontal = union(setOfText(' \t\xa0\u1680\u180e\u202f\u205f\u3000'), setOf([0x2000, 0x200a]));
const vertical = setOfText('\n\v\f\r\x85\u2028\u2029');
const word = union(alpha, digit, setOfText('_'));

/** Line terminators for `.`, `^` and `$`: the whole set, or only the line feed with `(?d)`. */
export const lineEnds = setOfText('\n\r\x85\u2028\u2029');

const small: readonly (readonly [string, CharSet])[] = [
  ['d', digit],
  ['w', word],
  ['s', blank],
  ['h', horizontal],
  ['v', vertical],
];

const classes: ReadonlyMap<string, CharSet | undefined> = new Map([
  ...small,
  ...small.map(([letter, set]) => [letter.toUpperCase(), negated(set)] as const),
]);

/** Returns the set of `\d \w \s \h \v` and their capitals: ASCII, as in Java; undefined for other letters. */
export const classOfLetter = (letter: string): CharSet | undefined => classes.get(letter);

const posix = new Map<string, CharSet>([
  ['Lower', lower],
  ['Upper', upper],
  ['ASCII', setOf([0, 127])],
  ['Alpha', alpha],
  ['Digit', digit],
  ['Alnum', union(alpha, digit)],
  ['Punct', punctuation],
  ['Graph', setOf([33, 126])],
  ['Print', setOf([32, 126])],
  ['Blank', setOfText(' \t')],
  ['Cntrl', setOf([0, 31], [127, 127])],
  ['XDigit', union(digit, setOf([65, 70], [97, 102]))],
  ['Space', blank],
  ['L1', setOf([0, 255])],
  ['LD', setOfProperties('\\p{L}', '\\p{Nd}')],
  ['all', anyCharacter],
]);

const binary = new Map<string, string>([
  ['alphabetic', '\\p{Alphabetic}'],
  ['ideographic', '\\p{Ideographic}'],
  ['letter', '\\p{L}'],
  ['lowercase', '\\p{Lowercase}'],
  ['uppercase', '\\p{Uppercase}'],
  ['titlecase', '\\p{Lt}'],
  ['punctuation', '\\p{P}'],
  ['control', '\\p{Cc}'],
  ['white_space', '\\p{White_Space}'],
  ['digit', '\\p{Nd}'],
  ['hex_digit', '\\p{Hex_Digit}'],
  ['assigned', '\\P{Cn}'],
]);

const known = (property: string): CharSet | undefined => {
  try {
    new RegExp(property, 'u');
    return setOfProperties(property);
  } catch {
    return undefined;
  }
};

const category = (name: string): CharSet | undefined =>
  /^(?:[CLMNPSZ]|[A-Z][a-z]|LC)$/.test(name) ? known(`\\p{gc=${name}}`) && setOfProperties(`\\p{${name}}`) : undefined;

const script = (name: string): CharSet | undefined =>
  /^[A-Za-z]+(?:_[A-Za-z]+)*$/.test(name) ? known(`\\p{Script=${name[0]?.toUpperCase()}${name.slice(1)}}`) : undefined;

/** Returns the set of `\p{name}`; undefined for names without an equivalent in JavaScript (blocks, `java…`). */
export const classOfProperty = (name: string): CharSet | undefined => {
  const [, key, value] = /^(\w+)=(\w+)$/.exec(name) ?? [];
  if (value !== undefined) {
    if (key === 'gc' || key === 'general_category') return category(value);
    return key === 'sc' || key === 'script' ? script(value) : undefined;
  }
  if (!name.startsWith('Is')) return posix.get(name) ?? category(name);
  const bare = name.slice(2);
  const property = binary.get(bare.toLowerCase());
  return property === undefined ? (category(bare) ?? script(bare)) : setOfProperties(property);
};
