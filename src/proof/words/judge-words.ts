import { names, ordinaryNames, sensitiveWords } from './words.generated.ts';

/** The reason why a word of a list needs a justification. */
export type WordDoubt = 'name' | 'sensitive' | 'number' | 'address' | 'script';

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const decoded = new Map<string, ReadonlySet<string>>();

/** Decodes the names that begin with three letters. */
const decodeNames = (letters: string): ReadonlySet<string> => {
  const group = new Set<string>();
  let before = '';
  for (const coded of Object.hasOwn(names, letters) ? (names[letters] ?? '').split(' ') : []) {
    before = `${before.slice(0, Number.parseInt(coded.charAt(0), 36))}${coded.slice(1)}`;
    group.add(before);
  }
  decoded.set(letters, group);
  return group;
};

const isListed = (word: string): boolean => {
  const letters = word.slice(0, 3);
  return (decoded.get(letters) ?? decodeNames(letters)).has(word);
};
const ordinarySet = once((): ReadonlySet<string> => new Set(ordinaryNames.split(' ')));

/** Matches words of the sensitive list, or their beginnings. */
const sensitivePattern = once(
  () =>
    new RegExp(
      `(?<!\\p{L})(?:${Object.values(sensitiveWords)
        .flat()
        .map((word) => word.replace(/\*$/, '\\p{L}*'))
        .join('|')})(?!\\p{L})`,
      'u',
    ),
);

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/['’]s(?!\p{L})/gu, '');

const otherScript = /[^\P{L}\p{Script=Latin}]/u;
/** Four or more digits that aren't a year. */
const longNumber = /(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4,}/;

/** A file extension. Some are also names (.avi). */
const extension = /^\.[a-z0-9]{1,4}$/;

const isName = (words: readonly string[]): boolean => {
  const ordinary = ordinarySet();
  if (words.some((word) => isListed(word) || word.split('-').some(isListed))) return true;
  return words.length > 0 && words.every((word) => ordinary.has(word));
};

/**
 * Returns the risk that a listed word or phrase reveals something about a person; undefined if the dictionaries find
 * none. The dictionaries know only Latin letters, so words in other scripts are always doubtful.
 */
export const doubtOf = (phrase: string): WordDoubt | undefined => {
  const text = folded(phrase);
  if (text.includes('@')) return 'address';
  if (longNumber.test(text) || text.replaceAll(/[^0-9]/g, '').length > 6) return 'number';
  if (extension.test(text)) return undefined;
  if (otherScript.test(text)) return 'script';
  if (sensitivePattern().test(text)) return 'sensitive';
  return isName(text.split(/[^\p{L}’'-]+/u).filter((word) => word !== '')) ? 'name' : undefined;
};

const doubtWords: Readonly<Record<WordDoubt, string>> = {
  name: 'a name of people',
  sensitive: 'a word about health, union, faith, discipline or the like',
  number: 'a number that may be somebody’s',
  address: 'an address',
  script: 'a word of a script that the dictionary of names does not cover',
};

/** Returns the doubtful words of a list, each with its reason: `alice (a name of people)`. */
export const doubtfulWords = (words: readonly string[]): readonly string[] =>
  words.flatMap((word) => {
    const doubt = doubtOf(word);
    return doubt === undefined ? [] : [`${word} (${doubtWords[doubt]})`];
  });
