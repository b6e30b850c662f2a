import { fromPlain, isNumber, printJson } from '../json/index.ts';
import type { Options } from '../plan/index.ts';
import type { DomainHandling, Pseudonym } from '../pseudonyms/index.ts';
import { isBlank, numberText } from './java-text.ts';
import type { Transform } from './transform.ts';

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
  summary: 'Puts a pseudonym in the place of a person: equal persons have equal pseudonyms, in every source.',
  accepts: ['text', 'number'],
  parameters: {
    includeReversible: {
      description: 'Makes a `p~` token, which may be used in later calls, instead of a `t~` token.',
      type: 'boolean',
      default: false,
    },
    encoding: {
      description:
        '`URL_SAFE_TOKEN`: the token. `JSON`: a text that holds an object with `domain`, `hash` and, where asked for, `reversible`. `URL_SAFE_HASH_ONLY`: the 43 characters alone.',
      type: 'choice',
      choices: ['URL_SAFE_TOKEN', 'JSON', 'URL_SAFE_HASH_ONLY'],
      default: 'URL_SAFE_TOKEN',
    },
    domain: {
      description: 'What becomes of the domain of an e-mail address: kept as it is, dropped, or hashed.',
      type: 'choice',
      choices: ['keep', 'drop', 'hash'],
      default: 'keep',
    },
    includeOriginal: {
      description:
        'With `encoding: JSON`, puts the value itself beside its pseudonym. Rules in place have no such option.',
      type: 'boolean',
      default: false,
      only: 'psoxy',
    },
  },
  examples: [
    {
      shows: 'an address becomes a token that keeps the domain',
      options: {},
      input: 'Avery.Quinn@contoso.example',
      output: 't~2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQ@contoso.example',
    },
    {
      shows: 'another spelling of the same person has the same token',
      options: {},
      input: 'Avery Quinn <avery.quinn+news@contoso.example>',
      output: 't~2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQ@contoso.example',
    },
    {
      shows: 'a reversible token',
      options: { includeReversible: true },
      input: 'avery.quinn@contoso.example',
      output:
        'p~2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQBk1D58rTpkvruP2xVopViOEiTtwUQQw_27sgSYc3Ww0HjCuu27rxqlhwnr8cQ2OHVsiVvEG5MlpaBHje4@contoso.example',
    },
    {
      shows: 'without the domain',
      options: { domain: 'drop' },
      input: 'avery.quinn@contoso.example',
      output: 't~2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQ',
    },
    {
      shows: 'with a hashed domain',
      options: { domain: 'hash' },
      input: 'avery.quinn@contoso.example',
      output: 't~2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQ@h~uKwsd8InEsZGOfTkUKgtcgDuX1PL7LxWvBtJZBAY_Ek',
    },
    {
      shows: 'the JSON encoding',
      options: { encoding: 'JSON' },
      input: 'avery.quinn@contoso.example',
      output: '{"domain":"contoso.example","hash":"2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQ"}',
    },
    {
      shows: 'the hash alone',
      options: { encoding: 'URL_SAFE_HASH_ONLY' },
      input: 'avery.quinn@contoso.example',
      output: '2IVNNAH04HKTvV95K_aji2bZ3d5YpW2ud-qePRWq5qQ',
    },
    {
      shows: 'a number is read as its text',
      options: {},
      input: 4410,
      output: 't~_uG4Ybha1fdF6RJT1vJ6xEnAL-7tdrq1xujIeBk7rcY',
    },
    { shows: 'a blank text becomes null', options: {}, input: '  ', output: null },
  ],
  check: ({ includeOriginal, encoding }) =>
    includeOriginal === true && encoding === 'URL_SAFE_TOKEN' ? 'rules/options-clash:original' : undefined,
  compile: (options) => {
    const { encoding, includeOriginal } = options;
    const how = { reversible: options['includeReversible'] === true, domain: domainOf(options) };
    return (value, { pseudonyms }) => {
      const text = isNumber(value) ? numberText(value) : value;
      if (typeof text !== 'string') return undefined;
      if (isBlank(text)) return encoding === 'JSON' ? 'null' : null;
      const pseudonym = pseudonyms.pseudonymize(text, how);
      if (encoding === 'JSON') return asJson(pseudonym, includeOriginal === true ? text : undefined, how.reversible);
      return encoding === 'URL_SAFE_HASH_ONLY' ? pseudonym.hash : pseudonym.token;
    };
  },
};
