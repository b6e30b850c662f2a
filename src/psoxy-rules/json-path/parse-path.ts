import { describe } from '../../problems/diagnostics/index.ts';
import type { PathPlan, PathStep } from '../plan/index.ts';
import { readTest } from './parse-test.ts';
import { accept, expect, PathMistake, type PathReader, peek, skipBlanks, take, takeQuoted } from './path-reader.ts';

const readNames = (reader: PathReader): PathStep => {
  const names: string[] = [];
  do {
    skipBlanks(reader);
    const name = takeQuoted(reader);
    if (name === undefined) throw new PathMistake(reader.at, describe('rules/path-not-readable:quoted-name'));
    names.push(name);
    skipBlanks(reader);
  } while (accept(reader, ','));
  return { step: 'names', names };
};

const readIndexes = (reader: PathReader): PathStep => {
  const at = reader.at;
  const inside = String(take(reader, /[-0-9:, ]*/y)).replaceAll(' ', '');
  const [, from, to] = /^(-?\d{1,9})?:(-?\d{1,9})?$/.exec(inside) ?? [];
  if (from !== undefined || to !== undefined)
    return {
      step: 'slice',
      ...(from !== undefined && { from: Number(from) }),
      ...(to !== undefined && { to: Number(to) }),
    };
  if (!/^-?\d{1,9}(?:,-?\d{1,9})*$/.test(inside))
    throw new PathMistake(at, describe('rules/path-not-readable:brackets'));
  return { step: 'indexes', indexes: inside.split(',').map(Number) };
};

const readFilter = (reader: PathReader): PathStep => {
  expect(reader, '(', "write [?(@.name == 'value')]");
  const test = readTest(reader, readOperand);
  skipBlanks(reader);
  expect(reader, ')', 'a filter ends in )]; join conditions with && or ||');
  return { step: 'filter', test };
};

const readBrackets = (reader: PathReader): PathStep => {
  skipBlanks(reader);
  const step = readInside(reader);
  skipBlanks(reader);
  expect(reader, ']', 'close the bracket');
  return step;
};

const readInside = (reader: PathReader): PathStep => {
  if (accept(reader, '*')) return { step: 'all' };
  if (accept(reader, '?')) return readFilter(reader);
  return peek(reader) === "'" || peek(reader) === '"' ? readNames(reader) : readIndexes(reader);
};

/** `stop`: characters that end a path inside a filter. */
const readName = (reader: PathReader, inFilter: boolean): PathStep => {
  const at = reader.at;
  if (accept(reader, '*')) return { step: 'all' };
  const name = take(reader, inFilter ? /[^.[\]() =<>!&|,~]+/y : /[^.[\]() ]+/y);
  if (name === undefined) throw new PathMistake(at, describe('rules/path-not-readable:name'));
  if (peek(reader) === '(') throw new PathMistake(at, describe('rules/path-not-readable:function'));
  return { step: 'names', names: [name] };
};

const readSteps = (reader: PathReader, inFilter: boolean): readonly PathStep[] => {
  const steps: PathStep[] = [];
  for (;;) {
    const at = reader.at;
    if (accept(reader, '..')) {
      if (peek(reader) === '.') throw new PathMistake(at, describe('rules/path-not-readable:dots'));
      steps.push({ step: 'descend' });
      steps.push(accept(reader, '[') ? readBrackets(reader) : readName(reader, inFilter));
    } else if (accept(reader, '.')) steps.push(accept(reader, '[') ? readBrackets(reader) : readName(reader, inFilter));
    else if (accept(reader, '[')) steps.push(readBrackets(reader));
    else return steps;
  }
};

const isDefinite = (steps: readonly PathStep[]): boolean =>
  steps.every(
    (step, index) =>
      (step.step === 'names' && (step.names.length === 1 || index === steps.length - 1)) ||
      (step.step === 'indexes' && step.indexes.length === 1),
  );

/** A path inside a filter, after its `@` or `$`. */
const readOperand = (reader: PathReader): PathPlan => {
  const start = reader.at - 1;
  const steps = readSteps(reader, true);
  return { text: reader.text.slice(start, reader.at), steps, definite: isDefinite(steps) };
};

/**
 * Parses a whole path. Adds `$.` to one that doesn't begin with `$`. Throws a `PathMistake` for a text that isn't a
 * supported path.
 */
export const readPath = (reader: PathReader): PathPlan => {
  const { text } = reader;
  if (text.trim() === '') throw new PathMistake(0, describe('rules/path-not-readable:empty'));
  skipBlanks(reader);
  if (!accept(reader, '$')) {
    const first = accept(reader, '[') ? readBrackets(reader) : readName(reader, false);
    const steps = [first, ...readSteps(reader, false)];
    return finished(reader, steps);
  }
  return finished(reader, readSteps(reader, false));
};

const finished = (reader: PathReader, steps: readonly PathStep[]): PathPlan => {
  skipBlanks(reader);
  if (reader.at < reader.text.length) throw new PathMistake(reader.at, describe('rules/path-not-readable:rest'));
  return { text: reader.text, steps, definite: isDefinite(steps) };
};
