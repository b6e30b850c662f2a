import { isNumber, type JsonValue } from '../../../json/index.ts';
import type { KeepNode } from '../../plan/index.ts';

/** True for a number or a boolean that may be kept. */
export type FitScalar = (value: JsonValue) => boolean;

const integer = /^-?(?:0|[1-9][0-9]{0,18})$/;
const decimal = /^-?[0-9]{1,15}(?:\.[0-9]{1,17})?(?:[eE][+-]?[0-9]{1,3})?$/;

const within =
  (bits: number): FitScalar =>
  (value) => {
    if (!isNumber(value) || !integer.test(value.number)) return false;
    const read = BigInt(value.number);
    return BigInt.asIntN(bits, read) === read;
  };

const isBoolean: FitScalar = (value) => typeof value === 'boolean';
const isDecimal: FitScalar = (value) => isNumber(value) && decimal.test(value.number);

/** Makes ready the check of numbers and booleans at a place: of the type that Microsoft declares, and of a bounded length. */
export const fitScalar = (only: KeepNode['only']): FitScalar => {
  switch (only) {
    case 'text':
      return () => false;
    case 'boolean':
      return isBoolean;
    case 'int32':
      return within(32);
    case 'int64':
      return within(64);
    case 'decimal':
      return isDecimal;
    case undefined:
      return (value) => isBoolean(value) || isDecimal(value);
  }
};
