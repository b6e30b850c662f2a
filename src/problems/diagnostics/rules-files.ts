import { entry } from './entry.ts';
import { suggest } from './nearest.ts';

type Got = { readonly got: string };
type Known = { readonly name: string; readonly known: readonly string[] };

const missingKeys: Readonly<Record<string, string>> = {
  pathTemplate: 'add pathTemplate: /v1.0/…',
  entity: "add entity: and Microsoft's type of the response",
  response: 'add response: and the properties that may leave',
};

const addsHint = 'correct the name, or write adds: true to add something new';

const listed = (words: readonly string[]): string => words.join(', ') || 'none';

/** The text of rule files in our own form: keys and values, references, overlays. */
export const rulesFileEntries = {
  'rules/value': entry<Got & { readonly expected: string }>({
    message: ({ expected, got }) => `value is wrong, expected ${expected}, got ${got}`,
    hint: ({ expected }) => `write ${expected}`,
    example: { expected: 'true or false', got: 'text' },
  }),
  'rules/value:word': entry<Got & { readonly written: string; readonly words: readonly string[] }>({
    message: ({ words, got }) => `value is wrong, expected ${oneOf(words)}, got ${got}`,
    hint: ({ written, words }) => suggest(written, words, `write ${oneOf(words)}`),
    example: { words: ['string', 'integer'], written: 'int', got: 'text' },
  }),
  'rules/value:collection': entry<Got>({
    message: ({ got }) => `collection is wrong, expected true, delta or count, got ${got}`,
    hint: 'write true for a collection, delta for a delta collection; remove the key for a single entity',
    example: { got: 'a list' },
  }),
  'rules/value:options': entry<{ readonly transform: string }>({
    message: ({ transform }) => `options of ${transform} aren't a mapping`,
    hint: ({ transform }) => `write !<${transform}> {}`,
    example: { transform: 'redact' },
  }),
  'rules/value:by-type': {
    message: "$byType isn't a mapping of type names",
    hint: 'write "#microsoft.graph.user": { … }',
  },
  'rules/value:beside-by-type': {
    message: 'property is beside $byType, expected within its types',
    hint: 'move the property into each of the types',
  },
  'rules/value:list': entry<{ readonly count: number }>({
    message: ({ count }) => `list has ${count} rules, expected one for all items`,
    hint: 'write one item',
    example: { count: 2 },
  }),
  'rules/value:option': entry<Got>({
    message: ({ got }) => `value is wrong, expected a value, a list or { $list: name }, got ${got}`,
    hint: 'write the words, or the name of a list',
    example: { got: 'a mapping' },
  }),
  'rules/value:item': entry<Got>({
    message: ({ got }) => `item is wrong, expected a plain value, got ${got}`,
    hint: 'write one value in each item',
    example: { got: 'a mapping' },
  }),
  'rules/value:words': {
    message: "values aren't a list of texts",
    hint: 'write [one, another], or { $list: name }',
  },
  'rules/value:empty': entry<{ readonly key: string }>({
    message: ({ key }) => `${key} is empty`,
    hint: 'list the accepted texts, or remove it',
    example: { key: 'enum' },
  }),
  'rules/value:bounds': {
    message: 'minimum and maximum require type: integer',
    hint: 'add type: integer, or remove them',
  },
  'rules/value:bounds-order': { message: 'maximum is less than minimum', hint: 'exchange them' },
  'rules/unknown-key': entry<{ readonly what: string; readonly key: string; readonly known: readonly string[] }>({
    message: ({ what, key }) => `${what} has no key ${key}`,
    hint: ({ key, known }) => suggest(key, known, `use one of ${listed(known)}`),
    example: { what: 'endpoint', key: 'colection', known: ['collection', 'entity'] },
  }),
  'rules/missing-key': entry<{ readonly key: 'pathTemplate' | 'entity' | 'response' }>({
    message: ({ key }) => `endpoint has no key ${key}`,
    hint: ({ key }) => missingKeys[key] ?? `add ${key}`,
    example: { key: 'entity' },
  }),
  'rules/empty': {
    message: 'mapping names no property, so it keeps nothing',
    hint: 'name the properties that may leave, or remove it',
  },
  'rules/empty:endpoints': { message: 'rules have no endpoint', hint: 'begin with endpoints:' },
  'rules/leaf': entry<Got & { readonly written: string }>({
    message: ({ got }) => `leaf is wrong, expected keep, keep-all or a transform, got ${got}`,
    hint: ({ written }) =>
      suggest(written, ['keep', 'keep-all'], 'write keep, keep-all, or a transform such as !<redact> {}'),
    example: { written: 'kepe', got: 'kepe' },
  }),
  'rules/ref': entry<{ readonly ref: string; readonly section: string }>({
    message: ({ ref, section }) => `${ref} isn't a reference to one of the ${section}`,
    hint: ({ section }) => `write "#/${section}/<name>" or "shared/<file>.yaml#/${section}/<name>"`,
    example: { ref: '#definitions/user', section: 'definitions' },
  }),
  'rules/ref:file': entry<Known>({
    message: ({ name }) => `unknown file ${name}`,
    hint: ({ name, known }) => suggest(name, known, `use one of ${listed(known)}`),
    example: { name: 'shared/peple.yaml', known: ['shared/people.yaml'] },
  }),
  'rules/ref:name': entry<Known & { readonly section: string; readonly file: string }>({
    message: ({ section, name, file }) => `unknown ${section.slice(0, -1)} ${name}${file === '' ? '' : ` in ${file}`}`,
    hint: ({ name, known }) => suggest(name, known, `use one of ${listed(known)}`),
    example: { section: 'definitions', name: 'usr', file: '', known: ['user'] },
  }),
  'rules/ref:chain': {
    message: 'reference leads to an endpoint that is a reference itself',
    hint: 'refer to the endpoint that is written out',
  },
  'rules/ref-cycle': {
    message: 'reference leads back to itself',
    hint: 'write the rule out in one of the places',
  },
  'rules/ref-cycle:leafless': entry<{ readonly name: string }>({
    message: ({ name }) => `definition ${name} refers to itself and never reaches a leaf`,
    hint: 'name something that is kept or transformed',
    example: { name: 'manager' },
  }),
  'rules/unused': entry<{ readonly what: 'definition' | 'list'; readonly name: string }>({
    message: ({ what, name }) => `${what} ${name} isn't used`,
    hint: 'remove it, or refer to it',
    example: { what: 'definition', name: 'group' },
  }),
  'rules/removed': entry<{ readonly what: string; readonly name: string }>({
    message: ({ what, name }) => `nothing to remove: base has no ${what} ${name}`,
    hint: 'remove the line, or correct the name; only an overlay, or a sibling of $ref, can remove something',
    example: { what: 'parameter', name: '$expand' },
  }),
  'rules/adds': entry<Known & { readonly what: string }>({
    message: ({ what, name }) => `base has no ${what} ${name}`,
    hint: ({ name, known }) => suggest(name, known, addsHint),
    example: { what: 'property', name: 'mial', known: ['mail'] },
  }),
} as const;

const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
