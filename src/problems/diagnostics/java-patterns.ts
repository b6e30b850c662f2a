import { entry } from './entry.ts';

/** Java expressions of Psoxy's form that JavaScript can't match in the same way. */
export const javaPatternEntries = {
  'rules/pattern-not-readable:length': entry<{ readonly limit: number }>({
    message: ({ limit }) => `expression is too long, expected at most ${limit} characters`,
    hint: 'write several expressions',
    example: { limit: 10_000 },
  }),
  'rules/pattern-not-readable:depth': entry<{ readonly limit: number }>({
    message: ({ limit }) => `expression nests too deep, expected at most ${limit} levels`,
    hint: 'simplify it',
    example: { limit: 50 },
  }),
  'rules/pattern-not-readable:properties': {
    message: "Unicode properties can't be intersected or negated together with other members",
    hint: 'list the characters as ranges',
  },
  'rules/pattern-not-readable:class-escape': {
    message: 'escape has no meaning inside a class',
    hint: 'put it outside the brackets, or remove it',
  },
  'rules/pattern-not-readable:vertical': {
    message: '\\v before a hyphen matches one character only',
    hint: 'write \\x0B for it, or put the hyphen first',
  },
  'rules/pattern-not-readable:range': {
    message: 'range of characters ends before it begins',
    hint: 'write the lower character first',
  },
  'rules/pattern-not-readable:class': { message: "class isn't closed", hint: 'add the missing ]' },
  'rules/pattern-not-readable:operand': { message: 'intersection lacks an operand', hint: 'write [a-z&&[^x]]' },
  'rules/pattern-not-readable:intersection': {
    message: 'intersection is ambiguous',
    hint: 'put each operand in brackets; write \\& for the character',
  },
  'rules/pattern-not-readable:hexadecimal': {
    message: 'hexadecimal escape is incomplete or too large',
    hint: 'write \\x41 or \\x{1F600}',
  },
  'rules/pattern-not-readable:unicode': {
    message: '\\u escape is incomplete, expected four hexadecimal digits',
    hint: 'write \\u0041',
  },
  'rules/pattern-not-readable:octal': { message: 'octal escape has no digits', hint: 'write \\012, or \\x0A' },
  'rules/pattern-not-readable:control': { message: 'control escape is incomplete', hint: 'write \\x09, or \\t' },
  'rules/pattern-not-readable:property': {
    message: 'character property has no equivalent in JavaScript',
    hint: 'use a general category (\\p{Lu}), a script (\\p{IsGreek}), a POSIX name (\\p{Alpha}), or list the characters',
  },
  'rules/pattern-not-readable:backslash': {
    message: 'expression ends in a backslash',
    hint: 'write \\\\ for a backslash',
  },
  'rules/pattern-not-readable:case': {
    message: 'back reference that ignores case has no equivalent in JavaScript',
    hint: 'switch case off with (?-i) first',
  },
  'rules/pattern-not-readable:back': {
    message: 'back reference may be met before its group has taken part, which JavaScript treats differently',
    hint: 'put the group before it, outside of alternatives and optional parts',
  },
  'rules/pattern-not-readable:escape': entry<{ readonly letter: string }>({
    message: ({ letter }) => `escape \\${letter} isn't supported`,
    hint: 'use \\d \\w \\s \\h \\v \\R \\b \\B \\A \\z \\Z, \\p{…}, \\1, \\k<name>, \\Q…\\E or a character escape',
    example: { letter: 'G' },
  }),
  'rules/pattern-not-readable:flag': entry<{ readonly flag: string }>({
    message: ({ flag }) => `flag ${flag} isn't supported`,
    hint: 'use (?i), (?m), (?s) or (?d)',
    example: { flag: 'x' },
  }),
  'rules/pattern-not-readable:group-name': {
    message: 'group has no valid name of its own',
    hint: 'name it (?<letters and digits>), once',
  },
  'rules/pattern-not-readable:group-kind': {
    message: "kind of group isn't supported",
    hint: 'use (…) or (?:…)',
  },
  'rules/pattern-not-readable:group': { message: "group isn't closed", hint: 'add the missing )' },
  'rules/pattern-not-readable:parenthesis': {
    message: 'parenthesis closes nothing',
    hint: 'remove it, or write \\)',
  },
  'rules/pattern-not-readable:repeat': entry<{ readonly character: string }>({
    message: 'repetition has nothing to repeat',
    hint: ({ character }) => `write \\${character} for the character`,
    example: { character: '*' },
  }),
  'rules/pattern-not-readable:count': {
    message: 'repetition has no valid count',
    hint: 'write {3}, {3,} or {3,5}; write \\{ for the character',
  },
  'rules/pattern-not-readable:empty-round': {
    message: 'round of a repetition may match no character, which JavaScript treats differently',
    hint: 'let each round match a character',
  },
  'rules/pattern-not-readable:behind': {
    message: 'possessive repetition or atomic group inside a lookbehind has no equivalent in JavaScript',
    hint: 'write it without going back, for example with a class that excludes the next character',
  },
} as const;
