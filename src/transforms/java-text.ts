import type { JsonNumber } from '../json/index.ts';

/** Blank text by Java's definition: Unicode blanks and separators, but not the no-break spaces. */
const blank = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;
const edges = /^[\x00-\x20]+|[\x00-\x20]+$/g;

export const isBlank = (text: string): boolean => blank.test(text);

/** Trims text as Java's `trim` does: control characters and ASCII blanks at both ends. */
export const trimmed = (text: string): string => text.replaceAll(edges, '');

const withPoint = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`);

const doubleText = (value: number): string => {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return withPoint(String(value));
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${withPoint(mantissa)}E${Number(exponent)}`;
};

/** Formats a number as Java does: integers in full, everything else as a double (`1.0E21`). These texts are hashed. */
export const numberText = ({ number }: JsonNumber): string =>
  /^-?\d+$/.test(number) ? BigInt(number).toString() : doubleText(Number(number));
