import { entry } from './entry.ts';

/** Errors in YAML syntax, for all kinds of files. */
export const yamlEntries = {
  'yaml/encoding': { message: "file isn't valid UTF-8 text here", hint: 'save the file as UTF-8' },
  'yaml/empty': { message: 'file is empty', hint: 'add its keys, or remove the file' },
  'yaml/documents': { message: 'file has a second document, expected one', hint: 'keep one document in each file' },
  'yaml/tab': { message: 'indentation has a tab, expected spaces', hint: 'indent with spaces' },
  'yaml/syntax': entry<{ readonly problem: string }>({
    message: ({ problem }) => `invalid YAML: ${problem}`,
    hint: 'correct the YAML here',
    example: { problem: 'flow sequence must end with a ]' },
  }),
  'yaml/key': { message: "key isn't text", hint: 'write a name before the colon' },
  'yaml/key:reserved': entry<{ readonly key: string }>({
    message: ({ key }) => `key ${key} isn't allowed`,
    hint: 'use another name',
    example: { key: '__proto__' },
  }),
  'yaml/duplicate-key': entry<{ readonly key: string }>({
    message: ({ key }) => `duplicate key "${key}"`,
    hint: 'keep one of the two; only the first is read',
    example: { key: 'endpoints' },
  }),
  'yaml/alias': entry<{ readonly name: string }>({
    message: ({ name }) => `alias *${name} has no anchor &${name} before it`,
    hint: 'write the value out, or add the anchor',
    example: { name: 'user' },
  }),
  'yaml/alias:loop': entry<{ readonly name: string }>({
    message: ({ name }) => `alias *${name} refers to a value that contains it`,
    hint: 'write the value out',
    example: { name: 'user' },
  }),
  'yaml/too-much:length': entry<{ readonly limit: number }>({
    message: ({ limit }) => `file is too long, expected at most ${limit} characters`,
    hint: 'split the file',
    example: { limit: 1_000_000 },
  }),
  'yaml/too-much:depth': entry<{ readonly limit: number }>({
    message: ({ limit }) => `file nests too deep, expected at most ${limit} levels`,
    hint: 'flatten the file',
    example: { limit: 100 },
  }),
  'yaml/too-much:values': entry<{ readonly limit: number }>({
    message: ({ limit }) => `file has too many values once aliases are expanded, expected at most ${limit}`,
    hint: 'use fewer aliases',
    example: { limit: 100_000 },
  }),
  'yaml/folded-string': {
    message: 'line continues a quoted string or brackets with less indentation than YAML allows',
    hint: 'indent the line further than the one where they begin',
  },
} as const;
