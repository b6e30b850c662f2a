import { entry } from './entry.ts';
import { suggest } from './nearest.ts';

type Option = { readonly transform: string; readonly option: string };

/** Transforms and their options, in both rule forms. */
export const transformEntries = {
  'rules/unknown-transform': entry<{ readonly name: string; readonly known: readonly string[] }>({
    message: ({ name }) => `unknown transform ${name}`,
    hint: ({ name, known }) => suggest(name, known, `use one of ${known.join(', ')}`),
    example: { name: 'pseudonymise', known: ['pseudonymize', 'redact'] },
  }),
  'rules/unknown-option': entry<Option & { readonly known: readonly string[] }>({
    message: ({ transform, option, known }) =>
      known.length === 0 ? `${transform} has no options, got ${option}` : `${transform} has no option ${option}`,
    hint: ({ option, known }) =>
      suggest(option, known, known.length === 0 ? 'remove it' : `use one of ${known.join(', ')}`),
    example: { transform: 'pseudonymize', option: 'includeReversble', known: ['includeReversible'] },
  }),
  'rules/unknown-option:form': entry<Option>({
    message: ({ transform, option }) => `${transform} has the option ${option} in Psoxy's form only`,
    hint: 'remove it',
    example: { transform: 'pseudonymize', option: 'encoding' },
  }),
  'rules/option-type': entry<{
    readonly option: string;
    readonly expected: string;
    readonly choices?: readonly string[] | undefined;
  }>({
    message: ({ option, expected }) => `${option} has the wrong type, expected ${expected}`,
    hint: ({ choices }) =>
      choices === undefined ? 'see docs/reference/transforms.md' : `write one of ${choices.join(', ')}`,
    example: { option: 'includeReversible', expected: 'true or false' },
  }),
  'rules/option-missing': entry<Option & { readonly expected: string }>({
    message: ({ transform, option }) => `${transform} requires ${option}`,
    hint: ({ option, expected }) => `add ${option}: ${expected}`,
    example: { transform: 'textDigest', option: 'jsonPaths', expected: 'a list of texts' },
  }),
  'rules/options-clash:boundaries': {
    message: "boundaries don't rise",
    hint: 'list at least one, each larger than the last',
  },
  'rules/options-clash:original': {
    message: 'includeOriginal requires the JSON encoding',
    hint: 'add encoding: JSON, or remove includeOriginal',
  },
  'rules/options-clash:keep': {
    message: 'keep has more than one of format, pattern and values',
    hint: 'keep one of them',
  },
  'rules/options-clash:ignore-case': {
    message: 'ignoreCase requires a pattern',
    hint: 'add the pattern, or remove ignoreCase',
  },
} as const;
