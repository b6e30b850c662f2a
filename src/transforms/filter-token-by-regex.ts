import { isBlank, trimmed } from './java-text.ts';
import { ignoreCase, patternsOf, preparePattern } from './matcher.ts';
import type { Transform } from './transform.ts';

const blanks = /[ \t\n\v\f\r]+/gu;

/**
 * Splits text as Java does: the delimiter's groups aren't parts, an empty match at the start doesn't split, and
 * trailing empty parts are removed.
 */
const split = (text: string, delimiter: RegExp): readonly string[] => {
  const parts: string[] = [];
  let start = 0;
  for (const { 0: match, index } of text.matchAll(delimiter)) {
    if (index + match.length === 0) continue;
    parts.push(text.slice(start, index));
    start = index + match.length;
  }
  parts.push(text.slice(start));
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
};

export const filterTokenByRegex: Transform = {
  name: 'filterTokenByRegex',
  summary:
    'Reduces a text to the words that one of the filters matches entirely, separated by spaces, or to null if none matches.',
  accepts: ['text'],
  parameters: {
    delimiter: {
      description: 'The separator of words. Default: runs of spaces. null: the text is one word.',
      type: 'pattern',
      nullable: true,
    },
    filters: { description: 'Expressions for the kept words.', type: 'patterns', required: true, whole: true },
    ignoreCase,
  },
  examples: [
    {
      shows: 'links of one host',
      options: { filters: ['https://meet\\.contoso\\.example/\\S*'] },
      input: 'Join https://meet.contoso.example/j/77 or ring Avery',
      output: 'https://meet.contoso.example/j/77',
    },
    {
      shows: 'parts of a path',
      options: { delimiter: '/', filters: ['drives', 'items', '\\d+'] },
      input: '/drives/avery/items/4471/notes',
      output: 'drives items 4471',
    },
    { shows: 'one word', options: { delimiter: null, filters: ['[a-z ]+'] }, input: 'two words', output: 'two words' },
    { shows: 'nothing left', options: { filters: ['keep.*'] }, input: 'drop this', output: null },
  ],
  compile: ({ delimiter, filters }) => {
    const [own] = patternsOf(delimiter);
    const { fits } = own ? preparePattern(own) : { fits: () => true };
    const between = own ? new RegExp(own.source, `${own.flags}g`) : blanks;
    const patterns = patternsOf(filters).map(preparePattern);
    return (value) => {
      if (typeof value !== 'string') return null;
      if (isBlank(value)) return value;
      if (!fits(value)) return null;
      const words = delimiter === null ? [value] : split(value, between);
      const kept = words.filter((word) => patterns.some(({ matches }) => matches(word)));
      return trimmed(kept.join(' ')) || null;
    };
  },
};
