import { badRequest } from '../core/refusal.ts';
import { filterWords, type Word } from './filter-words.ts';
import { compare, valueAt } from './value.ts';

export type Predicate = (document: unknown) => boolean;
type Operand = (document: unknown) => unknown;

/** The reader's position; `variable` is the name that any/all gave to the item. */
type Cursor = {
  readonly words: readonly Word[];
  at: number;
  readonly variable: string | undefined;
  readonly fail: () => Error;
};

const comparisons: Readonly<Record<string, (order: number | undefined) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order !== undefined && order > 0,
  ge: (order) => order !== undefined && order >= 0,
  lt: (order) => order !== undefined && order < 0,
  le: (order) => order !== undefined && order <= 0,
};

const textFunctions: Readonly<Record<string, (value: string, part: string) => boolean>> = {
  startswith: (value, part) => value.startsWith(part),
  endswith: (value, part) => value.endsWith(part),
  contains: (value, part) => value.includes(part),
};

const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const take = (cursor: Cursor): Word => {
  const word = cursor.words[cursor.at];
  if (word === undefined) throw cursor.fail();
  cursor.at += 1;
  return word;
};

const accept = (cursor: Cursor, text: string): boolean => {
  const word = cursor.words[cursor.at];
  if (word === undefined || word.kind === 'text' || word.text.toLowerCase() !== text) return false;
  cursor.at += 1;
  return true;
};

const expect = (cursor: Cursor, text: string): void => {
  if (!accept(cursor, text)) throw cursor.fail();
};

const readOperand = (cursor: Cursor): Operand => {
  const { kind, text } = take(cursor);
  if (kind === 'mark') throw cursor.fail();
  if (kind === 'text') return () => text;
  // OData's constants are written in any case.
  if (literals.has(text.toLowerCase())) return () => literals.get(text.toLowerCase());
  if (/^-?\d/.test(text)) return () => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  const { variable } = cursor;
  if (variable !== undefined && text === variable) return (item) => item;
  const path = variable !== undefined && text.startsWith(`${variable}/`) ? text.slice(variable.length + 1) : text;
  return (document) => valueAt(document, path);
};

const readList = (cursor: Cursor): readonly Operand[] => {
  expect(cursor, '(');
  const operands = [readOperand(cursor)];
  while (accept(cursor, ',')) operands.push(readOperand(cursor));
  expect(cursor, ')');
  return operands;
};

const readTextFunction = (cursor: Cursor, name: string): Predicate => {
  const [value, part] = readList(cursor);
  const test = textFunctions[name];
  if (value === undefined || part === undefined || test === undefined) throw cursor.fail();
  return (document) => test(String(value(document) ?? '').toLowerCase(), String(part(document)).toLowerCase());
};

const readLambda = (cursor: Cursor, path: string): Predicate => {
  const slash = path.lastIndexOf('/');
  const [source, quantifier] = [path.slice(0, slash), path.slice(slash + 1).toLowerCase()];
  expect(cursor, '(');
  const inner: Cursor = { ...cursor, variable: take(cursor).text, at: cursor.at };
  expect(inner, ':');
  const test = readOr(inner);
  expect(inner, ')');
  cursor.at = inner.at;
  return (document) => {
    const items = valueAt(document, source);
    if (!Array.isArray(items)) return quantifier === 'all';
    return quantifier === 'all' ? items.every(test) : items.some(test);
  };
};

const readComparison = (cursor: Cursor): Predicate => {
  const left = readOperand(cursor);
  const operator = take(cursor).text.toLowerCase();
  if (operator === 'in') {
    const operands = readList(cursor);
    return (document) => operands.some((one) => compare(left(document), one(document)) === 0);
  }
  const test = comparisons[operator];
  if (test === undefined) throw cursor.fail();
  const right = readOperand(cursor);
  return (document) => test(compare(left(document), right(document)));
};

const readPrimary = (cursor: Cursor): Predicate => {
  if (accept(cursor, 'not')) {
    const inner = readPrimary(cursor);
    return (document) => !inner(document);
  }
  if (accept(cursor, '(')) {
    const inner = readOr(cursor);
    expect(cursor, ')');
    return inner;
  }
  const word = cursor.words[cursor.at];
  const isCall = cursor.words[cursor.at + 1]?.text === '(' && cursor.words[cursor.at + 1]?.kind === 'mark';
  if (word?.kind !== 'word' || !isCall) return readComparison(cursor);
  cursor.at += 1;
  const name = word.text.toLowerCase();
  return /\/(any|all)$/.test(name) ? readLambda(cursor, word.text) : readTextFunction(cursor, name);
};

const readAnd = (cursor: Cursor): Predicate => {
  const terms = [readPrimary(cursor)];
  while (accept(cursor, 'and')) terms.push(readPrimary(cursor));
  return (document) => terms.every((term) => term(document));
};

function readOr(cursor: Cursor): Predicate {
  const terms = [readAnd(cursor)];
  while (accept(cursor, 'or')) terms.push(readAnd(cursor));
  return (document) => terms.some((term) => term(document));
}

/** Parses `$filter`: or, and, not, parentheses, comparisons, in, startswith, endswith, contains, any and all. */
export const readFilter = (filter: string): Predicate => {
  const fail = () => badRequest(`Invalid filter clause: Syntax error in '${filter}'.`);
  const cursor: Cursor = { words: filterWords(filter), at: 0, variable: undefined, fail };
  const predicate = readOr(cursor);
  if (cursor.at < cursor.words.length) throw fail();
  return predicate;
};
