import type { ExpressionNode } from './expression.ts';

/** Limit for word lists; nobody reads longer ones. */
const mostWords = 1_000;
/** A class with more letters than this can spell any word, as `[a-z]` can. */
const mostLetters = 12;
const highest = 0x2_ff_ff;

/** Folds case as regular expressions do: the long s equals s. */
const fold = (text: string): string => text.toUpperCase().toLowerCase();

const members = new Map<string, ReadonlySet<string> | undefined>();

/** Returns the characters that a pattern matches, in lower case; undefined if there are too many. */
const lettersOf = (pattern: RegExp, written?: readonly string[]): ReadonlySet<string> | undefined => {
  if (written !== undefined) return written.length > mostLetters ? undefined : new Set(written.map(fold));
  const key = String(pattern);
  if (members.has(key)) return members.get(key);
  const found = new Set<string>();
  for (let code = 0; code <= highest && found.size <= mostLetters; code += 1)
    if (pattern.test(String.fromCodePoint(code))) found.add(fold(String.fromCodePoint(code)));
  const listed = found.size > mostLetters ? undefined : found;
  members.set(key, listed);
  return listed;
};

type Words = ReadonlySet<string>;

const empty: Words = new Set(['']);

const joined = (left: Words, right: Words): Words | undefined => {
  if (left.size * right.size > mostWords) return undefined;
  return new Set([...left].flatMap((start) => [...right].map((end) => start + end)));
};

const repeatedWords = (item: Words, minimum: number, maximum: number): Words | undefined => {
  if (item.size === 1 && item.has('')) return empty;
  if (!Number.isFinite(maximum)) return undefined;
  const all = new Set<string>();
  let words: Words | undefined = empty;
  for (let times = 0; times <= maximum; times += 1) {
    if (times >= minimum) for (const word of words) all.add(word);
    if (all.size > mostWords) return undefined;
    if (times === maximum) break;
    words = joined(words, item);
    if (words === undefined) return undefined;
  }
  return all;
};

const wordsOf = (node: ExpressionNode): Words | undefined => {
  switch (node.node) {
    case 'anything':
      return undefined;
    case 'character':
      return lettersOf(node.pattern, node.listed);
    case 'sequence': {
      let words: Words | undefined = empty;
      for (const item of node.items) {
        const next = wordsOf(item);
        words = words && next && joined(words, next);
      }
      return words;
    }
    case 'choice': {
      const all = new Set<string>();
      for (const option of node.options) {
        const words = wordsOf(option);
        if (words === undefined || all.size + words.size > mostWords) return undefined;
        for (const word of words) all.add(word);
      }
      return all;
    }
    case 'repeat': {
      const item = wordsOf(node.item);
      return item && repeatedWords(item, node.minimum, node.maximum);
    }
  }
};

/** Returns all texts that an expression can match, in lower case; undefined if there are infinitely or too many. */
export const finiteLanguage = (node: ExpressionNode): readonly string[] | undefined => {
  const words = wordsOf(node);
  return words && [...words].filter((word) => word !== '');
};
