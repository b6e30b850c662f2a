import { isBlank } from './java-text.ts';
import { ignoreCase, patternsOf, preparePattern } from './matcher.ts';
import type { Transform } from './transform.ts';

export const redactRegexMatches: Transform = {
  name: 'redactRegexMatches',
  summary: 'Removes every part of a text that one of the expressions matches, in their order.',
  accepts: ['text'],
  parameters: {
    redactions: { description: 'Expressions for the replaced text.', type: 'patterns', required: true },
    ignoreCase,
  },
  examples: [
    {
      shows: 'a passcode in a link',
      options: { redactions: ['passcode=[^&]*&?'], ignoreCase: true },
      input: 'https://meet.contoso.example/j/55?Passcode=s3cret&lang=en',
      output: 'https://meet.contoso.example/j/55?lang=en',
    },
    {
      shows: 'each expression works on the result of the one before',
      options: { redactions: ['b', 'ac'] },
      input: 'abcd',
      output: 'd',
    },
  ],
  compile: ({ redactions }) => {
    const patterns = patternsOf(redactions).map((plan) => ({
      ...preparePattern(plan),
      every: new RegExp(plan.source, `${plan.flags}g`),
    }));
    return (value) => {
      if (typeof value !== 'string') return null;
      if (isBlank(value)) return value;
      let text = value;
      for (const { fits, every } of patterns) {
        if (!fits(text)) return null;
        text = text.replaceAll(every, '');
      }
      return text;
    };
  },
};
