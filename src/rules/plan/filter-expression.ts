/** A value as the caller wrote it: the content of a string literal, or a bare word (number, date, `true`, `null`). */
export type FilterLiteral = { readonly text: string; readonly quoted: boolean };

/** One comparison: `path op literal`, or `path/any(x:x/inner op literal)`. */
export type FilterComparison = {
  /** Property path as written: `start/dateTime`, `assignedLicenses/$count`. */
  readonly path: string;
  /** The path below the lambda variable; '' for the item itself. Absent for a plain comparison. */
  readonly any?: string;
  /** Lower case: `eq`, `ne`, `gt`, `ge`, `lt`, `le`. */
  readonly operator: string;
  readonly literal: FilterLiteral;
};

/** Limit on the cost of one expression; no tool sends this many comparisons. */
const mostComparisons = 20;
const longest = 4_096;
const deepest = 10;

const space = /[ \t]*/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const pathText = /[A-Za-z_][A-Za-z0-9_]*(?:\/(?:\$count|[A-Za-z_][A-Za-z0-9_]*))*/y;
const operatorText = /(?:eq|ne|gt|ge|lt|le)(?=[ \t])/iy;
const quotedText = /'((?:[^']|'')*)'/y;
const bareText = /[A-Za-z0-9.:_+-]+/y;
const lambdaEnd = /\/any$/i;

type Reader = {
  readonly take: (pattern: RegExp) => RegExpExecArray | undefined;
  /** Skips blanks; returns true. */
  readonly skip: () => boolean;
  readonly eat: (text: string) => boolean;
  readonly ended: () => boolean;
};

const createReader = (text: string): Reader => {
  let at = 0;
  const take: Reader['take'] = (pattern) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match;
  };
  return {
    take,
    skip: () => (take(space)?.[0] ?? '') !== '',
    eat: (part) => {
      if (!text.startsWith(part, at)) return false;
      at += part.length;
      return true;
    },
    ended: () => at === text.length,
  };
};

const readLiteral = ({ take }: Reader): FilterLiteral | undefined => {
  const quoted = take(quotedText);
  if (quoted !== undefined) return { text: (quoted[1] ?? '').replaceAll("''", "'"), quoted: true };
  const bare = take(bareText);
  return bare === undefined ? undefined : { text: bare[0], quoted: false };
};

type Tail = { readonly operator: string; readonly literal: FilterLiteral };

const readTail = (reader: Reader): Tail | undefined => {
  if (!reader.skip()) return undefined;
  const operator = reader.take(operatorText)?.[0].toLowerCase();
  if (operator === undefined || !reader.skip()) return undefined;
  const literal = readLiteral(reader);
  return literal === undefined ? undefined : { operator, literal };
};

/** The text between the parentheses of `any(x:x/inner eq 'a')`, after `x:`. */
const readAny = (reader: Reader, variable: string): Omit<FilterComparison, 'path'> | undefined => {
  const path = reader.take(pathText)?.[0];
  if (path === undefined) return undefined;
  const [first = '', ...inner] = path.split('/');
  if (first !== variable) return undefined;
  const tail = readTail(reader);
  reader.skip();
  return tail === undefined || !reader.eat(')') ? undefined : { any: inner.join('/'), ...tail };
};

const readComparison = (reader: Reader): FilterComparison | undefined => {
  const written = reader.take(pathText)?.[0];
  if (written === undefined) return undefined;
  if (!lambdaEnd.test(written)) {
    const tail = readTail(reader);
    return tail === undefined ? undefined : { path: written, ...tail };
  }
  reader.skip();
  if (!reader.eat('(')) return undefined;
  reader.skip();
  const variable = reader.take(word)?.[0];
  reader.skip();
  if (variable === undefined || !reader.eat(':')) return undefined;
  reader.skip();
  const inside = readAny(reader, variable);
  return inside === undefined ? undefined : { path: written.replace(lambdaEnd, ''), ...inside };
};

const andText = /and(?=[ \t(])/iy;

/** `and` joins any number of terms; a term in parentheses is an expression. `closed`: a parenthesis may end it. */
const readTerms = (reader: Reader, depth: number, found: FilterComparison[]): boolean => {
  for (;;) {
    reader.skip();
    if (reader.eat('(')) {
      if (depth >= deepest || !readTerms(reader, depth + 1, found)) return false;
      reader.skip();
      if (!reader.eat(')')) return false;
    } else {
      const comparison = readComparison(reader);
      if (comparison === undefined || found.push(comparison) > mostComparisons) return false;
    }
    reader.skip();
    if (reader.take(andText) === undefined) return true;
  }
};

/**
 * Parses a `$filter` that joins comparisons with `and`. Returns undefined for any other expression (`or`, `not`,
 * functions, arithmetic). Ignores blanks, redundant parentheses, the case of keywords and the name of a lambda
 * variable. Source: OData 4.01 ABNF, boolCommonExpr, reduced to the part that Graph's tools use.
 */
export const readFilter = (text: string): readonly FilterComparison[] | undefined => {
  if (text.length > longest) return undefined;
  const reader = createReader(text);
  const found: FilterComparison[] = [];
  return readTerms(reader, 0, found) && reader.ended() ? found : undefined;
};
