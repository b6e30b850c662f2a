import { entry } from './entry.ts';

type Limit = { readonly limit: number };

const nameHint = "write ['the name'] if a name has blanks, dots or brackets";

/** JSONPaths of Psoxy's form. */
export const jsonPathEntries = {
  'rules/path-not-readable:empty': { message: 'path is empty', hint: 'write $..name or $.a.b' },
  'rules/path-not-readable:length': entry<Limit>({
    message: ({ limit }) => `path is too long, expected at most ${limit} characters`,
    hint: 'write several paths',
    example: { limit: 2000 },
  }),
  'rules/path-not-readable:depth': entry<Limit>({
    message: ({ limit }) => `filter nests too deep, expected at most ${limit} levels`,
    hint: 'simplify it',
    example: { limit: 50 },
  }),
  'rules/path-not-readable:rest': { message: "path isn't readable from here on", hint: nameHint },
  'rules/path-not-readable:name': { message: 'name is missing', hint: nameHint },
  'rules/path-not-readable:quoted-name': { message: 'quoted name is missing', hint: "write ['a', 'b']" },
  'rules/path-not-readable:quote': entry<{ readonly quote: string }>({
    message: "quoted text isn't closed",
    hint: ({ quote }) => `add the missing ${quote}`,
    example: { quote: "'" },
  }),
  'rules/path-not-readable:brackets': {
    message: "content of the brackets isn't supported",
    hint: "write ['name'], [*], [0], [0,2], [1:3] or [?(…)]",
  },
  'rules/path-not-readable:function': {
    message: "functions aren't supported",
    hint: 'remove the function; a transform gets each value by itself',
  },
  'rules/path-not-readable:dots': { message: 'path has more than two dots in a row', hint: 'write one dot, or two' },
  'rules/path-not-readable:expected': entry<{ readonly text: string; readonly remedy: string }>({
    message: ({ text }) => `${text} is missing`,
    hint: ({ remedy }) => remedy,
    example: { text: ']', remedy: 'close the bracket' },
  }),
  'rules/path-not-readable:list': {
    message: 'list in a filter is wrong, expected texts, numbers, true, false or null',
    hint: "write ['a', 'b']",
  },
  'rules/path-not-readable:value': {
    message: 'value is missing, expected a path, a text or a number',
    hint: "write @.name, 'text', 12, true or null",
  },
  'rules/path-not-readable:operator': entry<{ readonly known: readonly string[] }>({
    message: "operator isn't supported",
    hint: ({ known }) => `use ${known.join(' ')} and && || !`,
    example: { known: ['==', '!='] },
  }),
  'rules/path-not-readable:comparison': {
    message: 'value has no comparison',
    hint: "compare it, as in @.name == 'value'",
  },
  'rules/path-not-readable:slash': { message: "expression isn't closed", hint: 'add the missing /' },
  'rules/path-not-readable:expression': entry<{
    readonly problems: readonly string[];
    readonly remedies: readonly string[];
  }>({
    message: ({ problems }) => problems.join('; '),
    hint: ({ remedies }) => remedies.join('; '),
    example: { problems: ["group isn't closed"], remedies: ['add the missing )'] },
  }),
} as const;
