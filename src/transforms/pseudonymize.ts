import { fromPlain, isNumber, printJson } from '../json/index.ts';
import type { Options } from '../plan/index.ts';
import type { DomainHandling, Pseudonym } from '../pseudonyms/index.ts';
import { isBlank, numberText } from './java-text.ts';
import { kindOfOptions, kindParameter, type Transform } from './transform.ts';

const domainOf = ({ domain }: Options): DomainHandling => (domain === 'drop' || domain === 'hash' ? domain : 'keep');

const asJson = (pseudonym: Pseudonym, original: string | undefined, reversible: boolean): string =>
  printJson(
    fromPlain({
      domain: pseudonym.domain,
      hash: pseudonym.hash,
      original,
      reversible: reversible ? pseudonym.token : undefined,
    }),
  );

export const pseudonymize: Transform = {
  name: 'pseudonymize',
  summary: 'Replaces a value with a pseudonym. Equal values of a kind have equal pseudonyms, in every source.',
  accepts: ['text', 'number'],
  parameters: {
    of: kindParameter,
    includeReversible: {
      description: 'Makes a `p~` token, which may be used in later calls, instead of a `t~` token.',
      type: 'boolean',
      default: false,
    },
    encoding: {
      description:
        '`URL_SAFE_TOKEN`: the token. `JSON`: a text that holds an object with `domain`, `hash` and, where asked for, `reversible`. `URL_SAFE_HASH_ONLY`: only the 43 characters.',
      type: 'choice',
      choices: ['URL_SAFE_TOKEN', 'JSON', 'URL_SAFE_HASH_ONLY'],
      default: 'URL_SAFE_TOKEN',
    },
    domain: {
      description: 'The treatment of the domain of an e-mail address: kept, dropped, or hashed.',
      type: 'choice',
      choices: ['keep', 'drop', 'hash'],
      default: 'keep',
    },
    includeOriginal: {
      description:
        "With `encoding: JSON`, puts the value itself beside its pseudonym. Rules in Graphveil's own form don't have this option.",
      type: 'boolean',
      default: false,
      only: 'psoxy',
    },
  },
  examples: [
    {
      shows: 'an address becomes a token that keeps the domain',
      options: { of: 'mail-address' },
      input: 'Avery.Quinn@contoso.example',
      output: 't~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio@contoso.example',
    },
    {
      shows: 'another spelling of the same person has the same token',
      options: { of: 'mail-address' },
      input: 'Avery Quinn <avery.quinn+news@contoso.example>',
      output: 't~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio@contoso.example',
    },
    {
      shows: 'the same text as another kind has an unrelated token',
      options: { of: 'ical-uid' },
      input: 'avery.quinn@contoso.example',
      output: 't~YHf4TzqdFOsWomhQSQVAXhRHLP93_IhSTY0g3a1-6gI',
    },
    {
      shows: 'a reversible token',
      options: { of: 'mail-address', includeReversible: true },
      input: 'avery.quinn@contoso.example',
      output:
        'p~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejioBAgZtgWj2uoPgmwsq8IZkjHQbewG1Zee-y5YMox9bq1NC_QZbgXG-KX_d-oVUsVINstZtfdBATIg6d9Z8zw@contoso.example',
    },
    {
      shows: 'without the domain',
      options: { of: 'mail-address', domain: 'drop' },
      input: 'avery.quinn@contoso.example',
      output: 't~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio',
    },
    {
      shows: 'with a hashed domain',
      options: { of: 'mail-address', domain: 'hash' },
      input: 'avery.quinn@contoso.example',
      output: 't~q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio@h~uKwsd8InEsZGOfTkUKgtcgDuX1PL7LxWvBtJZBAY_Ek',
    },
    {
      shows: 'the JSON encoding',
      options: { of: 'mail-address', encoding: 'JSON' },
      input: 'avery.quinn@contoso.example',
      output: '{"domain":"contoso.example","hash":"q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio"}',
    },
    {
      shows: 'only the hash',
      options: { of: 'mail-address', encoding: 'URL_SAFE_HASH_ONLY' },
      input: 'avery.quinn@contoso.example',
      output: 'q5W36f07fqVpifj0U29saMvfBehfFvBEMoPYnOGejio',
    },
    {
      shows: 'a number is read as its text',
      options: { of: 'employee-id' },
      input: 4410,
      output: 't~u5QgwoySZBqqEtq9Ni4aDFL6bz5Aad9eX_R2se2NfRw',
    },
    { shows: 'a blank text becomes null', options: { of: 'mail-address' }, input: '  ', output: null },
  ],
  check: ({ includeOriginal, encoding }) =>
    includeOriginal === true && encoding === 'URL_SAFE_TOKEN' ? 'rules/options-clash:original' : undefined,
  compile: (options) => {
    const { encoding, includeOriginal } = options;
    const kind = kindOfOptions(options);
    const how = { reversible: options['includeReversible'] === true, domain: domainOf(options) };
    return (value, { pseudonyms }) => {
      const text = isNumber(value) ? numberText(value) : value;
      if (typeof text !== 'string') return undefined;
      if (isBlank(text)) return encoding === 'JSON' ? 'null' : null;
      const pseudonym = pseudonyms.pseudonymize(text, kind, how);
      if (encoding === 'JSON') return asJson(pseudonym, includeOriginal === true ? text : undefined, how.reversible);
      return encoding === 'URL_SAFE_HASH_ONLY' ? pseudonym.hash : pseudonym.token;
    };
  },
};
