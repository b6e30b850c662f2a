import type { Transform } from './transform.ts';

export const keepHost: Transform = {
  name: 'keepHost',
  summary: 'Reduces a web address to its host name in lower case.',
  accepts: ['text'],
  parameters: {},
  examples: [
    {
      shows: 'path, query and credentials are removed',
      options: {},
      input: 'https://avery:pw@Teams.Contoso.example:443/l/meetup-join/19%3a?tenant=1#x',
      output: 'teams.contoso.example',
    },
    {
      shows: 'an address with another scheme is removed',
      options: {},
      input: 'mailto:avery@contoso.example',
      output: undefined,
    },
    { shows: 'a text that isn’t an address is removed', options: {}, input: 'see the wiki', output: undefined },
  ],
  compile: () => (value) => {
    if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
    return new URL(value).hostname;
  },
};
