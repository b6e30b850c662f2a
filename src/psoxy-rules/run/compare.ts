import { isArray, isNumber, isObject, type JsonNumber, type JsonValue, printJson } from '../../json/index.ts';
import { type Matcher, numberText, preparePattern } from '../../transforms/index.ts';
import type { PathLiteral, PathOperator } from '../plan/index.ts';

/** One side of a comparison: a JSON value, nothing (a path without a match), or an expression. */
export type Side = JsonValue | undefined | Matcher;

const isMatcher = (side: Side): side is Matcher => typeof side === 'object' && side !== null && 'matches' in side;

/** Returns the value of a literal in the rules. */
export const literalValue = (literal: PathLiteral): JsonValue => {
  if (literal.value === 'text') return literal.text;
  return literal.value === 'number' ? { number: literal.number } : literal.literal;
};

const numeric = (value: JsonValue): number => {
  if (isNumber(value)) return Number(value.number);
  return typeof value === 'string' && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)
    ? Number(value)
    : Number.NaN;
};

const textOf = (value: string | JsonNumber): string => (typeof value === 'string' ? value : value.number);

/**
 * Compares as Jayway does: a text and a number are compared by the type of the left operand; nothing equals nothing.
 */
const areEqual = (left: JsonValue | undefined, right: JsonValue | undefined): boolean => {
  if (left === undefined || right === undefined) return false;
  if (typeof left === 'string') return (typeof right === 'string' || isNumber(right)) && left === textOf(right);
  if (isNumber(left)) return numeric(left) === numeric(right);
  if (isArray(left) || isObject(left))
    return (isArray(right) || isObject(right)) && printJson(left) === printJson(right);
  return left === right;
};

const order = (left: JsonValue | undefined, right: JsonValue | undefined): number => {
  if (isNumber(left) && isNumber(right)) return Number(left.number) - Number(right.number);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return Number.NaN;
};

const holds = (list: JsonValue | undefined, value: JsonValue | undefined): boolean =>
  isArray(list) && list.some((item) => areEqual(value, item));

const lengthOf = (value: JsonValue | undefined): number =>
  typeof value === 'string' || isArray(value) ? value.length : Number.NaN;

const sizeOf = (value: JsonValue | undefined): number => (isObject(value) ? value.size : lengthOf(value));

const contains = (left: JsonValue | undefined, right: JsonValue | undefined): boolean =>
  typeof left === 'string' && typeof right === 'string' ? left.includes(right) : holds(left, right);

const matchText = (value: JsonValue | undefined): string => {
  if (isNumber(value)) return numberText(value);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
};

const matches = (pattern: Matcher, value: JsonValue | undefined): boolean =>
  isArray(value) ? value.some((item) => pattern.matches(matchText(item))) : pattern.matches(matchText(value));

/** Applies the operator of a filter. Values that can't be compared don't match, except for `!=` and `nin`. */
export const compare = (operator: PathOperator, left: Side, right: Side): boolean => {
  if (isMatcher(left)) return operator === '=~' && !isMatcher(right) && matches(left, right);
  if (isMatcher(right)) return operator === '=~' && matches(right, left);
  switch (operator) {
    case '==':
      return areEqual(left, right);
    case '!=':
      return !areEqual(left, right);
    case '<':
      return order(left, right) < 0;
    case '<=':
      return order(left, right) <= 0;
    case '>':
      return order(left, right) > 0;
    case '>=':
      return order(left, right) >= 0;
    case 'in':
      return holds(right, left);
    case 'nin':
      return !holds(right, left);
    case 'contains':
      return contains(left, right);
    case 'size':
      return lengthOf(left) === numeric(right ?? null);
    case 'empty':
      return !Number.isNaN(sizeOf(left)) && (sizeOf(left) === 0) === right;
    case '=~':
      return false;
  }
};

/** Prepares an expression of the rules as one side of a comparison. */
export const patternSide = preparePattern;
