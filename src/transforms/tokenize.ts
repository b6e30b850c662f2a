import { isBlank } from './java-text.ts';
import { ignoreCase, patternsOf, preparePattern } from './matcher.ts';
import { kindOfOptions, kindParameter, type Transform } from './transform.ts';

export const tokenize: Transform = {
  name: 'tokenize',
  summary: 'Replaces an opaque ID or a link with a reversible token, for use in later calls.',
  accepts: ['text'],
  parameters: {
    of: kindParameter,
    regex: {
      description:
        "Matches the whole text; the text of its first group becomes the token, wherever it occurs in the value. A value that doesn't match stays unchanged.",
      type: 'pattern',
      whole: true,
      captures: 'required',
    },
    ignoreCase,
  },
  examples: [
    {
      shows: 'an id',
      options: { of: 'chat-id' },
      input: '19:meeting_ZmFicmlrYW0@thread.v2',
      output:
        'p~fBtJB6uc6fVEmrE37sFaaaAy1N8cP6hnYFd1iDAQLWgBC6QzHAALkkKzWWQkFhzLfPyRspdxG_0LzGhP6NX9IJbO-LjsG7e7FctohJzguTY4_FqAipox4rqVE-Yxueu0h7EX_lUPFE8kZM7bdAs',
    },
    {
      shows: 'a part of a link',
      options: { of: 'chat-id', regex: '^https://graph\\.microsoft\\.com/v1\\.0/chats/([^/]+)/messages$' },
      input: 'https://graph.microsoft.com/v1.0/chats/48:notes/messages',
      output:
        'https://graph.microsoft.com/v1.0/chats/p~ya05YC0gTnrY2UkjJg5ryf0fxo0w6MDERxk30MvmVuUBC4epNeYFch62IgEdRpaZ_rXA7cbZBWdQXNIT1FvDlYaM45SdnAeHYPZmDTj_/messages',
    },
    {
      shows: 'no match',
      options: { of: 'user-id', regex: '/u/(\\w+)' },
      input: '/groups/crew',
      output: '/groups/crew',
    },
  ],
  compile: (options) => {
    const { regex } = options;
    const kind = kindOfOptions(options);
    const [pattern] = patternsOf(regex).map(preparePattern);
    return (value, { pseudonyms }) => {
      if (typeof value !== 'string') return null;
      if (isBlank(value)) return value;
      if (pattern === undefined) return pseudonyms.tokenize(value, kind);
      if (!pattern.fits(value)) return null;
      const match = pattern.first(value);
      if (match === undefined) return value;
      const part = pattern.group(match);
      if (part === undefined) return null;
      return isBlank(part) ? value : value.split(part).join(pseudonyms.tokenize(part, kind));
    };
  },
};
