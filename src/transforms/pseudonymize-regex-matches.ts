import { isBlank } from './java-text.ts';
import { ignoreCase, patternsOf, preparePattern } from './matcher.ts';
import { kindOfOptions, kindParameter, type Transform } from './transform.ts';

export const pseudonymizeRegexMatches: Transform = {
  name: 'pseudonymizeRegexMatches',
  summary:
    'Replaces the parts of a text that an expression matches with pseudonyms. A text without a match becomes null.',
  accepts: ['text'],
  parameters: {
    of: kindParameter,
    regex: {
      description: 'Finds the replaced text: its first group if it has one, otherwise the whole match.',
      type: 'pattern',
      required: true,
      captures: 'if-any',
    },
    ignoreCase,
    includeReversible: { description: 'Makes `p~` tokens.', type: 'boolean', default: false },
  },
  examples: [
    {
      shows: 'the address behind a prefix',
      options: { of: 'mail-address', regex: '^smtp:(.+)$', ignoreCase: true },
      input: 'SMTP:avery.quinn@contoso.example',
      output: 'SMTP:t~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio@contoso.example',
    },
    {
      shows: 'nothing found',
      options: { of: 'mail-address', regex: '^smtp:(.+)$', ignoreCase: true },
      input: 'x500:/o=contoso/cn=aq',
      output: null,
    },
  ],
  compile: (options) => {
    const { regex, includeReversible } = options;
    const kind = kindOfOptions(options);
    const [pattern] = patternsOf(regex).map((plan) => ({ ...preparePattern(plan), place: plan.group ?? 0 }));
    const how = { reversible: includeReversible === true, domain: 'keep' } as const;
    return (value, { pseudonyms }) => {
      if (typeof value !== 'string' || pattern === undefined) return undefined;
      let result = '';
      let done = 0;
      let found = false;
      for (const match of pattern.all(value)) {
        const [start, end] = (match.indices as RegExpIndicesArray)[pattern.place] ?? [0, 0];
        const part = value.slice(start, end);
        if (isBlank(part) || start < done) continue;
        result += value.slice(done, start) + pseudonyms.pseudonymize(part, kind, how).token;
        done = end;
        found = true;
      }
      return found ? result + value.slice(done) : null;
    };
  },
};
