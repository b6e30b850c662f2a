import { isBlank } from './java-text.ts';
import { ignoreCase, patternsOf } from './matcher.ts';
import type { Transform } from './transform.ts';

const lineEnd = /[\n\r\x85\u2028\u2029]/;

/** UTF-16 units. Searching text with several lines takes quadratic time at worst. */
const longestOfSeveralLines = 32 * 1024;

export const redactExceptSubstringsMatchingRegexes: Transform = {
  name: 'redactExceptSubstringsMatchingRegexes',
  summary: 'Reduces a text to the longest part that one of the expressions matches, or to nothing if none matches.',
  accepts: ['text'],
  parameters: {
    exceptions: {
      description: 'Expressions for the text to keep. The text before and after a match must not contain a line break.',
      type: 'patterns',
      required: true,
    },
    ignoreCase,
  },
  examples: [
    {
      shows: 'the longest match counts',
      options: { exceptions: ['room', 'room \\d+'], ignoreCase: true },
      input: 'Room 204 beside Avery',
      output: 'Room 204',
    },
    {
      shows: 'nothing allowed',
      options: { exceptions: ['room'], ignoreCase: true },
      input: 'Avery’s kitchen',
      output: '',
    },
    {
      shows: 'a text of several lines',
      options: { exceptions: ['room'], ignoreCase: true },
      input: 'Room 9\nring Avery',
      output: '',
    },
  ],
  compile: ({ exceptions }) => {
    const patterns = patternsOf(exceptions).map(({ source, flags, longest = Number.POSITIVE_INFINITY }) => ({
      pattern: new RegExp(`(?:${source})(?=[^\\n\\r\\x85\\u2028\\u2029]*$)`, flags),
      longest,
    }));
    const allowed = (text: string): readonly string[] => {
      const cap = lineEnd.test(text) ? longestOfSeveralLines : Number.POSITIVE_INFINITY;
      return patterns
        .map(({ pattern, longest }) => (text.length <= Math.min(cap, longest) ? pattern.exec(text) : null))
        .filter((match) => match !== null)
        .filter(({ index }) => !lineEnd.test(text.slice(0, index)))
        .map(([part]) => part);
    };
    return (value) => {
      if (typeof value !== 'string') return null;
      if (isBlank(value)) return value;
      return allowed(value).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
    };
  },
};
