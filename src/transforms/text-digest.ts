import type { JsonValue } from '../json/index.ts';
import { trimmed } from './java-text.ts';
import { textsOf } from './matcher.ts';
import type { Transform } from './transform.ts';

/** The measures of a text: its length in UTF-16 units, its number of words, and the counts of keywords. */
export type Digest = {
  readonly length: number;
  readonly words: number;
  /** By keyword in lower case, sorted, only those that occur. */
  readonly keywords: ReadonlyMap<string, number>;
};

/**
 * Counts a text. Words are separated by blanks; keywords are compared, in lower case, with runs of ASCII letters,
 * digits and `_`.
 */
export const digestOf = (text: string, keywords: readonly string[]): Digest => {
  const wanted = new Set(keywords.map((keyword) => keyword.toLowerCase()));
  const found = new Map<string, number>();
  if (wanted.size > 0)
    for (const word of text.toLowerCase().split(/[^A-Za-z0-9_]+/))
      if (wanted.has(word)) found.set(word, (found.get(word) ?? 0) + 1);
  const words = text === '' ? 0 : trimmed(text).split(/[ \t\n\v\f\r]+/).length;
  return { length: text.length, words, keywords: new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1))) };
};

const counted = (count: number): JsonValue => ({ number: String(count) });

/** The counts of keywords as a JSON object. */
export const countsOf = (keywords: Digest['keywords']): JsonValue =>
  new Map([...keywords].map(([keyword, count]) => [keyword, counted(count)]));

/** Returns the digest in Psoxy's format: `keywords` if any occur, `length`, `word_count`. */
export const psoxyDigest = (text: string, keywords: readonly string[]): JsonValue => {
  const digest = digestOf(text, keywords);
  const entries: [string, JsonValue][] = [
    ['length', counted(digest.length)],
    ['word_count', counted(digest.words)],
  ];
  return new Map(digest.keywords.size > 0 ? [['keywords', countsOf(digest.keywords)], ...entries] : entries);
};

export const textDigest: Transform = {
  name: 'textDigest',
  summary: 'Replaces a text with counts: its length, its words and, if requested, its keywords.',
  accepts: ['text'],
  parameters: {
    keywords: {
      description:
        'Words whose occurrences are counted, in either case. They are part of the rules, so they reveal nothing more.',
      type: 'texts',
      default: [],
    },
  },
  examples: [
    { shows: 'length and words', options: {}, input: 'Tide turns at nine.', output: { length: 19, wordCount: 4 } },
    {
      shows: 'keywords that occur',
      options: { keywords: ['Budget', 'hiring'] },
      input: 'The budget: a BUDGET for all',
      output: { length: 28, wordCount: 6, keywords: { budget: 2 } },
    },
    { shows: 'an empty text', options: {}, input: '', output: { length: 0, wordCount: 0 } },
  ],
  compile: ({ keywords }) => {
    const wanted = textsOf(keywords);
    return (value) => {
      if (typeof value !== 'string') return null;
      const digest = digestOf(value, wanted);
      const entries: [string, JsonValue][] = [
        ['length', counted(digest.length)],
        ['wordCount', counted(digest.words)],
      ];
      return new Map(digest.keywords.size > 0 ? [...entries, ['keywords', countsOf(digest.keywords)]] : entries);
    };
  },
};
