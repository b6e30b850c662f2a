import { fromPlain, printJson } from '../json/index.ts';
import { addressText, parseAddressList } from '../pseudonyms/index.ts';
import { isBlank } from './java-text.ts';
import type { Transform } from './transform.ts';

export const pseudonymizeEmailHeader: Transform = {
  name: 'pseudonymizeEmailHeader',
  summary: 'Replaces the people in a mail header (To, Cc …) with pseudonyms and removes their display names.',
  accepts: ['text'],
  parameters: {
    encoding: {
      description:
        '`URL_SAFE_TOKEN`: the tokens with commas between. Any other: a text that holds an array of objects with `domain` and `hash`.',
      type: 'choice',
      choices: ['URL_SAFE_TOKEN', 'JSON', 'URL_SAFE_HASH_ONLY'],
      default: 'URL_SAFE_TOKEN',
    },
  },
  examples: [
    {
      shows: 'each address becomes a token, a group its members',
      options: {},
      input: 'Avery Quinn <avery.quinn@contoso.example>, Crew: robin@fabrikam.example;',
      output:
        't~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio@contoso.example,t~W_OzmmEmdjDMlFCcwy5kM0mpcMdzoUL04A79nSNHh20@fabrikam.example',
    },
    {
      shows: 'the JSON encoding',
      options: { encoding: 'JSON' },
      input: 'avery.quinn@contoso.example',
      output: '[{"domain":"contoso.example","hash":"q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio"}]',
    },
    { shows: 'no valid list becomes null', options: {}, input: 'avery.quinn@contoso.example,,', output: null },
    { shows: 'a group without members leaves nothing', options: {}, input: 'undisclosed-recipients:;', output: '' },
  ],
  compile:
    ({ encoding }) =>
    (value, { pseudonyms }) => {
      if (typeof value !== 'string') return undefined;
      if (isBlank(value)) return '';
      const people = parseAddressList(value)?.map((address) =>
        pseudonyms.pseudonymize(addressText(address), 'mail-address', { reversible: false, domain: 'keep' }),
      );
      if (people === undefined) return null;
      if (encoding === 'URL_SAFE_TOKEN') return people.map(({ token }) => token).join(',');
      return printJson(fromPlain(people.map(({ domain, hash }) => ({ domain, hash }))));
    },
};
