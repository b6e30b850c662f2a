import { isBlank } from './java-text.ts';
import { ignoreCase, patternsOf, preparePattern } from './matcher.ts';
import type { Transform } from './transform.ts';

export const tokenize: Transform = {
  name: 'tokenize',
  summary:
    'Puts a reversible token in the place of an opaque id or a link, exactly as it is written, for use in later calls.',
  accepts: ['text'],
  parameters: {
    regex: {
      description:
        'Matches the whole text; the text of its first group becomes the token, wherever it occurs in the value. Where it does not match, the value stays as it is.',
      type: 'pattern',
      whole: true,
      captures: 'required',
    },
    ignoreCase,
  },
  examples: [
    {
      shows: 'an id',
      options: {},
      input: '19:meeting_ZmFicmlrYW0@thread.v2',
      output:
        'p~wESWWmq_k6A7WvyIjJ9ge6eJSX_JxWQofS3eR512VYwBp2n6GEgxP4xFfHmzSuLzX80GDekJ7tmqMkPsZgKarXzWfgbvz9xS5mr3_3cHiPV3SgLOtgKwOqI-KFks6Jkvf34Vytp9L67OLxteTA',
    },
    {
      shows: 'a part of a link',
      options: { regex: '^https://graph\\.microsoft\\.com/v1\\.0/chats/([^/]+)/messages$' },
      input: 'https://graph.microsoft.com/v1.0/chats/48:notes/messages',
      output:
        'https://graph.microsoft.com/v1.0/chats/p~rJ0XvydY5Nhfktc770Epb-srmXxUyr83n7EBYiYZRbEBdgXBtyMx7mzw7xDnUNR3uyCj-jbh1jVnAHutZxAPywJ-TWKYkzBTMj22M2Q/messages',
    },
    { shows: 'no match', options: { regex: '/u/(\\w+)' }, input: '/groups/crew', output: '/groups/crew' },
  ],
  compile: ({ regex }) => {
    const [pattern] = patternsOf(regex).map(preparePattern);
    return (value, { pseudonyms }) => {
      if (typeof value !== 'string') return null;
      if (isBlank(value)) return value;
      if (pattern === undefined) return pseudonyms.tokenize(value);
      if (!pattern.fits(value)) return null;
      const match = pattern.first(value);
      if (match === undefined) return value;
      const part = pattern.group(match);
      if (part === undefined) return null;
      return isBlank(part) ? value : value.split(part).join(pseudonyms.tokenize(part));
    };
  },
};
