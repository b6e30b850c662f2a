import { entry } from './entry.ts';

type Growth = { readonly growth: 'exponential' | 'polynomial' | 'unknown'; readonly capped: boolean };

const growths = {
  exponential: 'can take exponential time',
  polynomial: 'can take polynomial time',
  unknown: "couldn't be shown to be fast",
};

/** Regular expressions of rule files. */
export const patternEntries = {
  'rules/pattern-slow': entry<Growth>({
    message: ({ growth, capped }) =>
      `expression ${growths[growth]}${capped ? ', so texts over 32 KiB count as not matching' : ''}`,
    hint: 'end each repetition with a character that the repeated class excludes',
    example: { growth: 'exponential', capped: false },
  }),
  'rules/pattern-group': {
    message: 'expression has no group',
    hint: 'put parentheses around the part to use',
  },
  'rules/pattern-group:repeated': {
    message: 'first group may take part in only some rounds of a repetition, which JavaScript reports differently',
    hint: 'put the group outside of the repetition, or let every round match it',
  },
  'rules/pattern-not-readable': {
    message: "expression isn't a valid JavaScript expression with the u flag",
    hint: 'close each group and class, and put a backslash only before characters with a special meaning',
  },
  'rules/pattern-not-readable:java': entry<{ readonly token: string; readonly remedy: string }>({
    message: ({ token }) => `${token} isn't JavaScript syntax`,
    hint: ({ remedy }) => remedy,
    example: { token: '(?i)', remedy: 'remove it, and write ignoreCase: true beside the pattern' },
  }),
} as const;
