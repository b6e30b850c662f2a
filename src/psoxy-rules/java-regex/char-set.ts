/** A set of code points: sorted, disjoint ranges, and Unicode properties in JavaScript's spelling (`\p{L}`). */
export type CharSet = { readonly ranges: readonly Range[]; readonly properties: readonly string[] };

export type Range = readonly [from: number, to: number];

const lastCodePoint = 0x10ffff;

const merged = (ranges: readonly Range[]): readonly Range[] => {
  const result: Range[] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const [lastFrom, lastTo] = result.at(-1) ?? [0, -2];
    if (from <= lastTo + 1) result[result.length - 1] = [lastFrom, Math.max(lastTo, to)];
    else result.push([from, to]);
  }
  return result;
};

export const setOf = (...ranges: readonly Range[]): CharSet => ({ ranges: merged(ranges), properties: [] });

/** Returns the set of the characters in a text. */
export const setOfText = (text: string): CharSet =>
  setOf(...[...text].map((character): Range => [Number(character.codePointAt(0)), Number(character.codePointAt(0))]));

export const setOfProperties = (...properties: readonly string[]): CharSet => ({ ranges: [], properties });

export const anyCharacter = setOf([0, lastCodePoint]);

export const union = (...sets: readonly CharSet[]): CharSet => ({
  ranges: merged(sets.flatMap(({ ranges }) => ranges)),
  properties: [...new Set(sets.flatMap(({ properties }) => properties))],
});

const complement = (ranges: readonly Range[]): readonly Range[] => {
  const result: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= lastCodePoint) result.push([next, lastCodePoint]);
  return result;
};

/** Returns undefined for Unicode properties next to other members, because the result isn't expressible as one set. */
export const negated = ({ ranges, properties }: CharSet): CharSet | undefined => {
  const [property, ...others] = properties;
  if (property === undefined) return { ranges: complement(ranges), properties: [] };
  if (ranges.length > 0 || others.length > 0) return undefined;
  return setOfProperties(`${property.startsWith('\\p') ? '\\P' : '\\p'}${property.slice(2)}`);
};

/** Returns undefined if either set contains Unicode properties. */
export const intersection = (one: CharSet, other: CharSet): CharSet | undefined => {
  if (one.properties.length + other.properties.length > 0) return undefined;
  const outside = merged([...complement(one.ranges), ...complement(other.ranges)]);
  return { ranges: complement(outside), properties: [] };
};

/** True only if the two sets certainly share no character. */
export const disjoint = (one: CharSet, other: CharSet): boolean => intersection(one, other)?.ranges.length === 0;

const shifted = ([from, to]: Range, low: number, high: number, by: number): readonly Range[] =>
  from > high || to < low ? [] : [[Math.max(from, low) + by, Math.min(to, high) + by]];

const bothCases = new Map([
  ['\\p{Lu}', ['\\p{Lu}', '\\p{Ll}', '\\p{Lt}']],
  ['\\p{Ll}', ['\\p{Lu}', '\\p{Ll}', '\\p{Lt}']],
  ['\\p{Lt}', ['\\p{Lu}', '\\p{Ll}', '\\p{Lt}']],
]);

/** Extends the set as Java does to ignore ASCII case. Letters outside ASCII keep their case. */
export const ignoringCase = ({ ranges, properties }: CharSet): CharSet => ({
  ranges: merged(ranges.flatMap((range) => [range, ...shifted(range, 65, 90, 32), ...shifted(range, 97, 122, -32)])),
  properties: [...new Set(properties.flatMap((property) => bothCases.get(property) ?? [property]))],
});

const escapeIn = (codePoint: number, inClass: boolean): string => {
  const character = String.fromCodePoint(codePoint);
  if (/[A-Za-z0-9_]/.test(character)) return character;
  if (inClass ? /[\^\\\]\-[]/.test(character) : /[\^$\\.*+?()[\]{}|/]/.test(character)) return `\\${character}`;
  return codePoint > 0x20 && codePoint < 0x7f ? character : `\\u{${codePoint.toString(16)}}`;
};

/** Prints a JavaScript expression (flag `u`) for one code point of the set. */
export const printSet = ({ ranges, properties }: CharSet): string => {
  const [first, ...others] = ranges;
  if (first !== undefined && others.length === 0 && properties.length === 0 && first[0] === first[1])
    return escapeIn(first[0], false);
  const inverse = complement(ranges);
  if (properties.length === 0 && inverse.length < ranges.length) return `[^${printRanges(inverse)}]`;
  return `[${printRanges(ranges)}${properties.join('')}]`;
};

const printRanges = (ranges: readonly Range[]): string =>
  ranges
    .map(([from, to]) => {
      const low = escapeIn(from, true);
      return from === to ? low : `${low}${to === from + 1 ? '' : '-'}${escapeIn(to, true)}`;
    })
    .join('');
