import { describe } from '../../problems/diagnostics/index.ts';
import { compilePattern } from '../java-regex/index.ts';
import type { PathLiteral, PathOperator, PathPlan, PathTest, PathValue } from '../plan/index.ts';
import { accept, expect, PathMistake, type PathReader, peek, skipBlanks, take, takeQuoted } from './path-reader.ts';

type ReadOperand = (reader: PathReader) => PathPlan;

const operators: readonly PathOperator[] = [
  '==',
  '!=',
  '<=',
  '>=',
  '=~',
  '<',
  '>',
  'in',
  'nin',
  'contains',
  'size',
  'empty',
];

const readLiteral = (reader: PathReader): PathLiteral | undefined => {
  const text = takeQuoted(reader);
  if (text !== undefined) return { value: 'text', text };
  const number = take(reader, /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  if (number !== undefined) return { value: 'number', number };
  const word = take(reader, /(?:true|false|null)\b/y);
  return word === undefined ? undefined : { value: 'literal', literal: word === 'null' ? null : word === 'true' };
};

const readList = (reader: PathReader): PathValue => {
  const items: PathLiteral[] = [];
  skipBlanks(reader);
  while (!accept(reader, ']')) {
    const item = readLiteral(reader);
    if (item === undefined) throw new PathMistake(reader.at, describe('rules/path-not-readable:list'));
    items.push(item);
    skipBlanks(reader);
    if (peek(reader) !== ']') expect(reader, ',', 'separate the items of a list with commas');
    skipBlanks(reader);
  }
  return { value: 'list', items };
};

const readPattern = (reader: PathReader): PathValue => {
  const at = reader.at;
  const written = take(reader, /(?:[^/\\]|\\.)*\//sy);
  const flags = String(take(reader, /[a-zA-Z]*/y));
  if (written === undefined) throw new PathMistake(at, describe('rules/path-not-readable:slash'));
  const source = written.slice(0, -1).replaceAll('\\/', '/');
  const { plan, problems } = compilePattern(flags === '' ? source : `(?${flags})${source}`, {
    match: 'whole',
    safety: reader.safety,
  });
  if (plan === undefined) {
    const texts = { problems: problems.map(({ message }) => message), remedies: problems.map(({ hint }) => hint) };
    throw new PathMistake(at, describe('rules/path-not-readable:expression', texts));
  }
  reader.warnings.push(...problems.map(({ code, message, hint }) => ({ at, code, message, hint })));
  return { value: 'pattern', pattern: plan };
};

const readValue = (reader: PathReader, readOperand: ReadOperand): PathValue => {
  skipBlanks(reader);
  const from = peek(reader);
  if (from === '@' || from === '$') {
    reader.at += 1;
    return { value: 'path', from, path: readOperand(reader) };
  }
  if (accept(reader, '[')) return readList(reader);
  if (accept(reader, '/')) return readPattern(reader);
  const literal = readLiteral(reader);
  if (literal === undefined) throw new PathMistake(reader.at, describe('rules/path-not-readable:value'));
  return literal;
};

const readOperator = (reader: PathReader): PathOperator | undefined => {
  skipBlanks(reader);
  const at = reader.at;
  const symbol = take(reader, /[=!<>~]+|[a-zA-Z]+/y)?.toLowerCase();
  if (symbol === undefined) return undefined;
  const operator = operators.find((candidate) => candidate === symbol);
  if (operator === undefined)
    throw new PathMistake(at, describe('rules/path-not-readable:operator', { known: operators }));
  return operator;
};

const readComparison = (reader: PathReader, readOperand: ReadOperand): PathTest => {
  const at = reader.at;
  const left = readValue(reader, readOperand);
  const operator = readOperator(reader);
  if (operator !== undefined) return { test: 'compare', operator, left, right: readValue(reader, readOperand) };
  if (left.value === 'path') return { test: 'exists', path: left };
  throw new PathMistake(at, describe('rules/path-not-readable:comparison'));
};

const deepest = 50;

const readNegated = (reader: PathReader, readOperand: ReadOperand): PathTest => {
  reader.depth += 1;
  if (reader.depth > deepest)
    throw new PathMistake(reader.at, describe('rules/path-not-readable:depth', { limit: deepest }));
  const test = readBracketed(reader, readOperand);
  reader.depth -= 1;
  return test;
};

const readBracketed = (reader: PathReader, readOperand: ReadOperand): PathTest => {
  skipBlanks(reader);
  if (accept(reader, '!')) return { test: 'not', of: readNegated(reader, readOperand) };
  if (!accept(reader, '(')) return readComparison(reader, readOperand);
  const test = readTest(reader, readOperand);
  skipBlanks(reader);
  expect(reader, ')', 'close the parenthesis');
  return test;
};

const readJoined = (reader: PathReader, sign: '&&' | '||', readPart: () => PathTest): PathTest => {
  const of = [readPart()];
  for (skipBlanks(reader); accept(reader, sign); skipBlanks(reader)) of.push(readPart());
  const [only] = of;
  return of.length === 1 && only ? only : { test: sign === '&&' ? 'all' : 'any', of };
};

/** Parses the condition of a filter. `!` and parentheses bind closest, then `&&`, then `||`. */
export const readTest = (reader: PathReader, readOperand: ReadOperand): PathTest =>
  readJoined(reader, '||', () => readJoined(reader, '&&', () => readNegated(reader, readOperand)));
