/** A part of an expression that is valid only in Java, or that JavaScript interprets differently. */
export type JavaSyntax = { readonly at: number; readonly token: string; readonly remedy: string };

/** Java's ASCII classes. JavaScript has some of the names too, but for letters of all scripts. */
const namedClasses: ReadonlyMap<string, string> = new Map([
  ['Alpha', '[A-Za-z]'],
  ['Lower', '[a-z]'],
  ['Upper', '[A-Z]'],
  ['Digit', '[0-9]'],
  ['Alnum', '[A-Za-z0-9]'],
  ['XDigit', '[0-9A-Fa-f]'],
  ['Punct', '[!-\\/:-@[-`{-~]'],
  ['Graph', '[!-~]'],
  ['Print', '[ -~]'],
  ['Blank', '[ \\t]'],
  ['Space', '[ \\t\\n\\v\\f\\r]'],
  ['Cntrl', '[\\0-\\x1f\\x7f]'],
  ['IsAlphabetic', '\\p{Alphabetic}'],
  ['IsUppercase', '\\p{Uppercase}'],
  ['IsLowercase', '\\p{Lowercase}'],
  ['IsDigit', '\\p{Nd}'],
  ['IsPunctuation', '\\p{P}'],
  ['IsWhite_Space', '\\p{White_Space}'],
]);

const escapes: ReadonlyMap<string, string> = new Map([
  ['A', 'write ^'],
  ['z', 'write $'],
  ['Z', 'write (?:\\r?\\n)?$'],
  ['G', 'remove it'],
  ['h', 'write [ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]'],
  ['H', 'write [^ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]'],
  ['V', 'write [^\\n-\\r\\x85\\u2028\\u2029]'],
  ['R', 'write (?:\\r\\n|[\\n-\\r\\x85\\u2028\\u2029])'],
  ['X', 'write \\P{M}\\p{M}*'],
  ['Q', 'put a backslash before each sign of the quoted text'],
  ['E', 'put a backslash before each sign of the quoted text'],
  ['a', 'write \\x07'],
  ['e', 'write \\x1b'],
  ['x{', 'write \\u{…}'],
]);

const escapeHint = (token: string): string | undefined => {
  const name = /^\\[pP]\{(.*)\}$/.exec(token)?.[1];
  const spelling = name === undefined ? undefined : namedClasses.get(name);
  if (spelling === undefined) return escapes.get(token.slice(1));
  return token.startsWith('\\P') ? `write the opposite of ${spelling}` : `write ${spelling}`;
};

const modeHint = (token: string): string =>
  /^\(\?[a-zA-Z]*i/.test(token) ? 'remove it, and write ignoreCase: true beside the pattern' : 'remove it';

const hintOf = (token: string, inClass: boolean): string | undefined => {
  if (token.startsWith('\\')) return escapeHint(token);
  if (inClass) return token === '&&' ? 'put a lookahead before a plain class: (?=[…])[…]' : undefined;
  if (token === '(?>') return 'write (?:…)';
  if (token === '(?#') return 'remove the comment';
  if (token.startsWith('(?')) return modeHint(token);
  return token.length === 2 && token !== '&&' ? 'remove the second sign, which forbids to go back' : undefined;
};

const tokens = /\\[pPu]\{[^}]*\}|\\x\{|\\[\s\S]|\(\?(?:[a-zA-Z-]*[:)]|[>#])|[*+?}]\+|&&|[[\]]/g;

/** Finds the first Java-specific syntax in an expression. `(?:` exists in both languages. */
export const findJavaSyntax = (source: string): JavaSyntax | undefined => {
  let inClass = false;
  for (const { 0: token, index } of source.matchAll(tokens)) {
    const remedy = token === '(?:' ? undefined : hintOf(token, inClass);
    if (remedy !== undefined) return { at: index, token, remedy };
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
  }
  return undefined;
};
